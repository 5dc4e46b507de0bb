import { propose } from '../policies/propose.ts';
import type { Tx } from '../store/database.ts';
import { readFlowRun } from '../store/flow-runs.ts';
import { writeFlowRunState } from '../store/transition.ts';

/** So many runs are ended at once, so that no request waits long. */
const most = 100;

/** Fails the runs that were paused and not resumed in time (PauseExpirations). True when there are more. */
export function pauseExpiry(tx: Tx): boolean {
  const rows = tx.all<{ id: string }>(
    "SELECT id FROM flow_run WHERE state_type = 'PAUSED' AND json_extract(state, '$.state_details.pause_timeout') < ? LIMIT ?",
    tx.now(),
    most,
  );
  for (const { id } of rows) {
    const row = readFlowRun(tx, id);
    if (row !== undefined) writeFlowRunState(tx, row, propose('FAILED', 'Failed', { message: 'The flow was paused and never resumed.' }));
  }
  return rows.length === most;
}
