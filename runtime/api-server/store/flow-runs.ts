import { secondsBetween } from '../../core/time.ts';
import type { Row, SqlValue, Tx } from './database.ts';
import type { Condition } from './filters.ts';
import type { Page, Paged } from './pages.ts';
import { pageOf } from './pages.ts';
import type { JsonText } from './rows.ts';
import { completeJson, defineColumns, insertSql, renderList, renderRow, rowAsJson, updateSql } from './rows.ts';

/** The answer's fields (`FlowRunResponse`). */
const columns = defineColumns({
  id: 'word',
  created: 'word',
  updated: 'word',
  name: 'text',
  flow_id: 'word',
  state_id: 'word',
  deployment_id: 'word',
  deployment_version: 'text',
  work_queue_id: 'word',
  work_queue_name: 'text',
  work_pool_id: 'word',
  work_pool_name: 'text',
  flow_version: 'text',
  parameters: 'json',
  idempotency_key: 'text',
  context: 'json',
  empirical_policy: 'json',
  tags: 'json',
  labels: 'json',
  parent_task_run_id: 'word',
  state_type: 'word',
  state_name: 'text',
  run_count: 'number',
  expected_start_time: 'word',
  next_scheduled_start_time: 'word',
  start_time: 'word',
  end_time: 'word',
  total_run_time: 'number',
  auto_scheduled: 'boolean',
  infrastructure_document_id: 'word',
  infrastructure_pid: 'text',
  created_by: 'json',
  job_variables: 'json',
  state: 'json',
});

const withQueues = `FROM flow_run LEFT JOIN work_queue q ON q.id = flow_run.work_queue_id LEFT JOIN work_pool p ON p.id = q.work_pool_id`;

/** A run with the names of its queue and pool. */
export const selectFlowRuns = `SELECT flow_run.*, q.name AS work_queue_name, q.work_pool_id AS work_pool_id, p.name AS work_pool_name ${withQueues}`;

/** The columns that `estimates` asks for. */
export const estimatedFrom = (table: string): string =>
  ['total_run_time', 'state_type', 'state_timestamp', 'start_time', 'expected_start_time', 'end_time']
    .map((name) => `${table}.${name}`)
    .join(', ');

const select = `SELECT ${estimatedFrom('flow_run')}, ${rowAsJson(columns, 'flow_run', {
  work_queue_name: 'q.name',
  work_pool_id: 'q.work_pool_id',
  work_pool_name: 'p.name',
  // Blocks of infrastructure are of agents, which Prefect 3 no longer has.
  infrastructure_document_id: 'NULL',
})} AS json ${withQueues}`;

const paged: Paged = {
  table: 'flow_run',
  select,
  orders: {
    ID_DESC: 'flow_run.id DESC',
    START_TIME_ASC: 'coalesce(flow_run.start_time, flow_run.expected_start_time) ASC',
    START_TIME_DESC: 'coalesce(flow_run.start_time, flow_run.expected_start_time) DESC',
    EXPECTED_START_TIME_ASC: 'flow_run.expected_start_time ASC, flow_run.id ASC',
    EXPECTED_START_TIME_DESC: 'flow_run.expected_start_time DESC, flow_run.id DESC',
    NAME_ASC: 'flow_run.name ASC',
    NAME_DESC: 'flow_run.name DESC',
    NEXT_SCHEDULED_START_TIME_ASC: 'flow_run.next_scheduled_start_time ASC',
    END_TIME_DESC: 'flow_run.end_time DESC',
  },
};

/** A page of the runs that a condition selects, as the answer. */
export function pageOfFlowRuns(tx: Tx, condition: Condition, page: Page): JsonText {
  const rows = pageOf(tx, paged, condition, page);
  const now = tx.now();
  return renderList(rows.map((row) => completeJson(row, estimates(row, now))));
}

/** A page of the runs that a condition selects, as points of a chart: durations and delays are as of now. */
export function pointsOfFlowRuns(tx: Tx, condition: Condition, page: Page): object[] {
  const points = `SELECT flow_run.id, ${estimatedFrom('flow_run')} FROM flow_run`;
  const now = tx.now();
  return pageOf(tx, { ...paged, select: points }, condition, page).map((row) => {
    const { estimated_run_time: duration, estimated_start_time_delta: lateness } = estimates(row, now);
    const { id, state_type, start_time: begun, expected_start_time: expected } = row;
    return { id, state_type, timestamp: begun ?? expected, duration, lateness };
  });
}

/** A run's row by id. */
export const readFlowRun = (tx: Tx, id: string): Row | undefined => tx.get(`${selectFlowRuns} WHERE flow_run.id = ?`, id);

/** A run as the answer; estimates are as of now. */
export const renderFlowRun = (row: Row, now: string): JsonText => renderRow(row, columns, estimates(row, now));

/** How long a run has run, and how late it started, both in seconds and as of now (`estimated_*` of Prefect). */
export function estimates(row: Row, now: string): Record<string, number> {
  const { total_run_time, state_type, state_timestamp, start_time, expected_start_time } = row;
  const running = state_type === 'RUNNING' && typeof state_timestamp === 'string' ? secondsBetween(state_timestamp, now) : 0;
  let late = 0;
  if (typeof expected_start_time === 'string') {
    if (typeof start_time === 'string') late = Math.max(0, secondsBetween(expected_start_time, start_time));
    else if (expected_start_time < now && row['end_time'] === null) late = secondsBetween(expected_start_time, now);
  }
  return { estimated_run_time: Number(total_run_time ?? 0) + Math.max(0, running), estimated_start_time_delta: late };
}

/** Writes a run and its tags. */
export function insertFlowRun(tx: Tx, row: Readonly<Record<string, SqlValue>>, tags: readonly string[]): void {
  const names = Object.keys(row);
  tx.run(insertSql('flow_run', names), ...Object.values(row));
  writeTags(tx, String(row['id']), tags);
}

/** Changes columns of a run. */
export function updateFlowRun(tx: Tx, id: string, changes: Readonly<Record<string, SqlValue>>): void {
  const values = { ...changes, updated: tx.now() };
  tx.run(updateSql('flow_run', Object.keys(values)), ...Object.values(values), id);
}

/** Replaces a run's tags in the table that filters use. */
export function writeTags(tx: Tx, id: string, tags: readonly string[]): void {
  tx.run('DELETE FROM flow_run_tag WHERE flow_run_id = ?', id);
  for (const tag of new Set(tags)) tx.run('INSERT INTO flow_run_tag (tag, flow_run_id) VALUES (?, ?)', tag, id);
}
