import { propose } from '../policies/propose.ts';
import type { Tx } from '../store/database.ts';
import { readFlowRun } from '../store/flow-runs.ts';
import { writeFlowRunState } from '../store/transition.ts';

/** Fails the runs that were paused and not resumed in time (PauseExpirations). */
export function pauseExpiry(tx: Tx): void {
  const rows = tx.all<{ id: string }>(
    "SELECT id FROM flow_run WHERE state_type = 'PAUSED' AND json_extract(state, '$.state_details.pause_timeout') < ?",
    tx.now(),
  );
  for (const { id } of rows) {
    const row = readFlowRun(tx, id);
    if (row !== undefined) writeFlowRunState(tx, row, propose('FAILED', 'Failed', { message: 'The flow was paused and never resumed.' }));
  }
}
