import { isPersisted } from './results.ts';
import type { FlowRunFacts, Rule } from './rule.ts';
import { of } from './rule.ts';

/** A result that is stored is not forgotten by completing again, not even by force. (PreventResultDataLoss) */
export const preventResultDataLoss: Rule<FlowRunFacts> = {
  name: 'prevent-result-data-loss',
  from: of('COMPLETED'),
  to: of('COMPLETED'),
  apply({ current }, proposal) {
    if (!isPersisted(current?.data) || isPersisted(proposal.data)) return undefined;
    const reason = 'Cannot overwrite a COMPLETED state that carries persisted result data with one that does not.';
    return { say: 'reject', state: null, reason };
  },
};
