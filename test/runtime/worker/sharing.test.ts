import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sharing } from '../../../runtime/worker/sharing.ts';

test('what is asked for at the same time is asked for once, later again, and failures are told to all who asked', async () => {
  const asked: string[] = [];
  const read = sharing(async (id) => {
    asked.push(id);
    await Promise.resolve();
    if (id === 'none') throw new Error(`no ${id}`);
    return `${id} ${asked.length}`;
  });
  assert.deepEqual(await Promise.all([read('a'), read('b'), read('a')]), ['a 2', 'b 2', 'a 2']);
  assert.equal(await read('a'), 'a 3');
  const failures = await Promise.allSettled([read('none'), read('none')]);
  assert.deepEqual(
    failures.map(({ status }) => status),
    ['rejected', 'rejected'],
  );
  await assert.rejects(read('none'), /no none/);
  assert.deepEqual(asked, ['a', 'b', 'a', 'none', 'none']);
});
