import type { TaskRunner } from '../core/definitions.ts';

/** Runs submitted tasks at once, as many as `maxWorkers`; no limit unless told. */
export const concurrent = (options: { maxWorkers?: number } = {}): TaskRunner => ({
  name: 'concurrent',
  maxWorkers: options.maxWorkers ?? Infinity,
});

/** Runs submitted tasks one after the other. */
export const sequential = (): TaskRunner => ({ name: 'sequential', maxWorkers: 1 });

/** Places for task runs: at most so many hold one. */
export interface Slots {
  /** Runs work once a place is free. */
  hold<T>(work: () => Promise<T>): Promise<T>;
}

/** The places of a task runner. */
export function createSlots(runner: TaskRunner): Slots {
  let free = runner.maxWorkers;
  const waiting: (() => void)[] = [];
  return {
    async hold(work) {
      if (free <= 0) await new Promise<void>((resolve) => waiting.push(resolve));
      else free -= 1;
      try {
        return await work();
      } finally {
        const next = waiting.shift();
        if (next === undefined) free += 1;
        else next();
      }
    },
  };
}
