import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { createCli } from '../../../support/cli.ts';

interface Result {
  name: string;
  action: string;
  changes: { field: string; before: unknown; after: unknown }[];
}

const cli = await createCli();
after(() => cli.close());
const { client } = cli;
const sdk = join(import.meta.dirname, '../../../../runtime/sdk/index.ts');

const write = (file: string, text: string): void => {
  const path = join(cli.folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
};

write(
  'flows/etl.ts',
  `import { flow } from '${sdk}';\nexport const etl = flow({ name: 'etl', description: 'loads it all', version: '7' }, async ({ day = 'x', n = 1 }: { day?: string; n?: number }) => [day, n]);`,
);
write(
  'flows/two.ts',
  `import { flow } from '${sdk}';\nexport const first = flow({ name: 'first-flow' }, async () => 1);\nexport const second = flow({ name: 'second-flow' }, async () => 2);`,
);
write('flows/none.ts', 'export const nothing = 1;');
write('flows/broken.ts', 'export const broken = (;');
write('flows/thrower.ts', "throw new Error('no database');");
await client.workPools.create({ name: 'pool', type: 'process' });

beforeEach(() => {
  delete cli.env['PREFECT_DEFAULT_WORK_POOL_NAME'];
});

test('the parameters of a deployment are those of the flow, as its types say', async () => {
  write(
    'flows/typed.ts',
    `import { flow } from 'millrace';\nexport const typed = flow({ name: 'typed' }, async ({ day = 'x' }: { day?: string }) => day);`,
  );
  await cli.run('deploy flows/typed.ts:typed --pool pool');
  const { parameterOpenapiSchema } = await client.deployments.readByName({ flow: 'typed', deployment: 'typed' });
  assert.deepEqual(parameterOpenapiSchema, {
    title: 'Parameters',
    type: 'object',
    properties: { day: { title: 'day', type: 'string', position: 0, default: 'x' } },
  });
});

test('a run whose parameters do not fit is refused at once, unless the deployment accepts every parameter', async () => {
  await cli.run('deploy flows/typed.ts:typed --pool pool -n strict');
  const refused = await cli.run('deployment run typed/strict --params {"day":7}');
  assert.equal(refused.exit, 2);
  assert.match(
    refused.err,
    /^Error: The parameters do not fit the deployment\. .*field 'day'\. Failure reason: 7 is not of type 'string'\. It takes day: "millrace/,
  );
  assert.equal((await cli.run('deployment run typed/strict -p day=7')).exit, 0, 'a text, as the schema says');
  await cli.run('deploy flows/typed.ts:typed --pool pool -n lax --no-enforce-parameter-schema');
  assert.equal((await cli.run('deployment run typed/lax --params {"day":7}')).exit, 0);
});

test('a default parameter that the flow takes as a text is one, also when it looks like a number', async () => {
  await cli.run('deploy flows/typed.ts:typed --pool pool -n seven --param day=7');
  const { parameters } = await client.deployments.readByName({ flow: 'typed', deployment: 'seven' });
  assert.deepEqual(parameters, { day: '7' });
});

test('a flow out of code is deployed with every option', async () => {
  const options = [
    '--pool',
    'pool',
    '--cron',
    '0 6 * * *',
    '--timezone',
    'Europe/Zurich',
    '-t',
    'a',
    '-t',
    'b',
    '--version',
    '2',
    '-d',
    'text',
    '--param',
    'day=monday',
    '--param',
    'n=3',
    '-jv',
    'env={"A":"1"}',
    '--concurrency-limit',
    '2',
    '--collision-strategy',
    'CANCEL_NEW',
    '--paused',
  ];
  const { out, err, exit } = await cli.run(['deploy', 'flows/etl.ts:etl', '--name', 'full', ...options]);
  assert.deepEqual([out, exit], ['Created deployment etl/full', 0]);
  assert.match(
    err,
    /^No worker is online in pool "pool": start one with "millrace worker start --pool pool"\.\nRun it with "millrace deployment run etl\/full"\.$/,
  );
  const deployed = await client.deployments.readByName({ flow: 'etl', deployment: 'full' });
  const { entrypoint, path, pullSteps, tags, version, description, parameters, jobVariables, paused, workPoolName, concurrencyOptions } =
    deployed;
  assert.deepEqual(
    { entrypoint, path, pullSteps, tags, version, description, parameters, jobVariables, paused, workPoolName },
    {
      entrypoint: 'flows/etl.ts:etl',
      path: cli.folder,
      pullSteps: [{ 'prefect.deployments.steps.set_working_directory': { directory: cli.folder } }],
      tags: ['a', 'b'],
      version: '2',
      description: 'text',
      parameters: { day: 'monday', n: 3 },
      jobVariables: { env: { A: '1' } },
      paused: true,
      workPoolName: 'pool',
    },
  );
  assert.equal(concurrencyOptions?.collisionStrategy, 'CANCEL_NEW');
  assert.deepEqual(
    deployed.schedules.map(({ schedule }) => [Reflect.get(schedule, 'cron'), schedule.timezone]),
    [['0 6 * * *', 'Europe/Zurich']],
  );
});

test('a parameter that the flow does not take is refused, and nothing is deployed', async () => {
  const { err, exit } = await cli.run('deploy flows/typed.ts:typed --pool pool -n typo --param dya=monday');
  assert.deepEqual([err, exit], [`Error: Flow 'typed' has no parameter "dya". Do you mean "day"? It takes day.`, 2]);
  assert.equal((await cli.run('deployment inspect typed/typo')).exit, 3);
  assert.equal((await cli.run('deploy flows/typed.ts:typed --pool pool -n any --param dya=1 --no-enforce-parameter-schema')).exit, 0);
});

test('several schedules, and parameters from stdin', async () => {
  cli.answers.push('{"day":"friday"}');
  await cli.run([
    'deploy',
    'flows/etl.ts:etl',
    '-n',
    'often',
    '-p',
    'pool',
    '--cron',
    '0 6 * * *',
    '--cron',
    '0 18 * * *',
    '--interval',
    '1h',
    '--params',
    '-',
  ]);
  const { schedules, parameters } = await client.deployments.readByName({ flow: 'etl', deployment: 'often' });
  const when = schedules.map(({ schedule }) => ('cron' in schedule ? schedule.cron : Reflect.get(schedule, 'interval')));
  assert.deepEqual([new Set(when), parameters], [new Set(['0 6 * * *', '0 18 * * *', 3600]), { day: 'friday' }]);
});

test('what the flow says of itself is the default', async () => {
  await cli.run('deploy flows/etl.ts:etl');
  const deployed = await client.deployments.readByName({ flow: 'etl', deployment: 'etl' });
  assert.deepEqual([deployed.version, deployed.description, deployed.workPoolName], ['7', 'loads it all', 'pool']);
});

test('deploying again says what changed, and --dry-run only says it', async () => {
  const line = ['deploy', 'flows/etl.ts:etl', '-n', 'again', '-p', 'pool'];
  const [created] = await cli.json<Result[]>(line);
  assert.equal(created?.action, 'create');
  assert.match((await cli.run(line)).out, /^Unchanged: deployment etl\/again$/);
  const preview = await cli.run([...line, '--dry-run', '-t', 'new', '--interval', '5m']);
  assert.equal(
    preview.out,
    [
      'Would update etl/again:',
      '  - tags: []',
      '  + tags: ["new"]',
      '  - schedules: []',
      '  + schedules: [{"schedule":{"interval":300},"active":true}]',
    ].join('\n'),
  );
  assert.deepEqual((await client.deployments.readByName({ flow: 'etl', deployment: 'again' })).tags, []);
  const [updated] = await cli.json<Result[]>([...line, '-t', 'new']);
  assert.deepEqual(updated?.changes, [{ field: 'tags', before: [], after: ['new'] }]);
  await cli.run([...line, '--interval', '5m']);
  const { out } = await cli.run([...line, '--dry-run', '--interval', '10m']);
  assert.match(
    out,
    / {2}- schedules: \[\{"schedule":\{"interval":300[^}]*\},"active":true,"parameters":\{\}\}\]/,
    'without what the server adds',
  );
});

test('a preview of a new deployment shows what it would be', async () => {
  const { out } = await cli.run('deploy flows/etl.ts:etl -n fresh --dry-run');
  assert.match(out, /^Would create etl\/fresh:\n {2}\+ name: "fresh"\n {2}\+ entrypoint: "flows\/etl\.ts:etl"/);
  await assert.rejects(client.deployments.readByName({ flow: 'etl', deployment: 'fresh' }), { code: 'not-found' });
});

test('a deployment that was paused stays so', async () => {
  await cli.run('deploy flows/etl.ts:etl -n rested');
  await cli.run('deployment pause etl/rested');
  await cli.run('deploy flows/etl.ts:etl -n rested -t other');
  assert.equal((await client.deployments.readByName({ flow: 'etl', deployment: 'rested' })).paused, true);
});

test('all flows of a file are deployed with --all', async () => {
  const several = await cli.run('deploy flows/two.ts -n dev');
  assert.deepEqual(
    [several.exit, several.err],
    [2, 'Error: flows/two.ts exports 2 flows: name one, as "flows/two.ts:first", or give --all.'],
  );
  const results = await cli.json<Result[]>('deploy flows/two.ts --all -n dev');
  assert.deepEqual(
    results.map(({ name }) => name),
    ['first-flow/dev', 'second-flow/dev'],
  );
});

for (const [entrypoint, exit, message] of [
  ['flows/none.ts', 3, /flows\/none\.ts exports no flow: write "export const etl = flow\(/],
  ['flows/etl.ts:nope', 3, /has no exported flow "nope": it exports the flows etl\./],
  ['flows/nope.ts:etl', 3, /There is no file .*flows\/nope\.ts/],
  ['flows/broken.ts:broken', 2, /flows\/broken\.ts cannot be loaded: /],
  ['flows/thrower.ts:etl', 2, /flows\/thrower\.ts cannot be loaded: no database/],
  ['flows/etl.py:etl', 2, /flows\/etl\.py is Python: deploy it with Prefect's own command/],
] as const) {
  test(`deploy ${entrypoint} is refused in words`, async () => {
    const given = await cli.run(`deploy ${entrypoint} -n x`);
    assert.equal(given.exit, exit, given.err);
    assert.match(given.err, message);
  });
}

for (const [options, message] of [
  ['--timezone UTC', /Give --cron, --interval or --rrule with the time zone/],
  ['--interval 60 --anchor-date tomorrow', /'tomorrow' is invalid\. Give a time such as 2026-11-21T08:00/],
  ['-n a/b', /"a\/b" is no name: it must have at least one character, and none of \/ % & < >\./],
  ['-n a -n b', /Give one --name for flows out of code/],
  ['--env REGION', /"REGION" is not a variable of the environment: it has the form NAME=value\./],
  ['--env =eu', /"=eu" is not a variable of the environment/],
  ['--interval soon', /Give seconds, or a time such as 30s, 5m, 2h or 1d/],
  ['--concurrency-limit 0', /Give a whole number from 1/],
  ['--pool nope --image registry.example.com/etl:1', /There is no work pool "nope"\. Create it/],
  ['--pool pool --cron noon', /^Error: The server refuses deployment etl\/etl: Invalid schedule: a cron expression has 5 to 7 fields$/m],
  ['--cron @daily --timezone Europe/Berln', /Give the name of a time zone, as Europe\/Zurich\. Do you mean "Europe\/Berlin"\?/],
] as const) {
  test(`deploy ${options} is refused`, async () => {
    const given = await cli.run(`deploy flows/etl.ts:etl ${options}`);
    assert.equal(given.exit, options.includes('nope') ? 3 : 2);
    assert.match(given.err, message);
  });
}

test('variables of the environment are a job variable, the folder of the runs is where their code is', async () => {
  const { exit } = await cli.run(
    'deploy flows/etl.ts:etl -n placed -p pool --env REGION=eu --env QUERY=a=b --env NONE= --working-dir /srv/flows',
  );
  assert.equal(exit, 0);
  const { jobVariables, path, pullSteps } = await client.deployments.readByName({ flow: 'etl', deployment: 'placed' });
  assert.deepEqual(jobVariables['env'], { REGION: 'eu', QUERY: 'a=b', NONE: '' });
  assert.deepEqual([path, pullSteps], ['/srv/flows', [{ 'prefect.deployments.steps.set_working_directory': { directory: '/srv/flows' } }]]);
});

test('the pool is the one that is named, that of the environment, or the only one', async () => {
  assert.match(
    (await cli.run('deploy flows/etl.ts:etl -n p --pool nope')).err,
    /There is no work pool "nope"\. Create it with "millrace work-pool create nope"\./,
  );
  await client.workPools.create({ name: 'second', type: 'process' });
  assert.match((await cli.run('deploy flows/etl.ts:etl -n p')).err, /Say in which work pool with --pool: there are pool, second\./);
  cli.env['PREFECT_DEFAULT_WORK_POOL_NAME'] = 'second';
  await cli.run('deploy flows/etl.ts:etl -n p');
  assert.equal((await client.deployments.readByName({ flow: 'etl', deployment: 'p' })).workPoolName, 'second');
});

test('nothing is changed when one of several cannot be deployed', async () => {
  const { exit } = await cli.run('deploy flows/etl.ts:etl flows/none.ts:etl -n half -p pool');
  assert.equal(exit, 3);
  await assert.rejects(client.deployments.readByName({ flow: 'etl', deployment: 'half' }), { code: 'not-found' });
});

test('a pool with a worker that does not look at the queue is said', async () => {
  await client.workPools.create({ name: 'busy', type: 'process' });
  await client.workQueues.create({ pool: 'busy' }, { name: 'urgent' });
  await client.workPools.heartbeat({ name: 'busy' }, { name: 'w', heartbeatIntervalSeconds: 30 });
  await client.workPools.update({ name: 'busy' }, { isPaused: true });
  const { err } = await cli.run('deploy flows/etl.ts:etl -n q -p busy -q urgent');
  assert.match(err, /Work pool "busy" is paused: resume it with "millrace work-pool resume busy"\./);
  await client.workPools.update({ name: 'busy' }, { isPaused: false });
  await client.workQueues.updateByName({ pool: 'busy', name: 'urgent' }, { isPaused: true });
  const paused = await cli.run('deploy flows/etl.ts:etl -n q -p busy -q urgent');
  assert.match(paused.err, /Work queue "urgent" is paused: resume it with "millrace work-queue resume urgent --pool busy"\./);
});
