import type { FlowRunFacts, Rule } from './rule.ts';
import { of } from './rule.ts';

/** A run that is being cancelled ends as Cancelled. (EnforceCancellingToCancelledTransition) */
export const enforceCancellingToCancelled: Rule<FlowRunFacts> = {
  name: 'enforce-cancelling-to-cancelled',
  from: of('CANCELLING'),
  to: of('SCHEDULED', 'PENDING', 'RUNNING', 'COMPLETED', 'FAILED', 'CRASHED', 'PAUSED', 'CANCELLING'),
  apply: () => ({
    say: 'reject',
    state: null,
    reason: 'Cannot transition flows that are cancelling to a state other than Cancelled.',
  }),
};
