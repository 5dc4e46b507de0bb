import type { FlowRunFacts, Rule } from './rule.ts';
import { of } from './rule.ts';

/**
 * Pending is the claim: only one worker gets it. A run that has it may refine it by another name, as Submitting.
 * (PreventPendingTransitions)
 */
export const preventPending: Rule<FlowRunFacts> = {
  name: 'prevent-pending',
  from: of('PENDING', 'RUNNING', 'CANCELLING', 'CANCELLED'),
  to: of('PENDING'),
  apply({ current }, proposal) {
    if (current === null) return undefined;
    if (current.type === 'PENDING' && proposal.name !== 'Pending' && proposal.name !== current.name) {
      const { scheduled_time } = current.state_details;
      return {
        say: 'adjust',
        state: { ...proposal, state_details: { ...proposal.state_details, scheduled_time: scheduled_time ?? null } },
      };
    }
    return { say: 'abort', reason: `This run is in a ${current.type} state and cannot transition to a PENDING state.` };
  },
};
