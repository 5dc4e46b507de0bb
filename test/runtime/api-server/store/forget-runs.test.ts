import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryServer } from '../../../support/memory-server.ts';

/** A flow with so many runs, and two lines of log and an artifact of the first. */
async function withRuns(count: number): Promise<{ server: ReturnType<typeof memoryServer>; flow: string }> {
  const server = memoryServer();
  const flow = await server.client.flows.create({ name: 'etl' });
  for (let at = 0; at < count; at += 1) {
    const run = await server.client.flowRuns.create({ flowId: flow.id });
    if (at > 0) continue;
    const log = { name: 'l', level: 20, message: 'm', timestamp: new Date(server.now()).toISOString(), flowRunId: run.id };
    await server.client.logs.create([log, log]);
    await server.client.taskRuns.create({ taskKey: 't', dynamicKey: '0', flowRunId: run.id });
    await server.client.artifacts.create({ key: 'kept', type: 'markdown', data: 'x', flowRunId: run.id });
  }
  return { server, flow: flow.id };
}

test('a flow with many runs is deleted in slices, between which others are served', async () => {
  const { server, flow } = await withRuns(120);
  const order: string[] = [];
  const [gone] = await Promise.all([
    server.request('DELETE', `/flows/${flow}`).then((answer) => {
      order.push('deleted');
      return answer;
    }),
    server.client.flows.create({ name: 'other' }).then(() => order.push('other')),
  ]);
  assert.deepEqual([gone.status, order], [204, ['other', 'deleted']]);
  assert.equal(await server.client.flowRuns.count({}), 0);
  for (const table of ['log', 'task_run']) assert.deepEqual(server.database.all(`SELECT * FROM ${table}`), []);
  assert.equal((await server.client.artifacts.readLatest({ key: 'kept' })).data, 'x');
  assert.equal((await server.request('DELETE', `/flows/${flow}`)).status, 404);
});

test('flows that a filter selects are deleted with all their runs', async () => {
  const { server, flow } = await withRuns(60);
  const { body } = await server.request('POST', '/flows/bulk_delete', { flows: { name: { any_: ['etl'] } } });
  assert.deepEqual(body, { deleted: [flow] });
  assert.equal(await server.client.flowRuns.count({}), 0);
});
