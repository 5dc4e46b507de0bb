import { addSeconds } from '../../core/time.ts';
import { propose } from '../policies/propose.ts';
import type { Tx } from '../store/database.ts';
import { readFlowRun } from '../store/flow-runs.ts';
import { endRunsBelow } from '../store/runs-below.ts';
import { writeFlowRunState } from '../store/transition.ts';

/** So many runs are ended at once, so that no request waits long. */
const most = 100;

/**
 * Ends what nobody ends: runs that are Cancelling for too long, and the subflows of cancelled runs (CancellationCleanup).
 * The joins begin with what has not ended, as that is little. True when there is more.
 */
export function cancellationCleanup(tx: Tx): boolean {
  const stuck = tx.all<{ id: string }>(
    "SELECT id FROM flow_run WHERE state_type = 'CANCELLING' AND state_timestamp < ? LIMIT ?",
    addSeconds(tx.now(), -tx.settings.cancellationTimeout),
    most,
  );
  for (const { id } of stuck) cancel(tx, id, 'Flow run cancellation timed out; marked this flow run as Cancelled.');
  const orphans = tx.all<{ id: string }>(
    `SELECT c.id AS id FROM flow_run c INDEXED BY flow_run_by_state CROSS JOIN task_run t ON t.id = c.parent_task_run_id
      CROSS JOIN flow_run p ON p.id = t.flow_run_id
      WHERE p.state_type = 'CANCELLED' AND c.deployment_id IS NULL AND c.state_type IN ('SCHEDULED', 'PENDING', 'RUNNING', 'PAUSED', 'CANCELLING')
      LIMIT ?`,
    most,
  );
  for (const { id } of orphans) cancel(tx, id, 'The parent flow run was cancelled.');
  return stuck.length === most || orphans.length === most;
}

function cancel(tx: Tx, id: string, message: string): void {
  const row = readFlowRun(tx, id);
  if (row === undefined) return;
  const ending = propose('CANCELLED', 'Cancelled', { message });
  writeFlowRunState(tx, row, ending);
  endRunsBelow(tx, id, { type: ending.type, message });
}
