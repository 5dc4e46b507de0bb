import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Client } from '../../../../runtime/api/client.ts';
import { createClient } from '../../../../runtime/api/client.ts';
import type { Profiles } from '../../../../runtime/api/connection.ts';
import { startServer } from '../../../../runtime/api-server/server.ts';
import { createCli } from '../../../support/cli.ts';
import { fillServer } from '../../../support/filled-server.ts';

const cli = await createCli({ server: false });
const servers = await Promise.all(
  ['old', 'new'].map((name) => startServer({ home: join(cli.folder, name), database: ':memory:', port: 0, advertise: false })),
);
after(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await cli.close();
});
const profileOf = (index: number) => ({ url: servers[index]?.url ?? '', apiKey: servers[index]?.token ?? '' });
const profiles: Profiles = { active: '', profiles: { old: profileOf(0), new: profileOf(1), empty: {} } };
writeFileSync(join(cli.folder, 'home/profiles.json'), JSON.stringify(profiles));
const [from, to] = servers.map((server): Client => createClient(server.transport));
assert.ok(from !== undefined && to !== undefined);
await fillServer(from);

interface Row {
  kind: string;
  name: string;
  action: string;
  changes: { field: string; before: unknown; after: unknown }[];
}

const everything = [
  ['task concurrency limit', 'database'],
  ['global concurrency limit', 'api'],
  ['work pool', 'etl'],
  ['work queue', 'etl/urgent'],
  ['work queue', 'etl/default'],
  ['variable', 'regions'],
  ['deployment', 'load/daily'],
  ['deployment', 'load/served'],
];

test('without --apply it says what it would do, and does nothing', async () => {
  const { out, err, exit } = await cli.run('migrate-server old new');
  assert.equal(exit, 0, err);
  assert.deepEqual(
    out.split('\n'),
    everything.map(([kind, name]) => `Would create ${kind} ${name}`),
  );
  assert.match(err, /Nothing was changed: give --apply to do these 8\.\nRuns, logs, .* are not copied\./);
  assert.deepEqual([await to.workPools.count({}), await to.deployments.count({}), await to.variables.count({})], [0, 0, 0]);
});

test('everything is copied, and a second time nothing changes', async () => {
  const done = await cli.json<Row[]>('migrate-server old new --apply');
  assert.deepEqual(
    done.map(({ kind, name, action }) => [kind, name, action]),
    everything.map((row) => [...row, 'create']),
  );
  const queues = await to.workQueues.filterByPool({ pool: 'etl' }, {});
  assert.deepEqual(
    queues.map(({ name, priority, concurrencyLimit, isPaused }) => [name, priority, concurrencyLimit, isPaused]).toSorted(),
    [
      ['default', 2, null, false],
      ['urgent', 1, 2, true],
    ],
  );
  const [before, copied] = await Promise.all(
    [from, to].map((client) => client.deployments.readByName({ flow: 'load', deployment: 'daily' })),
  );
  assert.notEqual(copied?.id, before?.id);
  for (const field of [
    'entrypoint',
    'pullSteps',
    'parameters',
    'parameterOpenapiSchema',
    'jobVariables',
    'tags',
    'workQueueName',
  ] as const) {
    assert.deepEqual(copied?.[field], before?.[field], field);
  }
  assert.equal(copied?.globalConcurrencyLimit?.limit, 3);
  assert.deepEqual(copied.schedules.map(({ schedule, active }) => [Object.keys(schedule)[0], active]).toSorted(), [
    ['cron', true],
    ['interval', false],
  ]);
  const again = await cli.json<Row[]>('migrate-server old new --apply');
  assert.deepEqual(
    again.filter(({ action }) => action !== 'none'),
    [],
  );
});

test('what differs is said field by field, and changed; what only the second server has stays', async () => {
  await to.workPools.create({ name: 'own', type: 'process' });
  await from.variables.updateByName({ name: 'regions' }, { value: ['eu'] });
  await from.concurrencyLimits.create({ tag: 'database', concurrencyLimit: 5 });
  const { out } = await cli.run('migrate-server old new --apply');
  assert.deepEqual(
    out.split('\n').filter((line) => !line.startsWith('Unchanged')),
    ['Changed task concurrency limit database: concurrency_limit 2 → 5', 'Changed variable regions: value {"eu":1} → ["eu"]'],
  );
  assert.equal(await to.workPools.count({}), 2);
});

test('--paused copies deployments that make no runs', async () => {
  const { out } = await cli.run('migrate-server old new --apply --paused');
  assert.match(out, /Changed deployment load\/daily: paused false → true/);
});

test('a pool that has another type there is said before anything is changed', async () => {
  await from.workPools.create({ name: 'images', type: 'docker' });
  await to.workPools.create({ name: 'images', type: 'process' });
  const { err, exit } = await cli.run('migrate-server old new --apply');
  assert.equal(exit, 1);
  assert.match(err, /Work pool "images" has the type process, not docker/);
});

test('what is new there is made, and nothing else', async () => {
  await Promise.all([from, to].map((client) => client.workPools.delete({ name: 'images' })));
  await from.variables.create({ name: 'later', value: 1 });
  const rows = await cli.json<Row[]>('migrate-server old new --apply');
  assert.deepEqual(
    rows.filter(({ action }) => action !== 'none').map(({ action, name }) => `${action} ${name}`),
    ['create later', 'update load/daily', 'update load/served'],
    'deployments were paused by the test before',
  );
});

for (const [line, exit, message] of [
  ['old old', 2, /old and old are the same server/],
  ['old nope', 3, /There is no profile "nope"/],
  ['old empty', 4, /There is no server for "empty": give it a URL/],
  ['embedded new', 4, /There is no server for "embedded": start it with "millrace server start"/],
  [`${servers[0]?.url ?? ''} new`, 5, /401/],
] as const) {
  test(`migrate-server ${line.replace(/http\S+/, 'URL without a key')} is refused`, async () => {
    const given = await cli.run(`migrate-server ${line}`);
    assert.match(given.err, message);
    assert.equal(given.exit, exit);
  });
}

test('a URL that the environment names has the credentials of the environment', async () => {
  Object.assign(cli.env, { PREFECT_API_URL: servers[0]?.url, PREFECT_API_KEY: servers[0]?.token });
  assert.equal((await cli.run(`migrate-server ${servers[0]?.url ?? ''} new`)).exit, 0);
});
