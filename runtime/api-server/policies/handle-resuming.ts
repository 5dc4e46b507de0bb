import type { FlowRunFacts, Rule } from './rule.ts';
import { of, terminal } from './rule.ts';
import { propose } from './propose.ts';

/** What may follow a pause, and until when. (HandleResumingPausedFlows) */
export const handleResuming: Rule<FlowRunFacts> = {
  name: 'handle-resuming',
  from: of('PAUSED'),
  apply(facts, proposal) {
    const { current, policy, now } = facts;
    if (current === null || terminal.has(proposal.type as 'FAILED') || proposal.type === 'CANCELLING') return undefined;
    if (proposal.type !== 'RUNNING' && proposal.type !== 'SCHEDULED') {
      return { say: 'reject', state: null, reason: `This run cannot transition to the ${proposal.type} state from the ${current.type} state.` };
    }
    const verb = current.state_details.pause_reschedule === true ? 'Suspended' : 'Paused';
    if (current.state_details.pause_reschedule === true && facts.deploymentId === null) {
      return { say: 'reject', state: null, reason: 'Cannot reschedule a paused flow run without a deployment.' };
    }
    const until = current.state_details.pause_timeout;
    if (until && until < now) {
      const message = 'The flow was paused and never resumed.';
      return { say: 'reject', state: propose('FAILED', 'Failed', { message }), reason: `${verb} flow run timed out.` };
    }
    return { say: 'adjust', changes: { policy: { ...policy, resuming: true } } };
  },
};
