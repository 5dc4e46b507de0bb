import { enforceCancellingToCancelled } from '../../../../runtime/api-server/policies/enforce-cancelling-to-cancelled.ts';
import { defaultStateName } from '../../../../runtime/core/state.ts';
import { allTypes, checkPolicy, each, flowRunFacts } from '../../../support/check-policy.ts';

const refused = 'REJECT: Cannot transition flows that are cancelling to a state other than Cancelled.';

checkPolicy(enforceCancellingToCancelled, flowRunFacts, [
  ...each(['CANCELLING'], allTypes, (_, to) => ({ gives: to === 'CANCELLED' ? 'ACCEPT Cancelled' : refused })),
  ...each([null, 'RUNNING', 'PAUSED', 'CANCELLED'], ['COMPLETED', 'CRASHED'], (_, to) => ({ gives: `ACCEPT ${defaultStateName(to)}` })),
]);
