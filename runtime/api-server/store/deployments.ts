import { secondsBetween } from '../../core/time.ts';
import { notFound } from '../routes/route.ts';
import type { Row, Tx } from './database.ts';
import { deploymentLimit } from './deployment-limits.ts';
import { defineColumns, parseColumn, renderRow, textOf } from './rows.ts';
import type { JsonText } from './rows.ts';
import { readSchedules, renderSchedule } from './schedules.ts';

const columns = defineColumns({
  id: 'word',
  created: 'word',
  updated: 'word',
  name: 'text',
  version: 'text',
  description: 'text',
  flow_id: 'word',
  paused: 'boolean',
  concurrency_limit: 'number',
  global_concurrency_limit: 'json',
  concurrency_options: 'json',
  job_variables: 'json',
  parameters: 'json',
  tags: 'json',
  labels: 'json',
  work_queue_name: 'text',
  work_queue_id: 'word',
  work_pool_name: 'text',
  last_polled: 'word',
  parameter_openapi_schema: 'json',
  path: 'text',
  pull_steps: 'json',
  entrypoint: 'text',
  storage_document_id: 'word',
  infrastructure_document_id: 'word',
  created_by: 'json',
  updated_by: 'json',
  status: 'word',
  enforce_parameter_schema: 'boolean',
  schedules: 'json',
  schedule: 'json',
  is_schedule_active: 'boolean',
  infra_overrides: 'json',
});

/** A deployment with the names of its queue and pool. */
export const selectDeployments = `SELECT deployment.*, q.name AS work_queue_name, p.name AS work_pool_name
  FROM deployment LEFT JOIN work_queue q ON q.id = deployment.work_queue_id LEFT JOIN work_pool p ON p.id = q.work_pool_id`;

/** A deployment's row by id; 404 in Prefect's words when there is none. */
export function readDeployment(tx: Tx, id: string): Row {
  const row = tx.get(`${selectDeployments} WHERE deployment.id = ?`, id);
  if (row === undefined) throw notFound('Deployment');
  return row;
}

/** Polled within this many seconds, a queue and its deployments are ready (Prefect's foreman). */
const readyWithin = 60;

/** A deployment as the answer, in the words of Prefect 3 and of 2.13.7. */
export function renderDeployment(tx: Tx, row: Row): JsonText {
  const schedules = readSchedules(tx, String(row['id']));
  const [first] = schedules;
  const polled = textOf(row, 'last_polled');
  const ready = polled !== null && secondsBetween(polled, tx.now()) <= readyWithin;
  return renderRow(
    {
      ...row,
      concurrency_limit: null,
      global_concurrency_limit: limitText(tx, String(row['id'])),
      status: ready ? 'READY' : 'NOT_READY',
      schedules: `[${schedules.map((schedule) => renderSchedule(schedule).text).join(',')}]`,
      schedule: first === undefined ? null : textOf(first, 'schedule'),
      is_schedule_active: row['paused'] === 0 ? 1 : 0,
      infra_overrides: textOf(row, 'job_variables'),
    },
    columns,
  );
}

function limitText(tx: Tx, id: string): string | null {
  const limit = deploymentLimit(tx, id);
  if (limit === undefined) return null;
  const { active, denied_slots: _denied, avg_slot_occupancy_seconds: _average, ...shown } = limit;
  return JSON.stringify({ ...shown, active: active === 1 });
}

/** Deletes the future runs that schedules made and nobody started: they are made anew from what holds now. */
export function deleteScheduledRuns(tx: Tx, deploymentId: string): void {
  tx.run(
    "DELETE FROM flow_run WHERE deployment_id = ? AND auto_scheduled = 1 AND state_type = 'SCHEDULED' AND run_count = 0 AND state_name <> 'AwaitingConcurrencySlot'",
    deploymentId,
  );
}

/** The default parameters of a deployment with those of a run over them. */
export const mergedParameters = (row: Row, given: Readonly<Record<string, unknown>>): Record<string, unknown> => ({
  ...parseColumn<Record<string, unknown>>(row, 'parameters', {}),
  ...given,
});
