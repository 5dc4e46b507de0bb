import assert from 'node:assert/strict';
import { test } from 'node:test';
import { randomName } from '../../../runtime/core/names.ts';

test('a run without a name is called by an adjective and an animal', () => {
  const names = Array.from({ length: 50 }, randomName);
  for (const name of names) assert.match(name, /^[a-z]+-[a-z]+$/);
  assert.ok(new Set(names).size > 30);
});
