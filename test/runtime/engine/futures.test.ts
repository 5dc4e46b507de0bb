import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completed, failed } from '../../../runtime/core/make-state.ts';
import type { TaskOutcome } from '../../../runtime/engine/futures.ts';
import { known, TaskFuture, TaskFutureList } from '../../../runtime/engine/futures.ts';

const future = <R>(outcome: TaskOutcome<R> | Promise<TaskOutcome<R>>, id = 'id'): TaskFuture<R> =>
  new TaskFuture('t', Promise.resolve(id), Promise.resolve(outcome));
const good = <R>(value: R): TaskFuture<R> => future({ state: completed(), value });
const bad = (error: unknown): TaskFuture<number> => future<number>({ state: failed(), error });
const never = (): TaskFuture<number> => future(new Promise<TaskOutcome<number>>(() => undefined));

test('a future is not a promise: awaiting it gives it back', async () => {
  const one = good(1);
  assert.equal(await one, one);
  assert.equal(Reflect.has(one, 'then'), false);
});

test('a future knows its task, its run, its state and its value', async () => {
  const one = good(1);
  assert.equal(one.taskName, 't');
  assert.deepEqual([one.state], [undefined]);
  assert.equal(await one.result(), 1);
  assert.equal(one.state?.type, 'COMPLETED');
  assert.equal(await one.taskRunId(), 'id');
  assert.equal((await one.outcome()).value, 1);
});

test('a failure is thrown, or returned as its error when that is asked for', async () => {
  const error = new TypeError('no');
  await assert.rejects(bad(error).result(), error);
  await assert.rejects(bad(error).result({ raiseOnFailure: true }), error);
  assert.equal(await bad(error).result({ raiseOnFailure: false }), error);
  assert.match(String(await bad('text').result({ raiseOnFailure: false })), /Error: text/);
});

test('waiting ends with the run or with the time', async () => {
  assert.equal(await good(1).wait(), true);
  assert.equal(await bad('x').wait(5), true);
  assert.equal(await never().wait(0.01), false);
  const soon = future<number>(new Promise((resolve) => setTimeout(() => resolve({ state: completed(), value: 1 }), 30)));
  assert.equal(await soon.wait(20), true, 'the time is in seconds');
  assert.equal(await new TaskFutureList<number>(good(1), bad('x')).wait(), true);
  assert.equal(await new TaskFutureList<number>(good(1), never()).wait(0.01), false);
});

test('a list gives its values in order, or its failures', async () => {
  const list = new TaskFutureList<number>(good(1), good(2));
  assert.equal(list.isReady, true);
  assert.deepEqual(await list.result(), [1, 2]);
  const error = new Error('no');
  const mixed = new TaskFutureList<number>(good(1), bad(error));
  await assert.rejects(mixed.result(), error);
  assert.deepEqual(await mixed.result({ raiseOnFailure: false }), [1, error]);
});

test('what array methods make of a list is a plain array', () => {
  const list = new TaskFutureList<number>(good(1), good(2));
  assert.ok(!(list.map((one) => one.taskName) instanceof TaskFutureList));
  assert.ok(!(list.filter(Boolean) instanceof TaskFutureList));
});

test('a list whose futures are not known yet is filled when they are', async () => {
  let fill: (futures: TaskFuture<number>[]) => void = () => undefined;
  const list = TaskFutureList.deferred(new Promise<TaskFuture<number>[]>((resolve) => (fill = resolve)));
  assert.deepEqual([list.isReady, list.length], [false, 0]);
  const values = list.result();
  const all = known(list);
  fill([good(1), good(2)]);
  assert.deepEqual(await values, [1, 2]);
  assert.equal((await all).length, 2);
  assert.deepEqual([list.isReady, list.length], [true, 2]);
  assert.deepEqual(await known([]), []);
});

test('a list whose input failed gives that error to whoever asks, and to nobody else', async () => {
  const list = TaskFutureList.deferred<number>(Promise.reject(new Error('upstream')));
  await assert.rejects(list.result(), { message: 'upstream' });
  await assert.rejects(list.wait(), { message: 'upstream' });
});

test('an error of the engine itself is given to whoever asks for the future', async () => {
  const lost = new TaskFuture<number>('t', Promise.reject(new Error('gone')), Promise.reject(new Error('gone')));
  await assert.rejects(lost.result(), { message: 'gone' });
  await assert.rejects(lost.taskRunId(), { message: 'gone' });
});
