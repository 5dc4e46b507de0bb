import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryServer } from '../../../support/memory-server.ts';

const id = '0190d9f4-5a9c-7e5b-8f00-0000000000a1';

/** An event as Prefect 3's engine sends it for a state of a task run. */
const said = (flowRunId: string, state: string, name: string, at: string, more: object = {}): object => ({
  id: `0190d9f4-5a9c-7e5b-8f00-${at.replaceAll(/\D/g, '').slice(-12)}`,
  event: `prefect.task-run.${name}`,
  occurred: at,
  resource: { 'prefect.resource.id': `prefect.task-run.${id}`, 'prefect.orchestration': 'client', ...more },
  related: [{ 'prefect.resource.id': `prefect.flow-run.${flowRunId}`, 'prefect.resource.role': 'flow-run' }],
  payload: {
    validated_state: { type: state, name, message: 'as told', state_details: { cache_key: 'k' }, data: { kept: true } },
    task_run: { name: 'add-1', task_key: 'add', dynamic_key: '1', run_count: 1, tags: ['a'], task_inputs: { x: [] }, start_time: at },
  },
});

async function withFlowRun() {
  const server = memoryServer();
  const flow = await server.client.flows.create({ name: 'f' });
  const flowRun = await server.client.flowRuns.create({ flowId: flow.id });
  const send = (...events: object[]) => server.request('POST', '/events?from=websocket', events);
  return { server, flowRun, send };
}

test('what events say about a task run is recorded, with its states', async () => {
  const { server, flowRun, send } = await withFlowRun();
  await send(
    said(flowRun.id, 'RUNNING', 'Running', '2026-11-21T06:00:01Z'),
    said(flowRun.id, 'COMPLETED', 'Completed', '2026-11-21T06:00:02Z'),
  );
  const taskRun = await server.client.taskRuns.read({ id });
  assert.deepEqual(
    [taskRun.name, taskRun.flowRunId, taskRun.stateType, taskRun.runCount, taskRun.tags, taskRun.taskInputs],
    ['add-1', flowRun.id, 'COMPLETED', 1, ['a'], { x: [] }],
  );
  assert.deepEqual(taskRun.state?.data, { kept: true });
  assert.equal(taskRun.state?.stateDetails.taskRunId, id);
  const states = await server.client.taskRunStates.list({ query: { task_run_id: id } });
  assert.deepEqual(
    states.map(({ name }) => name),
    ['Running', 'Completed'],
  );
});

test('the newest state wins, whatever the order of the events', async () => {
  const { server, flowRun, send } = await withFlowRun();
  await send(said(flowRun.id, 'COMPLETED', 'Completed', '2026-11-21T06:00:02Z'));
  await send(said(flowRun.id, 'RUNNING', 'Running', '2026-11-21T06:00:01Z'));
  assert.equal((await server.client.taskRuns.read({ id })).stateName, 'Completed');
});

test('an event that is sent again is stored and published once', async () => {
  const { server, flowRun, send } = await withFlowRun();
  const event = said(flowRun.id, 'RUNNING', 'Running', '2026-11-21T06:00:01Z');
  await send(event);
  await send(event);
  const { total } = await server.client.events.filter({ filter: { event: { prefix: ['prefect.task-run.'] } } });
  assert.equal(total, 1);
  assert.equal(server.events.filter((published) => published.event === 'prefect.task-run.Running').length, 1);
});

const ignored: [string, (flowRunId: string) => object][] = [
  ['of a run that was deleted', () => said('0190d9f4-5a9c-7e5b-8f00-0000000000ff', 'RUNNING', 'Running', '2026-11-21T06:00:01Z')],
  [
    'of the server itself',
    (flowRunId) => said(flowRunId, 'RUNNING', 'Running', '2026-11-21T06:00:01Z', { 'prefect.orchestration': 'server' }),
  ],
  [
    'about no id',
    (flowRunId) => said(flowRunId, 'RUNNING', 'Running', '2026-11-21T06:00:01Z', { 'prefect.resource.id': 'prefect.task-run.x' }),
  ],
];

for (const [what, event] of ignored) {
  test(`events ${what} record nothing`, async () => {
    const { server, flowRun, send } = await withFlowRun();
    await send(event(flowRun.id));
    assert.equal(await server.client.taskRuns.count({}), 0);
    assert.deepEqual(server.faults, []);
  });
}
