import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MemoryServer } from '../../../support/memory-server.ts';
import { memoryServer } from '../../../support/memory-server.ts';

/** A task run of a run, running after these others. */
async function task(
  server: MemoryServer,
  run: { id: string },
  name: string,
  after: { id: string }[] = [],
  around: { id: string }[] = [],
): Promise<{ id: string }> {
  const inputs = (of: { id: string }[]): { input_type: 'task_run'; id: string }[] => of.map(({ id }) => ({ input_type: 'task_run', id }));
  const taskInputs = { x: inputs(after), y: inputs(after), ...(around.length > 0 ? { __parents__: inputs(around) } : {}) };
  const created = await server.client.taskRuns.create({ flowRunId: run.id, taskKey: name, dynamicKey: '0', name, taskInputs });
  await server.client.taskRuns.setState(created, { state: { type: 'RUNNING' } });
  server.pass(1);
  return { id: created.id };
}

async function start(server: MemoryServer, parentTaskRunId?: string): Promise<{ id: string }> {
  const flow = await server.client.flows.create({ name: parentTaskRunId === undefined ? 'etl' : 'sub' });
  const run = await server.client.flowRuns.create({
    flowId: flow.id,
    name: 'one',
    ...(parentTaskRunId === undefined ? {} : { parentTaskRunId }),
  });
  await server.client.flowRuns.setState(run, { state: { type: 'RUNNING' } });
  return { id: run.id };
}

test('a graph has the tasks that have started, with their edges in both directions, each once', async () => {
  await using server = memoryServer();
  const run = await start(server);
  const extract = await task(server, run, 'extract');
  const load = await task(server, run, 'load', [extract]);
  await server.client.taskRuns.create({ flowRunId: run.id, taskKey: 'later', dynamicKey: '0', name: 'later' });
  const graph = await server.client.flowRuns.graph(run);
  const nodes = Object.fromEntries(graph.nodes.map(([, node]) => [node.label, node]));
  assert.deepEqual(Object.keys(nodes), ['extract', 'load']);
  assert.deepEqual([nodes['extract']?.children, nodes['load']?.parents], [[{ id: load.id }], [{ id: extract.id }]]);
  assert.deepEqual(graph.rootNodeIds, [extract.id]);
  assert.deepEqual(
    graph.states.map(({ name }) => name),
    ['Pending', 'Running'],
  );
});

test('a subflow stands in the place of the task that tracks it', async () => {
  await using server = memoryServer();
  const run = await start(server);
  const extract = await task(server, run, 'extract');
  const place = await task(server, run, 'sub-0', [extract]);
  const child = await start(server, place.id);
  const report = await task(server, run, 'report', [place]);
  const graph = await server.client.flowRuns.graph(run);
  const node = graph.nodes.find(([id]) => id === child.id)?.[1];
  assert.deepEqual([node?.kind, node?.label, node?.stateType], ['flow-run', 'sub / one', 'RUNNING']);
  assert.deepEqual([node?.parents, node?.children], [[{ id: extract.id }], [{ id: report.id }]]);
  assert.equal(
    graph.nodes.some(([id]) => id === place.id),
    false,
  );
});

test('a task inside another one is no root', async () => {
  await using server = memoryServer();
  const run = await start(server);
  const outer = await task(server, run, 'outer');
  const inner = await task(server, run, 'inner', [], [outer]);
  const graph = await server.client.flowRuns.graph(run);
  assert.deepEqual(graph.rootNodeIds, [outer.id]);
  assert.deepEqual(graph.nodes.find(([id]) => id === inner.id)?.[1].encapsulating, [{ id: outer.id }]);
});

test('a graph that is too large is refused', async () => {
  await using server = memoryServer();
  const run = await start(server);
  await task(server, run, 'first');
  server.database.run(
    `INSERT INTO task_run (id, created, updated, name, flow_run_id, task_key, dynamic_key, empirical_policy, tags, labels, task_inputs, start_time)
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 10000)
      SELECT 'id-' || i, created, updated, name, flow_run_id, task_key, 'k' || i, '{}', '[]', '{}', '{}', start_time FROM n, task_run`,
  );
  const { status, body } = await server.request('GET', `/flow_runs/${run.id}/graph-v2`);
  assert.equal(status, 400);
  assert.match(JSON.stringify(body), /more than 10000 nodes/);
});
