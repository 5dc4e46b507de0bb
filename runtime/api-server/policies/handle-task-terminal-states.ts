import { isFinal } from '../../core/state.ts';
import { isPersisted } from './results.ts';
import type { Rule, TaskRunFacts } from './rule.ts';
import { terminal } from './rule.ts';

/** A task that has a stored result is done; another may run again. (HandleTaskTerminalStateTransitions) */
export const handleTaskTerminalStates: Rule<TaskRunFacts> = {
  name: 'handle-task-terminal-states',
  from: terminal,
  apply({ current, flowRun, flowRunRunCount }, proposal) {
    if (current === null) return undefined;
    const { type } = proposal;
    if (type === 'CANCELLING' || type === 'PAUSED' || type === 'CRASHED') {
      return { say: 'abort', reason: `Run is already ${current.type}.` };
    }
    if (current.type === 'COMPLETED' && isPersisted(current.data)) {
      return { say: 'reject', state: null, reason: 'This run is already completed.' };
    }
    if (isFinal(proposal)) return undefined;
    const again = type === 'RUNNING' && flowRun !== undefined && flowRun.runCount > flowRunRunCount;
    // A new attempt of the flow gives its tasks all their retries again.
    return {
      say: 'adjust',
      changes: { runCount: 0 },
      ...(again ? { state: { ...proposal, name: 'Retrying' } } : {}),
    };
  },
};
