import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunsChange } from '../../../client/runs/run-store.ts';
import { RunStore } from '../../../client/runs/run-store.ts';
import { flowRunRow, stateEvent, taskRunRow } from '../../support/entities.ts';
import { fakeContext } from '../../support/fake-context.ts';
import type { Respond } from '../../support/fake-session.ts';
import { fakeSession, settle } from '../../support/fake-session.ts';

const answers =
  (rows: Record<string, unknown>): Respond =>
  ({ path }) =>
    rows[path];

async function open(rows: Record<string, unknown>) {
  const fake = await fakeSession(answers({ '/flows/filter': [{ id: 'flow-1', name: 'etl' }], ...rows }));
  const log = { info: () => undefined, error: (text: string) => fake.said.push(text) };
  const store = new RunStore(fake.session, fake.timers, log);
  const changes: RunsChange[] = [];
  store.onDidChange((change) => changes.push(change));
  return { ...fake, store, changes };
}

test('runs are loaded once, newest first, with the names of their flows', async () => {
  const { store, requests } = await open({
    '/flow_runs/filter': [flowRunRow('a', 'COMPLETED'), flowRunRow('b', 'FAILED', { expectedStartTime: '2026-11-21T11:30:00.000000Z' })],
  });
  await Promise.all([store.ensureLoaded(), store.ensureLoaded()]);
  assert.deepEqual(
    store.top().map(({ id, flowName }) => [id, flowName]),
    [
      ['b', 'etl'],
      ['a', 'etl'],
    ],
  );
  assert.deepEqual(requests, ['GET /admin/version', 'POST /flow_runs/filter', 'POST /flows/filter']);
});

test('who asks while the names of the flows are read waits for them', async () => {
  let answer = (_flows: object[]): void => undefined;
  const { session, timers } = await fakeSession(({ path }) =>
    path === '/flows/filter' ? new Promise<object[]>((resolve) => (answer = resolve)) : [flowRunRow('a', 'RUNNING')],
  );
  const store = new RunStore(session, timers, { info: () => undefined, error: () => undefined });
  const first = store.ensureLoaded();
  await settle();
  const second = store.ensureLoaded().then(() => store.top().map(({ flowName }) => flowName));
  await settle();
  answer([{ id: 'flow-1', name: 'etl' }]);
  await first;
  assert.deepEqual(await second, ['etl']);
});

test('runs that were read before events began to flow are read again, quietly', async () => {
  let rows = [flowRunRow('a', 'PENDING')];
  const fake = await fakeSession(({ path }) => (path === '/flows/filter' ? [{ id: 'flow-1', name: 'etl' }] : rows), { live: false });
  const store = new RunStore(fake.session, fake.timers, { info: () => undefined, error: () => undefined });
  await store.ensureLoaded();
  const changes: RunsChange[] = [];
  store.onDidChange((change) => changes.push(change));
  rows = [flowRunRow('a', 'COMPLETED')];
  fake.stream().connected();
  await settle();
  assert.deepEqual([store.get('a')?.stateName, changes], ['Completed', [['a']]]);
});

/** A store whose requests for runs and tasks are answered when the test says so, oldest first. */
async function slowly({ live = true } = {}) {
  const waiting: ((rows: object[]) => void)[] = [];
  const fake = await fakeSession(
    ({ path }) => (path === '/flows/filter' ? [{ id: 'flow-1', name: 'etl' }] : new Promise<object[]>((resolve) => waiting.push(resolve))),
    { live },
  );
  const store = new RunStore(fake.session, fake.timers, { info: () => undefined, error: () => undefined });
  const answer = async (...rows: object[]): Promise<void> => {
    await settle();
    waiting.shift()?.(rows);
    for (let turn = 0; turn < 3; turn += 1) await settle();
  };
  return { ...fake, store, answer, waiting };
}

test('what is told while runs are read is newer than the answer', async () => {
  const { store, answer, send, stream } = await slowly({ live: false });
  const loading = store.ensureLoaded();
  await answer(flowRunRow('a', 'PENDING'));
  await loading;
  const states: (string | null)[] = [];
  store.onDidTransition(({ stateName }) => states.push(stateName));
  stream().connected();
  await settle();
  send(stateEvent('flow-run', 'a', 'COMPLETED'));
  await answer(flowRunRow('a', 'RUNNING'));
  assert.deepEqual([store.get('a')?.stateName, states], ['Completed', ['Completed']]);
});

test('an answer that comes after a later one does not undo it', async () => {
  const { store, answer, send, timers, waiting } = await slowly();
  const loading = store.ensureLoaded();
  await settle();
  send(stateEvent('flow-run', 'a', 'COMPLETED'));
  timers.advance(100);
  await settle();
  waiting.reverse();
  await answer(flowRunRow('a', 'COMPLETED'));
  assert.equal(store.get('a')?.stateName, 'Completed');
  await answer(flowRunRow('a', 'RUNNING'));
  await loading;
  assert.equal(store.get('a')?.stateName, 'Completed');
});

test('what is told while the tasks of a run are read is newer than the answer', async () => {
  const { store, answer, send } = await slowly();
  const loading = store.ensureLoaded();
  await answer(flowRunRow('a', 'RUNNING'));
  await loading;
  const opened = store.childrenOf('a');
  await settle();
  send(stateEvent('task-run', 't', 'COMPLETED', { flowRunId: 'a' }));
  await answer(taskRunRow('t', 'RUNNING'));
  await answer();
  assert.deepEqual(
    (await opened).tasks.map(({ stateName }) => stateName),
    ['Completed'],
  );
});

test('runs that are being read when events begin to flow are read again', async () => {
  const { store, answer, stream } = await slowly({ live: false });
  const loading = store.ensureLoaded();
  await settle();
  stream().connected();
  await answer(flowRunRow('a', 'RUNNING'));
  await loading;
  await answer(flowRunRow('a', 'COMPLETED'));
  assert.equal(store.get('a')?.stateName, 'Completed');
});

test('when another server is meant while runs are read, its runs are read', async () => {
  const { store, answer, move, session } = await slowly();
  const loading = store.ensureLoaded();
  await settle();
  move('http://127.0.0.1:2/api');
  await session.refresh();
  await answer(flowRunRow('a', 'RUNNING'));
  await answer(flowRunRow('b', 'RUNNING'));
  await loading;
  assert.deepEqual(
    store.top().map(({ id }) => id),
    ['b'],
  );
});

test('a filter that is set while runs are read is the one that counts', async () => {
  const asked: unknown[] = [];
  const fake = await fakeSession(({ path, body }) => {
    if (path === '/flows/filter') return [{ id: 'flow-1', name: 'etl' }];
    asked.push(Reflect.get(new Object(Reflect.get(new Object(body), 'flow_runs')), 'state'));
    return [flowRunRow('a', 'FAILED')];
  });
  const store = new RunStore(fake.session, fake.timers, { info: () => undefined, error: () => undefined });
  await Promise.all([store.ensureLoaded(), store.setFilter({ states: ['FAILED'] })]);
  assert.deepEqual(asked.at(-1), { type: { any_: ['FAILED'] } });
});

test('runs that another server has told meanwhile are not kept', async () => {
  let answer = (_flows: object[]): void => undefined;
  const fake = await fakeSession(({ path }) =>
    path === '/flows/filter' ? new Promise<object[]>((resolve) => (answer = resolve)) : [flowRunRow('a', 'RUNNING')],
  );
  const store = new RunStore(fake.session, fake.timers, { info: () => undefined, error: () => undefined });
  const loading = store.ensureLoaded();
  await settle();
  fake.move(undefined);
  await fake.session.refresh();
  answer([{ id: 'flow-1', name: 'etl' }]);
  await loading;
  assert.deepEqual(store.top(), []);
});

test('an event changes a run without asking the server', async () => {
  const { store, requests, changes, send } = await open({ '/flow_runs/filter': [flowRunRow('a', 'PENDING')] });
  await store.ensureLoaded();
  const asked = requests.length;
  changes.length = 0;
  send(stateEvent('flow-run', 'a', 'RUNNING', { at: '2026-11-21T12:00:01.000000Z' }));
  send(stateEvent('flow-run', 'a', 'FAILED', { at: '2026-11-21T12:00:04.000000Z', message: 'no luck' }));
  const run = store.get('a');
  assert.equal(run?.stateName, 'Failed');
  assert.equal(run?.message, 'no luck');
  assert.equal((run?.ended ?? 0) - (run?.started ?? 0), 3000);
  assert.deepEqual(changes, [['a'], ['a']]);
  assert.equal(requests.length, asked);
});

test('runs that events name first are read together', async () => {
  const { store, requests, timers, send } = await open({ '/flow_runs/filter': [flowRunRow('a', 'RUNNING'), flowRunRow('b', 'RUNNING')] });
  await store.ensureLoaded();
  store.remove('a');
  store.remove('b');
  const asked = requests.length;
  send(stateEvent('flow-run', 'a', 'RUNNING'));
  send(stateEvent('flow-run', 'b', 'RUNNING'));
  timers.advance(100);
  await settle();
  assert.deepEqual(requests.slice(asked), ['POST /flow_runs/filter']);
  assert.equal(store.top().length, 2);
});

test('more runs than one request brings are read in several', async () => {
  const { store, requests, timers, send } = await open({ '/flow_runs/filter': [] });
  await store.ensureLoaded();
  const asked = requests.length;
  for (let index = 0; index < 401; index += 1) send(stateEvent('flow-run', `run-${index}`, 'RUNNING'));
  timers.advance(100);
  await settle();
  assert.equal(requests.slice(asked).filter((request) => request === 'POST /flow_runs/filter').length, 3);
});

test('nothing is asked before somebody looks', async () => {
  const { requests, timers, send } = await open({});
  send(stateEvent('flow-run', 'a', 'RUNNING'));
  timers.advance(1000);
  await settle();
  assert.deepEqual(requests, ['GET /admin/version']);
});

test('subflows stand below their runs, and tasks follow their events', async () => {
  const { store, send } = await open({
    '/flow_runs/filter': [flowRunRow('child', 'RUNNING', { parentTaskRunId: 'task-9' })],
    '/task_runs/filter': [taskRunRow('task-1', 'RUNNING', { flowRunId: 'parent' })],
  });
  await store.ensureLoaded();
  assert.deepEqual(store.top(), []);
  const before = await store.childrenOf('parent');
  assert.deepEqual([before.tasks.map(({ id }) => id), before.subflows.map(({ id }) => id)], [['task-1'], ['child']]);
  send(stateEvent('task-run', 'task-1', 'COMPLETED', { flowRunId: 'parent' }));
  send(stateEvent('task-run', 'task-2', 'RUNNING', { flowRunId: 'parent' }));
  // The stand-in of the subflow is no task to look at.
  send(stateEvent('task-run', 'task-9', 'RUNNING', { flowRunId: 'parent' }));
  const after = await store.childrenOf('parent');
  assert.deepEqual(
    after.tasks.map(({ id, stateName }) => [id, stateName]),
    [
      ['task-1', 'Completed'],
      ['task-2', 'Running'],
    ],
  );
});

test('a change of the server forgets what the other one told', async () => {
  const { store, session, move } = await open({ '/flow_runs/filter': [flowRunRow('a', 'COMPLETED')] });
  await store.ensureLoaded();
  move(undefined);
  await session.refresh();
  assert.deepEqual(store.top(), []);
});

test('a filter asks the server and hides what is known', async () => {
  const { store, changes } = await open({ '/flow_runs/filter': [flowRunRow('a', 'COMPLETED'), flowRunRow('b', 'FAILED')] });
  await store.ensureLoaded();
  await store.setFilter({ states: ['FAILED'] });
  assert.deepEqual(
    store.top().map(({ id }) => id),
    ['b'],
  );
  assert.ok(changes.includes('all'));
});

test('a server that tells nothing is asked again while somebody looks, and what changed is told as events tell it', async () => {
  let rows = [flowRunRow('a', 'RUNNING'), flowRunRow('b', 'COMPLETED')];
  const { context, fake } = await fakeContext({
    live: false,
    respond: ({ path }) => (path === '/flows/filter' ? [{ id: 'flow-1', name: 'etl' }] : path === '/task_runs/filter' ? [] : rows),
  });
  const { runs } = context;
  await runs.ensureLoaded();
  const asked = (): number => fake.requests.filter((request) => request === 'POST /flow_runs/filter').length;
  const told: string[] = [];
  runs.onDidTransition(({ id, stateName }) => told.push(`${id} ${stateName}`));
  const look = async (): Promise<void> => {
    fake.timers.advance(2500);
    await settle();
  };
  await look();
  assert.equal(asked(), 1);
  runs.setVisible(true);
  rows = [flowRunRow('new', 'PENDING'), flowRunRow('a', 'FAILED'), flowRunRow('b', 'COMPLETED')];
  await look();
  assert.deepEqual(told, ['new Pending', 'a Failed']);
  assert.equal(runs.get('a')?.stateType, 'FAILED');
  await look();
  assert.equal(told.length, 2);
  assert.equal(asked(), 3);
  runs.setVisible(false);
  await look();
  assert.equal(asked(), 3);
});

test('a server that tells what happens is not asked again', async () => {
  const { context, fake } = await fakeContext({ respond: () => [] });
  await context.runs.ensureLoaded();
  context.runs.setVisible(true);
  const before = fake.requests.length;
  fake.timers.advance(60_000);
  await settle();
  assert.equal(fake.requests.length, before);
});
