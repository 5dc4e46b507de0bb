import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryServer } from '../../../support/memory-server.ts';

const odd = 'a "quoted" \\ name\nof two lines \u0001 \u2028 😀';

test('a run has the same fields and values in a page as when it is read alone', async () => {
  await using server = memoryServer();
  const { client } = server;
  await client.workPools.create({ name: 'pool' });
  const flow = await client.flows.create({ name: 'etl' });
  const deployment = await client.deployments.create({ name: 'd', flowId: flow.id, workPoolName: 'pool' });
  const runs = [
    await client.flowRuns.create({ flowId: flow.id, name: odd, parameters: { [odd]: [odd, 0.1, null] }, tags: [odd], idempotencyKey: odd }),
    await client.deployments.createFlowRun(deployment, { jobVariables: { env: { A: odd } } }),
  ];
  for (const { id } of runs) {
    await client.flowRuns.setState({ id }, { state: { type: 'PENDING', message: odd } });
    await client.flowRuns.setState({ id }, { state: { type: 'RUNNING' } });
    server.pass(1.5);
  }
  const page = await server.request('POST', '/flow_runs/filter', { sort: 'ID_DESC' });
  const alone = await Promise.all(runs.toReversed().map(({ id }) => server.request('GET', `/flow_runs/${id}`)));
  assert.deepEqual(withoutClock(page.body), withoutClock(alone.map(({ body }) => body)));
  assert.deepEqual(
    (await client.flowRuns.filter({ flowRuns: { name: { any_: [odd] } } })).map(({ name }) => name),
    [odd],
  );
});

test('a task run, too', async () => {
  await using server = memoryServer();
  const { client } = server;
  const flow = await client.flows.create({ name: 'etl' });
  const { id: flowRunId } = await client.flowRuns.create({ flowId: flow.id });
  const run = await client.taskRuns.create({ flowRunId, taskKey: odd, dynamicKey: '0', name: odd, taskInputs: { x: [] } });
  await client.taskRuns.setState({ id: run.id }, { state: { type: 'RUNNING' } });
  const page = await server.request('POST', '/task_runs/filter', {});
  assert.deepEqual(withoutClock(page.body), withoutClock([(await server.request('GET', `/task_runs/${run.id}`)).body]));
});

test('pages are cut and ordered', async () => {
  await using server = memoryServer();
  const flow = await server.client.flows.create({ name: 'etl' });
  for (const name of ['c', 'a', 'd', 'b']) await server.client.flowRuns.create({ flowId: flow.id, name });
  const names = async (sort: 'NAME_ASC' | 'NAME_DESC' | 'ID_DESC', limit: number, offset: number): Promise<string[]> =>
    (await server.client.flowRuns.filter({ sort, limit, offset })).map(({ name }) => name);
  assert.deepEqual(await names('NAME_ASC', 2, 1), ['b', 'c']);
  assert.deepEqual(await names('NAME_DESC', 200, 0), ['d', 'c', 'b', 'a']);
  assert.deepEqual(await names('ID_DESC', 1, 0), ['b']);
  assert.deepEqual(await names('ID_DESC', 0, 0), []);
});

/** The estimates move on with the clock between two requests. */
function withoutClock(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (key, item: unknown) => (key.startsWith('estimated_') && typeof item === 'number' ? item.toFixed(3) : item)),
  );
}
