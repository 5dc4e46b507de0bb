import { propose } from './propose.ts';
import type { FlowRunFacts, Rule } from './rule.ts';
import { of } from './rule.ts';

/** A run that would be late for want of a slot is cancelled where its deployment says so. (EnforceDeploymentConcurrencyOnLate) */
export const cancelLateWithoutSlot: Rule<FlowRunFacts> = {
  name: 'cancel-late-without-slot',
  from: of('SCHEDULED'),
  to: of('SCHEDULED'),
  apply({ slots }, proposal) {
    if (proposal.name !== 'Late' || slots === undefined) return undefined;
    if (slots.strategy !== 'CANCEL_NEW' || slots.taken < slots.limit) return undefined;
    return {
      say: 'reject',
      state: propose('CANCELLED', 'Cancelled', { message: 'Deployment concurrency limit reached.' }),
      reason: 'Deployment concurrency limit is full and uses the CANCEL_NEW strategy.',
    };
  },
};
