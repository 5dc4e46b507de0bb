import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { memoryServer } from '../../../support/memory-server.ts';

/**
 * Three runs and what is around them: `a` of the deployed flow `etl` in the pool, Completed, with a subflow `c`; `b` of
 * the flow `report`, Running. Filters are sent as they are; expected are the names of what they select.
 */
const server = memoryServer();
const ids: Record<string, string> = {};

before(async () => {
  const { client } = server;
  await client.workPools.create({ name: 'pool', type: 'process' });
  const etl = await client.flows.create({ name: 'etl', tags: ['prod', 'x'] });
  const report = await client.flows.create({ name: 'report_50', tags: ['dev'] });
  const deployment = await client.deployments.create({
    name: 'nightly',
    flowId: etl.id,
    workPoolName: 'pool',
    tags: ['prod'],
    concurrencyLimit: 2,
  });
  const idle = await client.deployments.create({ name: 'idle', flowId: report.id, paused: true });
  const a = await client.deployments.createFlowRun(deployment, { name: 'a', tags: ['one', 'two'], idempotencyKey: 'key-a' });
  server.pass(60);
  const b = await client.flowRuns.create({ flowId: report.id, name: 'b', tags: ['two'], flowVersion: 'v1' });
  for (const type of ['PENDING', 'RUNNING'] as const) await client.flowRuns.setState(a, { state: { type } });
  const task = await client.taskRuns.create({ flowRunId: a.id, taskKey: 'load', dynamicKey: '0', name: 'load-0', tags: ['big'] });
  const other = await client.taskRuns.create({ flowRunId: b.id, taskKey: 'draw', dynamicKey: '0', name: 'draw-0' });
  const c = await client.flowRuns.create({ flowId: report.id, name: 'c', parentTaskRunId: task.id });
  server.pass(60);
  await client.flowRuns.setState(a, { state: { type: 'COMPLETED' } });
  await client.flowRuns.setState(b, { state: { type: 'RUNNING', name: 'Retrying' }, force: true });
  const { id: queue } = await client.workQueues.readByName({ pool: 'pool', name: 'default' });
  Object.assign(ids, {
    etl: etl.id,
    report: report.id,
    deployment: deployment.id,
    idle: idle.id,
    a: a.id,
    b: b.id,
    c: c.id,
    task: task.id,
    other: other.id,
    queue,
  });
});
after(() => server[Symbol.asyncDispose]());

type Row = [filter: Record<string, unknown>, names: string[]];
/** Filters may name an id by what it is the id of: `@a`. */
const resolve = (filter: object): unknown =>
  JSON.parse(JSON.stringify(filter).replaceAll(/"@(\w+)"/g, (_, name: string) => JSON.stringify(ids[name])));

function table(path: string, rows: Row[]): void {
  for (const [filter, names] of rows) {
    test(JSON.stringify(filter), async () => {
      const body = resolve(filter);
      const { status, body: found } = await server.request('POST', `${path}/filter`, body);
      assert.equal(status, 200);
      assert.ok(Array.isArray(found));
      assert.deepEqual(found.map(({ name }) => name).toSorted(), names);
      assert.deepEqual(await server.request('POST', `${path}/count`, body), { status: 200, body: names.length });
    });
  }
}

const runs = (filter: object): Record<string, unknown> => ({ flow_runs: filter });

describe('flow runs', () =>
  table('/flow_runs', [
    [{}, ['a', 'b', 'c']],
    [runs({ id: { any_: ['@a', '@b'] } }), ['a', 'b']],
    [runs({ id: { not_any_: ['@a'] } }), ['b', 'c']],
    [runs({ id: { any_: [] } }), []],
    [runs({ name: { any_: ['a', 'zzz'] } }), ['a']],
    [runs({ name: { like_: 'A' } }), ['a']],
    [runs({ name: { like_: '%' } }), []],
    [runs({ tags: { all_: ['one', 'two'] } }), ['a']],
    [runs({ tags: { all_: ['two', 'two'] } }), ['a', 'b']],
    [runs({ tags: { any_: ['one', 'zzz'] } }), ['a']],
    [runs({ tags: { all_: ['prod'] } }), ['a']],
    [runs({ tags: { is_null_: true } }), ['c']],
    [runs({ tags: { is_null_: false } }), ['a', 'b']],
    [runs({ deployment_id: { is_null_: true } }), ['b', 'c']],
    [runs({ deployment_id: { any_: ['@deployment'] } }), ['a']],
    [runs({ work_queue_name: { any_: ['default'] } }), ['a']],
    [runs({ state: { type: { any_: ['RUNNING', 'PENDING'] } } }), ['b', 'c']],
    [runs({ state: { type: { not_any_: ['RUNNING'] } } }), ['a', 'c']],
    [runs({ state: { name: { any_: ['Retrying'] } } }), ['b']],
    [runs({ state: { operator: 'or_', type: { any_: ['COMPLETED'] }, name: { any_: ['Retrying'] } } }), ['a', 'b']],
    [runs({ flow_version: { any_: ['v1'] } }), ['b']],
    [runs({ idempotency_key: { any_: ['key-a'] } }), ['a']],
    [runs({ parent_flow_run_id: { any_: ['@a'] } }), ['c']],
    [runs({ parent_task_run_id: { is_null_: true } }), ['a', 'b']],
    [runs({ end_time: { is_null_: true } }), ['b', 'c']],
    [runs({ end_time: { after_: '2026-11-21T06:01:30Z' } }), ['a']],
    [runs({ end_time: { before_: '2026-11-21T06:01:30Z' } }), []],
    [runs({ expected_start_time: { before_: '2026-11-21T06:00:30Z' } }), ['a']],
    [runs({ expected_start_time: { after_: '2026-11-21T07:00:30+01:00' } }), ['b', 'c']],
    [runs({ start_time: { is_null_: false } }), ['a', 'b']],
    [runs({ next_scheduled_start_time: { is_null_: false } }), []],
    [runs({ operator: 'or_', name: { any_: ['b'] }, tags: { any_: ['one'] } }), ['a', 'b']],
    [runs({ operator: 'and_', name: { any_: ['b'] }, tags: { any_: ['one'] } }), []],
    [{ flows: { name: { any_: ['etl'] } } }, ['a']],
    [{ flows: { tags: { all_: ['dev'] } } }, ['b', 'c']],
    [{ task_runs: { name: { any_: ['load-0'] } } }, ['a']],
    [{ deployments: { name: { any_: ['nightly'] } } }, ['a']],
    [{ work_pools: { name: { any_: ['pool'] } } }, ['a']],
    [{ work_pool_queues: { id: { any_: ['@queue'] } } }, ['a']],
    [{ flows: { name: { any_: ['etl'] } }, flow_runs: { name: { any_: ['b'] } } }, []],
  ]));

describe('task runs', () =>
  table('/task_runs', [
    [{}, ['draw-0', 'load-0']],
    [{ task_runs: { id: { any_: ['@task'] } } }, ['load-0']],
    [{ task_runs: { tags: { any_: ['big', 'small'] } } }, ['load-0']],
    [{ task_runs: { tags: { all_: ['big', 'small'] } } }, []],
    [{ task_runs: { tags: { is_null_: true } } }, ['draw-0']],
    [{ task_runs: { flow_run_id: { any_: ['@b'] } } }, ['draw-0']],
    [{ task_runs: { subflow_runs: { exists_: true } } }, ['load-0']],
    [{ task_runs: { subflow_runs: { exists_: false } } }, ['draw-0']],
    [{ task_runs: { state: { type: { any_: ['PENDING'] } } } }, ['draw-0', 'load-0']],
    [{ flow_runs: { name: { any_: ['a'] } } }, ['load-0']],
    [{ flows: { name: { any_: ['report_50'] } } }, ['draw-0']],
    [{ deployments: { id: { any_: ['@deployment'] } } }, ['load-0']],
  ]));

describe('flows', () =>
  table('/flows', [
    [{ flows: { name: { like_: '_50' } } }, ['report_50']],
    [{ flows: { tags: { all_: ['prod', 'x'] } } }, ['etl']],
    [{ flows: { tags: { any_: ['prod', 'dev'] } } }, ['etl', 'report_50']],
    [{ flow_runs: { name: { any_: ['b'] } } }, ['report_50']],
    [{ task_runs: { name: { any_: ['load-0'] } } }, ['etl']],
    [{ deployments: { paused: { eq_: true } } }, ['report_50']],
    [{ work_pools: { type: { any_: ['process'] } } }, ['etl']],
  ]));

describe('deployments', () =>
  table('/deployments', [
    [{ deployments: { paused: { eq_: false } } }, ['nightly']],
    [{ deployments: { tags: { all_: ['prod'] } } }, ['nightly']],
    [{ deployments: { flow_or_deployment_name: { like_: 'ETL' } } }, ['nightly']],
    [{ deployments: { flow_or_deployment_name: { like_: 'idle' } } }, ['idle']],
    [{ deployments: { work_queue_name: { any_: ['default'] } } }, ['nightly']],
    [{ deployments: { concurrency_limit: { ge_: 2, le_: 5 } } }, ['nightly']],
    [{ deployments: { concurrency_limit: { is_null_: true } } }, ['idle']],
    [{ flows: { name: { any_: ['report_50'] } } }, ['idle']],
    [{ flow_runs: { name: { any_: ['a'] } } }, ['nightly']],
    [{ task_runs: { name: { any_: ['load-0'] } } }, ['nightly']],
    [{ work_pools: { name: { any_: ['pool'] } } }, ['nightly']],
    [{ work_pool_queues: { name: { any_: ['default'] } } }, ['nightly']],
  ]));

test('ids are the same with and without hyphens, in capitals and small letters', async () => {
  const id = (ids['a'] ?? '').replaceAll('-', '').toUpperCase();
  assert.equal((await server.client.flowRuns.read({ id })).name, 'a');
  assert.equal(await server.client.flowRuns.count({ flowRuns: { id: { any_: [id] } } }), 1);
});
