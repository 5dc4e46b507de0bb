import type { StateType } from '../../core/state.ts';
import { propose } from '../policies/propose.ts';
import type { Tx } from './database.ts';
import { readFlowRun } from './flow-runs.ts';
import { readTaskRun } from './task-runs.ts';
import { writeFlowRunState, writeTaskRunState } from './transition.ts';

const open = "('SCHEDULED', 'PENDING', 'RUNNING', 'PAUSED', 'CANCELLING')";

/** How a flow run ended whose process could not end what was under way below it. */
export interface Ending {
  type: StateType;
  message: string | null;
}

/**
 * Ends the task runs and subflows that a flow run left behind: they were in its process, and get its reason. A subflow
 * with a deployment has a process of its own and goes on. Prefect leaves them Running for ever.
 */
export function endRunsBelow(tx: Tx, flowRunId: string, ending: Ending): void {
  const state =
    ending.type === 'CANCELLED'
      ? propose('CANCELLED', 'Cancelled', { message: 'The parent flow run was cancelled.' })
      : propose('CRASHED', 'Crashed', { message: ending.message });
  const rows = tx.all<{ id: string; child: string | null; deployment_id: string | null }>(
    `SELECT t.id AS id, c.id AS child, c.deployment_id AS deployment_id FROM task_run t LEFT JOIN flow_run c ON c.parent_task_run_id = t.id
      WHERE t.flow_run_id = ? AND t.state_type IN ${open}`,
    flowRunId,
  );
  for (const { id, child, deployment_id: deploymentId } of rows) {
    if (deploymentId !== null) continue;
    const flowRun = child === null ? undefined : readFlowRun(tx, child);
    if (flowRun === undefined) writeTaskRunState(tx, readTaskRun(tx, id) ?? {}, state);
    else writeFlowRunState(tx, flowRun, state);
    if (child !== null) endRunsBelow(tx, child, ending);
  }
}
