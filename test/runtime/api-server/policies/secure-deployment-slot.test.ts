import { secureDeploymentSlot } from '../../../../runtime/api-server/policies/secure-deployment-slot.ts';
import { checkPolicy, flowRunFacts } from '../../../support/check-policy.ts';

const slots = { limit: 2, taken: 2, strategy: 'ENQUEUE', waitSeconds: 30 } as const;
const claim = { from: 'SCHEDULED', to: 'PENDING' } as const;

checkPolicy(secureDeploymentSlot, flowRunFacts, [
  { ...claim, gives: 'ACCEPT Pending' },
  { ...claim, facts: { slots: { ...slots, taken: 1 } }, gives: 'ACCEPT Pending' },
  {
    ...claim,
    facts: { slots },
    gives: 'REJECT AwaitingConcurrencySlot: Deployment concurrency limit reached.',
    details: { scheduled_time: '2026-11-21T06:00:30.000000Z' },
  },
  { ...claim, facts: { slots: { ...slots, strategy: 'CANCEL_NEW' } }, gives: 'REJECT Cancelled: Deployment concurrency limit reached.' },
  {
    ...claim,
    facts: { slots: { ...slots, limit: 0, taken: 0 } },
    gives: 'ABORT: The deployment concurrency limit is 0. The flow will deadlock if submitted again.',
  },
  { from: 'PENDING', to: 'PENDING', facts: { slots }, gives: 'ACCEPT Pending' },
  { from: 'SCHEDULED', to: 'RUNNING', facts: { slots }, gives: 'ACCEPT Running' },
]);
