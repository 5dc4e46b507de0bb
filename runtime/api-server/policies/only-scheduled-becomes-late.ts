import type { FlowRunFacts, Rule } from './rule.ts';
import { of } from './rule.ts';

/** Only a run that waits for its time can be late. (EnsureOnlyScheduledFlowsMarkedLate) */
export const onlyScheduledBecomesLate: Rule<FlowRunFacts> = {
  name: 'only-scheduled-becomes-late',
  to: of('SCHEDULED'),
  apply({ current }, proposal) {
    if (proposal.name !== 'Late' || current === null || current.type !== 'SCHEDULED' || current.name === 'Scheduled') return undefined;
    return { say: 'reject', state: null, reason: 'Only scheduled runs may be marked late.' };
  },
};
