import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Deployment, FlowRun } from '../../../../runtime/core/entities.ts';
import type { MemoryServer } from '../../../support/memory-server.ts';
import { memoryServer } from '../../../support/memory-server.ts';

type Schedules = NonNullable<Parameters<MemoryServer['client']['deployments']['create']>[0]['schedules']>;

async function deploy(server: MemoryServer, schedules: Schedules, more: { paused?: boolean } = {}): Promise<Deployment> {
  const flow = await server.client.flows.create({ name: 'etl' });
  return server.client.deployments.create({
    name: 'nightly',
    flowId: flow.id,
    parameters: { day: 'today', size: 1 },
    tags: ['prod'],
    schedules,
    ...more,
  });
}

const runsOf = async (server: MemoryServer): Promise<FlowRun[]> => server.client.flowRuns.filter({ sort: 'EXPECTED_START_TIME_ASC' });

const times = async (server: MemoryServer): Promise<(string | null)[]> =>
  (await runsOf(server)).map(({ expectedStartTime }) => expectedStartTime?.slice(0, 16) ?? null);

test('a run is written with what the deployment and the schedule say', async () => {
  await using server = memoryServer();
  await deploy(server, [{ schedule: { cron: '0 7 * * *' }, parameters: { size: 2 }, slug: 'morning', maxScheduledRuns: 1 }]);
  const [run] = await runsOf(server);
  assert.deepEqual(run?.parameters, { day: 'today', size: 2 });
  assert.deepEqual([run?.autoScheduled, run?.state?.type, run?.state?.message], [true, 'SCHEDULED', 'Flow run scheduled']);
  assert.deepEqual(run?.tags.toSorted(), ['auto-scheduled', 'prod']);
  assert.deepEqual([run?.createdBy?.type, run?.createdBy?.displayValue], ['SCHEDULE', 'morning']);
});

test('three runs at least, and those up to the first that is an hour away', async () => {
  await using server = memoryServer();
  await deploy(server, [{ schedule: { cron: '0 6 * * *', timezone: 'Europe/Berlin' } }]);
  assert.deepEqual(await times(server), ['2026-11-22T05:00', '2026-11-23T05:00', '2026-11-24T05:00']);
  const flow = await server.client.flows.create({ name: 'often' });
  await server.client.deployments.create({ name: 'often', flowId: flow.id, schedules: [{ schedule: { cron: '*/5 * * * *' } }] });
  assert.equal(await server.client.flowRuns.count({ flows: { name: { any_: ['often'] } } }), 13);
});

test('as time passes runs are added, none twice', async () => {
  await using server = memoryServer();
  await deploy(server, [{ schedule: { interval: 1800, anchorDate: '2026-11-21T06:10:00Z' } }]);
  assert.deepEqual(await times(server), ['2026-11-21T06:10', '2026-11-21T06:40', '2026-11-21T07:10']);
  await server.service('scheduler');
  assert.equal((await times(server)).length, 3);
  server.pass(1860);
  await server.service('scheduler');
  assert.deepEqual((await times(server)).slice(3), ['2026-11-21T07:40']);
});

test('an interval without an anchor counts from its creation', async () => {
  await using server = memoryServer({ at: '2026-11-21T06:07:30Z' });
  const { schedules } = await deploy(server, [{ schedule: { interval: 3600 } }]);
  assert.deepEqual(await times(server), ['2026-11-21T07:07', '2026-11-21T08:07', '2026-11-21T09:07']);
  const [schedule] = schedules;
  assert.ok(schedule && 'interval' in schedule.schedule && schedule.schedule.anchorDate?.startsWith('2026-11-21T06:07:30'));
});

test('paused deployments and inactive schedules write nothing; resumed ones do', async () => {
  await using server = memoryServer();
  const deployment = await deploy(server, [{ schedule: { cron: '0 7 * * *' } }], { paused: true });
  await server.service('scheduler');
  assert.deepEqual(await times(server), []);
  await server.client.deployments.resume(deployment);
  assert.equal((await times(server)).length, 3);
  const [schedule] = await server.client.deployments.readSchedules(deployment);
  await server.client.deployments.updateSchedule({ id: deployment.id, schedule: schedule?.id ?? '' }, { active: false });
  await server.service('scheduler');
  assert.deepEqual(await times(server), []);
});

test('a changed schedule replaces its coming runs, and leaves those that have begun', async () => {
  await using server = memoryServer();
  const deployment = await deploy(server, [{ schedule: { cron: '0 7 * * *' } }]);
  const [begun] = await runsOf(server);
  await server.client.flowRuns.setState({ id: begun?.id ?? '' }, { state: { type: 'PENDING' } });
  const [schedule] = await server.client.deployments.readSchedules(deployment);
  await server.client.deployments.updateSchedule({ id: deployment.id, schedule: schedule?.id ?? '' }, { schedule: { cron: '0 9 * * *' } });
  assert.deepEqual(await times(server), ['2026-11-21T07:00', '2026-11-21T09:00', '2026-11-22T09:00', '2026-11-23T09:00']);
  await server.client.deployments.deleteSchedule({ id: deployment.id, schedule: schedule?.id ?? '' });
  assert.deepEqual(await times(server), ['2026-11-21T07:00']);
});

test('nothing is written for a time that is further away than a hundred days', async () => {
  await using server = memoryServer();
  await deploy(server, [{ schedule: { cron: '0 0 1 1 *' } }]);
  assert.deepEqual(await times(server), ['2027-01-01T00:00']);
});

test('a window that a client asks for is written at once', async () => {
  await using server = memoryServer();
  const deployment = await deploy(server, [{ schedule: { cron: '0 * * * *' } }]);
  assert.equal((await times(server)).length, 3);
  await server.client.deployments.schedule(deployment, { endTime: '2026-11-21T12:30:00Z', minRuns: 5 });
  assert.deepEqual((await times(server)).at(-1), '2026-11-21T11:00');
  await server.client.deployments.schedule(deployment, { startTime: '2026-12-24T00:00:00Z', minTime: 0, minRuns: 1 });
  assert.deepEqual((await times(server)).at(-1), '2026-12-24T00:00');
});

for (const schedule of [{ cron: 'nope' }, { rrule: 'FREQ=SOMETIMES' }, { cron: '0 0 * * *', timezone: 'Nowhere/Else' }]) {
  test(`${JSON.stringify(schedule)} is refused wherever a schedule is given, and nothing is written`, async () => {
    await using server = memoryServer();
    const deployment = await deploy(server, [{ schedule: { cron: '0 7 * * *' } }], { paused: true });
    const [kept] = await server.client.deployments.readSchedules(deployment);
    const bad = [{ schedule }];
    const answers = await Promise.all([
      server.request('POST', '/deployments/', { name: 'bad', flow_id: deployment.flowId, schedules: bad }),
      server.request('PATCH', `/deployments/${deployment.id}`, { schedules: bad }),
      server.request('POST', `/deployments/${deployment.id}/schedules`, bad),
      server.request('PATCH', `/deployments/${deployment.id}/schedules/${kept?.id}`, { schedule }),
    ]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [422, 422, 422, 422],
    );
    assert.deepEqual(await server.client.deployments.readSchedules(deployment), [kept]);
    assert.equal(await server.client.deployments.count({}), 1);
  });
}

test('slugs are unique within a deployment', async () => {
  await using server = memoryServer();
  const twice = [
    { schedule: { cron: '0 7 * * *' }, slug: 'same' },
    { schedule: { cron: '0 8 * * *' }, slug: 'same' },
  ];
  await assert.rejects(deploy(server, twice), /unique/);
});
