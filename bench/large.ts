import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Job } from '../runtime/api-server/batch.ts';
import { runBatch } from '../runtime/api-server/batch.ts';
import { defaultSettings } from '../runtime/api-server/settings.ts';
import { openDatabase } from '../runtime/api-server/store/database.ts';
import type { Database } from '../runtime/api-server/store/database.ts';
import { stateTypes } from '../runtime/core/state.ts';
import type { Target } from './connection.ts';
import { Connection } from './connection.ts';
import { cpuMilliseconds, startOurs } from './servers.ts';
import { quantile } from './traffic.ts';

/**
 * A large database, and how long a page of every listing takes. usage: npm run bench -- large [thousands of runs, 100 unless
 * told]; there are ten log lines, a task run and a dozen events for each run.
 */
const runs = Number(process.argv[2] ?? 100) * 1000;
const goal = 50;
const rounds = 15;

/** Answers jobs of the server, many in a transaction, with a clock that goes on by ten seconds for each run. */
function fill(database: Database, pass: (seconds: number) => void): { runId: string; flowId: string; deploymentId: string } {
  const ask = (route: string, body: unknown, path: Record<string, string> = {}): Job => ({ route, path, query: '', body, headers: {} });
  const idOf = (job: Job): string => JSON.parse(runBatch(database, [job]).results[0]?.text ?? '{}').id;
  runBatch(database, [ask('workPools.create', { name: 'large', type: 'process' })]);
  const flows = Array.from({ length: 20 }, (_, at) => idOf(ask('flows.create', { name: `flow-${at}` })));
  const deployments = flows.map((flow, at) =>
    idOf(ask('deployments.create', { name: `d-${at}`, flow_id: flow, work_pool_name: 'large', tags: [`t${at % 5}`] })),
  );
  let runId = '';
  for (let made = 0; made < runs; made += 250) {
    pass(2500);
    const jobs = Array.from({ length: 250 }, (_, index) => {
      const at = made + index;
      const state = { type: stateTypes[at % stateTypes.length] };
      return ask('flowRuns.create', {
        flow_id: flows[at % 20],
        deployment_id: deployments[at % 20],
        work_pool_name: 'large',
        name: `run-${at}`,
        tags: [`t${at % 7}`],
        state,
        parameters: { at },
      });
    });
    const ids = runBatch(database, jobs).results.map(({ text }): string => JSON.parse(text ?? '{}').id);
    runId = ids[0] ?? runId;
    const tasks = ids.map((id, index) =>
      ask('taskRuns.create', { flow_run_id: id, task_key: 'task', dynamic_key: '0', name: `task-${index}`, state: { type: 'COMPLETED' } }),
    );
    const lines = ids.map((id) =>
      ask(
        'logs.create',
        Array.from({ length: 10 }, (_, index) => line(id, index, database.now())),
      ),
    );
    runBatch(database, [...tasks, ...lines]);
  }
  runBatch(
    database,
    Array.from({ length: 2000 }, (_, at) =>
      ask('artifacts.create', { key: `k-${at % 200}`, type: 'markdown', data: 'text', flow_run_id: runId }),
    ),
  );
  return { runId, flowId: flows[0] ?? '', deploymentId: deployments[0] ?? '' };
}

const line = (run: string, at: number, timestamp: string): object => ({
  name: 'large',
  level: 10 * (1 + (at % 5)),
  message: `line ${at}`,
  timestamp,
  flow_run_id: run,
});

/** A page of every listing, as Prefect's programs, the editor and people ask for it. */
const listings = (known: { runId: string; flowId: string; deploymentId: string }): [name: string, path: string, body: unknown][] => [
  ...[
    'ID_DESC',
    'START_TIME_ASC',
    'START_TIME_DESC',
    'EXPECTED_START_TIME_ASC',
    'EXPECTED_START_TIME_DESC',
    'NAME_ASC',
    'NAME_DESC',
    'NEXT_SCHEDULED_START_TIME_ASC',
    'END_TIME_DESC',
  ].map((sort): [string, string, unknown] => [`runs, ${sort}`, '/flow_runs/filter', { sort, limit: 200 }]),
  [
    'runs of two states',
    '/flow_runs/filter',
    { flow_runs: { state: { type: { any_: ['FAILED', 'CRASHED'] } } }, sort: 'EXPECTED_START_TIME_DESC', limit: 200 },
  ],
  [
    'runs of a state by its name',
    '/flow_runs/filter',
    { flow_runs: { state: { name: { any_: ['Failed'] } } }, sort: 'START_TIME_DESC', limit: 200 },
  ],
  ['runs of a tag', '/flow_runs/filter', { flow_runs: { tags: { all_: ['t3'] } }, sort: 'EXPECTED_START_TIME_DESC', limit: 200 }],
  ['runs of any of two tags', '/flow_runs/filter', { flow_runs: { tags: { any_: ['t3', 't4'] } }, sort: 'START_TIME_DESC', limit: 200 }],
  [
    'completed runs, by start',
    '/flow_runs/filter',
    { flow_runs: { state: { type: { any_: ['COMPLETED'] } } }, sort: 'START_TIME_DESC', limit: 200 },
  ],
  ['subflows of a run', '/flow_runs/filter', { flow_runs: { parent_flow_run_id: { any_: [known.runId] } }, limit: 200 }],
  [
    'runs with a name that none has',
    '/flow_runs/filter',
    { flow_runs: { name: { like_: 'nobody' } }, sort: 'START_TIME_DESC', limit: 200 },
  ],
  [
    'last run of a deployment',
    '/flow_runs/filter',
    { deployments: { id: { any_: [known.deploymentId] } }, sort: 'START_TIME_DESC', limit: 1 },
  ],
  ['runs of a flow', '/flow_runs/filter', { flows: { name: { any_: ['flow-3'] } }, sort: 'EXPECTED_START_TIME_DESC', limit: 200 }],
  [
    'runs of a deployment',
    '/flow_runs/filter',
    { flow_runs: { deployment_id: { any_: [known.deploymentId] } }, sort: 'START_TIME_DESC', limit: 200 },
  ],
  [
    'runs with a word in their name',
    '/flow_runs/filter',
    { flow_runs: { name: { like_: 'run-99' } }, sort: 'EXPECTED_START_TIME_DESC', limit: 200 },
  ],
  ['runs of the pool', '/flow_runs/filter', { work_pools: { name: { any_: ['large'] } }, sort: 'EXPECTED_START_TIME_DESC', limit: 200 }],
  ['runs, far down', '/flow_runs/filter', { sort: 'EXPECTED_START_TIME_DESC', limit: 200, offset: Math.floor(runs / 2) }],
  ['runs, a page with their number', '/flow_runs/paginate', { sort: 'EXPECTED_START_TIME_DESC', limit: 50, page: 3 }],
  ['number of runs', '/flow_runs/count', {}],
  ['number of failed runs', '/flow_runs/count', { flow_runs: { state: { type: { any_: ['FAILED'] } } } }],
  ['task runs', '/task_runs/filter', { sort: 'EXPECTED_START_TIME_DESC', limit: 200 }],
  ['task runs of a run', '/task_runs/filter', { flow_runs: { id: { any_: [known.runId] } }, limit: 200 }],
  ['task runs of a flow', '/task_runs/filter', { flows: { id: { any_: [known.flowId] } }, sort: 'EXPECTED_START_TIME_DESC', limit: 200 }],
  ['task runs by their names', '/task_runs/filter', { sort: 'NAME_ASC', limit: 200 }],
  ['task runs by their ends', '/task_runs/filter', { sort: 'END_TIME_DESC', limit: 200 }],
  [
    'task runs of a tag that none has',
    '/task_runs/filter',
    { task_runs: { tags: { all_: ['none'] } }, sort: 'EXPECTED_START_TIME_DESC', limit: 200 },
  ],
  ['number of task runs', '/task_runs/count', {}],
  ['logs of a run', '/logs/filter', { logs: { flow_run_id: { any_: [known.runId] } }, sort: 'TIMESTAMP_ASC', limit: 200 }],
  ['logs, oldest first', '/logs/filter', { sort: 'TIMESTAMP_ASC', limit: 200 }],
  ['logs, newest first', '/logs/filter', { sort: 'TIMESTAMP_DESC', limit: 200 }],
  ['logs of a level, newest first', '/logs/filter', { logs: { level: { ge_: 50 } }, sort: 'TIMESTAMP_DESC', limit: 200 }],
  ['events', '/events/filter', { limit: 50 }],
  ['events of a run', '/events/filter', { filter: { resource: { id: [`prefect.flow-run.${known.runId}`] } }, limit: 50 }],
  ['flows', '/flows/filter', { limit: 200 }],
  ['flows with failed runs', '/flows/filter', { flow_runs: { state: { type: { any_: ['FAILED'] } } }, limit: 200 }],
  ['deployments', '/deployments/filter', { limit: 200 }],
  ['deployments with failed runs', '/deployments/filter', { flow_runs: { state: { type: { any_: ['FAILED'] } } }, limit: 200 }],
  ['work pools', '/work_pools/filter', { limit: 200 }],
  ['queues', '/work_queues/filter', { limit: 200 }],
  ['claimable runs', '/work_pools/large/get_scheduled_flow_runs', { limit: 200 }],
  ['flows, a page with their number', '/flows/paginate', { limit: 50, page: 1 }],
  ['artifacts', '/artifacts/filter', { limit: 200 }],
  ['latest artifacts', '/artifacts/latest/filter', { limit: 200 }],
];

const home = mkdtempSync(join(tmpdir(), 'millrace-large-'));
let clock = Date.now() - runs * 10_000;
const database = openDatabase({ path: join(home, 'millrace.db'), settings: defaultSettings, now: () => clock });
const began = performance.now();
const known = fill(database, (seconds) => (clock += seconds * 1000));
database.close();
process.stdout.write(`${runs} runs and ${10 * runs} log lines in ${((performance.now() - began) / 1000).toFixed(0)} s\n`);
const server = await startOurs({ home });
try {
  const slow: string[] = [];
  for (const [name, path, body] of listings(known)) {
    const before = cpuMilliseconds(server.pid);
    const times = await timesOf(server.target, path, body);
    const cpu = (cpuMilliseconds(server.pid) - before) / rounds;
    const [p50, p95] = [quantile(times, 0.5), quantile(times, 0.95)];
    if (p50 > goal) slow.push(name);
    process.stdout.write(
      `${name.padEnd(40)} p50 ${p50.toFixed(1).padStart(7)} ms  p95 ${p95.toFixed(1).padStart(7)} ms  CPU ${cpu.toFixed(1).padStart(6)} ms\n`,
    );
  }
  process.stdout.write(slow.length === 0 ? `every page within ${goal} ms\n` : `over ${goal} ms: ${slow.join('; ')}\n`);
  if (slow.length > 0) process.exitCode = 1;
} finally {
  await server.stop();
}

async function timesOf(target: Target, path: string, body: unknown): Promise<number[]> {
  const connection = new Connection(target);
  const times: number[] = [];
  for (let count = 0; count < rounds; count += 1) {
    const before = performance.now();
    const answer = await connection.send({ method: 'POST', path, body });
    if (answer.status !== 200) throw new Error(`${path} was answered with ${answer.status}: ${answer.text.slice(0, 300)}`);
    times.push(performance.now() - before);
  }
  connection.close();
  return times;
}
