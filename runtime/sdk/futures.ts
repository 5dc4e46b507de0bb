import type { TaskFuture } from '../engine/futures.ts';
import { AllowFailure, Unmapped } from '../engine/futures.ts';

/** A value that `map` gives to every run as it is. */
export const unmapped = <T>(value: T): Unmapped<T> => new Unmapped(value);

/** A future whose failure does not keep its users from running: they get the error as the value. */
export const allowFailure = <T>(future: TaskFuture<T>): AllowFailure<T> => new AllowFailure(future as unknown as T);

/** Waits until all futures are final or the time (seconds) is over; which are, and which are not. */
export async function wait<R>(
  futures: readonly TaskFuture<R>[],
  timeout?: number,
): Promise<{ done: TaskFuture<R>[]; notDone: TaskFuture<R>[] }> {
  const finished = await Promise.all([...futures].map((future) => future.wait(timeout)));
  return {
    done: [...futures].filter((_, index) => finished[index]),
    notDone: [...futures].filter((_, index) => !finished[index]),
  };
}

/** The futures in the order in which they become final. */
export async function* asCompleted<R>(futures: readonly TaskFuture<R>[]): AsyncGenerator<TaskFuture<R>> {
  const open = new Map([...futures].map((future) => [future, future.wait().then(() => future)]));
  while (open.size > 0) {
    const next = await Promise.race(open.values());
    open.delete(next);
    yield next;
  }
}
