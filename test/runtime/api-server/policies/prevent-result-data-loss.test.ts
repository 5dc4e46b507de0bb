import { preventResultDataLoss } from '../../../../runtime/api-server/policies/prevent-result-data-loss.ts';
import { checkPolicy, flowRunFacts } from '../../../support/check-policy.ts';

const stored = { type: 'COMPLETED', data: { type: 'reference' } } as const;
const lost = 'REJECT: Cannot overwrite a COMPLETED state that carries persisted result data with one that does not.';

checkPolicy(preventResultDataLoss, flowRunFacts, [
  { from: stored, to: 'COMPLETED', gives: lost },
  { from: stored, to: { type: 'COMPLETED', data: { type: 'unpersisted' } }, gives: lost },
  { from: stored, to: stored, gives: 'ACCEPT Completed' },
  { from: 'COMPLETED', to: 'COMPLETED', gives: 'ACCEPT Completed' },
  { from: stored, to: 'FAILED', gives: 'ACCEPT Failed' },
  { from: { type: 'FAILED', data: { type: 'reference' } }, to: 'COMPLETED', gives: 'ACCEPT Completed' },
]);
