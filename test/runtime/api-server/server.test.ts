import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Client } from '../../../runtime/api/client.ts';
import type { RunningServer } from '../../../runtime/api-server/server.ts';
import { createClient } from '../../../runtime/api/client.ts';
import { httpTransport } from '../../../runtime/api/http.ts';
import { startServer } from '../../../runtime/api-server/server.ts';

const home = mkdtempSync(join(tmpdir(), 'millrace-test-'));
let server: RunningServer;
let client: Client;

before(async () => {
  server = await startServer({ home, port: 0 });
  client = createClient(httpTransport({ url: server.url, headers: { authorization: `Bearer ${server.token}` } }));
});

after(async () => {
  await client.close();
  await server.close();
  rmSync(home, { recursive: true, force: true });
});

const call = (path: string, init: RequestInit & { auth?: boolean } = {}): Promise<Response> =>
  fetch(server.url + path, {
    ...init,
    headers: { ...(init.auth === false ? {} : { authorization: `Bearer ${server.token}` }), ...init.headers },
  });

test('a run goes from scheduled to completed, and every step is kept', async () => {
  const flow = await client.flows.create({ name: 'etl' });
  assert.equal((await client.flows.create({ name: 'etl' })).id, flow.id);
  const run = await client.flowRuns.create({ flowId: flow.id, state: { type: 'SCHEDULED' } });
  const answers = [];
  for (const type of ['PENDING', 'PENDING', 'RUNNING', 'COMPLETED'] as const) {
    answers.push((await client.flowRuns.setState({ id: run.id }, { state: { type } })).status);
  }
  assert.deepEqual(answers, ['ACCEPT', 'ABORT', 'ACCEPT', 'ACCEPT']);
  const last = await client.flowRuns.read({ id: run.id });
  assert.equal(last.stateType, 'COMPLETED');
  assert.equal(last.runCount, 1);
  const states = await client.flowRunStates.list({ query: { flow_run_id: run.id } });
  assert.deepEqual(
    states.map(({ type }) => type),
    ['SCHEDULED', 'PENDING', 'RUNNING', 'COMPLETED'],
  );
});

test('a failure with retries left is scheduled again, and waited for', async () => {
  const flow = await client.flows.create({ name: 'retried' });
  const run = await client.flowRuns.create({
    flowId: flow.id,
    state: { type: 'PENDING' },
    empiricalPolicy: { retries: 1, retryDelay: 60 },
  });
  await client.flowRuns.setState({ id: run.id }, { state: { type: 'RUNNING' } });
  const failed = await client.flowRuns.setState({ id: run.id }, { state: { type: 'FAILED' } });
  assert.deepEqual([failed.status, failed.state?.name, failed.details.reason], ['REJECT', 'AwaitingRetry', 'Retrying']);
  const again = await client.flowRuns.setState({ id: run.id }, { state: { type: 'RUNNING' } });
  assert.equal(again.status, 'WAIT');
});

test('the queue with the better priority is served first, and limits hold', async () => {
  await client.workPools.create({ name: 'pool', type: 'process', concurrencyLimit: 2 });
  await client.workQueues.create({ pool: 'pool' }, { name: 'urgent', priority: 1 });
  const flow = await client.flows.create({ name: 'queued' });
  const ids: string[] = [];
  for (const queue of ['default', 'default', 'urgent']) {
    const deployment = await client.deployments.create({ name: queue, flowId: flow.id, workPoolName: 'pool', workQueueName: queue });
    ids.push((await client.deployments.createFlowRun({ id: deployment.id }, {})).id);
  }
  const found = await client.workPools.getScheduledFlowRuns({ name: 'pool' }, {});
  assert.deepEqual(
    found.map(({ flowRun }) => flowRun.id),
    [ids[2], ids[0]],
  );
});

test('schedules become runs', async () => {
  const flow = await client.flows.create({ name: 'daily' });
  const deployment = await client.deployments.create({
    name: 'd',
    flowId: flow.id,
    schedules: [{ schedule: { cron: '0 6 * * *', timezone: 'Europe/Berlin' } }],
  });
  const runs = await client.flowRuns.filter({ deployments: { id: { any_: [deployment.id] } } });
  assert.equal(runs.length, 3);
  assert.ok(runs.every(({ autoScheduled, tags }) => autoScheduled && tags.includes('auto-scheduled')));
  await client.deployments.pause({ id: deployment.id });
  assert.equal(await client.flowRuns.count({ deployments: { id: { any_: [deployment.id] } } }), 0);
});

test('what cannot be read is refused in words, never with a 500', async () => {
  const cases: [string, RequestInit, number][] = [
    ['/flows/', { method: 'POST', body: '{' }, 422],
    ['/flows/', { method: 'POST', body: '{}' }, 422],
    ['/flows/', { method: 'POST', body: '{"name":1}' }, 422],
    ['/flows/', { method: 'POST', body: '[]' }, 422],
    ['/flow_runs/filter', { method: 'POST', body: '{"limit":201}' }, 422],
    ['/flow_runs/nope', {}, 404],
    ['/flow_runs/01a1fce2-e115-7000-9451-8540d127979d', {}, 404],
    ['/nowhere', {}, 404],
    ['/flows/', { method: 'PUT' }, 405],
    ['/flows/', { method: 'POST', body: `${'['.repeat(10_000)}${']'.repeat(10_000)}` }, 422],
  ];
  for (const [path, init, status] of cases) {
    assert.equal((await call(path, init)).status, status, `${init.method ?? 'GET'} ${path} ${String(init.body).slice(0, 30)}`);
  }
});

test('only those who know the token are answered, and no page of a browser', async () => {
  assert.equal((await call('/flows/filter', { method: 'POST', body: '{}', auth: false })).status, 401);
  assert.equal((await call('/health', { auth: false })).status, 200);
  assert.equal((await call('/health', { headers: { origin: 'https://example.com' } })).status, 403);
  assert.equal(statSync(join(home, 'token')).mode & 0o777, 0o600);
});

test('one process has the database', async () => {
  await assert.rejects(startServer({ home, port: 0 }), /is open in process/);
});
