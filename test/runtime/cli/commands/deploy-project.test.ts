import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createCli } from '../../../support/cli.ts';

const cli = await createCli();
after(() => cli.close());
const { client } = cli;
const sdk = join(import.meta.dirname, '../../../../runtime/sdk/index.ts');
const write = (file: string, text: string): void => writeFileSync(join(cli.folder, file), text);

write(
  'flows.ts',
  `import { flow } from '${sdk}';\nexport const etl = flow({ name: 'etl' }, async ({ day, chunks, n }: Record<string, unknown>) => [day, chunks, n]);`,
);
await client.workPools.create({ name: 'pool', type: 'process' });
await client.workQueues.create({ pool: 'pool' }, { name: 'urgent' });

const project = `
deployments:
  - name: daily
    entrypoint: flows.ts:etl
    tags: [nightly]
    parameters: { day: monday, chunks: 2 }
    concurrency_limit: { limit: 3, collision_strategy: CANCEL_NEW }
    schedules:
      - cron: 0 6 * * *
        timezone: Europe/Zurich
        slug: morning
      - interval: 3600
        active: false
    work_pool: { name: pool, work_queue_name: urgent, job_variables: { env: { A: "{{ $PLACE }}" } } }
  - name: adhoc
    entrypoint: flows.ts:etl
    work_pool: { name: pool }
`;

test('without prefect.yaml there is a next step', async () => {
  const { exit, err } = await cli.run('deploy');
  assert.equal(exit, 2);
  assert.match(err, /There is no prefect\.yaml here: write one \("millrace init"\), or say what to deploy/);
});

test('all deployments of prefect.yaml', async () => {
  write('prefect.yaml', project);
  cli.env['PLACE'] = 'here';
  const { out, exit } = await cli.run('deploy --all');
  assert.deepEqual([out, exit], ['Created deployment etl/daily\nCreated deployment etl/adhoc', 0]);
  const daily = await client.deployments.readByName({ flow: 'etl', deployment: 'daily' });
  assert.deepEqual(
    [daily.tags, daily.parameters, daily.workQueueName, daily.jobVariables],
    [['nightly'], { day: 'monday', chunks: 2 }, 'urgent', { env: { A: 'here' } }],
  );
  assert.deepEqual(
    [daily.globalConcurrencyLimit?.limit ?? daily.concurrencyLimit, daily.concurrencyOptions?.collisionStrategy],
    [3, 'CANCEL_NEW'],
  );
  assert.deepEqual(
    daily.schedules
      .map(({ schedule, active }) => ['cron' in schedule ? schedule.cron : Reflect.get(schedule, 'interval'), active])
      .toSorted(),
    [
      ['0 6 * * *', true],
      [3600, false],
    ],
  );
});

test('a second time nothing changes', async () => {
  assert.equal((await cli.run('deploy --all --dry-run')).out, 'etl/daily would not change.\netl/adhoc would not change.');
});

test('several deployments want to be named', async () => {
  const { exit, err } = await cli.run('deploy');
  assert.deepEqual([exit, err], [2, 'Error: prefect.yaml has 2 deployments (daily, adhoc): name one with --name, or give --all.']);
  const unknown = await cli.run('deploy -n nope');
  assert.deepEqual([unknown.exit, unknown.err], [3, 'Error: prefect.yaml has no deployment "nope": it has daily, adhoc.']);
});

test('options win over the file, names are merged', async () => {
  await cli.run('deploy -n daily --param day=tuesday -t other --interval 60');
  const { parameters, tags, schedules } = await client.deployments.readByName({ flow: 'etl', deployment: 'daily' });
  assert.deepEqual([parameters, tags], [{ day: 'tuesday', chunks: 2 }, ['other']]);
  assert.deepEqual(
    schedules.map(({ schedule }) => Reflect.get(schedule, 'interval')),
    [60],
  );
});

test('another file, with steps that are Python', async () => {
  write(
    'other.yaml',
    "build:\n  - prefect_docker.deployments.steps.build_docker_image: { image_name: x }\npull:\n  - prefect.deployments.steps.set_working_directory: { directory: /srv }\ndeployments:\n  - { name: other, entrypoint: 'flows.ts:etl' }\n",
  );
  const { err } = await cli.run('deploy --prefect-file other.yaml');
  assert.match(err, /other\.yaml: the build steps are Python functions, and are left out\./);
  const { pullSteps } = await client.deployments.readByName({ flow: 'etl', deployment: 'other' });
  assert.deepEqual(pullSteps, [{ 'prefect.deployments.steps.set_working_directory': { directory: '/srv' } }]);
});

test('what Prefect also accepts: one step and one tag without a list, a grace period, one schedule', async () => {
  write(
    'short.yaml',
    `pull: { prefect.deployments.steps.set_working_directory: { directory: /srv } }
deployments:
  - name: short
    entrypoint: flows.ts:etl
    tags: nightly
    work_pool: { name: pool }
    triggers: [{ type: event }]
    concurrency_limit: { limit: 1, grace_period_seconds: 90 }
    schedule: { rrule: 'FREQ=DAILY', timezone: UTC }
`,
  );
  const { err } = await cli.run('deploy --prefect-file short.yaml');
  assert.match(err, /short\.yaml, deployment 1: triggers are automations, which Prefect makes, and are left out\./);
  const { tags, concurrencyOptions, schedules, pullSteps } = await client.deployments.readByName({ flow: 'etl', deployment: 'short' });
  assert.deepEqual(
    [tags, concurrencyOptions, pullSteps?.length],
    [['nightly'], { collisionStrategy: 'ENQUEUE', gracePeriodSeconds: 90 }, 1],
  );
  assert.deepEqual(
    schedules.map(({ schedule }) => Reflect.get(schedule, 'rrule')),
    ['FREQ=DAILY'],
  );
});

for (const [text, message] of [
  ['deployments: [', /prefect\.yaml:\d+: /],
  ['deployments: 3', /prefect\.yaml: deployments is a list\./],
  ['deployments:\n  - name: x', /prefect\.yaml, deployment 1: entrypoint is missing: give one such as flows\/etl\.ts:etl\./],
  ['deployments:\n  - { name: x, entrypoint: "a.ts:b", tags: 3 }', /prefect\.yaml, deployment 1: tags is a list\./],
  [
    'deployments:\n  - { name: x, entrypoint: "a.ts:b", schedules: [{}] }',
    /deployment 1, schedule 1: schedule needs cron, interval \(seconds\) or rrule\./,
  ],
  ['deployments:\n  - { name: x, entrypoint: "a.ts:b", paused: maybe }', /deployment 1: paused is true or false\./],
  [
    'deployments:\n  - { name: x, entrypoint: "a.ts:b", work_pool: pool }',
    /deployment 1, work_pool: names and values are expected here, not "pool"\./,
  ],
  ['', /prefect\.yaml has no deployments\./],
] as const) {
  test(`a prefect.yaml with ${JSON.stringify(text)} is refused with the place`, async () => {
    write('prefect.yaml', text);
    const given = await cli.run('deploy');
    assert.equal(given.exit, 2, given.err);
    assert.match(given.err, message);
  });
}
