import type { Row, SqlValue, Tx } from './database.ts';
import type { Columns, JsonText } from './rows.ts';
import { estimates } from './flow-runs.ts';
import { insertSql, renderRow, updateSql } from './rows.ts';

/** The answer's fields (`TaskRun`). */
const columns: Columns = {
  id: 'text',
  created: 'text',
  updated: 'text',
  name: 'text',
  flow_run_id: 'text',
  task_key: 'text',
  dynamic_key: 'text',
  cache_key: 'text',
  cache_expiration: 'text',
  task_version: 'text',
  empirical_policy: 'json',
  tags: 'json',
  labels: 'json',
  state_id: 'text',
  task_inputs: 'json',
  state_type: 'text',
  state_name: 'text',
  run_count: 'number',
  flow_run_run_count: 'number',
  expected_start_time: 'text',
  next_scheduled_start_time: 'text',
  start_time: 'text',
  end_time: 'text',
  total_run_time: 'number',
  state: 'json',
};

export const taskRunOrders: Readonly<Record<string, string>> = {
  ID_DESC: 'task_run.id DESC',
  EXPECTED_START_TIME_ASC: 'task_run.expected_start_time ASC, task_run.id ASC',
  EXPECTED_START_TIME_DESC: 'task_run.expected_start_time DESC, task_run.id DESC',
  NAME_ASC: 'task_run.name ASC',
  NAME_DESC: 'task_run.name DESC',
  NEXT_SCHEDULED_START_TIME_ASC: 'task_run.next_scheduled_start_time ASC',
  END_TIME_DESC: 'task_run.end_time DESC',
};

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
