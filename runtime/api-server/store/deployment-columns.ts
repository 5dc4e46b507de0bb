import type { SqlValue, Tx } from './database.ts';
import type { NewSchedule } from './schedules.ts';
import { checkSize } from './parameters.ts';
import { queueFor } from './queues.ts';

/** The fields that creating and updating a deployment share. */
export interface DeploymentSettings {
  paused?: boolean;
  schedules?: NewSchedule[];
  schedule?: NewSchedule['schedule'] | null;
  is_schedule_active?: boolean | null;
  concurrency_limit?: number | null;
  concurrency_options?: unknown;
  enforce_parameter_schema?: boolean | null;
  parameter_openapi_schema?: Record<string, unknown> | null;
  parameters?: Record<string, unknown> | null;
  tags?: string[];
  labels?: Record<string, unknown> | null;
  pull_steps?: Record<string, unknown>[] | null;
  work_queue_name?: string | null;
  work_pool_name?: string | null;
  description?: string | null;
  path?: string | null;
  version?: string | null;
  entrypoint?: string | null;
  job_variables?: Record<string, unknown>;
  infra_overrides?: Record<string, unknown> | null;
}

/** What a deployment has that its creation does not mention. */
export const defaultColumns: Readonly<Record<string, SqlValue>> = {
  version: null,
  description: null,
  paused: 0,
  concurrency_limit: null,
  concurrency_options: null,
  job_variables: '{}',
  parameters: '{}',
  tags: '[]',
  labels: '{}',
  work_queue_id: null,
  parameter_openapi_schema: '{}',
  path: null,
  pull_steps: '[]',
  entrypoint: null,
  enforce_parameter_schema: 1,
};

const plain = ['version', 'description', 'path', 'entrypoint', 'concurrency_limit'] as const;
const json = ['concurrency_options', 'parameters', 'tags', 'parameter_openapi_schema', 'pull_steps'] as const;

/** The columns that a request sets; what it does not mention keeps its value. */
export function toColumns(tx: Tx, body: DeploymentSettings): Record<string, SqlValue> {
  const columns: Record<string, SqlValue> = {};
  for (const name of plain) if (body[name] !== undefined) columns[name] = body[name];
  for (const name of json) {
    if (body[name] !== undefined) columns[name] = body[name] === null ? (defaultColumns[name] ?? null) : JSON.stringify(body[name]);
  }
  const variables = body.job_variables ?? body.infra_overrides;
  if (variables) columns['job_variables'] = JSON.stringify(variables);
  const paused = body.paused ?? (typeof body.is_schedule_active === 'boolean' ? !body.is_schedule_active : undefined);
  if (paused !== undefined) columns['paused'] = paused ? 1 : 0;
  if (typeof body.enforce_parameter_schema === 'boolean') columns['enforce_parameter_schema'] = body.enforce_parameter_schema ? 1 : 0;
  if (body.work_pool_name) columns['work_queue_id'] = queueFor(tx, body.work_pool_name, body.work_queue_name ?? null);
  if (body.parameters) checkSize(tx, JSON.stringify(body.parameters));
  return columns;
}
