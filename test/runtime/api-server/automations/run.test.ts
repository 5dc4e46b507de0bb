import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryServer } from '../../../support/memory-server.ts';

type Server = ReturnType<typeof memoryServer>;

const crashed = { type: 'event', posture: 'Reactive', expect: ['prefect.flow-run.Crashed'] };

async function withDeployment(): Promise<{ server: Server; deployment: string; start: () => Promise<string> }> {
  const server = memoryServer();
  await server.client.workPools.create({ name: 'pool', type: 'process' });
  const flow = await server.client.flows.create({ name: 'f' });
  const { id } = await server.client.deployments.create({ name: 'd', flowId: flow.id, workPoolName: 'pool' });
  const start = async () => (await server.client.deployments.createFlowRun({ id }, {})).id;
  return { server, deployment: id, start };
}

const automate = (server: Server, trigger: Record<string, unknown>, ...actions: Record<string, unknown>[]) =>
  server.client.automations.create({ name: 'a', trigger, actions });

const crash = (server: Server, id: string) => server.client.flowRuns.setState({ id }, { state: { type: 'CRASHED' } });

const named = (server: Server, name: string) => server.events.filter(({ event }) => event === name);

test('a crashed run is started again, and the events say by whom', async () => {
  const { server, deployment, start } = await withDeployment();
  await automate(server, crashed, { type: 'run-deployment', deployment_id: deployment, parameters: { again: true } });
  await crash(server, await start());
  const runs = await server.client.flowRuns.filter({ sort: 'START_TIME_DESC' });
  assert.equal(runs.length, 2);
  assert.ok(runs.some(({ parameters }) => parameters['again'] === true));
  assert.equal(named(server, 'prefect.automation.triggered').length, 1);
  assert.equal(named(server, 'prefect.automation.action.executed').length, 1);
});

test('what an action does not name is what its event is about', async () => {
  const { server, deployment, start } = await withDeployment();
  const queue = await server.client.workQueues.readByName({ pool: 'pool', name: 'default' });
  await automate(
    server,
    crashed,
    { type: 'pause-deployment', source: 'inferred' },
    { type: 'pause-work-pool', source: 'inferred' },
    { type: 'pause-work-queue', work_queue_id: queue.id },
  );
  await crash(server, await start());
  assert.equal((await server.client.deployments.read({ id: deployment })).paused, true);
  assert.equal((await server.client.workPools.read({ name: 'pool' })).isPaused, true);
  assert.equal((await server.client.workQueues.read({ id: queue.id })).isPaused, true);
});

test('a run that becomes late is cancelled, and a state can be changed', async () => {
  const { server, start } = await withDeployment();
  await automate(server, { ...crashed, expect: ['prefect.flow-run.Late'] }, { type: 'cancel-flow-run' });
  const late = await start();
  server.pass(60);
  await server.service('late-runs');
  assert.equal((await server.client.flowRuns.read({ id: late })).stateType, 'CANCELLED');
  await automate(
    server,
    { ...crashed, expect: ['prefect.flow-run.Pending'] },
    { type: 'change-flow-run-state', state: 'FAILED', name: 'Refused' },
  );
  const refused = await start();
  await server.client.flowRuns.setState({ id: refused }, { state: { type: 'PENDING' } });
  assert.equal((await server.client.flowRuns.read({ id: refused })).stateName, 'Refused');
});

/** A trigger, and whether the crash of a run fires it. */
const triggers: [Record<string, unknown>, boolean][] = [
  [crashed, true],
  [{ ...crashed, expect: ['prefect.flow-run.*'], match: { 'prefect.state-type': 'CRASHED' } }, true],
  [{ ...crashed, expect: [], match: { 'prefect.state-type': ['FAILED', 'CRASHED'] } }, true],
  [{ ...crashed, match: { 'prefect.resource.id': 'prefect.deployment.*' } }, false],
  [{ ...crashed, match: { 'prefect.state-type': '!CRASHED' } }, false],
  [{ ...crashed, match: { unknown: '*' } }, false],
  [{ ...crashed, match_related: { 'prefect.resource.role': 'deployment' } }, true],
  [{ ...crashed, match_related: [{ 'prefect.resource.role': 'deployment' }, { 'prefect.resource.role': 'nothing' }] }, false],
  [{ ...crashed, threshold: 2, within: 60 }, false],
  [{ ...crashed, posture: 'Proactive' }, false],
  [{ ...crashed, after: ['prefect.flow-run.Running'] }, false],
  [{ type: 'compound', triggers: [], within: null, require: 'any' }, false],
];

for (const [trigger, expected] of triggers) {
  test(`${JSON.stringify(trigger)} ${expected ? 'fires' : 'does not fire'}`, async () => {
    const { server, start } = await withDeployment();
    await automate(server, trigger, { type: 'do-nothing' });
    await crash(server, await start());
    assert.equal(named(server, 'prefect.automation.triggered').length > 0, expected);
    assert.deepEqual(server.faults, []);
  });
}

test('a run is started later when the action says so; what an automation lacks is refused', async () => {
  const { server, deployment, start } = await withDeployment();
  await automate(server, crashed, { type: 'run-deployment', deployment_id: deployment, schedule_after: 600 });
  await crash(server, await start());
  const [later] = await server.client.flowRuns.filter({ flowRuns: { state: { type: { any_: ['SCHEDULED'] } } } });
  assert.equal(Math.round((Date.parse(later?.expectedStartTime ?? '') - server.now()) / 1000), 600);
  for (const body of [
    { trigger: crashed, actions: [{ type: 'change-flow-run-state', state: 'HAPPY' }] },
    { trigger: crashed, actions: [{ type: 'send-notification' }] },
    { trigger: { type: 'event' }, actions: [] },
    { trigger: { ...crashed, match: { a: 1 } }, actions: [] },
  ]) {
    assert.equal((await server.request('POST', '/automations/', { name: 'a', ...body })).status, 422, JSON.stringify(body));
  }
});

test('a threshold counts the events of its time', async () => {
  const { server, start } = await withDeployment();
  await automate(server, { ...crashed, threshold: 2, within: 60 }, { type: 'do-nothing' });
  const fired: number[] = [];
  for (const seconds of [0, 10, 100, 10]) {
    server.pass(seconds);
    await crash(server, await start());
    fired.push(named(server, 'prefect.automation.triggered').length);
  }
  assert.deepEqual(fired, [0, 1, 1, 2]);
});

test('groups are counted apart, and a trigger of any length is counted without reading the events again', async () => {
  const { server, start } = await withDeployment();
  const apart = { ...crashed, threshold: 2, within: 1e15, for_each: ['prefect.resource.id'] };
  await automate(server, apart, { type: 'do-nothing' });
  const [one, two] = [await start(), await start()];
  for (const id of [one, two]) await crash(server, id);
  assert.equal(named(server, 'prefect.automation.triggered').length, 0);
  for (const [count, id] of [two, one].entries()) {
    await server.client.flowRuns.setState({ id }, { state: { type: 'CRASHED' }, force: true });
    assert.equal(named(server, 'prefect.automation.triggered').length, count + 1);
  }
  assert.deepEqual(server.faults, []);
  const counted = server.database.all<{ count: number }>('SELECT count FROM automation_bucket');
  assert.deepEqual(
    counted.map(({ count }) => count),
    [0, 0],
  );
});

test('an action that cannot be done is said, and undoes nothing', async () => {
  const { server, start } = await withDeployment();
  const nowhere = { type: 'run-deployment', deployment_id: '0190d9f4-5a9c-7e5b-8f00-0000000000ff' };
  const webhook = { type: 'call-webhook', block_document_id: nowhere.deployment_id, payload: '' };
  await automate(server, crashed, webhook, nowhere, { type: 'run-deployment', deployment_id: 'none' });
  const id = await start();
  await crash(server, id);
  assert.equal((await server.client.flowRuns.read({ id })).stateType, 'CRASHED');
  const reasons = named(server, 'prefect.automation.action.failed').map(({ payload }) => String(payload['reason']));
  assert.equal(reasons.length, 3);
  assert.match(reasons[0] ?? '', /Unexpected status from 'call-webhook' action: 404/);
});

test('automations that wake each other come to an end, and one that is switched off does nothing', async () => {
  const { server, deployment, start } = await withDeployment();
  const scheduled = { ...crashed, expect: ['prefect.flow-run.Scheduled'], match: { 'prefect.state-name': 'Scheduled' } };
  // One that looks at every event does not look at those about itself.
  await automate(server, { ...crashed, expect: [] }, { type: 'do-nothing' });
  const { id } = await automate(server, scheduled, { type: 'run-deployment', deployment_id: deployment });
  await start();
  assert.ok((await server.client.flowRuns.count({})) < 110);
  await server.client.automations.update({ id }, { enabled: false });
  const before = await server.client.flowRuns.count({});
  await start();
  assert.equal(await server.client.flowRuns.count({}), before + 1);
});

/** A trigger for what does not come within a minute after a run is claimed. */
const stuck = {
  ...{ type: 'event', posture: 'Proactive', after: ['prefect.flow-run.Pending'], expect: ['prefect.flow-run.Running'] },
  ...{ for_each: ['prefect.resource.id'], within: 60 },
};

test('a run that does not begin in time is cancelled, one that does is left alone', async () => {
  const { server, start } = await withDeployment();
  await automate(server, stuck, { type: 'change-flow-run-state', state: 'CANCELLED', force: true });
  const [idle, busy] = [await start(), await start()];
  for (const id of [idle, busy]) await server.client.flowRuns.setState({ id }, { state: { type: 'PENDING' } });
  server.pass(30);
  await server.client.flowRuns.setState({ id: busy }, { state: { type: 'RUNNING' } });
  await server.service('proactive-triggers');
  assert.equal(named(server, 'prefect.automation.triggered').length, 0);
  server.pass(31);
  await server.service('proactive-triggers');
  await server.service('proactive-triggers');
  const states = await Promise.all([idle, busy].map(async (id) => (await server.client.flowRuns.read({ id })).stateType));
  assert.deepEqual(states, ['CANCELLED', 'RUNNING']);
  assert.equal(named(server, 'prefect.automation.triggered').length, 1);
});

test('an automation that expects something again and again acts each time that it does not come', async () => {
  const { server, start } = await withDeployment();
  const trigger = { type: 'event', posture: 'Proactive', expect: ['prefect.flow-run.Crashed'], within: 60 };
  await automate(server, trigger, { type: 'do-nothing' });
  const fired: number[] = [];
  const look = async (seconds: number): Promise<void> => {
    server.pass(seconds);
    await server.service('proactive-triggers');
    fired.push(named(server, 'prefect.automation.triggered').length);
  };
  await look(0);
  await look(61);
  await look(50);
  await crash(server, await start());
  await look(50);
  await look(11);
  await look(60);
  assert.deepEqual(fired, [0, 1, 1, 1, 1, 2]);
  assert.equal(named(server, 'prefect.automation.action.executed').length, 2);
});

test('an event counts once another has come before it', async () => {
  const { server, start } = await withDeployment();
  await automate(
    server,
    { ...crashed, after: ['prefect.flow-run.Running'], for_each: ['prefect.resource.id'], within: 60 },
    { type: 'do-nothing' },
  );
  const fired: number[] = [];
  for (const [runs, seconds] of [
    [false, 0],
    [true, 10],
    [true, 70],
  ] as const) {
    const id = await start();
    if (runs) await server.client.flowRuns.setState({ id }, { state: { type: 'RUNNING' }, force: true });
    server.pass(seconds);
    await crash(server, id);
    fired.push(named(server, 'prefect.automation.triggered').length);
  }
  assert.deepEqual(fired, [0, 1, 1]);
});
