import type { Row, SqlValue, Tx } from './database.ts';
import type { Condition } from './filters.ts';
import { estimatedFrom, estimates } from './flow-runs.ts';
import type { Page, Paged } from './pages.ts';
import { pageOf } from './pages.ts';
import type { JsonText } from './rows.ts';
import { completeJson, defineColumns, insertSql, renderList, renderRow, rowAsJson, updateSql } from './rows.ts';

/** The answer's fields (`TaskRun`). */
const columns = defineColumns({
  id: 'word',
  created: 'word',
  updated: 'word',
  name: 'text',
  flow_run_id: 'word',
  task_key: 'text',
  dynamic_key: 'text',
  cache_key: 'text',
  cache_expiration: 'word',
  task_version: 'text',
  empirical_policy: 'json',
  tags: 'json',
  labels: 'json',
  state_id: 'word',
  task_inputs: 'json',
  state_type: 'word',
  state_name: 'text',
  run_count: 'number',
  flow_run_run_count: 'number',
  expected_start_time: 'word',
  next_scheduled_start_time: 'word',
  start_time: 'word',
  end_time: 'word',
  total_run_time: 'number',
  state: 'json',
});

const select = `SELECT ${estimatedFrom('task_run')}, ${rowAsJson(columns, 'task_run')} AS json FROM task_run`;

const paged: Paged = {
  table: 'task_run',
  select,
  orders: {
    ID_DESC: 'task_run.id DESC',
    EXPECTED_START_TIME_ASC: 'task_run.expected_start_time ASC, task_run.id ASC',
    EXPECTED_START_TIME_DESC: 'task_run.expected_start_time DESC, task_run.id DESC',
    NAME_ASC: 'task_run.name ASC',
    NAME_DESC: 'task_run.name DESC',
    NEXT_SCHEDULED_START_TIME_ASC: 'task_run.next_scheduled_start_time ASC',
    END_TIME_DESC: 'task_run.end_time DESC',
  },
};

/** A page of the task runs that a condition selects, as the answer. */
export function pageOfTaskRuns(tx: Tx, condition: Condition, page: Page): JsonText {
  const rows = pageOf(tx, paged, condition, page);
  const now = tx.now();
  return renderList(rows.map((row) => completeJson(row, estimates(row, now))));
}

/** A task run's row by id. */
export const readTaskRun = (tx: Tx, id: string): Row | undefined => tx.get('SELECT * FROM task_run WHERE id = ?', id);

/** A task run as the answer; estimates are as of now. */
export const renderTaskRun = (row: Row, now: string): JsonText => renderRow(row, columns, estimates(row, now));

/** Writes a task run. */
export function insertTaskRun(tx: Tx, row: Readonly<Record<string, SqlValue>>): void {
  tx.run(insertSql('task_run', Object.keys(row)), ...Object.values(row));
}

/** Changes columns of a task run. */
export function updateTaskRun(tx: Tx, id: string, changes: Readonly<Record<string, SqlValue>>): void {
  const values = { ...changes, updated: tx.now() };
  tx.run(updateSql('task_run', Object.keys(values)), ...Object.values(values), id);
}
