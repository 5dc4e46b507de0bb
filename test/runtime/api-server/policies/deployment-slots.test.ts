import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FlowRun } from '../../../../runtime/core/entities.ts';
import { takenSlots } from '../../../../runtime/api-server/store/deployment-limits.ts';
import type { MemoryServer } from '../../../support/memory-server.ts';
import { memoryServer } from '../../../support/memory-server.ts';

/** A server with a deployment of this limit, and so many of its runs, scheduled for now. */
async function limited(
  limit: number,
  strategy: 'ENQUEUE' | 'CANCEL_NEW',
  count: number,
): Promise<{ server: MemoryServer; runs: FlowRun[] }> {
  const server = memoryServer();
  const { client } = server;
  const flow = await client.flows.create({ name: 'etl' });
  const deployment = await client.deployments.create({
    name: 'd',
    flowId: flow.id,
    concurrencyLimit: limit === 0 ? 1 : limit,
    concurrencyOptions: { collisionStrategy: strategy },
  });
  // The API takes no limit of 0; Prefect's older clients could set one.
  if (limit === 0) server.database.run('UPDATE concurrency_limit SET "limit" = 0');
  const runs: FlowRun[] = [];
  for (let index = 0; index < count; index += 1) runs.push(await client.deployments.createFlowRun(deployment, {}));
  return { server, runs };
}

const claim = async (server: MemoryServer, run: FlowRun | undefined): Promise<(string | null | undefined)[]> => {
  const { status, state, details } = await server.client.flowRuns.setState({ id: run?.id ?? '' }, { state: { type: 'PENDING' } });
  return [status, state?.name, details.reason];
};

test('a run without a slot waits and is scheduled again; it gets one when one is free', async () => {
  const { server, runs } = await limited(1, 'ENQUEUE', 2);
  await using _ = server;
  const [first, second] = runs;
  assert.deepEqual(await claim(server, first), ['ACCEPT', 'Pending', undefined]);
  assert.deepEqual(await claim(server, second), ['REJECT', 'AwaitingConcurrencySlot', 'Deployment concurrency limit reached.']);
  const waiting = await server.client.flowRuns.read({ id: second?.id ?? '' });
  assert.equal(waiting.nextScheduledStartTime?.slice(0, 19), '2026-11-21T06:00:30');
  for (const type of ['RUNNING', 'CANCELLING'] as const) {
    await server.client.flowRuns.setState({ id: first?.id ?? '' }, { state: { type } });
    assert.equal((await claim(server, second))[0], 'REJECT', `a run that is ${type} has its slot`);
  }
  await server.client.flowRuns.setState({ id: first?.id ?? '' }, { state: { type: 'CANCELLED' }, force: true });
  assert.equal((await claim(server, second))[0], 'ACCEPT');
});

test('a run that waits for its next attempt in its process keeps its slot, but not for ever', async () => {
  const { server, runs } = await limited(1, 'ENQUEUE', 2);
  await using _ = server;
  const [first, second] = runs;
  await server.client.flowRuns.update({ id: first?.id ?? '' }, { empiricalPolicy: { retries: 1, retryDelay: 120 } });
  await claim(server, first);
  for (const type of ['RUNNING', 'FAILED'] as const) await server.client.flowRuns.setState({ id: first?.id ?? '' }, { state: { type } });
  assert.equal((await server.client.flowRuns.read({ id: first?.id ?? '' })).stateName, 'AwaitingRetry');
  const limit = async (): Promise<number | undefined> => (await server.client.globalConcurrencyLimits.filter({}))[0]?.activeSlots;
  assert.deepEqual([(await claim(server, second))[1], await limit()], ['AwaitingConcurrencySlot', 1]);
  server.pass(120 + 61);
  assert.deepEqual([(await claim(server, second))[1], await limit()], ['Pending', 1]);
});

test('the finished runs of a deployment are not looked at when slots are counted', async () => {
  await using server = memoryServer();
  const plan = server.database.all<{ detail: string }>(`EXPLAIN QUERY PLAN ${takenSlots}`, 'id', '2026');
  assert.doesNotMatch(plan.map(({ detail }) => detail).join(' '), /flow_run_of_deployment/);
});

test('a run without a slot is cancelled where the deployment says so', async () => {
  const { server, runs } = await limited(1, 'CANCEL_NEW', 2);
  await using _ = server;
  await claim(server, runs[0]);
  assert.deepEqual(await claim(server, runs[1]), ['REJECT', 'Cancelled', 'Deployment concurrency limit reached.']);
});

test('a run that would become late without a slot is cancelled where the deployment says so', async () => {
  const { server, runs } = await limited(1, 'CANCEL_NEW', 2);
  await using _ = server;
  await claim(server, runs[0]);
  server.pass(20);
  await server.service('late-runs');
  assert.equal((await server.client.flowRuns.read({ id: runs[1]?.id ?? '' })).stateName, 'Cancelled');
});

test('a run that waits for a slot becomes late where nothing else is said', async () => {
  const { server, runs } = await limited(1, 'ENQUEUE', 2);
  await using _ = server;
  await claim(server, runs[0]);
  server.pass(20);
  await server.service('late-runs');
  assert.equal((await server.client.flowRuns.read({ id: runs[1]?.id ?? '' })).stateName, 'Late');
});

test('a limit of 0 ends the attempt: the run would wait for ever', async () => {
  const { server, runs } = await limited(0, 'ENQUEUE', 1);
  await using _ = server;
  const [status, , reason] = await claim(server, runs[0]);
  assert.equal(status, 'ABORT');
  assert.match(reason ?? '', /limit is 0/);
});

test('a cache key over its bound is refused', async () => {
  await using server = memoryServer();
  const task = await server.client.taskRuns.create({ taskKey: 't', dynamicKey: '0' });
  await server.client.taskRuns.setState(task, { state: { type: 'RUNNING' } });
  const completed = (cacheKey: string): Promise<{ status: string; details: { reason?: string | null } }> =>
    server.client.taskRuns.setState(task, { state: { type: 'COMPLETED', stateDetails: { cacheKey } } });
  const long = await completed('x'.repeat(2001));
  assert.deepEqual([long.status, long.details.reason], ['REJECT', 'Cache key exceeded maximum allowed length of 2000 characters.']);
  assert.equal((await completed('x'.repeat(2000))).status, 'ACCEPT');
});
