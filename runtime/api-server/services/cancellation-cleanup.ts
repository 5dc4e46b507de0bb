import { addSeconds } from '../../core/time.ts';
import { propose } from '../policies/propose.ts';
import type { Tx } from '../store/database.ts';
import { readFlowRun } from '../store/flow-runs.ts';
import { endRunsBelow } from '../store/runs-below.ts';
import { writeFlowRunState } from '../store/transition.ts';

/** Ends what nobody ends: runs that are Cancelling for too long, and the subflows of cancelled runs (CancellationCleanup). */
export function cancellationCleanup(tx: Tx): void {
  const stuck = tx.all<{ id: string }>(
    "SELECT id FROM flow_run WHERE state_type = 'CANCELLING' AND state_timestamp < ?",
    addSeconds(tx.now(), -tx.settings.cancellationTimeout),
  );
  for (const { id } of stuck) cancel(tx, id, 'Flow run cancellation timed out; marked this flow run as Cancelled.');
  const orphans = tx.all<{ id: string }>(
    `SELECT c.id AS id FROM flow_run c JOIN task_run t ON t.id = c.parent_task_run_id JOIN flow_run p ON p.id = t.flow_run_id
      WHERE p.state_type = 'CANCELLED' AND c.deployment_id IS NULL AND c.state_type IN ('SCHEDULED', 'PENDING', 'RUNNING', 'PAUSED', 'CANCELLING')`,
  );
  for (const { id } of orphans) cancel(tx, id, 'The parent flow run was cancelled.');
}

function cancel(tx: Tx, id: string, message: string): void {
  const row = readFlowRun(tx, id);
  if (row === undefined) return;
  const ending = propose('CANCELLED', 'Cancelled', { message });
  writeFlowRunState(tx, row, ending);
  endRunsBelow(tx, id, { type: ending.type, message });
}
