import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancelled, completed, failed, makeState } from '../../../runtime/core/make-state.ts';

for (const [make, type, name] of [
  [completed, 'COMPLETED', 'Completed'],
  [failed, 'FAILED', 'Failed'],
  [cancelled, 'CANCELLED', 'Cancelled'],
] as const) {
  test(`a ${name} state has its words, and a time and an id of its own`, () => {
    const { id, timestamp, ...plain } = make();
    assert.deepEqual(plain, { type, name, message: null, data: null, stateDetails: {} });
    const worded = make({ name: 'Skipped', message: 'nothing to do' });
    assert.deepEqual([worded.type, worded.name, worded.message], [type, 'Skipped', 'nothing to do']);
    assert.notEqual(worded.id, id);
    assert.ok(Math.abs(Date.parse(timestamp) - Date.now()) < 60_000);
  });
}

test('a state can have another time', () => {
  assert.equal(makeState('PENDING', {}, Date.parse('2026-11-21T06:00:00Z')).timestamp, '2026-11-21T06:00:00.000000Z');
});
