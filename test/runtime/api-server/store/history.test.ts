import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryServer } from '../../../support/memory-server.ts';

const day = { historyStart: '2026-11-21T05:00:00Z', historyEnd: '2026-11-21T08:00:00Z', historyIntervalSeconds: 3600 };

test('runs are counted by state in the intervals of their expected start', async () => {
  await using server = memoryServer();
  const { client } = server;
  const flow = await client.flows.create({ name: 'etl' });
  for (const [minute, type] of [
    [10, 'COMPLETED'],
    [20, 'COMPLETED'],
    [30, 'FAILED'],
    [70, 'SCHEDULED'],
  ] as const) {
    const scheduledTime = new Date(Date.UTC(2026, 10, 21, 6, minute)).toISOString();
    const run = await client.flowRuns.create({ flowId: flow.id, state: { type: 'SCHEDULED', stateDetails: { scheduledTime } } });
    if (type !== 'SCHEDULED') await client.flowRuns.setState(run, { state: { type }, force: true });
  }
  const history = await client.flowRuns.history(day);
  const counts = history.map(({ states }) => states.map(({ stateName, countRuns }) => `${stateName} ${countRuns}`).toSorted());
  assert.deepEqual(counts, [[], ['Completed 2', 'Failed 1'], ['Scheduled 1']]);
  assert.deepEqual(
    history.map(({ intervalStart }) => intervalStart.slice(11, 16)),
    ['05:00', '06:00', '07:00'],
  );
  const failed = await client.flowRuns.history({ ...day, flowRuns: { state: { type: { any_: ['FAILED'] } } } });
  assert.equal(failed.flatMap(({ states }) => states).length, 1);
});

test('task runs have a history, too', async () => {
  await using server = memoryServer();
  await server.client.taskRuns.create({ taskKey: 't', dynamicKey: '0' });
  const history = await server.client.taskRuns.history(day);
  assert.deepEqual(
    history.map(({ states }) => states.length),
    [0, 1, 0],
  );
});

test('at most 500 intervals are answered; a range that ends before it starts has none', async () => {
  await using server = memoryServer();
  assert.equal((await server.client.flowRuns.history({ ...day, historyIntervalSeconds: 1 })).length, 500);
  assert.deepEqual(await server.client.flowRuns.history({ ...day, historyEnd: '2026-11-20T00:00:00Z' }), []);
});
