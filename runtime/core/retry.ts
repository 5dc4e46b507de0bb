import type { RetryDelay } from './definitions.ts';

/** Delays that double with each retry: `factor`, 2 × `factor`, 4 × `factor` … in seconds. (Prefect's exponential_backoff) */
export const exponentialBackoff =
  (factor: number): ((retry: number) => number) =>
  (retry) =>
    factor * 2 ** Math.max(0, retry - 1);

/** Prefect refuses more delays for a task run, and takes the last one for the retries that follow. */
const mostDelays = 50;

/** A delay option as the list of seconds that the server is told, one for each retry; never empty: Prefect answers 500 then. */
export function retryDelays(delay: RetryDelay | undefined, retries: number): number[] {
  const count = Math.min(Math.max(1, retries), mostDelays);
  const delays = typeof delay === 'function' ? Array.from({ length: count }, (_, index) => delay(index + 1)) : [delay ?? []].flat();
  return delays.length === 0 ? [0] : delays.slice(0, count);
}
