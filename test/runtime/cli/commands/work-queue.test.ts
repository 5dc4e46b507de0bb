import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { WorkQueue } from '../../../../runtime/core/entities.ts';
import { createCli } from '../../../support/cli.ts';

const cli = await createCli();
after(() => cli.close());
await cli.run('work-pool create etl');
await cli.run('work-pool create other');

test('a queue is created with priority and limit', async () => {
  const { out, exit } = await cli.run('work-queue create urgent --pool etl --priority 1 --limit 2');
  assert.deepEqual([out, exit], ['Created work queue "urgent" of pool "etl" with priority 1.', 0]);
  const again = await cli.run('work-queue create urgent --pool etl');
  assert.deepEqual([again.exit, again.err], [1, 'Error: Work pool "etl" has a queue "urgent" already.']);
});

test('queues are listed for all pools, and for one', async () => {
  assert.match((await cli.run('work-queue ls')).out, /other +default/);
  const queues = await cli.json<WorkQueue[]>('work-queue ls --pool etl');
  assert.ok(queues.length > 0 && queues.every(({ workPoolName }) => workPoolName === 'etl'));
  assert.equal((await cli.run('work-queue ls --pool nope')).exit, 3);
});

test('inspect shows what a queue is', async () => {
  await cli.run(['work-queue', 'create', 'shown', '--pool', 'etl', '--description', 'small ones', '--limit', '3']);
  assert.match((await cli.run('work-queue inspect shown --pool etl')).out, /Description +small ones\n.*\nLimit +3/);
  assert.equal((await cli.json<WorkQueue>('work-queue inspect shown --pool etl')).concurrencyLimit, 3);
});

for (const [line, text, changes] of [
  ['pause default --pool etl', 'is paused', { isPaused: true }],
  ['resume default --pool etl', 'is not paused', { isPaused: false }],
  ['set-concurrency-limit default 5 --pool etl', 'has its limit: 5 at once', { concurrencyLimit: 5 }],
  ['clear-concurrency-limit default --pool etl', 'has no limit', { concurrencyLimit: null }],
] as const) {
  test(`work-queue ${line}`, async () => {
    const { out, exit } = await cli.run(`work-queue ${line}`);
    assert.deepEqual([out, exit], [`Work queue "default" of pool "etl" ${text}.`, 0]);
    const queue = await cli.client.workQueues.readByName({ pool: 'etl', name: 'default' });
    for (const [field, value] of Object.entries(changes)) assert.equal(Reflect.get(queue, field), value);
  });
}

test('a queue is deleted after a yes', async () => {
  await cli.run('work-queue create doomed --pool etl');
  cli.answers.push('no');
  assert.equal((await cli.run('work-queue delete doomed --pool etl')).exit, 130);
  assert.equal((await cli.run('work-queue delete doomed --pool etl')).out, 'Deleted work queue "doomed" of pool "etl".');
  const missing = await cli.run('work-queue delete doomed --pool etl');
  assert.deepEqual(
    [missing.exit, missing.err],
    [3, 'Error: There is no work queue "doomed" in pool "etl". "millrace work-queue ls" lists those that exist.'],
  );
});

test('a command without its pool says so', async () => {
  const { exit, err } = await cli.run('work-queue pause default');
  assert.equal(exit, 2);
  assert.match(err, /required option '-p, --pool <name>' not specified/);
});
