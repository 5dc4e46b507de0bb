import { preventTasksOfStoppedFlows } from '../../../../runtime/api-server/policies/prevent-tasks-of-stopped-flows.ts';
import type { PolicyCase } from '../../../support/check-policy.ts';
import { allTypes, checkPolicy, taskRunFacts } from '../../../support/check-policy.ts';
import type { TaskRunFacts } from '../../../../runtime/api-server/policies/rule.ts';

const stopped = allTypes
  .filter((type) => type !== 'RUNNING' && type !== 'PAUSED')
  .map((type): PolicyCase<TaskRunFacts> => ({
    from: 'PENDING',
    to: 'RUNNING',
    facts: { flowRun: { id: 'f', type, runCount: 1 } },
    gives: 'ABORT: The enclosing flow must be running to begin task execution.',
  }));
const pause = { pauseTimeout: '2026-11-21T07:00:00.000000Z', pauseReschedule: true };
const paused = 'REJECT NotReady: The flow is paused, new tasks can execute after resuming flow run: f.';

checkPolicy(preventTasksOfStoppedFlows, taskRunFacts, [
  ...stopped,
  { from: 'PENDING', to: 'RUNNING', gives: 'ACCEPT Running' },
  { from: 'PENDING', to: 'RUNNING', facts: { flowRun: undefined }, gives: 'ACCEPT Running' },
  { from: 'PENDING', to: 'COMPLETED', facts: { flowRun: { id: 'f', type: 'FAILED', runCount: 1 } }, gives: 'ACCEPT Completed' },
  {
    from: 'PENDING',
    to: 'RUNNING',
    facts: { flowRun: { id: 'f', type: 'PAUSED', runCount: 1, ...pause } },
    gives: paused,
    details: { pause_timeout: pause.pauseTimeout, pause_reschedule: true },
  },
  {
    from: 'PENDING',
    to: 'RUNNING',
    facts: { flowRun: { id: 'f', type: 'PAUSED', runCount: 1 } },
    gives: paused,
    details: { pause_timeout: null, pause_reschedule: false },
  },
]);
