import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StateType } from '../../../../runtime/core/state.ts';
import type { MemoryServer } from '../../../support/memory-server.ts';
import { forgiveSilence } from '../../../../runtime/api-server/services/silent-runs.ts';
import { services } from '../../../../runtime/api-server/services/index.ts';
import type { SqlValue } from '../../../../runtime/api-server/store/database.ts';
import { heartbeatOf } from '../../../../runtime/core/heartbeat.ts';
import { memoryServer } from '../../../support/memory-server.ts';

/** A run that went through these states. */
async function runIn(server: MemoryServer, ...types: StateType[]): Promise<{ id: string }> {
  const flow = await server.client.flows.create({ name: 'etl' });
  const run = await server.client.flowRuns.create({ flowId: flow.id, state: { type: 'SCHEDULED' } });
  for (const type of types) {
    const answer = await server.client.flowRuns.setState(run, { state: { type }, force: true });
    assert.equal(answer.status, 'ACCEPT');
  }
  return { id: run.id };
}

const stateOf = async (server: MemoryServer, run: { id: string }): Promise<[string, string | null]> => {
  const { state } = await server.client.flowRuns.read(run);
  return [state?.name ?? '', state?.message ?? null];
};

const beat = (server: MemoryServer, { id }: { id: string }): Promise<unknown> => server.client.events.create([heartbeatOf(id)]);

test('a run that does not start in time is Late, once, and keeps its time', async () => {
  await using server = memoryServer();
  const run = await runIn(server);
  const { nextScheduledStartTime: due } = await server.client.flowRuns.read(run);
  server.pass(14);
  await server.service('late-runs');
  assert.equal((await stateOf(server, run))[0], 'Scheduled');
  server.pass(2);
  await server.service('late-runs');
  await server.service('late-runs');
  assert.equal((await stateOf(server, run))[0], 'Late');
  assert.equal((await server.client.flowRuns.read(run)).nextScheduledStartTime, due);
  assert.equal((await server.client.flowRunStates.list({ query: { flow_run_id: run.id } })).length, 2);
});

for (const [types, end] of [
  [['PENDING'], 'Crashed'],
  [['RUNNING'], 'Crashed'],
  [['RUNNING', 'CANCELLING'], 'Cancelled'],
] as const) {
  test(`a run that fell silent in ${types.at(-1)} is ${end}, with the reason`, async () => {
    await using server = memoryServer();
    const run = await runIn(server, ...types);
    await beat(server, run);
    server.pass(29);
    await server.service('silent-runs');
    assert.notEqual((await stateOf(server, run))[0], end);
    server.pass(2);
    await server.service('silent-runs');
    const [name, message] = await stateOf(server, run);
    assert.equal(name, end);
    assert.match(message ?? '', /^No heartbeat since 2026-11-21T06:00:00.*is gone/);
  });
}

test('a heartbeat keeps a run alive; a run that never sent one, or has ended, is left alone', async () => {
  await using server = memoryServer();
  const [alive, silent, ended] = [await runIn(server, 'RUNNING'), await runIn(server, 'RUNNING'), await runIn(server, 'RUNNING')];
  await beat(server, ended);
  await server.client.flowRuns.setState(ended, { state: { type: 'COMPLETED' } });
  for (let step = 0; step < 5; step += 1) {
    await beat(server, alive);
    server.pass(20);
    await server.service('silent-runs');
  }
  const names = await Promise.all([alive, silent, ended].map(async (run) => (await stateOf(server, run))[0]));
  assert.deepEqual(names, ['Running', 'Running', 'Completed']);
});

test('what its tasks do keeps a run alive whose heartbeats wait behind it', async () => {
  await using server = memoryServer();
  const { client } = server;
  const [busy, idle, foreign] = [await runIn(server, 'RUNNING'), await runIn(server, 'RUNNING'), await runIn(server, 'RUNNING')];
  await beat(server, busy);
  await beat(server, idle);
  server.pass(20);
  const task = await client.taskRuns.create({ flowRunId: busy.id, taskKey: 't', dynamicKey: '0', state: { type: 'PENDING' } });
  await client.taskRuns.create({ flowRunId: foreign.id, taskKey: 't', dynamicKey: '0', state: { type: 'PENDING' } });
  server.pass(20);
  await client.taskRuns.setState(task, { state: { type: 'RUNNING' } });
  server.pass(20);
  await server.service('silent-runs');
  const names = async () => Promise.all([busy, idle, foreign].map(async (run) => (await stateOf(server, run))[0]));
  assert.deepEqual(await names(), ['Running', 'Crashed', 'Running']);
  server.pass(11);
  await server.service('silent-runs');
  assert.deepEqual(await names(), ['Crashed', 'Crashed', 'Running'], 'nobody sends heartbeats for the last one');
});

test('a worker that claims a run and dies before its first heartbeat does not keep it', async () => {
  await using server = memoryServer();
  const run = await runIn(server);
  const claim = { state: { type: 'PENDING' }, heartbeats: true } as const;
  assert.equal((await server.client.flowRuns.setState(run, claim)).status, 'ACCEPT');
  server.pass(20);
  assert.equal((await server.client.flowRuns.setState(run, claim)).status, 'ABORT', 'another worker comes too late');
  server.pass(11);
  await server.service('silent-runs');
  assert.equal((await stateOf(server, run))[0], 'Crashed', 'and its claim is no sign of life');
});

for (const [what, deployed, silent, after] of [
  ['of a worker', true, 300, 'Running'],
  ['without a worker that was alive', false, 29, 'Running'],
  ['without a worker that was silent already', false, 31, 'Crashed'],
] as const) {
  test(`after a restart a run ${what} is ${after}, and the window begins anew`, async () => {
    await using server = memoryServer();
    const direct = await runIn(server, 'RUNNING');
    const { flowId } = await server.client.flowRuns.read(direct);
    const deployment = await server.client.deployments.create({ name: 'd', flowId });
    const ofWorker = await server.client.deployments.createFlowRun(deployment, { state: { type: 'RUNNING' } });
    const run = deployed ? ofWorker : direct;
    await beat(server, run);
    server.pass(silent);
    forgiveSilence(server.database);
    await server.service('silent-runs');
    assert.equal((await stateOf(server, run))[0], after);
    server.pass(31);
    await server.service('silent-runs');
    assert.equal((await stateOf(server, run))[0], 'Crashed');
  });
}

test('what is below a run that fell silent ends with it', async () => {
  await using server = memoryServer();
  const { client } = server;
  const run = await runIn(server, 'RUNNING');
  const task = await client.taskRuns.create({ flowRunId: run.id, taskKey: 't', dynamicKey: '0', state: { type: 'RUNNING' } });
  await beat(server, run);
  server.pass(31);
  await server.service('silent-runs');
  const { state } = await client.taskRuns.read(task);
  assert.deepEqual([state?.name, state?.message], ['Crashed', (await stateOf(server, run))[1]]);
});

test('a task run that is created below a run that has crashed ends, too; below others it is left alone', async () => {
  await using server = memoryServer();
  const { client } = server;
  const [crashed, failed] = [await runIn(server, 'RUNNING'), await runIn(server, 'RUNNING')];
  await client.flowRuns.setState(crashed, { state: { type: 'CRASHED', message: 'killed' } });
  await client.flowRuns.setState(failed, { state: { type: 'FAILED' } });
  const late = await client.taskRuns.create({ flowRunId: crashed.id, taskKey: 't', dynamicKey: '0', state: { type: 'PENDING' } });
  const notReady = await client.taskRuns.create({ flowRunId: failed.id, taskKey: 't', dynamicKey: '0', state: { type: 'PENDING' } });
  await server.service('silent-runs');
  const ended = await client.taskRuns.read(late);
  assert.deepEqual([ended.stateName, ended.state?.message], ['Crashed', 'killed']);
  assert.equal((await client.taskRuns.read(notReady)).stateName, 'Pending');
});

test('a cancellation that nobody carries out ends after its time', async () => {
  await using server = memoryServer();
  const run = await runIn(server, 'RUNNING', 'CANCELLING');
  server.pass(299);
  await server.service('cancellation-cleanup');
  assert.equal((await stateOf(server, run))[0], 'Cancelling');
  server.pass(2);
  await server.service('cancellation-cleanup');
  assert.deepEqual(await stateOf(server, run), ['Cancelled', 'Flow run cancellation timed out; marked this flow run as Cancelled.']);
});

test('the subflows of a cancelled run are cancelled, deployed runs that it started are not', async () => {
  await using server = memoryServer();
  const { client } = server;
  const parent = await runIn(server, 'RUNNING');
  const { flowId } = await client.flowRuns.read(parent);
  const place = async (key: string): Promise<string> =>
    (await client.taskRuns.create({ flowRunId: parent.id, taskKey: key, dynamicKey: '0' })).id;
  const subflow = await client.flowRuns.create({ flowId, parentTaskRunId: await place('sub'), state: { type: 'RUNNING' } });
  const deployment = await client.deployments.create({ name: 'd', flowId });
  const deployed = await client.deployments.createFlowRun(deployment, { parentTaskRunId: await place('run') });
  await client.flowRuns.setState(parent, { state: { type: 'CANCELLED' }, force: true });
  await server.service('cancellation-cleanup');
  assert.deepEqual(await stateOf(server, subflow), ['Cancelled', 'The parent flow run was cancelled.']);
  assert.equal((await stateOf(server, deployed))[0], 'Scheduled');
});

test('a pause that ran out fails its run', async () => {
  await using server = memoryServer();
  const [timed, open] = [await runIn(server, 'RUNNING'), await runIn(server, 'RUNNING')];
  const pauseTimeout = new Date(server.now() + 60_000).toISOString();
  await server.client.flowRuns.setState(timed, { state: { type: 'PAUSED', stateDetails: { pauseTimeout } } });
  await server.client.flowRuns.setState(open, { state: { type: 'PAUSED' }, force: true });
  await server.service('pause-expiry');
  assert.equal((await stateOf(server, timed))[0], 'Paused');
  server.pass(61);
  await server.service('pause-expiry');
  assert.deepEqual(await stateOf(server, timed), ['Failed', 'The flow was paused and never resumed.']);
  assert.equal((await stateOf(server, open))[0], 'Paused');
});

test('old events are forgotten; runs and logs stay', async () => {
  await using server = memoryServer();
  const run = await runIn(server, 'RUNNING');
  const line = { name: 'x', level: 20, message: 'kept', timestamp: new Date(server.now()).toISOString(), flowRunId: run.id };
  await server.client.logs.create([line]);
  const total = async (): Promise<number> => (await server.client.events.filter({})).total;
  assert.ok((await total()) >= 2);
  server.pass(6.9 * 86_400);
  await server.service('retention');
  assert.ok((await total()) >= 2);
  server.pass(0.2 * 86_400);
  await server.service('retention');
  assert.equal(await total(), 0);
  assert.deepEqual(
    (await server.client.logs.filter({})).map(({ message }) => message),
    ['kept'],
  );
  assert.equal((await server.client.flowRuns.read(run)).id, run.id);
});

/** No automation acts here. */
const idle = () => ({ status: 200, body: null });

test('more cancellations than fit into a slice end in the next ones', async () => {
  await using server = memoryServer();
  for (let at = 0; at < 120; at += 1) await runIn(server, 'RUNNING', ...(at < 110 ? (['CANCELLING'] as const) : []));
  server.pass(301);
  const open = (): number =>
    server.database.get<{ n: number }>("SELECT count(*) AS n FROM flow_run WHERE state_type = 'CANCELLING'")?.n ?? 0;
  const service = services.find(({ name }) => name === 'cancellation-cleanup');
  assert.equal(service?.run(server.database, idle), true);
  assert.equal(open(), 10);
  assert.equal(service?.run(server.database, idle), false);
  assert.equal(open(), 0);
});

test('no service reads whole tables: each of its statements goes by an index', async () => {
  await using server = memoryServer({ settings: { runRetention: 1 } });
  await runIn(server, 'RUNNING');
  const { database } = server;
  const seen = new Set<string>();
  const watched = {
    ...database,
    all: <T>(sql: string, ...parameters: SqlValue[]) => {
      seen.add(sql);
      return database.all<T>(sql, ...parameters);
    },
    run: (sql: string, ...parameters: SqlValue[]) => {
      seen.add(sql);
      return database.run(sql, ...parameters);
    },
  };
  for (const { run } of services) run(watched, idle);
  assert.ok(seen.size > 8);
  for (const sql of seen) {
    const plan = database.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${sql}`).map(({ detail }) => detail);
    assert.doesNotMatch(plan.join('\n'), /SCAN (flow_run|task_run|log|event|c|t|p|f)\b/, sql);
  }
});
