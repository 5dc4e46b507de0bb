import { handleFlowTerminalStates } from '../../../../runtime/api-server/policies/handle-flow-terminal-states.ts';
import { defaultStateName } from '../../../../runtime/core/state.ts';
import { checkPolicy, each, flowRunFacts } from '../../../support/check-policy.ts';

const ends = ['COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED'] as const;
const stored = { type: 'COMPLETED', data: { type: 'reference' } } as const;
const anew = { resuming: false, pause_keys: [] };

checkPolicy(handleFlowTerminalStates, flowRunFacts, [
  ...each(ends, ['CANCELLING', 'PAUSED', 'CRASHED'], (from) => ({ gives: `ABORT: Run is already in terminal state ${from}.` })),
  ...each(ends, ['PENDING', 'RUNNING'], (_, to) => ({
    gives: `ACCEPT ${defaultStateName(to)}`,
    changes: { policy: { ...anew, retry_type: null } },
  })),
  ...each(ends, ['COMPLETED', 'FAILED', 'CANCELLED'], (_, to) => ({ gives: `ACCEPT ${defaultStateName(to)}` })),
  {
    from: 'FAILED',
    to: 'SCHEDULED',
    facts: { policy: { retries: 3, retry_type: 'in_process', pause_keys: ['a'], resuming: true } },
    gives: 'ACCEPT Scheduled',
    changes: { policy: { retries: 3, ...anew, retry_type: 'reschedule' } },
  },
  {
    from: 'FAILED',
    to: 'SCHEDULED',
    facts: { deploymentId: null },
    gives: 'ABORT: Cannot reschedule a run without an associated deployment.',
  },
  { from: stored, to: 'RUNNING', gives: 'REJECT: Run is already COMPLETED.' },
  { from: stored, to: 'SCHEDULED', gives: 'REJECT: Run is already COMPLETED.' },
  { from: 'RUNNING', to: 'PAUSED', gives: 'ACCEPT Paused' },
]);
