/**
 * How often a run may be retried. `max_retries` is the older name, which counts only where the newer is absent; without
 * either there is no retry.
 */
export const retriesOf = (policy: { retries?: number | null; max_retries?: number }): number =>
  policy.retries ?? (policy.max_retries || -1);
