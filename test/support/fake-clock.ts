import type { Clock } from '../../runtime/core/ports.ts';

/** A clock that jumps: whenever nothing else is to be done, it goes on to the next sleeper's time. */
export interface FakeClock extends Clock {
  /** Milliseconds that were slept, in the order in which the sleeps began. */
  readonly sleeps: number[];
}

interface Sleeper {
  due: number;
  wake(): void;
}

/** A fake clock that begins at 2026-01-01. */
export function createFakeClock(start: number = Date.UTC(2026, 0, 1)): FakeClock {
  let now = start;
  let turning = false;
  let sleepers: Sleeper[] = [];
  const sleeps: number[] = [];
  const turn = (): void => {
    const next = sleepers.toSorted((a, b) => a.due - b.due)[0];
    turning = next !== undefined;
    if (next === undefined) return;
    sleepers = sleepers.filter((sleeper) => sleeper !== next);
    now = Math.max(now, next.due);
    next.wake();
    setImmediate(turn);
  };
  const sleep = (milliseconds: number, signal?: AbortSignal): Promise<void> =>
    new Promise((resolve, reject) => {
      if (signal?.aborted === true) {
        reject(signal.reason);
        return;
      }
      sleeps.push(milliseconds);
      const sleeper = { due: now + milliseconds, wake: resolve };
      sleepers.push(sleeper);
      const stop = (): void => {
        sleepers = sleepers.filter((other) => other !== sleeper);
        reject(signal?.reason);
      };
      signal?.addEventListener('abort', stop, { once: true });
      if (!turning) setImmediate(turn);
      turning = true;
    });
  return { now: () => now, sleep, sleeps };
}
