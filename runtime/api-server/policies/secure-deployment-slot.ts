import { addSeconds } from '../../core/time.ts';
import type { FlowRunFacts, Rule } from './rule.ts';
import { of } from './rule.ts';
import { propose } from './propose.ts';

/**
 * A run takes a slot of its deployment when it is claimed. Slots are counted from the runs that have one, so none can
 * leak. (SecureFlowConcurrencySlots)
 */
export const secureDeploymentSlot: Rule<FlowRunFacts> = {
  name: 'secure-deployment-slot',
  from: of(null, 'SCHEDULED', 'COMPLETED', 'FAILED', 'CRASHED', 'PAUSED'),
  to: of('PENDING'),
  apply({ slots, now }) {
    if (slots === undefined || slots.taken < slots.limit) return undefined;
    const reason = 'Deployment concurrency limit reached.';
    if (slots.limit === 0) {
      return {
        say: 'abort',
        reason: 'The deployment concurrency limit is 0. The flow will deadlock if submitted again.',
      };
    }
    if (slots.strategy === 'CANCEL_NEW') return { say: 'reject', state: propose('CANCELLED', 'Cancelled', { message: reason }), reason };
    const details = { scheduled_time: addSeconds(now, slots.waitSeconds) };
    return { say: 'reject', state: propose('SCHEDULED', 'AwaitingConcurrencySlot', { details }), reason };
  },
};
