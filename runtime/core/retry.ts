import type { RetryDelay } from './definitions.ts';

/** Delays that double with each retry: `factor`, 2 × `factor`, 4 × `factor` … in seconds. (Prefect's exponential_backoff) */
export const exponentialBackoff =
  (factor: number): ((retry: number) => number) =>
  (retry) =>
    factor * 2 ** Math.max(0, retry - 1);

/** A delay option as the list of seconds that the server is told, one for each retry. */
export function retryDelays(delay: RetryDelay | undefined, retries: number): number[] {
  const count = Math.max(0, retries);
  if (delay === undefined) return [];
  if (typeof delay === 'function') return Array.from({ length: count }, (_, index) => delay(index + 1));
  if (typeof delay === 'number') return [delay];
  return [...delay].slice(0, Math.max(count, 1));
}
