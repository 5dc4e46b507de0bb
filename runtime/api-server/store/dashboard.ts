import { canonicalUuid } from '../../core/ids.ts';
import { parseTime, toMilliseconds, toTimestamp } from '../../core/time.ts';
import type { Row, Tx } from './database.ts';
import type { Filter } from './filters.ts';
import type { RelationFilters } from './relations.ts';
import { related } from './relations.ts';

/** Counts of rows by an id that each has; 0 for ids that have none. */
export function countsBy(tx: Tx, wanted: readonly string[], rows: 'tasks of runs' | 'deployments of flows'): Record<string, number> {
  const ids = wanted.map(canonicalUuid);
  const counts = new Map(
    tx.all<{ id: string; count: number }>(countSql[rows], JSON.stringify(ids)).map(({ id, count }): [string, number] => [id, count]),
  );
  return Object.fromEntries(ids.map((id) => [id, counts.get(id) ?? 0]));
}

/** Subflows are not counted as tasks, although a task run stands for each. */
const countSql = {
  'tasks of runs': `SELECT flow_run_id AS id, count(*) AS count FROM task_run WHERE flow_run_id IN (SELECT value FROM json_each(?))
    AND NOT EXISTS (SELECT 1 FROM flow_run c WHERE c.parent_task_run_id = task_run.id) GROUP BY flow_run_id`,
  'deployments of flows': `SELECT flow_id AS id, count(*) AS count FROM deployment WHERE flow_id IN (SELECT value FROM json_each(?))
    GROUP BY flow_id`,
} as const;

/** The scheduled run of each flow that comes first; null for a flow that has none. */
export function nextRuns(tx: Tx, flowIds: readonly string[]): Record<string, Row | null> {
  const ids = flowIds.map(canonicalUuid);
  const next = (id: string): Row | undefined =>
    tx.get(
      `SELECT id, flow_id, name, state_name, state_type, next_scheduled_start_time FROM flow_run
        WHERE flow_id = ? AND state_type = 'SCHEDULED' AND next_scheduled_start_time IS NOT NULL
        ORDER BY next_scheduled_start_time, id LIMIT 1`,
      id,
    );
  return Object.fromEntries(ids.map((id) => [id, next(id) ?? null]));
}

/** The filters of {@link taskRunOutcomes}. */
interface OutcomeFilters extends RelationFilters {
  task_runs: Filter & { start_time?: { after_?: string | null; before_?: string | null } | null };
}

const intervals = 20;
const minute = 60_000;
const final = ['COMPLETED', 'CANCELLED', 'FAILED', 'CRASHED'];

/**
 * How the task runs that started in a range of time ended, in 20 intervals from the beginning of the first minute to the end
 * of the last one; undefined when the range has no beginning. Prefect looks at those that have ended, whatever state is asked for.
 */
export function taskRunOutcomes(tx: Tx, filters: OutcomeFilters): { completed: number; failed: number }[] | undefined {
  const { after_: after, before_: before } = filters.task_runs.start_time ?? {};
  const begin = after ? parseTime(after) : undefined;
  if (begin === undefined) return undefined;
  const start = Math.floor(toMilliseconds(begin) / minute) * minute;
  const last = toMilliseconds((before ? parseTime(before) : undefined) ?? tx.now());
  const length = (Math.floor(last / minute) * minute + minute - 0.001 - start) / intervals;
  const { sql, parameters } = related('task_run', { ...filters, task_runs: { ...filters.task_runs, state: { type: { any_: final } } } });
  const rows = tx.all<{ place: number; failed: number; count: number }>(
    `SELECT CAST((julianday(start_time) - julianday(?)) * 86400000 / ? AS INTEGER) AS place,
      sum(state_type IN ('FAILED', 'CRASHED')) AS failed, count(*) AS count FROM task_run
      WHERE ${sql} AND start_time IS NOT NULL GROUP BY place`,
    toTimestamp(start),
    length,
    ...parameters,
  );
  const buckets = Array.from({ length: intervals }, () => ({ completed: 0, failed: 0 }));
  for (const { place, failed, count } of rows) {
    const bucket = buckets[place];
    if (bucket !== undefined) Object.assign(bucket, { completed: count - failed, failed });
  }
  return buckets;
}

/** How many task runs of a selection are in each state. */
export function countByState(tx: Tx, filters: RelationFilters): Record<string, number> {
  const { sql, parameters } = related('task_run', filters);
  const rows = tx.all<{ type: string; count: number }>(
    `SELECT state_type AS type, count(*) AS count FROM task_run WHERE ${sql} AND state_type IS NOT NULL GROUP BY state_type`,
    ...parameters,
  );
  const none = Object.fromEntries(
    ['COMPLETED', 'PENDING', 'RUNNING', 'FAILED', 'CANCELLED', 'CRASHED', 'PAUSED', 'CANCELLING', 'SCHEDULED'].map((type) => [type, 0]),
  );
  return { ...none, ...Object.fromEntries(rows.map(({ type, count }) => [type, count])) };
}

/** How late the runs of a selection started on average, in seconds; null when there are none. Whole seconds, as with Prefect on SQLite. */
export function averageLateness(tx: Tx, filters: RelationFilters): number | null {
  const { sql, parameters } = related('flow_run', filters);
  const seconds = (column: string): string => `CAST(strftime('%s', ${column}) AS INTEGER)`;
  const now = tx.now();
  const row = tx.get<{ average: number | null }>(
    `SELECT avg(CASE
      WHEN start_time > expected_start_time THEN ${seconds('start_time')} - ${seconds('expected_start_time')}
      WHEN start_time IS NULL AND state_type NOT IN ('COMPLETED', 'CANCELLED', 'FAILED', 'CRASHED') AND expected_start_time < ?
        THEN ${seconds('?')} - ${seconds('expected_start_time')}
      ELSE 0 END) AS average FROM flow_run WHERE ${sql}`,
    now,
    now,
    ...parameters,
  );
  return row?.average ?? null;
}
