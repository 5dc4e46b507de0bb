import { addSeconds } from '../../core/time.ts';
import type { Rule, TaskRunFacts } from './rule.ts';
import { of } from './rule.ts';
import { propose } from './propose.ts';

/** A failure with retries left is another attempt to come, after its delay with jitter. (RetryFailedTasks) */
export const retryFailedTasks: Rule<TaskRunFacts> = {
  name: 'retry-failed-tasks',
  from: of('RUNNING'),
  to: of('FAILED'),
  apply({ policy, runCount, now, random }, proposal) {
    const retries = policy.retries ?? policy.max_retries ?? 0;
    if (runCount > retries || proposal.state_details.retriable === false) return undefined;
    const given = policy.retry_delay ?? policy.retry_delay_seconds ?? 0;
    const base = Array.isArray(given) ? (given[Math.min(Math.max(runCount, 1), given.length) - 1] ?? 0) : given;
    const delay = base * (1 + (policy.retry_jitter_factor ?? 0) * random);
    const details = { scheduled_time: addSeconds(now, delay) };
    const state = propose('SCHEDULED', 'AwaitingRetry', { message: proposal.message, data: proposal.data, details });
    return { say: 'reject', state, reason: 'Retrying' };
  },
};
