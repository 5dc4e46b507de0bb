import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { isRunning } from '../support/processes.ts';
import { openWorkerProject } from '../support/worker-project.ts';

const millrace = join(import.meta.dirname, '../../runtime/bin/millrace.mjs');
// The server looks for silent runs more often than usual, so that the test need not wait for half a minute.
const project = await openWorkerProject({ settings: { heartbeatWindow: 3, serviceInterval: 1 } });

after(() => project.close());

/** A worker as a process of its own, and all processes that it started. */
async function startWorkerProcess(
  ...options: string[]
): Promise<{ worker: ChildProcess; exited: Promise<number | null>; output: () => string }> {
  const env = { ...process.env, MILLRACE_HOME: project.home, PREFECT_API_URL: '' };
  const worker = spawn(process.execPath, [millrace, 'worker', 'start', '--pool', 'pool', ...options], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const texts: string[] = [];
  for (const stream of [worker.stdout, worker.stderr]) stream.on('data', (chunk: Buffer) => texts.push(String(chunk)));
  const output = (): string => texts.join('');
  const exited = new Promise<number | null>((resolve) => worker.once('exit', (code) => resolve(code)));
  for (let waited = 0; waited < 10_000 && !output().includes('started'); waited += 25) await sleep(25);
  return { worker, exited, output };
}

/** The running processes whose parent is this one. */
function childrenOf(parent: number | undefined): number[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return pids.map(Number).filter((pid) => {
    try {
      return Number(readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[1]) === parent;
    } catch (error) {
      // It ended between the listing and the look.
      if (error instanceof Error) return false;
      throw error;
    }
  });
}

async function untilGone(pids: readonly number[]): Promise<number[]> {
  for (let waited = 0; waited < 5000 && pids.some(isRunning); waited += 50) await sleep(50);
  return pids.filter(isRunning);
}

for (const { how, body, reason } of [
  { how: 'awaits', body: 'await new Promise(() => setTimeout(() => undefined, 60_000));', reason: /The worker of this run is gone/ },
  { how: 'blocks', body: 'for (;;) ;', reason: /^No heartbeat since / },
]) {
  test(`when a worker is killed, its run that ${how} ends with it and crashes, and no process is left`, async () => {
    const name = `orphan-${how}`;
    const deployment = await project.deploy(
      name,
      `const step = task({ name: 'step' }, async () => { getRunLogger().info('here'); ${body} });
       const inner = flow({ name: 'inner-${name}' }, async () => step());
       export const main = flow({ name: '${name}' }, async () => inner());`,
    );
    const { worker, exited } = await startWorkerProcess('--limit', '2');
    const run = await project.run(deployment);
    const begun = { state: { type: { any_: ['RUNNING' as const] } } };
    for (let waited = 0; waited < 10_000 && (await project.client.taskRuns.count({ taskRuns: begun })) < 2; waited += 50) await sleep(50);
    await sleep(200);
    const pids = childrenOf(worker.pid);
    assert.ok(pids.length >= 2, 'a run and a guardian at least');
    worker.kill('SIGKILL');
    await exited;
    assert.deepEqual(await untilGone(pids), []);
    const final = await project.final(run);
    assert.equal(final.stateName, 'Crashed');
    assert.match(final.state?.message ?? '', reason);
    const unfinished = { state: { type: { notAny_: ['CRASHED' as const] } } };
    assert.equal(await project.client.flowRuns.count({ flowRuns: unfinished }), 0);
    assert.equal(await project.client.taskRuns.count({ taskRuns: unfinished }), 0);
  });
}

test('a worker that is asked to stop takes no more runs, finishes those it has, and leaves no process', async () => {
  const deployment = await project.deploy(
    'drained',
    "export const main = flow({ name: 'drained' }, async () => { await new Promise((resolve) => setTimeout(resolve, 700)); });",
  );
  const { worker, exited, output } = await startWorkerProcess('--limit', '1');
  const first = await project.run(deployment);
  await project.until(first, ({ stateName }) => stateName === 'Running');
  const second = await project.run(deployment);
  const pids = childrenOf(worker.pid);
  worker.kill('SIGTERM');
  assert.equal(await exited, 0, output());
  assert.match(output(), /\nWaiting for the run under way; Ctrl-C again cancels\.\n.*ended\nStopped\.\n$/s);
  assert.equal((await project.client.flowRuns.read(first)).stateName, 'Completed');
  assert.equal((await project.client.flowRuns.read(second)).stateName, 'Scheduled');
  assert.deepEqual(await untilGone(pids), []);
  await project.client.flowRuns.delete(second);
});

test('-n starts so many workers, each with its limit', async () => {
  const deployment = await project.deploy(
    'many',
    "export const main = flow({ name: 'many' }, async () => { await new Promise((resolve) => setTimeout(resolve, 600)); });",
  );
  const { worker, exited } = await startWorkerProcess('-n', '2', '--limit', '1', '--name', 'twin');
  const online = await project.client.workPools.filterWorkers({ name: 'pool' }, {});
  assert.deepEqual(
    online
      .map(({ name }) => name)
      .filter((name) => name.startsWith('twin'))
      .toSorted(),
    ['twin-1', 'twin-2'],
  );
  const runs = await Promise.all([project.run(deployment), project.run(deployment)]);
  await Promise.all(runs.map((run) => project.until(run, ({ stateName }) => stateName === 'Running')));
  await Promise.all(runs.map((run) => project.final(run)));
  worker.kill('SIGTERM');
  assert.equal(await exited, 0);
});
