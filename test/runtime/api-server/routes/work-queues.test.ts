import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { MemoryServer } from '../../../support/memory-server.ts';
import { memoryServer } from '../../../support/memory-server.ts';

/** A pool with runs in these queues, in this order; the pool's own queue is `default`. */
async function filled(
  queues: string[],
  limits: { pool?: number; queue?: number } = {},
): Promise<MemoryServer & { names(ask?: object): Promise<string[]> }> {
  const server = memoryServer();
  const { client } = server;
  await client.workPools.create({ name: 'pool', ...(limits.pool === undefined ? {} : { concurrencyLimit: limits.pool }) });
  await client.workQueues.create(
    { pool: 'pool' },
    { name: 'urgent', priority: 1, ...(limits.queue === undefined ? {} : { concurrencyLimit: limits.queue }) },
  );
  const flow = await client.flows.create({ name: 'etl' });
  for (const [index, queue] of queues.entries()) {
    const deployment = await client.deployments.create({ name: queue, flowId: flow.id, workPoolName: 'pool', workQueueName: queue });
    await client.deployments.createFlowRun(deployment, { name: `${queue}-${index}` });
    server.pass(1);
  }
  const names = async (ask: object = {}): Promise<string[]> =>
    (await client.workPools.getScheduledFlowRuns({ name: 'pool' }, ask)).map(({ flowRun }) => flowRun.name);
  return Object.assign(server, { names });
}

const claim = async (server: MemoryServer, name: string): Promise<string> => {
  const [run] = await server.client.flowRuns.filter({ flowRuns: { name: { any_: [name] } } });
  return (await server.client.flowRuns.setState({ id: run?.id ?? '' }, { state: { type: 'PENDING' } })).status;
};

test('the better priority first, then the earlier time', async () => {
  await using server = await filled(['default', 'urgent', 'default', 'urgent']);
  assert.deepEqual(await server.names(), ['urgent-1', 'urgent-3', 'default-0', 'default-2']);
  assert.deepEqual(await server.names({ limit: 3 }), ['urgent-1', 'urgent-3', 'default-0']);
  assert.deepEqual(await server.names({ workQueueNames: ['default'] }), ['default-0', 'default-2']);
});

test('a new queue takes its priority, and those from there on move back', async () => {
  await using server = await filled([]);
  const priorities = async (): Promise<Record<string, number>> =>
    Object.fromEntries(
      (await server.client.workQueues.filterByPool({ pool: 'pool' }, {})).map(({ name, priority }) => [name, priority ?? 0]),
    );
  assert.deepEqual(await priorities(), { urgent: 1, default: 2 });
  await server.client.workQueues.create({ pool: 'pool' }, { name: 'middle', priority: 2 });
  assert.deepEqual(await priorities(), { urgent: 1, middle: 2, default: 3 });
  await server.client.workQueues.create({ pool: 'pool' }, { name: 'last' });
  assert.equal((await priorities())['last'], 4);
  await server.client.workQueues.updateByName({ pool: 'pool', name: 'last' }, { priority: 1 });
  assert.deepEqual(await priorities(), { last: 1, urgent: 2, middle: 3, default: 4 });
  await server.client.workQueues.updateByName({ pool: 'pool', name: 'default' }, { priority: 9 });
  await server.client.workQueues.create({ pool: 'pool' }, { name: 'second', priority: 2 });
  assert.deepEqual(await priorities(), { last: 1, second: 2, urgent: 3, middle: 4, default: 9 }, 'a gap ends the moving');
});

test('a pool gives no more than its slots, and again when one is free', async () => {
  await using server = await filled(['default', 'default', 'default'], { pool: 2 });
  assert.deepEqual(await server.names(), ['default-0', 'default-1']);
  assert.equal(await claim(server, 'default-0'), 'ACCEPT');
  assert.deepEqual(await server.names(), ['default-1']);
  assert.equal((await server.client.workPools.read({ name: 'pool' })).activeSlots, 1);
  assert.equal(await claim(server, 'default-1'), 'ACCEPT');
  assert.deepEqual(await server.names(), []);
  await server.client.workPools.update({ name: 'pool' }, { concurrencyLimit: null });
  assert.deepEqual(await server.names(), ['default-2']);
});

test('a full queue lets the next one have its turn', async () => {
  await using server = await filled(['urgent', 'urgent', 'default'], { queue: 1 });
  assert.deepEqual(await server.names(), ['urgent-0', 'default-2']);
  await claim(server, 'urgent-0');
  assert.deepEqual(await server.names(), ['default-2']);
});

test('a paused queue is passed over, a paused pool gives nothing', async () => {
  await using server = await filled(['urgent', 'default']);
  await server.client.workQueues.updateByName({ pool: 'pool', name: 'urgent' }, { isPaused: true });
  assert.deepEqual(await server.names(), ['default-1']);
  assert.equal((await server.client.workQueues.readByName({ pool: 'pool', name: 'urgent' })).status, 'PAUSED');
  await server.client.workPools.update({ name: 'pool' }, { isPaused: true });
  assert.deepEqual(await server.names(), []);
  assert.equal((await server.client.workPools.read({ name: 'pool' })).status, 'PAUSED');
});

test('runs of later are given to those who ask ahead', async () => {
  await using server = await filled([]);
  const flow = await server.client.flows.create({ name: 'etl' });
  const deployment = await server.client.deployments.create({ name: 'd', flowId: flow.id, workPoolName: 'pool' });
  const scheduledTime = '2026-11-21T07:00:00Z';
  await server.client.deployments.createFlowRun(deployment, {
    name: 'later',
    state: { type: 'SCHEDULED', stateDetails: { scheduledTime } },
  });
  assert.deepEqual(await server.names(), []);
  assert.deepEqual(await server.names({ scheduledBefore: '2026-11-21T07:00:00Z' }), ['later']);
  server.pass(3600);
  assert.deepEqual(await server.names(), ['later']);
});

test('who asks makes queues and their deployments ready, for a minute', async () => {
  await using server = await filled(['urgent', 'default']);
  const states = async (): Promise<unknown[]> => [
    (await server.client.workQueues.readByName({ pool: 'pool', name: 'urgent' })).status,
    (await server.client.workQueues.readByName({ pool: 'pool', name: 'default' })).status,
    ...(await server.client.deployments.filter({ sort: 'NAME_DESC' })).map(({ status }) => status),
  ];
  assert.deepEqual(await states(), ['NOT_READY', 'NOT_READY', 'NOT_READY', 'NOT_READY']);
  await server.names({ workQueueNames: ['urgent'] });
  assert.deepEqual(await states(), ['READY', 'NOT_READY', 'READY', 'NOT_READY']);
  server.pass(61);
  assert.deepEqual(await states(), ['NOT_READY', 'NOT_READY', 'NOT_READY', 'NOT_READY']);
});

test('a worker is online for three of its heartbeats, and its pool is ready meanwhile', async () => {
  await using server = await filled([]);
  const { workPools } = server.client;
  await workPools.heartbeat({ name: 'pool' }, { name: 'w', heartbeatIntervalSeconds: 10 });
  await workPools.heartbeat({ name: 'pool' }, { name: 'w', heartbeatIntervalSeconds: 10 });
  const seen = async (status: 'ONLINE' | 'OFFLINE'): Promise<number> =>
    (await workPools.filterWorkers({ name: 'pool' }, { workers: { status: { any_: [status] } } })).length;
  assert.deepEqual([await seen('ONLINE'), await seen('OFFLINE')], [1, 0]);
  assert.equal((await workPools.read({ name: 'pool' })).status, 'READY');
  server.pass(31);
  assert.deepEqual([await seen('ONLINE'), await seen('OFFLINE')], [0, 1]);
  assert.equal((await workPools.read({ name: 'pool' })).status, 'NOT_READY');
  await workPools.deleteWorker({ name: 'pool', worker: 'w' });
  assert.equal((await workPools.filterWorkers({ name: 'pool' }, {})).length, 0);
});

test('the default queue stays; another one can go, and its runs with no queue remain', async () => {
  await using server = await filled(['urgent']);
  assert.equal((await server.request('DELETE', '/work_pools/pool/queues/default')).status, 409);
  assert.equal((await server.request('DELETE', '/work_pools/pool/queues/urgent')).status, 204);
  const [run] = await server.client.flowRuns.filter({});
  assert.equal(run?.workQueueId, null);
  assert.equal((await server.request('POST', '/work_pools/pool/get_scheduled_flow_runs', { work_queue_names: ['urgent'] })).status, 404);
});

test('names are taken once, and some not at all', async () => {
  await using server = await filled([]);
  assert.equal((await server.request('POST', '/work_pools/', { name: 'pool' })).status, 409);
  assert.equal((await server.request('POST', '/work_pools/', { name: 'Prefect-pool' })).status, 403);
  assert.equal((await server.request('POST', '/work_pools/pool/queues', { name: 'urgent' })).status, 409);
});

test('who holds the slots of a pool and of a queue is told, page by page', async () => {
  await using server = await filled(['urgent', 'urgent', 'default'], { pool: 3 });
  for (const name of ['urgent-0', 'urgent-1', 'default-2']) await claim(server, name);
  server.pass(4);
  const pool = await server.client.workPools.readConcurrencyStatus({ name: 'pool' }, { limit: 1, flowRunLimit: 1 });
  assert.deepEqual([pool.activeSlots, pool.concurrencyLimit, pool.count, pool.pages, pool.page], [3, 3, 2, 2, 1]);
  const [queue] = pool.queues;
  assert.deepEqual([queue?.queueName, queue?.activeSlots, queue?.flowRunCount], ['urgent', 2, 2]);
  assert.deepEqual(
    queue?.flowRuns.map(({ stateName, timeInCurrentState }) => [stateName, Math.round(timeInCurrentState ?? 0)]),
    [['Pending', 4]],
  );
  const second = await server.client.workQueues.readConcurrencyStatus({ id: queue?.queueId ?? '' }, { limit: 1, page: 2 });
  assert.deepEqual([second.activeSlots, second.flowRuns.map(({ name }) => name), second.pages], [2, ['urgent-1'], 2]);
  const nothing = await server.request('POST', '/work_queues/01a1fdb9-ba42-7000-ae9c-f30c8d7809d6/concurrency_status', {});
  assert.deepEqual([nothing.status, nothing.body], [404, { detail: 'Work queue not found.' }]);
});

test('a queue without a pool belongs to the pool of agents, who ask for its runs by its id', async () => {
  await using server = memoryServer();
  const { client } = server;
  const alone = await client.workQueues.createAlone({ name: 'alone' });
  assert.equal(alone.workPoolName, 'default-agent-pool');
  assert.equal((await client.workPools.read({ name: 'default-agent-pool' })).type, 'prefect-agent');
  assert.equal((await server.request('POST', '/work_queues/', { name: 'alone' })).status, 409);
  const flow = await client.flows.create({ name: 'etl' });
  const deployment = await client.deployments.create({
    name: 'd',
    flowId: flow.id,
    workPoolName: 'default-agent-pool',
    workQueueName: 'alone',
  });
  const run = await client.deployments.createFlowRun(deployment, {});
  assert.deepEqual(
    (await client.workQueues.getRuns({ id: alone.id }, {})).map(({ id }) => id),
    [run.id],
  );
  assert.equal((await client.workQueues.read({ id: alone.id })).status, 'READY');
});
