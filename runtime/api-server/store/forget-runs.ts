import type { Tx } from './database.ts';

/** So many rows are deleted at once, of so many runs, so that no request waits for more than some milliseconds. */
export const slice = 100;
export const mostRuns = 50;

const logs = 'DELETE FROM log WHERE number IN (SELECT number FROM log WHERE flow_run_id = ? LIMIT ?)';
const artifacts = 'DELETE FROM artifact WHERE id IN (SELECT id FROM artifact WHERE flow_run_id = ? LIMIT ?)';
/** The states of task runs go with those; a run's states, tags and inputs go with itself. */
const taskRuns = 'DELETE FROM task_run WHERE rowid IN (SELECT rowid FROM task_run WHERE flow_run_id = ? LIMIT ?)';

/** What of a run is deleted with it: where a flow is deleted its artifacts stay, as in Prefect. */
export const belongings = { all: [logs, artifacts, taskRuns], butArtifacts: [logs, taskRuns] } as const;

/**
 * Deletes a slice of runs, each after what is its own, so that nothing is left behind when the server stops in between.
 * True when all of them are gone.
 */
export function forgetRuns(tx: Tx, ids: readonly string[], own: readonly string[]): boolean {
  let left = slice;
  for (const id of ids) {
    for (const sql of own) {
      left -= tx.run(sql, id, left);
      if (left <= 0) return false;
    }
    tx.run('DELETE FROM flow_run WHERE id = ?', id);
  }
  return true;
}

/** Deletes a slice of the runs of a flow; true when it has none any more. */
export function forgetRunsOf(tx: Tx, flowId: string): boolean {
  const runs = tx.all<{ id: string }>('SELECT id FROM flow_run WHERE flow_id = ? LIMIT ?', flowId, mostRuns);
  const ids = runs.map(({ id }) => id);
  return forgetRuns(tx, ids, belongings.butArtifacts) && runs.length < mostRuns;
}
