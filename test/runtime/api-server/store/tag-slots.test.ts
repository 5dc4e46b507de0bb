import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createClient } from '../../../../runtime/api/client.ts';
import { startServer } from '../../../../runtime/api-server/server.ts';

const home = mkdtempSync(join(tmpdir(), 'millrace-tag-slots-'));
const server = await startServer({ home, database: ':memory:', port: 0, auth: false, advertise: false });
const client = createClient(server.transport);

after(async () => {
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

let runs = 0;

/** A running flow with two task runs of a tag whose limit is given. */
async function twoTasks(tag: string, limit: number): Promise<{ flowRun: string; tasks: [string, string] }> {
  await client.concurrencyLimits.create({ tag, concurrencyLimit: limit });
  const flow = await client.flows.create({ name: 'limited' });
  const flowRun = await client.flowRuns.create({ flowId: flow.id, state: { type: 'RUNNING' } });
  const task = async (): Promise<string> => {
    runs += 1;
    const body = { flowRunId: flowRun.id, taskKey: 't', dynamicKey: String(runs), tags: [tag] };
    return (await client.taskRuns.create({ ...body, state: { type: 'PENDING' } })).id;
  };
  return { flowRun: flowRun.id, tasks: [await task(), await task()] };
}

const propose = async (id: string, type: 'RUNNING' | 'COMPLETED' | 'FAILED') => client.taskRuns.setState({ id }, { state: { type } });
const holders = async (tag: string) => (await client.concurrencyLimits.readByTag({ tag })).activeSlots;

test('the second task of a tag with one slot waits a few seconds at most, and gets the slot that the first gives back', async () => {
  const { tasks } = await twoTasks('one', 1);
  const [first, second] = tasks;
  assert.equal((await propose(first, 'RUNNING')).status, 'ACCEPT');
  const waits = await propose(second, 'RUNNING');
  assert.deepEqual([waits.status, waits.details.reason], ['WAIT', 'Concurrency limit for the one tag has been reached']);
  assert.ok((waits.details.delaySeconds ?? 0) >= 1 && (waits.details.delaySeconds ?? 0) <= 4, JSON.stringify(waits.details));
  assert.deepEqual(await holders('one'), [first]);
  assert.equal((await propose(first, 'COMPLETED')).status, 'ACCEPT');
  assert.deepEqual(await holders('one'), []);
  assert.equal((await propose(second, 'RUNNING')).status, 'ACCEPT');
  assert.equal((await propose(second, 'RUNNING')).status, 'ACCEPT');
  assert.deepEqual(await holders('one'), [second]);
});

test('a limit of none aborts instead of waiting for ever', async () => {
  const { tasks } = await twoTasks('none', 0);
  const answer = await propose(tasks[0], 'RUNNING');
  assert.equal(answer.status, 'ABORT');
  assert.match(answer.details.reason ?? '', /is 0 and will deadlock/);
});

test('slots of a run whose process is gone are free when the run is final', async () => {
  const { flowRun, tasks } = await twoTasks('crash', 1);
  await propose(tasks[0], 'RUNNING');
  await client.flowRuns.setState({ id: flowRun }, { state: { type: 'CRASHED' } });
  assert.deepEqual(await holders('crash'), []);
  const limit = await client.globalConcurrencyLimits.read({ name: 'tag:crash' });
  assert.equal(limit.activeSlots, 0);
});

test('tags without a limit cost nothing', async () => {
  const { tasks } = await twoTasks('free', 1);
  await client.concurrencyLimits.deleteByTag({ tag: 'free' });
  for (const id of tasks) assert.equal((await propose(id, 'RUNNING')).status, 'ACCEPT');
});
