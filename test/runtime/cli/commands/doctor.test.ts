import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { startServer } from '../../../../runtime/api-server/server.ts';
import { createClient } from '../../../../runtime/api/client.ts';
import { connect } from '../../../../runtime/api/connection.ts';
import { checkHome, checkServer, checkSettings } from '../../../../runtime/cli/checks/connection.ts';
import { createCli } from '../../../support/cli.ts';

interface Finding {
  level: string;
  about: string;
  text: string;
  cure?: string;
}

// A server that other programs find, as doctor looks for one itself.
const cli = await createCli({ server: false });
const running = await startServer({ home: join(cli.folder, 'home'), database: ':memory:', port: 0 });
const client = createClient(running.transport);
after(async () => {
  await running.close();
  await cli.close();
});

const doctor = async (name = ''): Promise<Finding[]> => JSON.parse((await cli.run(`doctor ${name} --json`.replace('  ', ' '))).out);
const about = async (what: string, name?: string): Promise<Finding[]> => (await doctor(name)).filter((finding) => finding.about === what);

test('a machine where everything is well', async () => {
  const { out, err, exit } = await cli.run('doctor');
  assert.match(
    out,
    /^✓ home: .*\n✓ connection: http.*, the server of this machine\n✓ server: answers, with the API of Prefect 3\.9\.1\n! work pools: There is none/,
  );
  assert.deepEqual([err, exit], ['', 0]);
});

test('a pool without a worker is a warning while nothing needs it, and an error when something does', async () => {
  await client.workPools.create({ name: 'lonely', type: 'process' });
  const [idle] = await about('work pool lonely');
  assert.deepEqual([idle?.level, idle?.cure], ['warning', 'millrace worker start --pool lonely']);
  const flow = await client.flows.create({ name: 'etl' });
  await client.deployments.create({ name: 'needs', flowId: flow.id, workPoolName: 'lonely', entrypoint: 'flows.ts:etl' });
  const [needed] = await about('work pool lonely', 'lonely');
  assert.deepEqual([needed?.level, needed?.text], ['error', 'has no worker online: none of its runs is started.']);
  const { exit, err } = await cli.run('doctor lonely');
  assert.deepEqual([exit, err], [1, 'Error: One thing does not work.']);
});

test('runs that are late although a worker is online are a warning, and one without a worker is an error that counts them', async () => {
  await client.workPools.create({ name: 'slow', type: 'process' });
  const flow = await client.flows.create({ name: 'etl' });
  const { id } = await client.deployments.create({ name: 'slow', flowId: flow.id, workPoolName: 'slow', entrypoint: 'flows.ts:etl' });
  const late = () => client.deployments.createFlowRun({ id }, { state: { type: 'SCHEDULED', name: 'Late' } });
  await late();
  const [alone] = await about('work pool slow', 'slow');
  assert.deepEqual([alone?.level, alone?.text], ['error', 'has no worker online: none of its runs is started. 1 run waits.']);
  await late();
  await client.workPools.heartbeat({ name: 'slow' }, { name: 'w', heartbeatIntervalSeconds: 30 });
  const [busy] = await about('work pool slow', 'slow');
  assert.deepEqual(
    [busy?.level, busy?.text, busy?.cure],
    ['warning', 'has 1 online, and 2 late: limits or slow workers hold them up.', 'millrace work-pool inspect slow'],
  );
});

test('pools and queues that are paused or have no room, each with its cure', async () => {
  await client.workPools.create({ name: 'shut', type: 'process', isPaused: true, concurrencyLimit: 0 });
  await client.workPools.heartbeat({ name: 'shut' }, { name: 'w', heartbeatIntervalSeconds: 30 });
  const cures = (await doctor('shut')).flatMap(({ cure }) => cure ?? []);
  assert.deepEqual(cures, ['millrace work-pool resume shut', 'millrace work-pool clear-concurrency-limit shut']);
  await client.workPools.update({ name: 'shut' }, { isPaused: false, concurrencyLimit: null });
  await client.workQueues.updateByName({ pool: 'shut', name: 'default' }, { isPaused: true });
  assert.deepEqual(
    (await about('work queue shut/default')).map(({ cure }) => cure),
    ['millrace work-queue resume default --pool shut'],
  );
  await client.workQueues.updateByName({ pool: 'shut', name: 'default' }, { isPaused: false, concurrencyLimit: 0 });
  assert.deepEqual(
    (await about('work queue shut/default')).map(({ cure }) => cure),
    ['millrace work-queue clear-concurrency-limit default --pool shut'],
  );
  await client.workQueues.updateByName({ pool: 'shut', name: 'default' }, { concurrencyLimit: null });
  assert.deepEqual(
    (await about('work pool shut')).map(({ level, text }) => [level, text]),
    [['ok', '1 worker online']],
  );
});

test('a pool of another type is served by Prefect', async () => {
  await client.workPools.create({ name: 'boxes', type: 'docker' });
  assert.equal((await about('work pool boxes'))[0]?.cure, 'prefect worker start --pool boxes --type docker');
});

test('deployments: code that is gone, a folder elsewhere, paused schedules, no pool, a failed run', async () => {
  const flow = await client.flows.create({ name: 'etl' });
  const pull = (directory: string) => [{ 'prefect.deployments.steps.set_working_directory': { directory } }];
  const base = { flowId: flow.id, workPoolName: 'shut', entrypoint: 'flows.ts:etl' };
  writeFileSync(join(cli.folder, 'flows.ts'), '');
  await client.deployments.create({ ...base, name: 'well', pullSteps: pull(cli.folder) });
  await client.deployments.create({ ...base, name: 'gone', entrypoint: 'old.ts:etl', pullSteps: pull(cli.folder) });
  await client.deployments.create({ ...base, name: 'elsewhere', pullSteps: pull('/nowhere/at/all') });
  await client.deployments.create({ ...base, name: 'resting', paused: true, schedules: [{ schedule: { cron: '0 0 * * *' } }] });
  await client.deployments.create({ ...base, name: 'inactive', schedules: [{ schedule: { cron: '0 0 * * *' }, active: false }] });
  await client.deployments.create({ name: 'loose', flowId: flow.id });
  const { id } = await client.deployments.create({ ...base, name: 'failing' });
  const run = await client.deployments.createFlowRun({ id }, {});
  await client.flowRuns.setState({ id: run.id }, { state: { type: 'FAILED', message: 'no disk' }, force: true });
  const textOf = async (name: string): Promise<string> =>
    (await about(`deployment etl/${name}`, `etl/${name}`)).map(({ level, text }) => `${level}: ${text}`).join(' ');
  assert.equal(await textOf('well'), 'ok: in work pool shut');
  assert.match(await textOf('gone'), /^error: its flow is in .*old\.ts, and there is no such file\.$/);
  assert.match(await textOf('elsewhere'), /^warning: runs in \/nowhere\/at\/all, which is not on this machine/);
  assert.equal(await textOf('resting'), 'warning: is paused: its schedules make no runs.');
  assert.equal(await textOf('inactive'), 'warning: has schedules, and none of them is active.');
  assert.match(await textOf('loose'), /^warning: has no work pool.* warning: does not say where its flow is\.$/);
  assert.match(await textOf('failing'), /^warning: its last run, \S+, ended as Failed: no disk$/);
});

test('what does not exist', async () => {
  assert.deepEqual(
    (await about('work pool nope', 'nope')).map(({ level, cure }) => [level, cure]),
    [['error', 'millrace work-pool create nope']],
  );
  assert.equal((await cli.run('doctor etl/nope')).exit, 3);
});

test('secrets that others may read', async () => {
  const token = join(cli.folder, 'home/token');
  chmodSync(token, 0o644);
  const [finding] = await about('home');
  assert.deepEqual([finding?.level, finding?.cure], ['error', `chmod 600 '${token}'`]);
  chmodSync(token, 0o600);
});

test('settings: which server is meant, and what hides another', () => {
  const home = mkdtempSync(join(tmpdir(), 'millrace-doctor-'));
  const env = { MILLRACE_HOME: home };
  const said = (settings: Record<string, string>): string =>
    checkSettings({ ...env, ...settings })
      .findings.map(({ level, text }) => `${level}: ${text}`)
      .join(' | ');
  assert.match(said({}), /^error: No server runs on this machine, and no other is named\.$/);
  assert.match(
    said({ PREFECT_API_URL: 'http://127.0.0.1:1/api' }),
    /^ok: http:\/\/127\.0\.0\.1:1\/api, named by PREFECT_API_URL, without credentials$/,
  );
  assert.match(
    said({ PREFECT_API_URL: 'http://api.example.com/api', PREFECT_API_KEY: 'hush' }),
    /with a key \| warning: Credentials are sent to api\.example\.com unencrypted\.$/,
  );
  mkdirSync(home, { recursive: true });
  writeFileSync(
    join(home, 'profiles.json'),
    JSON.stringify({ active: 'cloud', profiles: { cloud: { url: 'https://api.example.com/api', authString: 'hush' } } }),
  );
  assert.match(said({}), /^ok: https:\/\/api\.example\.com\/api, of profile "cloud", with an auth string$/);
  assert.match(said({ PREFECT_API_URL: 'https://b.example.com/api' }), /warning: PREFECT_API_URL is set, and hides profile "cloud"\./);
  assert.match(said({ MILLRACE_PROFILE: 'nope' }), /^error: There is no profile "nope"/);
  rmSync(home, { recursive: true, force: true });
});

for (const [what, path, headers, text, cure] of [
  ['accepts no requests without credentials', '/api', {}, /does not accept requests without credentials\.$/, /^set PREFECT_API_KEY/],
  [
    'does not accept these',
    '/api',
    { authorization: 'Bearer wrong' },
    /does not accept the credentials that are set\.$/,
    /^set PREFECT_API_KEY/,
  ],
  ['has its API elsewhere', '', {}, /answers, and not with Prefect's API/, /^export PREFECT_API_URL=.*\/api$/],
] as const) {
  test(`a server that ${what}`, async () => {
    const connection = { url: running.url.replace('/api', path), headers, source: 'environment' as const, name: 'PREFECT_API_URL' };
    const [finding] = await checkServer(connect(connection), connection);
    assert.match(finding?.text ?? '', text);
    assert.match(finding?.cure ?? '', cure);
  });
}

test('a server that is not there', async () => {
  const server: Server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  await new Promise((resolve) => server.close(resolve));
  cli.env['PREFECT_API_URL'] = `http://127.0.0.1:${port}/api`;
  const [finding] = await about('server');
  assert.deepEqual([finding?.level, finding?.cure], ['error', `millrace server start --port ${port}`]);
  delete cli.env['PREFECT_API_URL'];
});

test('a home that cannot be written is said, whether it is there or not', () => {
  const file = join(cli.folder, 'a-file');
  writeFileSync(file, '');
  for (const home of [file, join(file, 'home')]) {
    assert.deepEqual(
      checkHome({ MILLRACE_HOME: home }).map(({ level, text }) => [level, text]),
      [['error', `${home} cannot be written.`]],
    );
  }
  assert.deepEqual(
    checkHome({ MILLRACE_HOME: join(cli.folder, 'not/yet') }).map(({ level }) => level),
    ['ok'],
  );
});
