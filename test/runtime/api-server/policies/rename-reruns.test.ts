import { renameReruns } from '../../../../runtime/api-server/policies/rename-reruns.ts';
import { checkPolicy, taskRunFacts } from '../../../support/check-policy.ts';

checkPolicy(renameReruns, taskRunFacts, [
  { from: { type: 'SCHEDULED', name: 'AwaitingRetry' }, to: 'RUNNING', facts: { runCount: 1 }, gives: 'ACCEPT Retrying' },
  { from: 'FAILED', to: 'RUNNING', facts: { runCount: 1 }, gives: 'ACCEPT Rerunning' },
  { from: 'PENDING', to: 'RUNNING', facts: { runCount: 0 }, gives: 'ACCEPT Running' },
  { from: null, to: 'RUNNING', facts: { runCount: 1 }, gives: 'ACCEPT Running' },
  { from: 'FAILED', to: 'PENDING', facts: { runCount: 1 }, gives: 'ACCEPT Pending' },
]);
