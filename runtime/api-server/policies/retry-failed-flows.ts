import { addSeconds } from '../../core/time.ts';
import type { FlowRunFacts, Rule } from './rule.ts';
import { of } from './rule.ts';
import { propose } from './propose.ts';

/** A failure with retries left is another attempt to come. (RetryFailedFlows) */
export const retryFailedFlows: Rule<FlowRunFacts> = {
  name: 'retry-failed-flows',
  from: of('RUNNING'),
  to: of('FAILED'),
  apply({ policy, runCount, now }, proposal) {
    const retries = policy.retries ?? policy.max_retries ?? 0;
    if (runCount > retries) return undefined;
    const details = { scheduled_time: addSeconds(now, policy.retry_delay ?? policy.retry_delay_seconds ?? 0) };
    const state = propose('SCHEDULED', 'AwaitingRetry', { message: proposal.message, data: proposal.data, details });
    const changes = { policy: { ...policy, resuming: false, pause_keys: [], retry_type: 'in_process' as const } };
    return { say: 'reject', state, reason: 'Retrying', changes };
  },
};
