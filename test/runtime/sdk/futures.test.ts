import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completed } from '../../../runtime/core/make-state.ts';
import { TaskFuture, TaskFutureList } from '../../../runtime/engine/futures.ts';
import { asCompleted, wait } from '../../../runtime/sdk/index.ts';

/** A future that becomes final when it is told to. */
function open(value: number): { future: TaskFuture<number>; finish: () => void } {
  let finish: () => void = () => undefined;
  const outcome = new Promise<{ state: ReturnType<typeof completed>; value: number }>((resolve) => {
    finish = () => resolve({ state: completed(), value });
  });
  return { future: new TaskFuture('t', Promise.resolve('id'), outcome), finish };
}

const finished = (value: number): TaskFuture<number> => {
  const { future, finish } = open(value);
  finish();
  return future;
};

test('futures are given in the order in which they become final', async () => {
  const [a, b, c] = [open(1), open(2), open(3)];
  const order: number[] = [];
  c.finish();
  for await (const future of asCompleted([a.future, b.future, c.future])) {
    order.push(await future.result());
    (order.length === 1 ? a : b).finish();
  }
  assert.deepEqual(order, [3, 1, 2]);
});

test('futures of a list that is not known yet are given when they are', async () => {
  const list = TaskFutureList.deferred(Promise.resolve([finished(1), finished(2)]));
  const order: number[] = [];
  for await (const future of asCompleted(list, { timeout: 60 })) order.push(await future.result());
  assert.deepEqual(order, [1, 2]);
});

test('what is not final in time is an error that says how many', async () => {
  const order: number[] = [];
  const collect = async (): Promise<void> => {
    for await (const future of asCompleted([finished(1), open(2).future], { timeout: 0.02 })) order.push(await future.result());
  };
  await assert.rejects(collect(), { code: 'timed-out', message: '1 of 2 task runs were not final after 0.02 seconds.' });
  assert.deepEqual(order, [1]);
});

test('waiting tells which are final and which are not', async () => {
  const late = open(2);
  const { done, notDone } = await wait([finished(1), late.future], 0.02);
  assert.deepEqual([done.length, notDone], [1, [late.future]]);
  late.finish();
  assert.equal((await wait([finished(1), late.future])).done.length, 2);
});
