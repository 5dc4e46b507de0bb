import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancelled, completed, failed, makeState } from '../../../runtime/core/make-state.ts';
import type { StateType } from '../../../runtime/core/state.ts';
import * as states from '../../../runtime/core/state.ts';

const table: { type: StateType; name: string; isFinal: boolean; predicate: (state: { type: StateType }) => boolean }[] = [
  { type: 'SCHEDULED', name: 'Scheduled', isFinal: false, predicate: states.isScheduled },
  { type: 'PENDING', name: 'Pending', isFinal: false, predicate: states.isPending },
  { type: 'RUNNING', name: 'Running', isFinal: false, predicate: states.isRunning },
  { type: 'PAUSED', name: 'Paused', isFinal: false, predicate: states.isPaused },
  { type: 'CANCELLING', name: 'Cancelling', isFinal: false, predicate: states.isCancelling },
  { type: 'COMPLETED', name: 'Completed', isFinal: true, predicate: states.isCompleted },
  { type: 'FAILED', name: 'Failed', isFinal: true, predicate: states.isFailed },
  { type: 'CANCELLED', name: 'Cancelled', isFinal: true, predicate: states.isCancelled },
  { type: 'CRASHED', name: 'Crashed', isFinal: true, predicate: states.isCrashed },
];

test('the table knows every type', () =>
  assert.deepEqual(
    table.map(({ type }) => type),
    [...states.stateTypes],
  ));

for (const { type, name, isFinal, predicate } of table) {
  test(`${type} is named ${name} and is ${isFinal ? '' : 'not '}final`, () => {
    assert.equal(makeState(type).name, name);
    assert.equal(states.defaultStateName(type), name);
    assert.equal(states.isFinal({ type }), isFinal);
    assert.deepEqual(
      states.stateTypes.filter((other) => predicate({ type: other })),
      [type],
    );
  });
}

test('states that a flow may return belong to no run and say what they are given', () => {
  const given = { name: 'Skipped', message: 'nothing to do' };
  for (const [make, type] of [
    [completed, 'COMPLETED'],
    [failed, 'FAILED'],
    [cancelled, 'CANCELLED'],
  ] as const) {
    const state = make(given);
    assert.deepEqual([state.type, state.name, state.message, state.stateDetails], [type, 'Skipped', 'nothing to do', {}]);
    assert.match(make().timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  }
});

test('a state in words has its message, when there is one', () => {
  assert.equal(states.describeState({ name: 'Failed', message: 'no' }), 'Failed: no');
  assert.equal(states.describeState({ name: 'Completed', message: null }), 'Completed');
  assert.equal(states.describeState({ name: 'Completed', message: '' }), 'Completed');
});
