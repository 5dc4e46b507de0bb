import { awaitRetry } from './propose.ts';
import { retriesOf } from './retries.ts';
import type { FlowRunFacts, Rule } from './rule.ts';
import { of } from './rule.ts';

/** A failure with retries left is another attempt to come, in the same process. (RetryFailedFlows) */
export const retryFailedFlows: Rule<FlowRunFacts> = {
  name: 'retry-failed-flows',
  from: of('RUNNING'),
  to: of('FAILED'),
  apply({ policy, runCount, now }, failure) {
    // The next attempt, if a user asks for one, is a worker's: it must see the run again.
    if (runCount > retriesOf(policy)) return { say: 'adjust', changes: { policy: { ...policy, retry_type: null } } };
    const delay = policy.retry_delay ?? policy.retry_delay_seconds ?? 0;
    return {
      say: 'reject',
      state: awaitRetry(failure, now, delay),
      reason: 'Retrying',
      changes: { policy: { ...policy, resuming: false, pause_keys: [], retry_type: 'in_process' } },
    };
  },
};
