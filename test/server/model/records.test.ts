import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isRecord, isStrings } from '../../../server/model/records.ts';

test('an object is a record, and a list, null or a text is none', () => {
  assert.deepEqual([{}, { a: 1 }, [], null, undefined, 'text', 1].map(isRecord), [true, true, false, false, false, false, false]);
});

test('texts are a list in which nothing else stands', () => {
  assert.deepEqual([[], ['a', 'b'], ['a', 1], 'a', { 0: 'a' }, null].map(isStrings), [true, true, false, false, false, false]);
});
