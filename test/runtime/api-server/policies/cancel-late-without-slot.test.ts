import { cancelLateWithoutSlot } from '../../../../runtime/api-server/policies/cancel-late-without-slot.ts';
import { checkPolicy, flowRunFacts } from '../../../support/check-policy.ts';

const slots = { limit: 1, taken: 1, strategy: 'CANCEL_NEW', waitSeconds: 30 } as const;
const late = { type: 'SCHEDULED', name: 'Late' } as const;

checkPolicy(cancelLateWithoutSlot, flowRunFacts, [
  {
    from: 'SCHEDULED',
    to: late,
    facts: { slots },
    gives: 'REJECT Cancelled: Deployment concurrency limit is full and uses the CANCEL_NEW strategy.',
  },
  { from: 'SCHEDULED', to: late, facts: { slots: { ...slots, taken: 0 } }, gives: 'ACCEPT Late' },
  { from: 'SCHEDULED', to: late, facts: { slots: { ...slots, strategy: 'ENQUEUE' } }, gives: 'ACCEPT Late' },
  { from: 'SCHEDULED', to: late, gives: 'ACCEPT Late' },
  { from: 'SCHEDULED', to: 'SCHEDULED', facts: { slots }, gives: 'ACCEPT Scheduled' },
  { from: 'PENDING', to: late, facts: { slots }, gives: 'ACCEPT Late' },
]);
