import { addSeconds, secondsBetween } from '../../core/time.ts';
import type { Tx } from './database.ts';

/**
 * Remembers that a run lives. Millrace's own programs send heartbeats at a known pace; Prefect's at any, so that their
 * runs count as silent only after three times the pace that they have shown.
 */
export function heard(tx: Tx, flowRunId: string, ours: boolean): void {
  const now = tx.now();
  const run = tx.get<{ last_heartbeat: string | null }>('SELECT last_heartbeat FROM flow_run WHERE id = ?', flowRunId);
  if (run === undefined) return;
  const pace = run.last_heartbeat === null ? null : secondsBetween(run.last_heartbeat, now);
  const window = ours ? tx.settings.heartbeatWindow : pace === null ? null : Math.max(tx.settings.heartbeatWindow, 3 * pace);
  tx.run('UPDATE flow_run SET last_heartbeat = ?, heartbeat_window = ? WHERE id = ?', now, window, flowRunId);
}

/** Seconds within which a sign of life is not written again: a run of many tasks gives hundreds in a second. */
const often = 5;

/**
 * What a run's tasks do shows that it lives: its heartbeats may wait behind thousands of their requests. Only for runs whose
 * pace is known to be ours: more signs than heartbeats would make other programs look faster than they are.
 */
export function stirred(tx: Tx, taskRunId: string): void {
  const now = tx.now();
  tx.run(
    `UPDATE flow_run SET last_heartbeat = ?
      WHERE id = (SELECT flow_run_id FROM task_run WHERE id = ?) AND heartbeat_window = ? AND last_heartbeat < ?`,
    now,
    taskRunId,
    tx.settings.heartbeatWindow,
    addSeconds(now, -often),
  );
}
