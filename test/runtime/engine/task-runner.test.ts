import assert from 'node:assert/strict';
import { test } from 'node:test';
import { concurrent, createSlots, sequential } from '../../../runtime/engine/task-runner.ts';

/** Runs pieces of work at once; the most that ran together, and the order in which they ended. */
async function hold(runner: ReturnType<typeof sequential>, count: number): Promise<{ most: number; order: number[] }> {
  const slots = createSlots(runner);
  const order: number[] = [];
  let running = 0;
  let most = 0;
  const work = async (index: number): Promise<void> => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    order.push(index);
    if (index === 1) throw new Error('one fails');
  };
  await Promise.allSettled(Array.from({ length: count }, (_, index) => slots.hold(() => work(index))));
  return { most, order };
}

test('a sequential runner has one place, taken in order, also after a failure', async () => {
  assert.deepEqual(await hold(sequential(), 4), { most: 1, order: [0, 1, 2, 3] });
});

test('a concurrent runner has as many places as it is told, or no limit', async () => {
  assert.equal((await hold(concurrent({ maxWorkers: 2 }), 6)).most, 2);
  assert.equal((await hold(concurrent(), 6)).most, 6);
});

test('a place that was given back is there for the next', async () => {
  const slots = createSlots(sequential());
  assert.equal(await slots.hold(async () => 1), 1);
  assert.equal(await slots.hold(async () => 2), 2);
});
