import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import type { Deployment, FlowRun } from '../../../../runtime/core/entities.ts';
import { createCli } from '../../../support/cli.ts';
import { createFakeClock } from '../../../support/fake-clock.ts';

const clock = createFakeClock(Date.now());
const cli = await createCli({ clock });
after(() => cli.close());
const { client } = cli;
const flow = await client.flows.create({ name: 'etl' });
await client.workPools.create({ name: 'pool', type: 'process' });
const deployment = await client.deployments.create({
  name: 'daily',
  flowId: flow.id,
  workPoolName: 'pool',
  tags: ['nightly'],
  entrypoint: 'flows.ts:etl',
  parameters: { day: 'monday' },
  schedules: [{ schedule: { cron: '0 6 * * *', timezone: 'Europe/Zurich' }, active: true }],
});
await client.deployments.create({ name: 'adhoc', flowId: flow.id });

test('deployments are listed with pool and schedule', async () => {
  const { out } = await cli.run('deployment ls');
  assert.match(
    out,
    /^NAME +POOL +QUEUE +SCHEDULE +ENTRYPOINT\netl\/adhoc +- +- +- +-\netl\/daily +pool +default +0 6 \* \* \* \(Europe\/Zurich\) +flows\.ts:etl$/,
  );
});

for (const [options, expected] of [
  ['--tag nightly', ['daily']],
  ['--flow-name etl', ['adhoc', 'daily']],
  ['--flow-name nope', []],
  ['etl', ['adhoc', 'daily']],
  ['nope', []],
  ['--limit 1', ['adhoc']],
] as const) {
  test(`deployment ls ${options}`, async () => {
    const names = (await cli.json<Deployment[]>(`deployment ls ${options}`)).map(({ name }) => name);
    assert.deepEqual(names, expected);
  });
}

test('inspect shows a deployment by its name and by its id', async () => {
  assert.match(
    (await cli.run('deployment inspect etl/daily')).out,
    /Schedules +0 6 \* \* \* \(Europe\/Zurich\)\nParameters +\{"day":"monday"\}/,
  );
  assert.equal((await cli.json<Deployment>(`deployment inspect ${deployment.id}`)).name, 'daily');
});

for (const [name, exit, message] of [
  ['etl/nope', 3, 'Error: There is no deployment "etl/nope". "millrace deployment ls" lists those that exist.'],
  ['daily', 2, 'Error: "daily" is not the name of a deployment: it has the form "flow/deployment".'],
] as const) {
  test(`deployment run ${name} is refused in words`, async () => {
    const given = await cli.run(`deployment run ${name}`);
    assert.deepEqual([given.exit, given.err], [exit, message]);
  });
}

test('a run is created with what the options say', async () => {
  const line = [
    'deployment',
    'run',
    'etl/daily',
    '-p',
    'day=tuesday',
    '-p',
    'chunks=3',
    '--flow-run-name',
    'by-hand',
    '-t',
    'a',
    '-t',
    'b',
    '-jv',
    'env={"X":"1"}',
  ];
  const run = await cli.json<FlowRun>(line);
  assert.deepEqual([run.name, run.parameters, run.jobVariables], ['by-hand', { day: 'tuesday', chunks: 3 }, { env: { X: '1' } }]);
  assert.deepEqual(run.tags.toSorted(), ['a', 'b', 'nightly']);
});

test('nobody who would run it is said at once, with the command that starts one', async () => {
  const { out, err, exit } = await cli.run('deployment run etl/daily');
  assert.match(out, /^Created flow run \S+ \(\S+\)$/);
  assert.match(
    err,
    /^No worker is online in pool "pool": start one with "millrace worker start --pool pool"\.\nFollow it with "millrace flow-run logs -f /,
  );
  assert.equal(exit, 0);
});

test('a run starts later when it is told so', async () => {
  const soon = await cli.json<FlowRun>('deployment run etl/daily --start-in 2h');
  assert.equal(Math.round((Date.parse(soon.expectedStartTime ?? '') - clock.now()) / 1000), 7200);
  const at = await cli.json<FlowRun>('deployment run etl/daily --start-at 2031-01-02T03:04:05Z');
  assert.equal(Date.parse(at.expectedStartTime ?? ''), Date.UTC(2031, 0, 2, 3, 4, 5));
  assert.equal((await cli.run('deployment run etl/daily --start-in 5 --start-at 2031-01-02T03:04:05Z')).exit, 2);
});

test('the same idempotency key gives the same run', async () => {
  const [first, second] = [
    await cli.json<FlowRun>('deployment run etl/daily --idempotency-key k'),
    await cli.json<FlowRun>('deployment run etl/daily --idempotency-key k'),
  ];
  assert.equal(first.id, second.id);
});

test('parameters that no server would take are refused before they are sent', async () => {
  const { exit, err } = await cli.run(['deployment', 'run', 'etl/daily', '-p', `big=${'x'.repeat(600_000)}`]);
  assert.equal(exit, 2);
  assert.match(err, /pass a reference/);
});

test('a time to watch for is a wish to watch, and nothing that is not there is listed', async () => {
  const { exit, err } = await cli.run('deployment run etl/daily --watch-timeout 0.01');
  assert.equal(exit, 1);
  assert.match(err, /when the time is over\. The run goes on/);
  assert.equal((await cli.run('deployment ls nope')).out, 'No such deployments. Create one with "millrace deploy FILE:FLOW --pool POOL".');
});

for (const [type, exit, last] of [
  ['COMPLETED', 0, /Completed {2}all done$/],
  ['FAILED', 1, /Error: Flow run watched-FAILED ended as Failed: all done$/],
] as const) {
  test(`--watch follows a run until it is ${type}, exit code ${exit}`, async () => {
    const name = `watched-${type}`;
    const watching = cli.run(`deployment run etl/daily --flow-run-name ${name} --watch`);
    let run: FlowRun | undefined;
    while (run === undefined) {
      [run] = await client.flowRuns.filter({ flowRuns: { name: { any_: [name] } } });
      await new Promise(setImmediate);
    }
    await client.logs.create([
      { name: 'x', level: 20, message: 'a line', timestamp: new Date().toISOString(), flowRunId: run.id, taskRunId: null },
    ]);
    for (const state of [{ type: 'RUNNING' as const }, { type, message: 'all done' }]) {
      await client.flowRuns.setState({ id: run.id }, { state, force: true });
    }
    const given = await watching;
    assert.equal(given.exit, exit);
    assert.match(given.err, /INFO +\| a line/);
    assert.match(given.err, last);
  });
}

test('--watch gives up at its timeout, and says that the run goes on', async () => {
  const { exit, err } = await cli.run('deployment run etl/daily --watch --watch-timeout 30s');
  assert.equal(exit, 1);
  assert.match(err, /is Scheduled when the time is over\. The run goes on: follow it with "millrace flow-run logs -f/);
});

test('pause and resume', async () => {
  assert.match((await cli.run('deployment pause etl/daily')).out, /is paused: its schedules make no runs\.$/);
  assert.equal((await client.deployments.read({ id: deployment.id })).paused, true);
  assert.match((await cli.run('deployment ls')).out, /etl\/daily +pool +default +paused/);
  assert.deepEqual(await cli.json('deployment resume etl/daily'), { id: deployment.id, paused: false });
  assert.equal((await client.deployments.read({ id: deployment.id })).paused, false);
});

test('delete asks, and keeps after a no', async () => {
  cli.answers.push('no');
  assert.equal((await cli.run('deployment delete etl/adhoc')).exit, 130);
  assert.equal((await cli.run('deployment delete etl/adhoc -y')).out, 'Deleted deployment etl/adhoc.');
  assert.equal((await cli.run('deployment inspect etl/adhoc')).exit, 3);
});
