import type { FlowRunFacts, Rule } from './rule.ts';
import { of } from './rule.ts';

/** A pause fires once for each key, and only a running flow can pause. (HandlePausingFlows) */
export const handlePausing: Rule<FlowRunFacts> = {
  name: 'handle-pausing',
  to: of('PAUSED'),
  apply({ current, policy, parentTaskRunId, deploymentId }, { name, state_details: details }) {
    const verb = name === 'Suspended' ? 'suspend' : 'pause';
    if (current === null) return { say: 'abort', reason: `Cannot ${verb} flows with no state.` };
    if (current.type !== 'RUNNING') {
      return { say: 'reject', state: null, reason: `Cannot ${verb} flows that are not currently running.` };
    }
    const key = details.pause_key;
    const keys = policy.pause_keys ?? [];
    if (key && keys.includes(key)) {
      return { say: 'reject', state: null, reason: `This ${verb} has already fired.` };
    }
    if (details.pause_reschedule === true) {
      if (parentTaskRunId !== null) return { say: 'abort', reason: `Cannot ${verb} subflows.` };
      if (deploymentId === null) return { say: 'abort', reason: `Cannot ${verb} flows without a deployment.` };
    }
    return key ? { say: 'adjust', changes: { policy: { ...policy, pause_keys: [...keys, key] } } } : undefined;
  },
};
