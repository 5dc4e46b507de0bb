import { isPersisted } from './results.ts';
import type { FlowRunFacts, Rule } from './rule.ts';
import { of, terminal } from './rule.ts';

/** What may follow a final state of a flow run. (HandleFlowTerminalStateTransitions) */
export const handleFlowTerminalStates: Rule<FlowRunFacts> = {
  name: 'handle-flow-terminal-states',
  from: terminal,
  to: of('SCHEDULED', 'PENDING', 'RUNNING', 'PAUSED', 'CANCELLING', 'CRASHED'),
  apply({ current, policy, deploymentId }, { type }) {
    if (current === null) return undefined;
    if (type === 'CANCELLING' || type === 'PAUSED' || type === 'CRASHED') {
      return { say: 'abort', reason: `Run is already in terminal state ${current.type}.` };
    }
    if (current.type === 'COMPLETED' && isPersisted(current.data)) {
      return { say: 'reject', state: null, reason: 'Run is already COMPLETED.' };
    }
    if (type === 'SCHEDULED' && deploymentId === null) {
      return { say: 'abort', reason: 'Cannot reschedule a run without an associated deployment.' };
    }
    // Pauses fire anew on the new attempt.
    const retryType = type === 'SCHEDULED' ? 'reschedule' : null;
    return {
      say: 'adjust',
      changes: { policy: { ...policy, resuming: false, pause_keys: [], retry_type: retryType } },
    };
  },
};
