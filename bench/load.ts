import { readFileSync } from 'node:fs';
import type { Shot, Target } from './connection.ts';
import { Connection } from './connection.ts';
import { startOurs } from './servers.ts';
import { quantile } from './traffic.ts';

/**
 * 64 clients that do everything at once, minute after minute: whether each request succeeds, how long it takes, and whether
 * the server's memory grows. usage: npm run bench -- load [minutes, 10 unless told]
 */
const minutes = Number(process.argv[2] ?? 10);
const clients = 64;

interface Minute {
  times: number[];
  failed: string[];
  memory: number[];
}

const id = (text: string): string => JSON.parse(text).id;

/** One client's round: a run of a deployment from its creation to its end, with tasks and logs, and what people look at meanwhile. */
async function* round(deployment: string, client: number, count: number): AsyncGenerator<Shot, void, string> {
  const run = id(
    yield { method: 'POST', path: `/deployments/${deployment}/create_flow_run`, body: { parameters: { client, count }, tags: ['load'] } },
  );
  const propose = (state: object): Shot => ({ method: 'POST', path: `/flow_runs/${run}/set_state`, body: { state } });
  yield { method: 'POST', path: '/work_pools/load/get_scheduled_flow_runs', body: { limit: 10 } };
  yield propose({ type: 'PENDING' });
  yield propose({ type: 'RUNNING' });
  const task = id(
    yield {
      method: 'POST',
      path: '/task_runs/',
      body: { flow_run_id: run, task_key: 'load', dynamic_key: String(count), state: { type: 'PENDING' } },
    },
  );
  for (const type of ['RUNNING', 'COMPLETED']) yield { method: 'POST', path: `/task_runs/${task}/set_state`, body: { state: { type } } };
  yield { method: 'POST', path: '/logs/', body: Array.from({ length: 20 }, (_, at) => line(run, at)) };
  yield { method: 'POST', path: '/logs/filter', body: { logs: { flow_run_id: { any_: [run] } }, limit: 50 } };
  yield { method: 'POST', path: '/flow_runs/filter', body: { sort: 'EXPECTED_START_TIME_DESC', limit: 50 } };
  yield {
    method: 'POST',
    path: '/events',
    body: [{ event: 'load.round', occurred: now(), resource: { 'prefect.resource.id': `load.${client}` }, id: crypto.randomUUID() }],
  };
  yield { method: 'GET', path: `/flow_runs/${run}` };
  yield propose({ type: count % 10 === 0 ? 'FAILED' : 'COMPLETED' });
}

const now = (): string => new Date().toISOString();
const line = (run: string, at: number): object => ({
  name: 'load',
  level: 20,
  message: `line ${at} of a run`,
  timestamp: now(),
  flow_run_id: run,
});

const megabytes = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;

const server = await startOurs();
try {
  const seen = await measure(server.target, server.pid);
  report(seen);
} finally {
  await server.stop();
}

async function measure(target: Target, pid: number): Promise<Minute[]> {
  const deployment = await prepare(target);
  const seen: Minute[] = [];
  const begun = performance.now();
  const current = (): Minute => {
    // What is answered after the end belongs to the last minute.
    const at = Math.min(Math.floor((performance.now() - begun) / 60_000), Math.ceil(minutes) - 1);
    return (seen[at] ??= { times: [], failed: [], memory: [] });
  };
  const sampling = setInterval(() => current().memory.push(megabytes(pid)), 1000);
  const until = begun + minutes * 60_000;
  await Promise.all(Array.from({ length: clients }, (_, client) => lane(target, deployment, client, until, current)));
  clearInterval(sampling);
  return seen;
}

async function lane(target: Target, deployment: string, client: number, until: number, current: () => Minute): Promise<void> {
  const connection = new Connection(target);
  for (let count = 0; performance.now() < until; count += 1) {
    const shots = round(deployment, client, count);
    let next = await shots.next('');
    while (next.done !== true) {
      const before = performance.now();
      const { path } = next.value;
      const answer = await connection.send(next.value).catch((error: unknown) => ({ status: 0, text: String(error) }));
      const minute = current();
      minute.times.push(performance.now() - before);
      if (answer.status < 200 || answer.status >= 400) {
        minute.failed.push(`${path}: ${answer.status} ${answer.text.slice(0, 200)}`);
        break;
      }
      next = await shots.next(answer.text);
    }
  }
  connection.close();
}

/** A pool and a deployment; its id. */
async function prepare(target: Target): Promise<string> {
  const connection = new Connection(target);
  const send = async (path: string, body: unknown): Promise<string> => (await connection.send({ method: 'POST', path, body })).text;
  await send('/work_pools/', { name: 'load', type: 'process' });
  const flow = id(await send('/flows/', { name: 'load' }));
  const deployment = id(await send('/deployments/', { name: 'load', flow_id: flow, work_pool_name: 'load' }));
  connection.close();
  return deployment;
}

/** A line for each whole minute, and what all of them say together. Sets the exit code when a goal was missed. */
function report(seen: readonly Minute[]): void {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
  const text = (value: number): string => value.toFixed(0).padStart(6);
  process.stdout.write('minute  requests  p50 ms  p95 ms  p99 ms  failed  memory MB\n');
  for (const [at, { times, failed, memory }] of seen.entries()) {
    const [p50, p95, p99] = [0.5, 0.95, 0.99].map((share) => quantile(times, share));
    process.stdout.write(
      `${text(at + 1)}  ${text(times.length)}  ${[p50 ?? 0, p95 ?? 0, p99 ?? 0].map(text).join('  ')}  ${text(failed.length)}  ${text(mean(memory))}\n`,
    );
  }
  const failed = seen.flatMap((minute) => minute.failed);
  const memory = seen.flatMap((minute) => minute.memory);
  const quarter = Math.max(1, Math.floor(memory.length / 4));
  const [early, late] = [mean(memory.slice(quarter, 2 * quarter)), mean(memory.slice(-quarter))];
  const growth = (late - early) / Math.max(1, early);
  const whole = quantile(
    seen.flatMap(({ times }) => times),
    0.99,
  );
  process.stdout.write(
    `p99 ${whole.toFixed(0)} ms; ${failed.length} failed; memory from ${early.toFixed(0)} MB in the second quarter to ${late.toFixed(0)} MB in the last: ${(100 * growth).toFixed(0)} %\n`,
  );
  for (const fault of new Set(failed.slice(0, 10))) process.stdout.write(`failed: ${fault}\n`);
  if (failed.length > 0 || growth > 0.1) process.exitCode = 1;
}
