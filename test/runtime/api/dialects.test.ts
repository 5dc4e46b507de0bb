import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Request, Transport } from '../../../runtime/api/client.ts';
import { speakingDialects } from '../../../runtime/api/dialects.ts';
import { errorFromResponse } from '../../../runtime/api/errors.ts';

const id = '0190d9f4-5a9c-7e5b-8f00-000000000001';

/** A server of a version that gives one answer, and what it was asked. */
function server(version: string, answer: unknown = null, status = 200): { transport: Transport; asked: Request[] } {
  const asked: Request[] = [];
  const transport = speakingDialects({
    async send(request) {
      if (request.path === '/admin/version') return { status: 200, body: version };
      asked.push(request);
      if (status >= 400) throw errorFromResponse(status, answer, `${request.method} ${request.path}`);
      return { status, body: answer };
    },
    close: async () => {},
  });
  return { transport, asked };
}

const request = (method: Request['method'], path: string, body?: unknown): Request => ({ method, path, body, repeatable: false });

const cron = { schedule: { cron: '0 6 * * *' }, active: true };

/** What is sent, and what 2.13.7 gets. */
const translated: [Request['method'], string, unknown, string, unknown][] = [
  ['POST', '/flows/', { name: 'f', labels: { a: 1 } }, '/flows/', { name: 'f' }],
  ['POST', '/flow_runs/', { flow_id: id, labels: {}, job_variables: null }, '/flow_runs/', { flow_id: id }],
  ['POST', `/deployments/${id}/create_flow_run`, { tags: ['x'], job_variables: {} }, `/deployments/${id}/create_flow_run`, { tags: ['x'] }],
  [
    'POST',
    '/deployments/',
    { name: 'd', job_variables: { a: 1 }, schedules: [cron], paused: false, concurrency_limit: null, labels: {} },
    '/deployments/',
    { name: 'd', infra_overrides: { a: 1 }, schedule: cron.schedule, is_schedule_active: true },
  ],
  ['POST', '/deployments/', { name: 'd', schedules: [] }, '/deployments/', { name: 'd', schedule: null }],
  ['PATCH', `/deployments/${id}`, { paused: true }, `/deployments/${id}`, { is_schedule_active: false }],
  ['POST', `/deployments/${id}/pause_deployment`, {}, `/deployments/${id}/set_schedule_inactive`, undefined],
  [
    'POST',
    '/work_pools/p/workers/filter',
    { workers: { status: { any_: ['ONLINE'] } }, limit: 5 },
    '/work_pools/p/workers/filter',
    { limit: 5 },
  ],
  ['POST', '/variables/', { name: 'v', value: { a: 1 } }, '/variables/', { name: 'v', value: '{"a":1}' }],
];

for (const [method, path, body, oldPath, oldBody] of translated) {
  test(`${method} ${path} is said to 2.13.7 in its words, and left as it is for 3.9.1`, async () => {
    const old = server('2.13.7', []);
    await old.transport.send(request(method, path, body));
    assert.deepEqual([old.asked[0]?.path, old.asked[0]?.body], [oldPath, oldBody]);
    const current = server('3.9.1', []);
    await current.transport.send(request(method, path, body));
    assert.deepEqual([current.asked[0]?.path, current.asked[0]?.body], [path, body]);
  });
}

const refused: [Request['method'], string, unknown, RegExp][] = [
  [
    'POST',
    '/deployments/',
    { schedules: [cron, cron] },
    /Prefect 2\.13\.7, which does not have several schedules of a deployment: that needs 2\.16\.0/,
  ],
  ['POST', '/deployments/', { concurrency_limit: 1 }, /a concurrency limit of a deployment: that needs 3\.0\.0/],
  ['POST', `/deployments/${id}/create_flow_run`, { job_variables: { a: 1 } }, /job variables of a single run: that needs 2\.16\.4/],
  ['PATCH', `/deployments/${id}`, { entrypoint: 'f.ts:f' }, /changing entrypoint/],
];

for (const [method, path, body, message] of refused) {
  test(`${method} ${path} with ${JSON.stringify(body)} is not silently changed for 2.13.7`, async () => {
    const { transport, asked } = server('2.13.7');
    await assert.rejects(transport.send(request(method, path, body)), message);
    assert.equal(asked.length, 0);
  });
}

test('answers of 2.13.7 about deployments and workers are as those of 3.x', async () => {
  const deployment = server('2.13.7', { id, infra_overrides: { a: 1 }, schedule: { cron: '* * * * *' }, is_schedule_active: false });
  const { body } = await deployment.transport.send(request('GET', `/deployments/${id}`));
  assert.ok(typeof body === 'object' && body !== null);
  assert.deepEqual([Reflect.get(body, 'job_variables'), Reflect.get(body, 'paused')], [{ a: 1 }, true]);
  assert.equal(Reflect.get(body, 'schedules')[0].schedule.cron, '* * * * *');
  const heard = [new Date(), new Date(Date.now() - 120_000)].map((time) => ({ last_heartbeat_time: time.toISOString() }));
  const workers = server('2.13.7', heard);
  const online = await workers.transport.send(
    request('POST', '/work_pools/p/workers/filter', { workers: { status: { any_: ['ONLINE'] } } }),
  );
  assert.deepEqual(online.body, [{ heartbeat_interval_seconds: null, ...heard[0], status: 'ONLINE' }]);
});

test('an operation that a server does not have is refused with the release that does', async () => {
  const { transport } = server('2.13.7', { detail: 'Not Found' }, 404);
  await assert.rejects(
    transport.send(request('GET', `/flow_runs/${id}/graph-v2`)),
    /Prefect 2\.13\.7, which does not have the graph of a run: that needs 2\.13\.8 or newer/,
  );
  const missing = server('3.9.1', { detail: 'Flow run not found' }, 404);
  await assert.rejects(missing.transport.send(request('GET', `/flow_runs/${id}/graph-v2`)), /Flow run not found/);
});

test('the version is not asked for when nothing depends on it', async () => {
  const versions: string[] = [];
  const transport = speakingDialects({
    async send({ path }) {
      versions.push(path);
      return { status: 200, body: '3.9.1' };
    },
    close: async () => {},
  });
  await transport.send(request('POST', `/flow_runs/${id}/set_state`, {}));
  assert.deepEqual(versions, [`/flow_runs/${id}/set_state`]);
  await transport.send(request('POST', '/flows/', { name: 'f' }));
  await transport.send(request('POST', '/flows/', { name: 'f' }));
  assert.deepEqual(versions.slice(1), ['/admin/version', '/flows/', '/flows/']);
});

for (const [what, status, body] of [
  ['a server without its /api', 404, { detail: 'Not Found' }],
  ['a page for people', 200, 'a page'],
] as const) {
  test(`an address at which ${what} answers is said to be none`, async () => {
    const transport = speakingDialects({
      send: async (asked) => {
        throw errorFromResponse(
          asked.path === '/admin/version' ? status : 404,
          asked.path === '/admin/version' ? body : { detail: 'Not Found' },
          asked.path,
        );
      },
      close: async () => {},
    });
    const notTheApi = { code: 'unreachable', message: /is not the API of Prefect: the URL of a server usually ends with \/api/ };
    await assert.rejects(transport.send(request('POST', '/flows/filter', {})), notTheApi);
    await assert.rejects(transport.send(request('POST', '/flows/', { name: 'f' })), notTheApi);
  });
}
