import { awaitRetry } from './propose.ts';
import { retriesOf } from './retries.ts';
import type { Rule, TaskRunFacts } from './rule.ts';
import { of } from './rule.ts';

/** A failure with retries left is another attempt to come, after its delay with jitter. (RetryFailedTasks) */
export const retryFailedTasks: Rule<TaskRunFacts> = {
  name: 'retry-failed-tasks',
  from: of('RUNNING'),
  to: of('FAILED'),
  apply({ policy, runCount, now, random }, failure) {
    if (failure.state_details.retriable === false || runCount > retriesOf(policy)) return undefined;
    const given = policy.retry_delay ?? policy.retry_delay_seconds ?? 0;
    const base = Array.isArray(given) ? delayOf(given, runCount) : given;
    const delay = base * (1 + (policy.retry_jitter_factor ?? 0) * random);
    return {
      say: 'reject',
      state: awaitRetry(failure, now, delay),
      reason: 'Retrying',
    };
  },
};

/** The delay before the retry after so many attempts; the last one of the list is used for all that follow. */
const delayOf = (delays: readonly number[], attempts: number): number => delays[Math.min(Math.max(attempts, 1), delays.length) - 1] ?? 0;
