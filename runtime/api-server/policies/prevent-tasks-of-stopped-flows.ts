import { propose } from './propose.ts';
import type { Rule, TaskRunFacts } from './rule.ts';
import { of } from './rule.ts';

/** Tasks run inside running flows. (PreventRunningTasksFromStoppedFlows) */
export const preventTasksOfStoppedFlows: Rule<TaskRunFacts> = {
  name: 'prevent-tasks-of-stopped-flows',
  to: of('RUNNING'),
  apply({ flowRun }) {
    if (flowRun === undefined || flowRun.type === 'RUNNING') return undefined;
    if (flowRun.type !== 'PAUSED') {
      return { say: 'abort', reason: 'The enclosing flow must be running to begin task execution.' };
    }
    const details = {
      pause_timeout: flowRun.pauseTimeout ?? null,
      pause_reschedule: flowRun.pauseReschedule ?? false,
    };
    return {
      say: 'reject',
      state: propose('PAUSED', 'NotReady', { details }),
      reason: `The flow is paused, new tasks can execute after resuming flow run: ${flowRun.id}.`,
    };
  },
};
