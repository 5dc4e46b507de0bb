import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Run, StateChange } from '../../../client/runs/run.ts';
import { changeOf, isOver, isUnderWay, stateChangeOf, toRun, toTask, withState } from '../../../client/runs/run.ts';
import type { Event } from '../../../runtime/core/entities.ts';
import type { StateType } from '../../../runtime/core/state.ts';
import { stateTypes } from '../../../runtime/core/state.ts';
import { flowRunRow, stateEvent, taskRunRow } from '../../support/entities.ts';

const noon = Date.parse('2026-11-21T12:00:00Z');
const change = (stateType: StateType, more: Partial<StateChange> = {}): StateChange => ({
  ...{ kind: 'flow-run', id: 'a', name: 'otter', stateType, stateName: stateType, message: 'because', at: noon, flowRunId: undefined },
  ...more,
});
const run = (stateType: StateType, more: Partial<Run> = {}): Run => ({ ...toRun(flowRunRow('a', stateType), 'etl'), ...more });

test('a run without a time to start is expected since it was made, and one without tags shares the empty list', () => {
  const row = flowRunRow('a', 'RUNNING', { expectedStartTime: null, created: '2026-11-21T10:00:00Z' });
  assert.equal(toRun(row, 'etl').expected, Date.parse(row.created));
  assert.equal(toRun(row, 'etl').tags, toRun(flowRunRow('b', 'RUNNING'), 'etl').tags);
  assert.equal(toTask(taskRunRow('a', 'PENDING', { expectedStartTime: null, created: row.created })).expected, Date.parse(row.created));
});

for (const [runCount, attempts] of [
  [0, 1],
  [1, 1],
  [3, 3],
] as const) {
  test(`a task run that was begun ${runCount} times is at attempt ${attempts}`, () =>
    assert.equal(toTask(taskRunRow('a', 'RUNNING', { runCount })).attempts, attempts));
}

/** What is changed in an event that tells Completed, and what is read of it then. */
const told: Readonly<Record<string, [resource: Record<string, string>, Partial<StateChange> | undefined]>> = {
  'the state and its time': [{}, { kind: 'flow-run', id: 'a', stateType: 'COMPLETED', stateName: 'Completed', message: undefined }],
  'a message': [{ 'prefect.state-message': 'done' }, { message: 'done' }],
  'an empty message as none': [{ 'prefect.state-message': '' }, { message: undefined }],
  'an id with dots in it': [{ 'prefect.resource.id': 'prefect.task-run.a.b' }, { kind: 'task-run', id: 'a.b' }],
  'a state of no known type as nothing': [{ 'prefect.state-type': 'DREAMING' }, undefined],
  'what is no run as nothing': [{ 'prefect.resource.id': 'prefect.work-pool.a' }, undefined],
};

for (const [what, [resource, expected]] of Object.entries(told)) {
  test(`an event tells ${what}`, () => {
    const event = stateEvent('flow-run', 'a', 'COMPLETED');
    const read = stateChangeOf({ ...event, resource: { ...event.resource, ...resource } });
    if (expected === undefined) assert.equal(read, undefined);
    else assert.partialDeepStrictEqual(read, expected);
  });
}

test('an event without the names of the state has the type for a name, and its own time', () => {
  const event: Event = {
    ...stateEvent('task-run', 'a', 'RUNNING'),
    occurred: '2026-11-21T12:00:00Z',
    resource: { 'prefect.resource.id': 'prefect.task-run.a', 'prefect.state-type': 'RUNNING' },
    related: [{ 'prefect.resource.id': 'prefect.flow-run.around', 'prefect.resource.role': 'flow-run' }],
  };
  assert.deepEqual(stateChangeOf(event), {
    ...{ kind: 'task-run', id: 'a', name: '', stateType: 'RUNNING', stateName: 'RUNNING', message: undefined, at: noon },
    flowRunId: 'around',
  });
});

const began = noon - 5000;

for (const [before, after, started, ended] of [
  ['PENDING', 'RUNNING', noon, undefined],
  ['SCHEDULED', 'PENDING', undefined, undefined],
  ['RUNNING', 'COMPLETED', began, noon],
  ['RUNNING', 'CRASHED', began, noon],
  ['FAILED', 'SCHEDULED', began, undefined],
  ['SCHEDULED', 'CANCELLED', undefined, noon],
] as const) {
  test(`a run that goes from ${before} to ${after} ${ended === undefined ? 'has not ended' : 'has ended'}`, () => {
    const had = before === 'RUNNING' || before === 'FAILED' ? began : undefined;
    const got = withState(run(before, { started: had, ended: before === 'FAILED' ? noon - 1 : undefined }), change(after));
    assert.deepEqual([got.stateType, got.message, got.started, got.ended], [after, 'because', started, ended]);
  });
}

test('a change without a name leaves the name that is known', () => {
  assert.equal(withState(run('RUNNING', { name: 'otter' }), change('COMPLETED', { name: '' })).name, 'otter');
  assert.equal(withState(run('RUNNING', { name: 'otter' }), change('RUNNING', { name: 'heron' })).name, 'heron');
});

for (const [what, given, at] of [
  ['its end', { started: 1, ended: 2 }, 2],
  ['its start', { started: 1, ended: undefined }, 1],
  ['now', { started: undefined, ended: undefined }, noon],
] as const) {
  test(`the change that led to a run was at ${what}`, () => assert.equal(changeOf(run('RUNNING', given), noon).at, at));
}

test('a run without a state is pending', () => {
  const { stateType, stateName } = changeOf({ ...run('RUNNING'), stateType: null, stateName: null }, noon);
  assert.deepEqual([stateType, stateName], ['PENDING', 'Pending']);
});

test('every state is under way, over, or waits', () => {
  const kinds = stateTypes.map(
    (stateType) => `${stateType}: ${isUnderWay({ stateType }) ? 'under way' : isOver({ stateType }) ? 'over' : 'waits'}`,
  );
  assert.deepEqual(kinds.toSorted(), [
    'CANCELLED: over',
    'CANCELLING: under way',
    'COMPLETED: over',
    'CRASHED: over',
    'FAILED: over',
    'PAUSED: waits',
    'PENDING: under way',
    'RUNNING: under way',
    'SCHEDULED: waits',
  ]);
});
