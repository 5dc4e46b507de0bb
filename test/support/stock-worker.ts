import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '../../runtime/api/client.ts';
import { createClient } from '../../runtime/api/client.ts';
import { httpTransport } from '../../runtime/api/http.ts';
import type { FlowRun } from '../../runtime/core/entities.ts';
import type { State } from '../../runtime/core/state.ts';
import { isFinal } from '../../runtime/core/state.ts';
import type { PrefectVersion } from '../../tools/prefect/install.ts';
import { prefectCommand } from '../../tools/prefect/install.ts';
import { millrace, run, start } from '../../tools/prefect/processes.ts';
import type { PrefectServer } from '../../tools/prefect/serve.ts';
import { oursOn } from './distributed-example.ts';
import { isRunning } from './processes.ts';

/** A flow that says which process it is, and then waits for longer than the test does. */
const slow = `import { flow, getRunLogger, task } from '${join(import.meta.dirname, '../../runtime/sdk/index.ts')}';
const tell = task({ name: 'tell' }, async () => getRunLogger().info('process ' + process.pid));
export const slow = flow({ name: 'slow' }, async () => {
  await tell();
  await new Promise((resolve) => setTimeout(resolve, 120_000));
});
`;

/** Runs on Prefect's own worker, or on ours: one that is cancelled, and one whose process is killed. */
export async function watchRuns(server: PrefectServer, version: PrefectVersion, whose: 'ours' | 'theirs'): Promise<void> {
  const pool = `watched-${whose}`;
  const [program, options] = whose === 'ours' ? [millrace, []] : [[prefectCommand(version)], ['--prefect-worker']];
  const home = mkdtempSync(join(tmpdir(), 'millrace-watched-'));
  const env = oursOn(server, home);
  writeFileSync(join(home, 'slow.ts'), slow);
  await run([...millrace, 'work-pool', 'create', pool, '--type', 'process'], env);
  const deploy = ['deploy', 'slow.ts:slow', '--name', 'slow', '--pool', pool, ...options, '--env', 'MILLRACE_TEST=1'];
  await run([...millrace, ...deploy], env, { cwd: home });
  const environment = { ...server.environment, MILLRACE_HOME: home, PREFECT_WORKER_QUERY_SECONDS: '2' };
  const worker = start([...program, 'worker', 'start', '--pool', pool, '--limit', '2'], environment, home);
  const client = createClient(httpTransport({ url: server.url }));
  try {
    const [cancelled, killed] = await Promise.all([begin(client), begin(client)]);
    assert.match((await run([...millrace, 'flow-run', 'logs', cancelled.id], env)).toString(), /process \d+/);
    await run([...millrace, 'flow-run', 'cancel', cancelled.id], env);
    process.kill(killed.pid, 'SIGKILL');
    const [first, second] = [await until(client, cancelled.id, isFinal), await until(client, killed.id, isFinal)];
    assert.deepEqual([first.stateName, second.stateName], ['Cancelled', 'Crashed'], `${first.state?.message}; ${second.state?.message}`);
    // The state may be told a moment before the process is gone.
    for (const end = Date.now() + 30_000; isRunning(cancelled.pid); await sleep(100)) {
      assert.ok(Date.now() < end, `The cancelled run is still process ${cancelled.pid}.`);
    }
    const states = (await client.flowRunStates.list({ query: { flow_run_id: killed.id } })).map(({ name }) => name);
    assert.deepEqual(
      states.filter((name) => !passing.has(name)),
      [...['Scheduled', 'Pending', 'Running', 'Crashed']],
    );
  } catch (error) {
    throw new Error(`The worker said:\n${worker.output()}`, { cause: error });
  } finally {
    await client.close();
    await worker.stop();
    rmSync(home, { recursive: true, force: true });
  }
}

/** States that a run may have had between, by its worker or on a slow machine. */
const passing: ReadonlySet<string> = new Set(['Late', 'Submitting', 'InfrastructurePending']);

/** A run of the slow flow that runs, and the process that it says it is. */
async function begin(client: Client): Promise<{ id: string; pid: number }> {
  const deployment = await client.deployments.readByName({ flow: 'slow', deployment: 'slow' });
  const { id } = await client.deployments.createFlowRun({ id: deployment.id }, {});
  await until(client, id, ({ type }) => type === 'RUNNING');
  for (const end = Date.now() + 30_000; Date.now() < end; await sleep(250)) {
    const lines = await client.logs.filter({ logs: { flowRunId: { any_: [id] } }, limit: 200 });
    const pid = lines.map(({ message }) => Number(/^process (\d+)$/.exec(message)?.[1])).find((found) => found > 0);
    if (pid !== undefined) return { id, pid };
  }
  throw new Error('The run did not say its process.');
}

/** The run once its state is as wanted; fails after a minute. */
async function until(client: Client, id: string, wanted: (state: State) => boolean): Promise<FlowRun> {
  for (const end = Date.now() + 60_000; ; await sleep(250)) {
    const flowRun = await client.flowRuns.read({ id });
    if (flowRun.state !== null && wanted(flowRun.state)) return flowRun;
    if (Date.now() > end) throw new Error(`The run is ${flowRun.stateName}: ${flowRun.state?.message}`);
  }
}
