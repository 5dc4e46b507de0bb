import assert from 'node:assert/strict';
import { test } from 'node:test';
import { asCompleted, flow, task, wait } from '../../../runtime/sdk/index.ts';
import { runInMemory } from '../../support/run-flow.ts';

const after = task({ name: 'after' }, async ({ ms }: { ms: number }) => {
  await new Promise((resolve) => setTimeout(resolve, ms));
  return ms;
});
const numbers = task({ name: 'numbers' }, async () => [8, 1]);

test('futures are given in the order in which they become final', async () => {
  const ran = await runInMemory(
    flow({ name: 'f' }, async () => {
      const order: number[] = [];
      for await (const future of asCompleted(after.map({ ms: [12, 0, 5] }))) order.push(await future.result());
      for await (const future of asCompleted(after.map({ ms: numbers.submit() }), { timeout: 5 })) order.push(await future.result());
      return order;
    }),
  );
  assert.deepEqual(ran.value, [0, 5, 12, 1, 8]);
});

test('what is not final in time is an error that says how many', async () => {
  const ran = await runInMemory(
    flow({ name: 'f' }, async () => {
      const order: number[] = [];
      for await (const future of asCompleted(after.map({ ms: [0, 100] }), { timeout: 0.02 })) order.push(await future.result());
      return order;
    }),
  );
  assert.match(String(ran.error), /1 of 2 task runs were not final after 0\.02 seconds\./);
});

test('waiting tells which are final and which are not', async () => {
  const ran = await runInMemory(
    flow({ name: 'f' }, async () => {
      const futures = after.map({ ms: [0, 100] });
      const { done, notDone } = await wait(futures, 0.02);
      const all = await wait(futures);
      return [done.length, notDone.length, all.done.length, all.notDone.length];
    }),
  );
  assert.deepEqual(ran.value, [1, 1, 2, 0]);
});
