import { onlyScheduledBecomesLate } from '../../../../runtime/api-server/policies/only-scheduled-becomes-late.ts';
import { checkPolicy, flowRunFacts } from '../../../support/check-policy.ts';

const late = { type: 'SCHEDULED', name: 'Late' } as const;

checkPolicy(onlyScheduledBecomesLate, flowRunFacts, [
  { from: 'SCHEDULED', to: late, gives: 'ACCEPT Late' },
  { from: null, to: late, gives: 'ACCEPT Late' },
  { from: late, to: late, gives: 'REJECT: This flow run is already marked late.' },
  { from: 'PENDING', to: late, gives: 'REJECT: Only scheduled flows can be marked late.' },
  { from: 'COMPLETED', to: late, gives: 'REJECT: Only scheduled flows can be marked late.' },
  { from: 'PENDING', to: 'SCHEDULED', gives: 'ACCEPT Scheduled' },
]);
