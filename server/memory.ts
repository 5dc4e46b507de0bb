import { setFlagsFromString } from 'node:v8';

/** How many works go on that are to take little memory. */
let working = 0;

/**
 * Does work that reads files by the thousand and lets go of them at once: meanwhile the heap is cleared when it is full,
 * instead of growing and being cleared later. What is typed at the same time is answered some milliseconds later. What the
 * flag changes is found in V8 by `ShouldOptimizeForMemoryUsage`.
 */
export async function sparingMemory<T>(work: () => Promise<T>): Promise<T> {
  working += 1;
  setFlagsFromString('--optimize-for-size');
  try {
    return await work();
  } finally {
    working -= 1;
    if (working === 0) setFlagsFromString('--no-optimize-for-size');
  }
}
