import type { FlowRunFacts, Rule } from './rule.ts';
import { of } from './rule.ts';

/** A pause fires once for each key, and only a running flow can pause. (HandlePausingFlows) */
export const handlePausing: Rule<FlowRunFacts> = {
  name: 'handle-pausing',
  to: of('PAUSED'),
  apply(facts, proposal) {
    const { current, policy } = facts;
    const verb = proposal.state_details.pause_reschedule === true ? 'suspend' : 'pause';
    if (current === null) return { say: 'abort', reason: `Cannot ${verb} flows with no state.` };
    if (current.type !== 'RUNNING') return { say: 'reject', state: null, reason: `Cannot ${verb} flows that are not currently running.` };
    const key = proposal.state_details.pause_key;
    const keys = policy.pause_keys ?? [];
    if (key && keys.includes(key)) return { say: 'reject', state: null, reason: 'This pause/suspend has already fired.' };
    if (verb === 'suspend') {
      if (facts.parentTaskRunId !== null) return { say: 'abort', reason: 'Cannot suspend subflows.' };
      if (facts.deploymentId === null) return { say: 'abort', reason: 'Cannot suspend flows without a deployment.' };
    }
    return key ? { say: 'adjust', changes: { policy: { ...policy, pause_keys: [...keys, key] } } } : undefined;
  },
};
