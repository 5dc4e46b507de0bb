import { preventDuplicateTransitions } from '../../../../runtime/api-server/policies/prevent-duplicate-transitions.ts';
import { checkPolicy, flowRunFacts } from '../../../support/check-policy.ts';

const [first, second] = [{ transition_id: 'first' }, { transition_id: 'second' }];
const twice = 'REJECT: This run has already made this state transition.';

checkPolicy(preventDuplicateTransitions, flowRunFacts, [
  { from: { type: 'RUNNING', details: first }, to: { type: 'RUNNING', details: first }, gives: twice },
  { from: { type: 'SCHEDULED', details: first }, to: { type: 'FAILED', details: first }, gives: twice },
  { from: { type: 'RUNNING', details: first }, to: { type: 'RUNNING', details: second }, gives: 'ACCEPT Running' },
  { from: { type: 'RUNNING', details: first }, to: 'RUNNING', gives: 'ACCEPT Running' },
  { from: 'RUNNING', to: 'RUNNING', gives: 'ACCEPT Running' },
  { from: null, to: { type: 'PENDING', details: first }, gives: 'ACCEPT Pending' },
]);
