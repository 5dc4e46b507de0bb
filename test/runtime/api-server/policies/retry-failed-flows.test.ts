import { retryFailedFlows } from '../../../../runtime/api-server/policies/retry-failed-flows.ts';
import { checkPolicy, flowRunFacts } from '../../../support/check-policy.ts';

const after = (scheduled_time: string, policy: object) => ({
  gives: 'REJECT AwaitingRetry: Retrying',
  details: { scheduled_time },
  changes: { policy: { ...policy, resuming: false, pause_keys: [], retry_type: 'in_process' as const } },
});
const failed = { from: 'RUNNING', to: 'FAILED' } as const;

checkPolicy(retryFailedFlows, flowRunFacts, [
  { ...failed, facts: { policy: { retries: 1 } }, ...after('2026-11-21T06:00:00.000000Z', { retries: 1 }) },
  {
    ...failed,
    facts: { policy: { retries: 2, retry_delay: 90 }, runCount: 2 },
    ...after('2026-11-21T06:01:30.000000Z', { retries: 2, retry_delay: 90 }),
  },
  {
    ...failed,
    facts: { policy: { retries: 1 }, runCount: 2 },
    gives: 'ACCEPT Failed',
    changes: { policy: { retries: 1, retry_type: null } },
  },
  { ...failed, gives: 'ACCEPT Failed', changes: { policy: { retry_type: null } } },
  { from: 'PENDING', to: 'FAILED', facts: { policy: { retries: 1 } }, gives: 'ACCEPT Failed' },
  { from: 'RUNNING', to: 'CRASHED', facts: { policy: { retries: 1 } }, gives: 'ACCEPT Crashed' },
]);
