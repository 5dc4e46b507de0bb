import { bypassCancellingWithoutInfrastructure } from '../../../../runtime/api-server/policies/bypass-cancelling-without-infrastructure.ts';
import { checkPolicy, flowRunFacts } from '../../../support/check-policy.ts';

const cancelled = 'REJECT Cancelled: Scheduled flow run has no infrastructure to terminate.';

checkPolicy(bypassCancellingWithoutInfrastructure, flowRunFacts, [
  { from: 'SCHEDULED', to: 'CANCELLING', gives: cancelled },
  { from: 'SCHEDULED', to: 'CANCELLING', facts: { infrastructurePid: '' }, gives: cancelled },
  { from: 'SCHEDULED', to: 'CANCELLING', facts: { infrastructurePid: '7' }, gives: 'ACCEPT Cancelling' },
  { from: { type: 'SCHEDULED', name: 'Resuming' }, to: 'CANCELLING', facts: { infrastructurePid: '7' }, gives: cancelled },
  {
    from: { type: 'PAUSED', details: { pause_reschedule: true } },
    to: 'CANCELLING',
    gives: 'REJECT Cancelled: Suspended flow run has no infrastructure to terminate.',
  },
  { from: 'PAUSED', to: 'CANCELLING', gives: 'ACCEPT Cancelling' },
  { from: 'RUNNING', to: 'CANCELLING', gives: 'ACCEPT Cancelling' },
  { from: 'SCHEDULED', to: 'PENDING', gives: 'ACCEPT Pending' },
]);
