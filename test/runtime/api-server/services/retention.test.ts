import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retention } from '../../../../runtime/api-server/services/retention.ts';
import { slice } from '../../../../runtime/api-server/store/forget-runs.ts';
import { newId } from '../../../../runtime/core/ids.ts';
import { toTimestamp } from '../../../../runtime/core/time.ts';
import type { StateType } from '../../../../runtime/core/state.ts';
import type { MemoryServer } from '../../../support/memory-server.ts';
import { memoryServer } from '../../../support/memory-server.ts';

const day = 86_400;
const tables = ['flow_run', 'flow_run_state', 'flow_run_tag', 'task_run', 'task_run_state', 'log', 'artifact', 'flow_run_input'];

/** A run with a row in every table of runs; its id. */
async function runIn(server: MemoryServer, type: StateType, options: { parentTaskRunId?: string; lines?: number } = {}): Promise<string> {
  const { parentTaskRunId, lines = 1 } = options;
  const { client } = server;
  const flow = await client.flows.create({ name: 'etl' });
  const parent = parentTaskRunId === undefined ? {} : { parentTaskRunId };
  const { id } = await client.flowRuns.create({ flowId: flow.id, tags: ['kept'], ...parent });
  await client.taskRuns.create({ flowRunId: id, taskKey: 'work', dynamicKey: '0', state: { type: 'COMPLETED' } });
  const line = { name: 'x', level: 20, message: 'said', timestamp: new Date(server.now()).toISOString(), flowRunId: id };
  await client.logs.create(Array.from({ length: lines }, () => line));
  await server.request('POST', '/artifacts/', { key: 'k', type: 'markdown', data: 'text', flow_run_id: id });
  await server.request('POST', `/flow_runs/${id}/input`, { key: 'asked', value: '1' });
  await client.flowRuns.setState({ id }, { state: { type }, force: true });
  return id;
}

const idsOf = (server: MemoryServer): string[] => server.database.all<{ id: string }>('SELECT id FROM flow_run').map(({ id }) => id);
const rowsOf = (server: MemoryServer): Record<string, number> =>
  Object.fromEntries(tables.map((name) => [name, server.database.get<{ n: number }>(`SELECT count(*) AS n FROM ${name}`)?.n ?? 0]));

/** Runs slices until there is no more; how many there were. */
function forget(server: MemoryServer): number {
  for (let slices = 1; slices < 100; slices += 1) if (!retention(server.database)) return slices;
  throw new Error('Retention does not come to an end.');
}

test('finished runs are forgotten after their days with all that is theirs; others stay', async () => {
  await using server = memoryServer({ settings: { runRetention: 30 * day } });
  for (const type of ['COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED'] as const) await runIn(server, type);
  const open = await Promise.all((['SCHEDULED', 'PENDING', 'RUNNING', 'PAUSED', 'CANCELLING'] as const).map((type) => runIn(server, type)));
  server.pass(29 * day);
  const young = await runIn(server, 'COMPLETED');
  forget(server);
  assert.equal(idsOf(server).length, 10);
  server.pass(1.1 * day);
  forget(server);
  assert.deepEqual(idsOf(server).toSorted(), [...open, young].toSorted());
  const rows = rowsOf(server);
  const { flow_run_state: states, ...rest } = rows;
  assert.ok(states !== undefined && states >= 12);
  assert.deepEqual(
    Object.values(rest).filter((count) => count !== 6),
    [],
  );
  server.pass(365 * day);
  forget(server);
  assert.deepEqual(idsOf(server).toSorted(), open.toSorted());
});

test('without a setting runs are kept for ever', async () => {
  await using server = memoryServer();
  await runIn(server, 'COMPLETED');
  const before = rowsOf(server);
  server.pass(10_000 * day);
  forget(server);
  assert.deepEqual(rowsOf(server), before);
});

test('a subflow goes with its parent, not before it', async () => {
  await using server = memoryServer({ settings: { runRetention: day } });
  const parent = await runIn(server, 'RUNNING');
  const [task] = await server.client.taskRuns.filter({ flowRuns: { id: { any_: [parent] } } });
  const child = await runIn(server, 'COMPLETED', { parentTaskRunId: task?.id ?? '' });
  server.pass(2 * day);
  forget(server);
  assert.deepEqual(idsOf(server).toSorted(), [parent, child].toSorted());
  await server.client.flowRuns.setState({ id: parent }, { state: { type: 'COMPLETED' }, force: true });
  server.pass(2 * day);
  forget(server);
  assert.deepEqual(idsOf(server), []);
  assert.deepEqual(
    Object.values(rowsOf(server)),
    Array.from(tables, () => 0),
  );
});

test('one slice deletes no more than a bounded number of rows, and a run is gone only after what is its own', async () => {
  await using server = memoryServer({ settings: { runRetention: day } });
  await runIn(server, 'COMPLETED', { lines: 2 * slice + 1 });
  server.pass(2 * day);
  const seen: [number, number][] = [];
  for (let more = true; more;) {
    more = retention(server.database);
    const { log = 0, flow_run: runs = 0 } = rowsOf(server);
    seen.push([log, runs]);
  }
  assert.deepEqual(seen, [
    [slice + 1, 1],
    [1, 1],
    [0, 0],
    [0, 0],
  ]);
});

test('more runs than fit into a slice are forgotten in the next ones', async () => {
  await using server = memoryServer({ settings: { runRetention: day } });
  for (let at = 0; at < 60; at += 1) await runIn(server, 'COMPLETED');
  server.pass(2 * day);
  assert.equal(retention(server.database), true);
  assert.ok(idsOf(server).length < 60 && idsOf(server).length > 20);
  assert.ok(forget(server) > 1);
  assert.deepEqual(idsOf(server), []);
});

test('old events are forgotten in slices, too', async () => {
  await using server = memoryServer();
  const event = { event: 'old', resource: { 'prefect.resource.id': 'r' } };
  await server.client.events.create(
    Array.from({ length: slice + 3 }, () => ({ ...event, id: newId(), occurred: toTimestamp(server.now()) })),
  );
  server.pass(8 * day);
  assert.equal(retention(server.database), true);
  assert.equal((await server.client.events.filter({})).total, 3);
  assert.equal(retention(server.database), false);
  assert.equal((await server.client.events.filter({})).total, 0);
});
