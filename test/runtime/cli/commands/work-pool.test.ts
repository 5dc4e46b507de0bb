import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { WorkPool } from '../../../../runtime/core/entities.ts';
import { createCli } from '../../../support/cli.ts';

const cli = await createCli();
after(() => cli.close());

test('a pool is created with its settings, and says how to start a worker', async () => {
  const { out, err, exit } = await cli.run([
    'work-pool',
    'create',
    'etl',
    '--concurrency-limit',
    '4',
    '--description',
    'nightly jobs',
    '--paused',
  ]);
  assert.deepEqual([out, err, exit], ['Created work pool "etl".', 'Start a worker with "millrace worker start --pool etl".', 0]);
  const pool = await cli.client.workPools.read({ name: 'etl' });
  assert.deepEqual([pool.type, pool.concurrencyLimit, pool.description, pool.isPaused], ['process', 4, 'nightly jobs', true]);
});

test('a pool that exists is changed with --overwrite only', async () => {
  await cli.run('work-pool create twice');
  const refused = await cli.run('work-pool create twice');
  assert.deepEqual([refused.exit, refused.err], [1, 'Error: There is a work pool "twice" already: change it with --overwrite.']);
  const changed = await cli.run('work-pool create twice --overwrite --concurrency-limit 2');
  assert.equal(changed.out, 'Updated work pool "twice".');
  assert.equal((await cli.client.workPools.read({ name: 'twice' })).concurrencyLimit, 2);
});

test('the job template is read from a file', async () => {
  writeFileSync(join(cli.folder, 'template.json'), JSON.stringify({ job_configuration: { command: '{{ command }}' }, variables: {} }));
  await cli.run('work-pool create templated --base-job-template template.json');
  const pool = await cli.client.workPools.read({ name: 'templated' });
  assert.deepEqual(pool.baseJobTemplate['job_configuration'], { command: '{{ command }}' });
  writeFileSync(join(cli.folder, 'broken.json'), '{');
  const { exit, err } = await cli.run('work-pool create broken --base-job-template broken.json');
  assert.deepEqual([exit, err], [2, `Error: The job template ${join(cli.folder, 'broken.json')} cannot be read as JSON.`]);
});

test('pools are listed as a table and as JSON', async () => {
  await cli.run('work-pool create listed --concurrency-limit 3');
  const { out } = await cli.run('work-pool ls');
  assert.match(out, /^NAME +TYPE +STATUS +LIMIT +DESCRIPTION/);
  assert.match(out, /\nlisted +process +NOT_READY +3/);
  const pools = await cli.json<WorkPool[]>('work-pool ls');
  assert.ok(pools.some(({ name, concurrencyLimit }) => name === 'listed' && concurrencyLimit === 3));
});

for (const [line, text, changes] of [
  ['pause changed', 'Work pool "changed" is paused.', { isPaused: true }],
  ['resume changed', 'Work pool "changed" is not paused.', { isPaused: false }],
  ['set-concurrency-limit changed 7', 'Work pool "changed" has its limit: 7 at once.', { concurrencyLimit: 7 }],
  ['clear-concurrency-limit changed', 'Work pool "changed" has no limit.', { concurrencyLimit: null }],
] as const) {
  test(`work-pool ${line}`, async () => {
    await cli.run('work-pool create changed --overwrite');
    const { out, exit } = await cli.run(`work-pool ${line}`);
    assert.deepEqual([out, exit], [text, 0]);
    const pool = await cli.client.workPools.read({ name: 'changed' });
    for (const [field, value] of Object.entries(changes)) assert.equal(Reflect.get(pool, field), value);
    assert.deepEqual(await cli.json(`work-pool ${line}`), { name: 'changed', ...changes });
  });
}

for (const command of ['work-pool create a/b', 'work-queue create a/b --pool changed']) {
  test(`${command} is refused before the server is asked`, async () => {
    const { exit, err } = await cli.run(command);
    assert.deepEqual([exit, err], [2, 'Error: "a/b" is no name: it must have at least one character, and none of / % & < >.']);
  });
}

test('inspect shows queues and workers', async () => {
  await cli.run('work-pool create shown');
  await cli.client.workPools.heartbeat({ name: 'shown' }, { name: 'worker-1', heartbeatIntervalSeconds: 30 });
  const { out } = await cli.run('work-pool inspect shown');
  assert.match(out, /Queues +default \(priority 1\)/);
  assert.match(out, /Workers +worker-1 \(online, seen /);
  const pool = await cli.json<{ workers: { name: string }[]; workQueues: { name: string }[] }>('work-pool inspect shown');
  assert.deepEqual([pool.workers[0]?.name, pool.workQueues[0]?.name], ['worker-1', 'default']);
});

test('a pool is deleted after a yes, and kept after a no', async () => {
  await cli.run('work-pool create doomed');
  cli.answers.push('no');
  const kept = await cli.run('work-pool delete doomed');
  assert.deepEqual([kept.exit, kept.err], [130, 'Nothing was deleted.']);
  const gone = await cli.run('work-pool delete doomed --yes');
  assert.deepEqual([gone.exit, gone.out], [0, 'Deleted work pool "doomed".']);
  await assert.rejects(cli.client.workPools.read({ name: 'doomed' }), { code: 'not-found' });
});

for (const line of ['inspect nope', 'pause nope', 'set-concurrency-limit nope 2', 'delete nope']) {
  test(`work-pool ${line}: a pool that does not exist is said, with exit code 3`, async () => {
    const { exit, err } = await cli.run(`work-pool ${line}`);
    assert.equal(exit, 3);
    assert.match(err, /There is no work pool "nope"\. .*"millrace work-pool (ls|create nope)"/);
  });
}

test('a type that is mistyped is refused, and one of somebody else is not', async () => {
  const { exit, err } = await cli.run('work-pool create typed --type proces');
  assert.equal(exit, 2);
  assert.match(err, /No worker serves pools of type "proces"\. Do you mean "process"\?/);
  assert.equal((await cli.run('work-pool create typed --type slurm')).exit, 0);
  assert.match((await cli.run('work-pool inspect typde')).err, /There is no work pool "typde"\. Do you mean "typed"\?/);
  assert.match((await cli.run('work-pool pause typde')).err, /There is no work pool "typde"\. Do you mean "typed"\?/);
});
