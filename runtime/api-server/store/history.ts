import { parseTime, toMilliseconds, toTimestamp } from '../../core/time.ts';
import { unprocessable } from '../routes/route.ts';
import type { Row, Tx } from './database.ts';
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
  const spans: { from: string; until: string }[] = [];
  for (let from = start; from < end && spans.length < most; from += step) {
    spans.push({ from: toTimestamp(from), until: toTimestamp(Math.min(from + step, end)) });
  }
  // One statement for all intervals, so that what the filters select is found once; by the index, so that nothing is sorted.
  const rows = tx.all<Row & { span: number }>(
    `SELECT span.key AS span, state_type, state_name, count(*) AS count_runs, coalesce(sum(total_run_time), 0) AS sum_estimated_run_time,
      coalesce(sum(max(0, (julianday(coalesce(start_time, expected_start_time)) - julianday(expected_start_time)) * 86400)), 0) AS sum_estimated_lateness
      FROM json_each(?) AS span CROSS JOIN ${table} INDEXED BY ${table}_expected
      WHERE expected_start_time >= span.value ->> 'from' AND expected_start_time < span.value ->> 'until' AND state_type IS NOT NULL AND ${sql}
      GROUP BY span.key, state_type, state_name`,
    JSON.stringify(spans),
    ...parameters,
  );
  const states = Map.groupBy(rows, ({ span }) => span);
  return spans.map(({ from, until }, index) => ({
    interval_start: from,
    interval_end: until,
    states: (states.get(index) ?? []).map(({ span: _span, ...counts }) => counts),
  }));
}
