import { isPersisted } from './results.ts';
import type { FlowRunFacts, Rule } from './rule.ts';
import { terminal } from './rule.ts';

/** What may follow a final state of a flow run. (HandleFlowTerminalStateTransitions) */
export const handleFlowTerminalStates: Rule<FlowRunFacts> = {
  name: 'handle-flow-terminal-states',
  from: terminal,
  apply(facts, proposal) {
    const { current } = facts;
    if (current === null) return undefined;
    if (proposal.type === 'CANCELLING' || proposal.type === 'PAUSED' || proposal.type === 'CRASHED') {
      return { say: 'abort', reason: `Run is already in terminal state ${current.type}.` };
    }
    const leaves = !terminal.has(proposal.type as 'COMPLETED');
    if (current.type === 'COMPLETED') {
      if (leaves && isPersisted(current.data)) return { say: 'reject', state: null, reason: 'Run is already COMPLETED.' };
      if (proposal.type === 'COMPLETED' && losesData(current.data, proposal.data)) return { say: 'reject', state: null, reason: 'Run is already COMPLETED.' };
    }
    if (!leaves) return undefined;
    if (proposal.type === 'SCHEDULED' && facts.deploymentId === null) {
      return { say: 'abort', reason: 'Cannot reschedule a run without an associated deployment.' };
    }
    const retryType = proposal.type === 'SCHEDULED' ? 'reschedule' : (facts.policy.retry_type ?? null);
    return { say: 'adjust', changes: { policy: { ...facts.policy, resuming: false, pause_keys: [], retry_type: retryType } } };
  },
};

const losesData = (current: unknown, proposed: unknown): boolean => isPersisted(current) && !isPersisted(proposed);
