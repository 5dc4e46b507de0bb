import { MillraceError } from '../core/errors.ts';
import type { TaskFuture } from '../engine/futures.ts';
import { AllowFailure, known, Unmapped } from '../engine/futures.ts';

/** A value that `map` gives to every run as it is. */
export const unmapped = <T>(value: T): Unmapped<T> => new Unmapped(value);

/** A future whose failure does not keep its users from running: they get the error as the value. */
export const allowFailure = <T>(future: TaskFuture<T>): AllowFailure<T> => new AllowFailure(future as unknown as T);

/** Waits until all futures are final or the time (seconds) is over; which are, and which are not. */
export async function wait<R>(
  futures: readonly TaskFuture<R>[],
  timeout?: number,
): Promise<{ done: TaskFuture<R>[]; notDone: TaskFuture<R>[] }> {
  const all = await known(futures);
  const finished = await Promise.all(all.map((future) => future.wait(timeout)));
  return { done: all.filter((_, index) => finished[index]), notDone: all.filter((_, index) => !finished[index]) };
}

/** The futures in the order in which they become final. Throws `timed-out` when that takes longer than `timeout` seconds. */
export async function* asCompleted<R>(
  futures: readonly TaskFuture<R>[],
  { timeout }: { timeout?: number } = {},
): AsyncGenerator<TaskFuture<R>> {
  const all = await known(futures);
  const open = new Map(all.map((future) => [future, future.wait().then(() => future)]));
  const until = timeout === undefined ? undefined : performance.now() + timeout * 1000;
  while (open.size > 0) {
    const next = until === undefined ? await Promise.race(open.values()) : await firstBefore(until, [...open.values()]);
    if (next === undefined) {
      throw new MillraceError('timed-out', `${open.size} of ${all.length} task runs were not final after ${timeout} seconds.`);
    }
    open.delete(next);
    yield next;
  }
}

/** The first to be settled; undefined when the time (milliseconds of `performance.now`) is over before. */
async function firstBefore<T>(until: number, work: readonly Promise<T>[]): Promise<T | undefined> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), Math.max(0, until - performance.now()));
  });
  return Promise.race([...work, late]).finally(() => clearTimeout(timer));
}
