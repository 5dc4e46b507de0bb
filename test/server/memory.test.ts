import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sparingMemory } from '../../server/memory.ts';

test('work that spares memory gives what it gives, fails as it fails, and may go on beside another', async () => {
  const first = Promise.withResolvers<string>();
  const outer = sparingMemory(() => first.promise);
  assert.equal(await sparingMemory(() => Promise.resolve('second')), 'second');
  await assert.rejects(
    sparingMemory(() => Promise.reject(new Error('third'))),
    /third/,
  );
  first.resolve('first');
  assert.equal(await outer, 'first');
});
