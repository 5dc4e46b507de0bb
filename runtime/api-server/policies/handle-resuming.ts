import { isFinal } from '../../core/state.ts';
import { propose } from './propose.ts';
import type { FlowRunFacts, Rule, Verdict } from './rule.ts';
import { of } from './rule.ts';

/** What may follow a pause, and until when. (HandleResumingPausedFlows) */
export const handleResuming: Rule<FlowRunFacts> = {
  name: 'handle-resuming',
  from: of('PAUSED'),
  apply({ current, policy, deploymentId, now }, proposal): Verdict | undefined {
    if (current === null) return undefined;
    const { pause_reschedule: suspended, pause_timeout: until } = current.state_details;
    const { type } = proposal;
    if (type === 'PENDING' || type === 'PAUSED') {
      const reason = `This run cannot transition to the ${type} state from the ${current.type} state.`;
      return { say: 'reject', state: null, reason };
    }
    const name = proposal.name.toLowerCase();
    if (suspended === true && deploymentId === null) {
      return { say: 'reject', state: null, reason: `Cannot reschedule a ${name} flow run without a deployment.` };
    }
    // The process of a pause lives: its cancellation must reach it however late.
    if (type === 'CANCELLING') return undefined;
    if (until && until < now) {
      const state = propose('FAILED', 'Failed', { message: `The flow was ${name} and never resumed.` });
      return { say: 'reject', state, reason: 'The flow run pause has timed out and can no longer resume.' };
    }
    if (isFinal(proposal)) return undefined;
    // A pause lives in its process: to schedule it is to begin anew, and its pauses will fire again.
    const anew = type === 'SCHEDULED' && suspended !== true;
    const changed = anew ? { resuming: false, pause_keys: [], retry_type: 'reschedule' as const } : { resuming: true };
    return { say: 'adjust', changes: { policy: { ...policy, ...changed } } };
  },
};
