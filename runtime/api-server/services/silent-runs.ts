import { addSeconds, secondsBetween } from '../../core/time.ts';
import { propose } from '../policies/propose.ts';
import type { Tx } from '../store/database.ts';
import { readFlowRun } from '../store/flow-runs.ts';
import { writeFlowRunState } from '../store/transition.ts';

/** Crashes the runs whose process has fallen silent: Prefect leaves them Running for ever. */
export function silentRuns(tx: Tx): void {
  const now = tx.now();
  const rows = tx.all<{ id: string; last_heartbeat: string; heartbeat_window: number | null }>(
    "SELECT id, last_heartbeat, heartbeat_window FROM flow_run WHERE state_type IN ('RUNNING', 'PENDING', 'CANCELLING') AND last_heartbeat < ?",
    addSeconds(now, -tx.settings.heartbeatWindow),
  );
  for (const { id, last_heartbeat: last, heartbeat_window: window } of rows) {
    const row = readFlowRun(tx, id);
    if (row === undefined || secondsBetween(last, now) <= (window ?? Infinity)) continue;
    const message = `No heartbeat since ${last}: the process of the run, or the worker that looked after it, is gone.`;
    writeFlowRunState(
      tx,
      row,
      propose(row['state_type'] === 'CANCELLING' ? 'CANCELLED' : 'CRASHED', row['state_type'] === 'CANCELLING' ? 'Cancelled' : 'Crashed', {
        message,
      }),
    );
  }
}

/** After a restart nobody can have sent a heartbeat: the window starts anew. */
export function forgiveSilence(tx: Tx): void {
  tx.run(
    "UPDATE flow_run SET last_heartbeat = ? WHERE state_type IN ('RUNNING', 'PENDING', 'CANCELLING') AND last_heartbeat IS NOT NULL",
    tx.now(),
  );
}
