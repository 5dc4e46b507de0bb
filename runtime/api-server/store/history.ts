import { parseTime, toMilliseconds, toTimestamp } from '../../core/time.ts';
import { unprocessable } from '../routes/route.ts';
import type { Tx } from './database.ts';
import type { RelationFilters } from './relations.ts';
import { related } from './relations.ts';

interface Range extends RelationFilters {
  history_start: string | number;
  history_end: string | number;
  history_interval_seconds: number;
}

/** At most so many intervals are answered, as in Prefect. */
const most = 500;

/** Counts of runs by state in intervals of their expected start. */
export function history(tx: Tx, table: 'flow_run' | 'task_run', range: Range): unknown[] {
  const start = toMilliseconds(parseTime(range.history_start) ?? '');
  const end = toMilliseconds(parseTime(range.history_end) ?? '');
  const step = range.history_interval_seconds * 1000;
  if (Number.isNaN(start) || Number.isNaN(end)) {
    throw unprocessable('history_start', 'History start and end must be times.', range.history_start);
  }
  const { sql, parameters } = related(table, range);
  const intervals: unknown[] = [];
  for (let from = start; from < end && intervals.length < most; from += step) {
    const until = Math.min(from + step, end);
    const states = tx.all(
      `SELECT state_type, state_name, count(*) AS count_runs, coalesce(sum(total_run_time), 0) AS sum_estimated_run_time,
        coalesce(sum(max(0, (julianday(coalesce(start_time, expected_start_time)) - julianday(expected_start_time)) * 86400)), 0) AS sum_estimated_lateness
        FROM ${table} WHERE ${sql} AND expected_start_time >= ? AND expected_start_time < ? AND state_type IS NOT NULL
        GROUP BY state_type, state_name`,
      ...parameters,
      toTimestamp(from),
      toTimestamp(until),
    );
    intervals.push({ interval_start: toTimestamp(from), interval_end: toTimestamp(until), states });
  }
  return intervals;
}
