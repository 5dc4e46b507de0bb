import { retryFailedTasks } from '../../../../runtime/api-server/policies/retry-failed-tasks.ts';
import { checkPolicy, taskRunFacts } from '../../../support/check-policy.ts';

const failed = { from: 'RUNNING', to: 'FAILED' } as const;
const after = (seconds: string) => ({
  gives: 'REJECT AwaitingRetry: Retrying',
  details: { scheduled_time: `2026-11-21T06:00:${seconds}Z` },
});

checkPolicy(retryFailedTasks, taskRunFacts, [
  { ...failed, facts: { policy: { retries: 1 }, runCount: 1 }, ...after('00.000000') },
  { ...failed, facts: { policy: { retries: 1, retry_delay: 5 }, runCount: 1 }, ...after('05.000000') },
  { ...failed, facts: { policy: { retries: 3, retry_delay: [1, 2] }, runCount: 1 }, ...after('01.000000') },
  { ...failed, facts: { policy: { retries: 3, retry_delay: [1, 2] }, runCount: 2 }, ...after('02.000000') },
  { ...failed, facts: { policy: { retries: 3, retry_delay: [1, 2] }, runCount: 3 }, ...after('02.000000') },
  { ...failed, facts: { policy: { retries: 1, retry_delay: 10, retry_jitter_factor: 0.4 }, runCount: 1 }, ...after('12.000000') },
  { ...failed, facts: { policy: { retries: 1 }, runCount: 2 }, gives: 'ACCEPT Failed' },
  { ...failed, facts: { runCount: 1 }, gives: 'ACCEPT Failed' },
  {
    from: 'RUNNING',
    to: { type: 'FAILED', details: { retriable: false } },
    facts: { policy: { retries: 1 }, runCount: 1 },
    gives: 'ACCEPT Failed',
  },
  { from: 'PENDING', to: 'FAILED', facts: { policy: { retries: 1 } }, gives: 'ACCEPT Failed' },
]);
