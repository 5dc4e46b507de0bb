import { addSeconds } from '../../core/time.ts';
import type { Tx } from '../store/database.ts';
import { belongings, forgetRuns, mostRuns, slice } from '../store/forget-runs.ts';

/** Forgets a slice of old events and old runs; true when there is more to forget. */
export function retention(tx: Tx): boolean {
  // The services for what has not come in time have looked at these: automations that are switched off leave them.
  tx.run('DELETE FROM automation_bucket WHERE ends < ?', addSeconds(tx.now(), -60));
  const events = forgetEvents(tx);
  return forgetOldRuns(tx) || events;
}

function forgetEvents(tx: Tx): boolean {
  const before = addSeconds(tx.now(), -tx.settings.eventRetentionDays * 86_400);
  const old = 'SELECT rowid FROM event WHERE occurred < ? ORDER BY occurred LIMIT ?';
  return tx.run(`DELETE FROM event WHERE rowid IN (${old})`, before, slice) === slice;
}

/**
 * Finished runs whose end is long ago, each after what is its own, so that nothing is left behind when the server stops in
 * between. A subflow stays as long as its parent. (Prefect's db_vacuum service does the same, runs first.)
 */
function forgetOldRuns(tx: Tx): boolean {
  if (tx.settings.runRetention === null) return false;
  const before = addSeconds(tx.now(), -tx.settings.runRetention);
  const runs = tx.all<{ id: string }>(
    `SELECT id FROM flow_run INDEXED BY flow_run_end WHERE end_time < ? AND state_type IN ('COMPLETED', 'FAILED', 'CRASHED', 'CANCELLED')
      AND NOT EXISTS (SELECT 1 FROM task_run t WHERE t.id = flow_run.parent_task_run_id) ORDER BY end_time LIMIT ?`,
    before,
    mostRuns,
  );
  const ids = runs.map(({ id }) => id);
  // Subflows of these may go now.
  return !forgetRuns(tx, ids, belongings.all) || runs.length > 0;
}
