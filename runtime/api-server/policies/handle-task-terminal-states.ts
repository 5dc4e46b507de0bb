import { isPersisted } from './results.ts';
import type { Rule, TaskRunFacts } from './rule.ts';
import { terminal } from './rule.ts';

/** A task that has a stored result is done; another may run again. (HandleTaskTerminalStateTransitions) */
export const handleTaskTerminalStates: Rule<TaskRunFacts> = {
  name: 'handle-task-terminal-states',
  from: terminal,
  apply(facts, proposal) {
    const { current, flowRun, flowRunRunCount } = facts;
    if (current === null || terminal.has(proposal.type as 'COMPLETED')) return undefined;
    if (current.type === 'COMPLETED' && isPersisted(current.data)) {
      return { say: 'reject', state: null, reason: 'This run is already completed.' };
    }
    const again = flowRun !== undefined && flowRun.runCount > flowRunRunCount && proposal.type === 'RUNNING';
    return { say: 'adjust', ...(again ? { state: { ...proposal, name: 'Retrying' } } : {}), changes: { runCount: 0 } };
  },
};
