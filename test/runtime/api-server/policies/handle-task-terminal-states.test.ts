import { handleTaskTerminalStates } from '../../../../runtime/api-server/policies/handle-task-terminal-states.ts';
import { defaultStateName } from '../../../../runtime/core/state.ts';
import { checkPolicy, each, taskRunFacts } from '../../../support/check-policy.ts';

const ends = ['COMPLETED', 'FAILED', 'CANCELLED', 'CRASHED'] as const;
const stored = { type: 'COMPLETED', data: { type: 'reference' } } as const;
const again = { changes: { runCount: 0 } };

checkPolicy(handleTaskTerminalStates, taskRunFacts, [
  ...each(ends, ['CANCELLING', 'PAUSED', 'CRASHED'], (from) => ({ gives: `ABORT: Run is already ${from}.` })),
  ...each(ends, ['SCHEDULED', 'PENDING', 'RUNNING'], (_, to) => ({ gives: `ACCEPT ${defaultStateName(to)}`, ...again })),
  ...each(ends, ['COMPLETED', 'FAILED', 'CANCELLED'], (_, to) => ({ gives: `ACCEPT ${defaultStateName(to)}` })),
  { from: stored, to: 'RUNNING', gives: 'REJECT: This run is already completed.' },
  { from: stored, to: 'FAILED', gives: 'REJECT: This run is already completed.' },
  { from: { type: 'COMPLETED', data: { type: 'unpersisted' } }, to: 'RUNNING', gives: 'ACCEPT Running', ...again },
  { from: 'FAILED', to: 'RUNNING', facts: { flowRun: { id: 'f', type: 'RUNNING', runCount: 2 } }, gives: 'ACCEPT Retrying', ...again },
  { from: 'FAILED', to: 'PENDING', facts: { flowRun: { id: 'f', type: 'RUNNING', runCount: 2 } }, gives: 'ACCEPT Pending', ...again },
  { from: 'FAILED', to: 'RUNNING', facts: { flowRun: undefined }, gives: 'ACCEPT Running', ...again },
  { from: 'RUNNING', to: 'PAUSED', gives: 'ACCEPT Paused' },
]);
