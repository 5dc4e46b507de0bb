import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeState } from '../../../runtime/core/make-state.ts';
import type { State, StateType } from '../../../runtime/core/state.ts';
import { finalState, isState } from '../../../runtime/engine/final-state.ts';

const of = (type: StateType): State => ({ ...makeState(type), stateDetails: { taskRunId: 'id' } });

/** Prefect's rules for returned states (`return_value_to_state`, `StateGroup`). */
const table: { types: StateType[]; type: StateType; message: string }[] = [
  { types: ['COMPLETED', 'COMPLETED'], type: 'COMPLETED', message: 'All states completed.' },
  { types: ['COMPLETED', 'FAILED'], type: 'FAILED', message: '1/2 states failed.' },
  { types: ['CRASHED', 'FAILED', 'COMPLETED'], type: 'FAILED', message: '2/3 states failed.' },
  { types: ['CANCELLED', 'FAILED'], type: 'CANCELLED', message: '1/2 states cancelled.' },
  { types: ['PAUSED', 'FAILED'], type: 'PAUSED', message: '1/2 states paused.' },
  { types: ['RUNNING', 'COMPLETED'], type: 'FAILED', message: '1/2 states are not final.' },
];

for (const { types, type, message } of table) {
  test(`a flow that returns states ${types.join(', ')} is ${type}`, async () => {
    const { proposal, error } = await finalState(types.map(of));
    assert.deepEqual([proposal.type, proposal.message], [type, message]);
    assert.equal(error === undefined, type === 'COMPLETED');
  });
}

test('a state of its own means itself, in a list it counts as the others', async () => {
  const own = makeState('FAILED', { name: 'Empty' });
  const { proposal, error } = await finalState(own);
  assert.deepEqual(proposal, { type: 'FAILED', name: 'Empty', message: null });
  assert.match(String(error), /The flow run ended as Empty\./);
  assert.equal((await finalState([own])).proposal.message, '1/1 states failed.');
});

test('only what a server or makeState made is a state', () => {
  assert.ok(isState(makeState('RUNNING')));
  const others = [null, 'COMPLETED', { type: 'COMPLETED' }, { type: 'OTHER', stateDetails: {}, timestamp: '' }];
  assert.deepEqual(others.filter(isState), []);
});

test('the state of a run, alone, counts as in a list; data and an empty list are values', async () => {
  for (const ids of [{ taskRunId: 'id' }, { flowRunId: 'id' }]) {
    const { proposal } = await finalState({ ...makeState('FAILED', { message: 'no' }), stateDetails: ids });
    assert.equal(proposal.message, '1/1 states failed.');
  }
  for (const data of [[], 7, null, undefined, [makeState('FAILED'), 1]]) {
    assert.deepEqual(await finalState(data), { proposal: { type: 'COMPLETED', name: 'Completed' }, isData: true });
  }
});
