import type { Decision, FlowRunFacts, Proposal, Rule, TaskRunFacts } from './rule.ts';
import { bypassCancellingWithoutInfrastructure } from './bypass-cancelling-without-infrastructure.ts';
import { cancelLateWithoutSlot } from './cancel-late-without-slot.ts';
import { copyScheduledTime } from './copy-scheduled-time.ts';
import { enforceCancellingToCancelled } from './enforce-cancelling-to-cancelled.ts';
import { handleFlowTerminalStates } from './handle-flow-terminal-states.ts';
import { handlePausing } from './handle-pausing.ts';
import { handleResuming } from './handle-resuming.ts';
import { handleTaskTerminalStates } from './handle-task-terminal-states.ts';
import { limitCacheKeys } from './limit-cache-keys.ts';
import { onlyScheduledBecomesLate } from './only-scheduled-becomes-late.ts';
import { preventDuplicateTransitions } from './prevent-duplicate-transitions.ts';
import { preventPending } from './prevent-pending.ts';
import { preventResultDataLoss } from './prevent-result-data-loss.ts';
import { preventTasksOfStoppedFlows } from './prevent-tasks-of-stopped-flows.ts';
import { renameReruns } from './rename-reruns.ts';
import { retrieveFromCache } from './retrieve-from-cache.ts';
import { retryFailedFlows } from './retry-failed-flows.ts';
import { retryFailedTasks } from './retry-failed-tasks.ts';
import { decide } from './rule.ts';
import { secureDeploymentSlot } from './secure-deployment-slot.ts';
import { secureTaskSlots } from './secure-task-slots.ts';
import { waitForScheduledTime } from './wait-for-scheduled-time.ts';

/**
 * The order matters: a repeated proposal is answered before anything else; what ends or cancels a run comes before what
 * starts it; a slot is taken only by a claim that is otherwise allowed; retries look at what is left.
 * (CoreFlowPolicy, Prefect 3.9)
 */
export const flowRunPolicy: readonly Rule<FlowRunFacts>[] = [
  preventDuplicateTransitions,
  handleFlowTerminalStates,
  preventResultDataLoss,
  enforceCancellingToCancelled,
  bypassCancellingWithoutInfrastructure,
  preventPending,
  secureDeploymentSlot,
  onlyScheduledBecomesLate,
  cancelLateWithoutSlot,
  handlePausing,
  handleResuming,
  copyScheduledTime,
  waitForScheduledTime,
  retryFailedFlows,
];

/** What holds even for a forced proposal. (MinimalFlowPolicy, Prefect 3.9) */
const forcedFlowRunPolicy: readonly Rule<FlowRunFacts>[] = [preventResultDataLoss, bypassCancellingWithoutInfrastructure];

/**
 * What was sent twice first, which Prefect asks of flow runs alone; then a known result, a finished task before a stopped
 * flow, its time before its retries, names last. (CoreTaskPolicy, Prefect 3.9)
 */
export const taskRunPolicy: readonly Rule<TaskRunFacts>[] = [
  preventDuplicateTransitions,
  retrieveFromCache,
  handleTaskTerminalStates,
  preventTasksOfStoppedFlows,
  secureTaskSlots,
  copyScheduledTime,
  waitForScheduledTime,
  retryFailedTasks,
  renameReruns,
  limitCacheKeys,
];

/** What becomes of a proposal for a flow run. */
export const orchestrateFlowRun = (facts: FlowRunFacts, proposal: Proposal, force: boolean): Decision =>
  decide(force ? forcedFlowRunPolicy : flowRunPolicy, facts, proposal);

/** What becomes of a proposal for a task run. */
export const orchestrateTaskRun = (facts: TaskRunFacts, proposal: Proposal, force: boolean): Decision =>
  decide(force ? [] : taskRunPolicy, facts, proposal);
