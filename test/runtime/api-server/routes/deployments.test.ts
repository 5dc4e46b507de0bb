import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryServer } from '../../../support/memory-server.ts';

test('a deployment that is created again is changed in what is mentioned, and keeps its id and its begun runs', async () => {
  await using server = memoryServer();
  const { client } = server;
  const flow = await client.flows.create({ name: 'etl' });
  const body = { name: 'd', flow_id: flow.id };
  const schedules = [{ schedule: { cron: '0 7 * * *' }, slug: 'morning' }];
  const first = await server.request('POST', '/deployments/', {
    ...body,
    description: 'old',
    tags: ['x'],
    parameters: { a: 1 },
    schedules,
  });
  assert.equal(first.status, 201);
  const before = await client.deployments.readByName({ flow: 'etl', deployment: 'd' });
  const run = await client.deployments.createFlowRun(before, {});
  const second = await server.request('POST', '/deployments/', { ...body, version: '2' });
  assert.equal(second.status, 200);
  const { id, description, tags, parameters, version, schedules: none, created } = await client.deployments.read(before);
  assert.deepEqual(
    { id, description, tags, parameters, version, none, created },
    {
      ...{ id: before.id, description: 'old', tags: ['x'], parameters: {}, version: '2', none: [], created: before.created },
    },
  );
  assert.deepEqual(
    (await client.flowRuns.filter({})).map((each) => each.id),
    [run.id],
  );
});

test('an update changes what it names and nothing else', async () => {
  await using server = memoryServer();
  const { client } = server;
  const flow = await client.flows.create({ name: 'etl' });
  await client.workPools.create({ name: 'pool' });
  const deployment = await client.deployments.create({
    name: 'd',
    flowId: flow.id,
    workPoolName: 'pool',
    tags: ['x'],
    description: 'kept',
    schedules: [{ schedule: { cron: '0 7 * * *' } }],
  });
  server.pass(1);
  await client.deployments.update(deployment, { parameters: { a: 1 }, workQueueName: 'fast', workPoolName: 'pool' });
  const after = await client.deployments.read(deployment);
  assert.deepEqual(
    [after.description, after.tags, after.parameters, after.workQueueName, after.schedules.length],
    ['kept', ['x'], { a: 1 }, 'fast', 1],
  );
  assert.ok(after.updated > deployment.updated);
  await client.deployments.update(deployment, { schedules: [] });
  assert.deepEqual((await client.deployments.read(deployment)).schedules, []);
});

test('a run has the parameters, tags and labels of its deployment under its own', async () => {
  await using server = memoryServer();
  const { client } = server;
  const flow = await client.flows.create({ name: 'etl' });
  const deployment = await client.deployments.create({
    name: 'd',
    flowId: flow.id,
    parameters: { a: 1, b: 1 },
    tags: ['x', 'y'],
    version: 'v1',
  });
  const run = await client.deployments.createFlowRun(deployment, { parameters: { b: 2 }, tags: ['y', 'z'], labels: { team: 'data' } });
  assert.deepEqual(run.parameters, { a: 1, b: 2 });
  assert.deepEqual(run.tags, ['x', 'y', 'z']);
  assert.deepEqual(run.labels, { 'prefect.flow.id': flow.id, 'prefect.deployment.id': deployment.id, team: 'data' });
  assert.deepEqual([run.deploymentVersion, run.createdBy?.type, run.state?.type], ['v1', 'DEPLOYMENT', 'SCHEDULED']);
});

test('the same idempotency key is the same run', async () => {
  await using server = memoryServer();
  const flow = await server.client.flows.create({ name: 'etl' });
  const deployment = await server.client.deployments.create({ name: 'd', flowId: flow.id });
  const path = `/deployments/${deployment.id}/create_flow_run`;
  const answers = [
    await server.request('POST', path, { idempotency_key: 'k' }),
    await server.request('POST', path, { idempotency_key: 'k' }),
  ];
  assert.deepEqual(
    answers.map(({ status }) => status),
    [201, 200],
  );
  assert.equal(await server.client.flowRuns.count({}), 1);
});

for (const [what, body, status] of [
  ['parameters that the schema forbids', { parameters: { size: 'large' } }, 409],
  ['parameters that are missing', {}, 409],
  ['parameters over the limit', { parameters: { size: 1, text: 'x'.repeat(600_000) } }, 422],
  ['parameters that nobody checks', { parameters: { size: 'large' }, enforce_parameter_schema: false }, 201],
  ['parameters that fit', { parameters: { size: 1 } }, 201],
] as const) {
  test(`${what}: ${status}`, async () => {
    await using server = memoryServer();
    const flow = await server.client.flows.create({ name: 'etl' });
    const parameterOpenapiSchema = { type: 'object', properties: { size: { type: 'integer' } }, required: ['size'] };
    const deployment = await server.client.deployments.create({
      name: 'd',
      flowId: flow.id,
      parameterOpenapiSchema,
      enforceParameterSchema: true,
    });
    const answer = await server.request('POST', `/deployments/${deployment.id}/create_flow_run`, body);
    assert.equal(answer.status, status, JSON.stringify(answer.body));
  });
}

test('those who serve deployments get their runs, and make them ready', async () => {
  await using server = memoryServer();
  const { client } = server;
  const flow = await client.flows.create({ name: 'etl' });
  const [served, other] = [
    await client.deployments.create({ name: 'a', flowId: flow.id }),
    await client.deployments.create({ name: 'b', flowId: flow.id }),
  ];
  const run = await client.deployments.createFlowRun(served, {});
  await client.deployments.createFlowRun(other, {});
  const found = await client.deployments.getScheduledFlowRuns({ deploymentIds: [served.id] });
  assert.deepEqual(
    found.map(({ id }) => id),
    [run.id],
  );
  assert.deepEqual([(await client.deployments.read(served)).status, (await client.deployments.read(other)).status], ['READY', 'NOT_READY']);
  assert.deepEqual(await client.deployments.getScheduledFlowRuns({ deploymentIds: [] }), []);
});

test('the words of Prefect 2.13.7 mean the same', async () => {
  await using server = memoryServer();
  const flow = await server.client.flows.create({ name: 'etl' });
  const old = {
    name: 'old',
    flow_id: flow.id,
    schedule: { interval: 3600 },
    is_schedule_active: false,
    infra_overrides: { env: { A: '1' } },
  };
  assert.equal((await server.request('POST', '/deployments/', old)).status, 201);
  const { id, paused, schedules, jobVariables } = await server.client.deployments.readByName({ flow: 'etl', deployment: 'old' });
  assert.deepEqual([paused, schedules.length, jobVariables], [true, 1, { env: { A: '1' } }]);
  await server.client.deployments.setScheduleActive({ id });
  assert.equal((await server.client.deployments.read({ id })).paused, false);
  await server.client.deployments.setScheduleInactive({ id });
  assert.equal((await server.client.deployments.read({ id })).paused, true);
});

test('a deleted deployment takes its coming runs along and leaves the others', async () => {
  await using server = memoryServer();
  const { client } = server;
  const flow = await client.flows.create({ name: 'etl' });
  const deployment = await client.deployments.create({ name: 'd', flowId: flow.id, schedules: [{ schedule: { cron: '0 7 * * *' } }] });
  const run = await client.deployments.createFlowRun(deployment, {});
  await client.deployments.delete(deployment);
  assert.deepEqual(
    (await client.flowRuns.filter({})).map(({ id, deploymentId }) => [id, deploymentId]),
    [[run.id, null]],
  );
  assert.deepEqual(
    server.events.filter(({ event }) => event.startsWith('prefect.deployment')).map(({ event }) => event),
    ['prefect.deployment.created', 'prefect.deployment.deleted'],
  );
});

for (const [schedule, message] of [
  [{ cron: '0 0 * * *', timezone: '+02:00' }, 'Invalid timezone: "+02:00" (specify in IANA tzdata format, for example, America/New_York)'],
  [{ interval: 60, timezone: 'utc' }, 'Invalid timezone: "utc" (specify in IANA tzdata format, for example, America/New_York)'],
  [{ rrule: 'FREQ=SOMETIMES', timezone: '' }, 'Invalid schedule: invalid value of FREQ: SOMETIMES'],
] as const) {
  test(`the schedule ${JSON.stringify(schedule)} is refused in words`, async () => {
    await using server = memoryServer();
    const { id } = await server.client.flows.create({ name: 'etl' });
    const { status, body } = await server.request('POST', '/deployments/', { name: 'd', flow_id: id, schedules: [{ schedule }] });
    assert.equal(status, 422);
    assert.partialDeepStrictEqual(body, {
      exception_detail: [{ loc: ['body', 'schedules', '0', 'schedule'], msg: `Value error, ${message}` }],
    });
  });
}
