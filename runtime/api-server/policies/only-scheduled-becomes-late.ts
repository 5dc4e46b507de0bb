import type { FlowRunFacts, Rule } from './rule.ts';
import { of } from './rule.ts';

/** Only a run that waits can be late, and only once. (EnsureOnlyScheduledFlowsMarkedLate) */
export const onlyScheduledBecomesLate: Rule<FlowRunFacts> = {
  name: 'only-scheduled-becomes-late',
  to: of('SCHEDULED'),
  apply({ current }, proposal) {
    if (proposal.name !== 'Late' || current === null) return undefined;
    if (current.type !== 'SCHEDULED') {
      return { say: 'reject', state: null, reason: 'Only scheduled flows can be marked late.' };
    }
    if (current.name === 'Late') {
      return { say: 'reject', state: null, reason: 'This flow run is already marked late.' };
    }
    return undefined;
  },
};
