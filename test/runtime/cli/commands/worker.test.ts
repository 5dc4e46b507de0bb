import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createCli } from '../../../support/cli.ts';

const cli = await createCli();
after(() => cli.close());
const { client } = cli;
await client.workPools.create({ name: 'pool', type: 'process' });
await client.workPools.create({ name: 'boxes', type: 'docker' });

test('workers are listed with when they were seen; without any there is a next step', async () => {
  const none = await cli.run('worker ls --pool pool');
  assert.equal(none.out, 'No workers. Start one with "millrace worker start --pool pool".');
  await client.workPools.heartbeat({ name: 'pool' }, { name: 'w', heartbeatIntervalSeconds: 30 });
  assert.match((await cli.run('worker ls --pool pool')).out, /^NAME +STATUS +LAST SEEN\nw +ONLINE +\d{4}-/);
  const [worker] = await cli.json<{ name: string; status: string }[]>('worker ls --pool pool');
  assert.deepEqual([worker?.name, worker?.status], ['w', 'ONLINE']);
});

for (const [line, exit, message] of [
  ['worker start', 2, /required option '-p, --pool <name>' not specified/],
  [
    'worker start --pool nope --no-create-pool-if-not-found',
    3,
    /There is no work pool "nope"\. Create it with "millrace work-pool create nope"\./,
  ],
  [
    'worker start --pool boxes',
    2,
    /Work pool "boxes" has the type docker, and these workers start processes: use a pool of the type process\./,
  ],
  ['worker start --pool pool --workers 0', 2, /Give a whole number from 1\./],
  [
    'worker start --pool pool --work-queue defualt',
    3,
    /There is no work queue "defualt" in pool "pool"\. Do you mean "default"\? "millrace work-queue ls" lists those that exist\./,
  ],
  ['worker ls --pool nope', 3, /There is no work pool "nope"/],
] as const) {
  test(`millrace ${line} is refused in words`, async () => {
    const given = await cli.run(line);
    assert.equal(given.exit, exit);
    assert.match(given.err, message);
  });
}

test('a worker makes its pool when there is none, and says so', async () => {
  cli.stop.abort();
  const { out, err, exit } = await cli.run('worker start --pool fresh --name w');
  assert.deepEqual([out, exit], ['Worker w started in pool "fresh". Ctrl-C to stop.', 0]);
  assert.match(err, /^There was no work pool "fresh": it is made\./);
  assert.equal((await client.workPools.read({ name: 'fresh' })).type, 'process');
});

test('a worker of a paused pool starts, and says what keeps it from its work', async () => {
  await client.workPools.create({ name: 'shut', type: 'process', isPaused: true });
  const { out, err } = await cli.run('worker start --pool shut -n 2 --name w');
  assert.equal(out, 'Workers w-1, w-2 started in pool "shut". Ctrl-C to stop.');
  assert.equal(err, 'Work pool "shut" is paused: resume it with "millrace work-pool resume shut".\nStopped.');
});

test('flows are listed, the newest first', async () => {
  assert.equal(
    (await cli.run('flow ls')).out,
    'No flows yet: run one with "millrace run FILE:FLOW", or deploy it with "millrace deploy FILE:FLOW".',
  );
  await client.flows.create({ name: 'older' });
  await client.flows.create({ name: 'newer' });
  assert.match((await cli.run('flow ls')).out, /^NAME +ID +CREATED\nnewer .*\nolder /);
  assert.deepEqual(
    (await cli.json<{ name: string }[]>('flow ls --limit 1')).map(({ name }) => name),
    ['newer'],
  );
});
