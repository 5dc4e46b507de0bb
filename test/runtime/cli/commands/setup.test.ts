import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createCli } from '../../../support/cli.ts';

const cli = await createCli();
after(() => cli.close());
const write = (text: string): void => writeFileSync(join(cli.folder, 'setup.yaml'), text);

const declared = `
work_pools:
  - name: etl
    concurrency_limit: 4
    work_queues:
      - { name: urgent, priority: 1 }
      - { name: default, concurrency_limit: 2 }
  - name: reports
    description: slow ones
`;

test('what is declared is made', async () => {
  write(declared);
  const preview = await cli.run('setup setup.yaml --dry-run');
  assert.match(
    preview.out,
    /^Would create work pool etl\nWould create work queue etl\/urgent\nWould create work queue etl\/default\nWould create work pool reports$/,
  );
  assert.deepEqual(await cli.client.workPools.filter({}), []);
  assert.equal((await cli.run('setup setup.yaml')).out, preview.out.replaceAll('Would create', 'Created'));
  const queues = await cli.client.workQueues.filterByPool({ pool: 'etl' }, {});
  assert.deepEqual(queues.map(({ name, priority, concurrencyLimit }) => [name, priority, concurrencyLimit]).toSorted(), [
    ['default', 2, 2],
    ['urgent', 1, null],
  ]);
});

test('a second time nothing changes', async () => {
  const steps = await cli.json<{ action: string }[]>('setup setup.yaml');
  assert.deepEqual(
    steps.map(({ action }) => action),
    ['none', 'none', 'none', 'none'],
  );
});

test('what differs is changed and said; what the file does not name is left alone', async () => {
  await cli.client.workPools.create({ name: 'other', type: 'process', concurrencyLimit: 9 });
  write(declared.replace('concurrency_limit: 4', 'concurrency_limit: 5\n    paused: true'));
  const { out } = await cli.run('setup setup.yaml');
  assert.match(out, /^Changed work pool etl: concurrency_limit 4 → 5, is_paused false → true\nUnchanged: work queue etl\/urgent/);
  assert.equal((await cli.client.workPools.read({ name: 'etl' })).concurrencyLimit, 5);
  assert.equal((await cli.client.workPools.read({ name: 'other' })).concurrencyLimit, 9);
});

for (const [text, exit, message] of [
  [
    'work_pool: []',
    2,
    /setup\.yaml: work_pool is not known here: there are work_pools, global_concurrency_limits, task_concurrency_limits\./,
  ],
  ['work_pools: [{ nam: x }]', 2, /work pool 1: nam is not known here: there are name, type/],
  ['work_pools: [{ type: process }]', 2, /work pool 1: name is missing\./],
  ['work_pools: [{ name: etl, concurrency_limit: many }]', 2, /concurrency_limit is a number\./],
  ['work_pools: [{ name: etl, type: docker }]', 1, /Work pool "etl" has the type process, not docker, and a type cannot be changed/],
  ['global_concurrency_limits: [{ name: x }]', 2, /global concurrency limit 1: limit is missing\./],
  ['task_concurrency_limits: [{ limit: 1 }]', 2, /task concurrency limit 1: tag is missing\./],
  ['work_pools: [', 2, /setup\.yaml:\d+: /],
  ['- a', 2, /names and values are expected here/],
] as const) {
  test(`a setup file with ${text} is refused with the place`, async () => {
    write(text);
    const given = await cli.run('setup setup.yaml');
    assert.equal(given.exit, exit, given.err);
    assert.match(given.err, message);
  });
}

test('limits of tags and of names are made, and changed when they differ', async () => {
  const limits =
    'global_concurrency_limits: [{ name: database, limit: 5, slot_decay_per_second: 0.5 }]\ntask_concurrency_limits: [{ tag: db, limit: 3 }]\n';
  write(limits);
  assert.equal((await cli.run('setup setup.yaml')).out, 'Created global concurrency limit database\nCreated task concurrency limit db');
  assert.deepEqual(
    (await cli.json<{ action: string }[]>('setup setup.yaml')).map(({ action }) => action),
    ['none', 'none'],
  );
  write(limits.replace('limit: 5', 'limit: 6').replace('limit: 3', 'limit: 4'));
  const { out } = await cli.run('setup setup.yaml');
  assert.equal(out, 'Changed global concurrency limit database: limit 5 → 6\nChanged task concurrency limit db: concurrency_limit 3 → 4');
  assert.equal((await cli.client.concurrencyLimits.readByTag({ tag: 'db' })).concurrencyLimit, 4);
  assert.equal((await cli.client.globalConcurrencyLimits.read({ name: 'database' })).slotDecayPerSecond, 0.5);
});

test('a file that declares nothing, and one that is not there', async () => {
  write('');
  assert.equal(
    (await cli.run('setup setup.yaml')).out,
    'setup.yaml declares nothing: work_pools, global_concurrency_limits and task_concurrency_limits can stand in it.',
  );
  assert.equal((await cli.run('setup nope.yaml')).exit, 3);
});
