import assert from 'node:assert/strict';
import { test } from 'node:test';
import { propose } from '../../../../runtime/api-server/policies/propose.ts';

test('a state that a rule proposes has every field', () => {
  assert.deepEqual(propose('FAILED', 'Late'), { type: 'FAILED', name: 'Late', message: null, data: null, state_details: {} });
  const rest = { message: 'why', data: 7, details: { pause_key: 'k' } };
  const expected = { type: 'PAUSED', name: 'Paused', message: 'why', data: 7, state_details: { pause_key: 'k' } };
  assert.deepEqual(propose('PAUSED', 'Paused', rest), expected);
});
