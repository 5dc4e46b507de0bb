import { addSeconds, secondsBetween } from '../../core/time.ts';
import { propose } from '../policies/propose.ts';
import type { Tx } from '../store/database.ts';
import { readFlowRun } from '../store/flow-runs.ts';
import { endRunsBelow } from '../store/runs-below.ts';
import { writeFlowRunState } from '../store/transition.ts';

/** Crashes the runs whose process has fallen silent: Prefect leaves them Running for ever. */
export function silentRuns(tx: Tx): void {
  const now = tx.now();
  const rows = tx.all<{ id: string; last_heartbeat: string; heartbeat_window: number | null }>(
    `SELECT id, last_heartbeat, heartbeat_window FROM flow_run INDEXED BY flow_run_alive
      WHERE state_type IN ('RUNNING', 'PENDING', 'CANCELLING') AND last_heartbeat < ?`,
    addSeconds(now, -tx.settings.heartbeatWindow),
  );
  for (const { id, last_heartbeat: last, heartbeat_window: window } of rows) {
    const row = readFlowRun(tx, id);
    if (row === undefined || secondsBetween(last, now) <= (window ?? Infinity)) continue;
    const message = `No heartbeat since ${last}: the process of the run, or the worker that looked after it, is gone.`;
    const ending =
      row['state_type'] === 'CANCELLING' ? propose('CANCELLED', 'Cancelled', { message }) : propose('CRASHED', 'Crashed', { message });
    writeFlowRunState(tx, row, ending);
    endRunsBelow(tx, id, { type: ending.type, message });
  }
  lateBeginnings(tx);
}

/**
 * Ends what a process began below its run when that had crashed already: its last requests may come late. The few task runs
 * that have not ended are looked at, not the many runs that have crashed: hence the order of the join.
 */
function lateBeginnings(tx: Tx): void {
  const rows = tx.all<{ id: string; message: string | null }>(
    `SELECT DISTINCT f.id AS id, json_extract(f.state, '$.message') AS message FROM task_run t CROSS JOIN flow_run f ON f.id = t.flow_run_id
      WHERE t.state_type IN ('SCHEDULED', 'PENDING', 'RUNNING') AND f.state_type = 'CRASHED'`,
  );
  for (const { id, message } of rows) endRunsBelow(tx, id, { type: 'CRASHED', message });
}

/**
 * After a restart nobody can have sent a heartbeat: the window starts anew. Not so for runs without a worker that were silent
 * before: their process would have opened the store itself when its owner ended.
 */
export function forgiveSilence(tx: Tx): void {
  tx.run(
    `UPDATE flow_run SET last_heartbeat = ? WHERE state_type IN ('RUNNING', 'PENDING', 'CANCELLING') AND last_heartbeat IS NOT NULL
      AND (deployment_id IS NOT NULL OR parent_task_run_id IS NOT NULL OR last_heartbeat >= ?)`,
    tx.now(),
    addSeconds(tx.now(), -tx.settings.heartbeatWindow),
  );
  silentRuns(tx);
}
