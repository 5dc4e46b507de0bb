import type { deployments as contract } from '../../api/deployments.ts';
import { newId } from '../../core/ids.ts';
import { randomName } from '../../core/names.ts';
import { parseTime } from '../../core/time.ts';
import { scheduleDeployment } from '../services/scheduler.ts';
import type { Row, SqlValue, Tx } from '../store/database.ts';
import type { NewSchedule } from '../store/deployments.ts';
import {
  deleteScheduledRuns,
  insertSchedule,
  mergedParameters,
  readSchedules,
  renderDeployment,
  renderSchedule,
  selectDeployments,
} from '../store/deployments.ts';
import { insertFlowRun, readFlowRun, renderFlowRun, selectFlowRuns } from '../store/flow-runs.ts';
import { checkSchema } from '../store/parameter-schema.ts';
import { checkSize } from '../store/parameters.ts';
import { queueFor } from '../store/queues.ts';
import { related } from '../store/relations.ts';
import { insertSql, parseColumn, renderList, textOf, updateSql } from '../store/rows.ts';
import { toProposal, writeFlowRunState } from '../store/transition.ts';
import type { Handlers, Output } from './route.ts';
import { notFound, refuse, unprocessable } from './route.ts';

const orders: Readonly<Record<string, string>> = {
  CREATED_DESC: 'deployment.created DESC',
  UPDATED_DESC: 'deployment.updated DESC',
  NAME_ASC: 'deployment.name ASC',
  NAME_DESC: 'deployment.name DESC',
};

/** The fields that creation and update share. */
interface Settings {
  paused?: boolean;
  schedules?: NewSchedule[];
  schedule?: unknown;
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

export const deployments: Handlers<typeof contract> = {
  create(tx, { body }) {
    if (tx.get('SELECT 1 FROM flow WHERE id = ?', body.flow_id) === undefined) throw notFound('Flow');
    const existing = tx.get<{ id: string }>('SELECT id FROM deployment WHERE flow_id = ? AND name = ?', body.flow_id, body.name);
    const now = tx.now();
    const id = existing?.id ?? newId();
    const row = {
      ...defaults,
      ...toColumns(tx, body),
      labels: JSON.stringify({ 'prefect.flow.id': body.flow_id, ...body.labels }),
      updated: now,
    };
    if (existing === undefined) {
      const whole = { id, created: now, name: body.name, flow_id: body.flow_id, ...row };
      tx.run(insertSql('deployment', Object.keys(whole)), ...Object.values(whole));
    } else tx.run(updateSql('deployment', Object.keys(row)), ...Object.values(row), id);
    replaceSchedules(tx, id, body, true);
    announce(tx, id, existing === undefined ? 'created' : 'updated');
    return { status: existing === undefined ? 201 : 200, body: renderDeployment(tx, read(tx, id)) };
  },
  read: (tx, { path }) => ({ body: renderDeployment(tx, read(tx, path.id)) }),
  readByName(tx, { path }) {
    const sql = `${selectDeployments} JOIN flow f ON f.id = deployment.flow_id WHERE f.name = ? AND deployment.name = ?`;
    const row = tx.get(sql, path.flow, path.deployment);
    if (row === undefined) throw notFound('Deployment');
    return { body: renderDeployment(tx, row) };
  },
  update(tx, { path, body }) {
    read(tx, path.id);
    const changes = { ...toColumns(tx, body), updated: tx.now() };
    tx.run(updateSql('deployment', Object.keys(changes)), ...Object.values(changes), path.id);
    replaceSchedules(tx, path.id, body, false);
    announce(tx, path.id, 'updated');
    return {};
  },
  delete(tx, { path }) {
    deleteScheduledRuns(tx, path.id);
    if (tx.run('DELETE FROM deployment WHERE id = ?', path.id) === 0) throw notFound('Deployment');
    announce(tx, path.id, 'deleted');
    return {};
  },
  filter(tx, { body }) {
    const { sql, parameters } = related('deployment', body);
    const rows = tx.all(
      `${selectDeployments} WHERE ${sql} ORDER BY ${orders[body.sort ?? 'NAME_ASC']} LIMIT ? OFFSET ?`,
      ...[...parameters, body.limit ?? 200, body.offset ?? 0],
    );
    return { body: renderList(rows.map((row) => renderDeployment(tx, row))) };
  },
  count(tx, { body }) {
    const { sql, parameters } = related('deployment', body);
    return { body: tx.get<{ count: number }>(`SELECT count(*) AS count FROM deployment WHERE ${sql}`, ...parameters)?.count ?? 0 };
  },
  createFlowRun(tx, { path, body }) {
    const deployment = read(tx, path.id);
    const flowId = String(deployment['flow_id']);
    const key = body.idempotency_key ?? null;
    if (key !== null) {
      const existing = tx.get(`${selectFlowRuns} WHERE flow_run.flow_id = ? AND flow_run.idempotency_key = ?`, flowId, key);
      if (existing !== undefined) return { status: 200, body: renderFlowRun(existing, tx.now()) };
    }
    const parameters = mergedParameters(deployment, body.parameters ?? {});
    checkSize(tx, parameters);
    if (body.enforce_parameter_schema ?? deployment['enforce_parameter_schema'] === 1) {
      checkSchema(parseColumn<Record<string, unknown> | null>(deployment, 'parameter_openapi_schema', null), parameters);
    }
    const now = tx.now();
    const id = newId();
    const tags = [...new Set([...parseColumn<string[]>(deployment, 'tags', []), ...(body.tags ?? [])])];
    const pool = textOf(deployment, 'work_pool_name');
    const queue = body.work_queue_name && pool !== null ? queueFor(tx, pool, body.work_queue_name) : textOf(deployment, 'work_queue_id');
    const row = {
      id,
      created: now,
      updated: now,
      name: body.name || randomName(),
      flow_id: flowId,
      deployment_id: path.id,
      deployment_version: textOf(deployment, 'version'),
      work_queue_id: queue,
      parameters: JSON.stringify(parameters),
      idempotency_key: key,
      context: JSON.stringify(body.context ?? {}),
      empirical_policy: JSON.stringify(body.empirical_policy ?? {}),
      tags: JSON.stringify(tags),
      labels: JSON.stringify({ 'prefect.flow.id': flowId, 'prefect.deployment.id': path.id, ...body.labels }),
      parent_task_run_id: body.parent_task_run_id ?? null,
      auto_scheduled: 0,
      created_by: JSON.stringify({ id: path.id, type: 'DEPLOYMENT', display_value: textOf(deployment, 'name') }),
      job_variables: JSON.stringify(body.job_variables ?? {}),
    };
    insertFlowRun(tx, row, tags);
    writeFlowRunState(tx, readFlowRun(tx, id) ?? {}, toProposal(body.state ?? { type: 'SCHEDULED' }, now));
    return { status: 201, body: renderFlowRun(readFlowRun(tx, id) ?? {}, now) };
  },
  schedule(tx, { path, body }) {
    read(tx, path.id);
    const end = body.end_time ? parseTime(body.end_time) : undefined;
    scheduleDeployment(tx, path.id, { minRuns: body.min_runs ?? undefined, maxRuns: body.max_runs ?? undefined, end });
    return { body: null, status: 200 };
  },
  getScheduledFlowRuns(tx, { body }) {
    const now = tx.now();
    const places = body.deployment_ids.map(() => '?').join(',');
    const before = body.scheduled_before ? (parseTime(body.scheduled_before) ?? now) : now;
    tx.run(`UPDATE deployment SET last_polled = ? WHERE id IN (${places})`, now, ...body.deployment_ids);
    const rows = tx.all(
      `${selectFlowRuns} WHERE flow_run.deployment_id IN (${places}) AND flow_run.state_type = 'SCHEDULED' AND flow_run.next_scheduled_start_time <= ? ORDER BY flow_run.next_scheduled_start_time LIMIT ?`,
      ...[...body.deployment_ids, before, body.limit ?? 200],
    );
    return { body: renderList(rows.map((row) => renderFlowRun(row, now))) };
  },
  pause: (tx, { path }) => setPaused(tx, path.id, true),
  resume: (tx, { path }) => setPaused(tx, path.id, false),
  setScheduleActive: (tx, { path }) => setPaused(tx, path.id, false),
  setScheduleInactive: (tx, { path }) => setPaused(tx, path.id, true),
  readSchedules(tx, { path }) {
    read(tx, path.id);
    return { body: renderList(readSchedules(tx, path.id).map(renderSchedule)) };
  },
  createSchedules(tx, { path, body }) {
    read(tx, path.id);
    for (const schedule of body) insertSchedule(tx, path.id, schedule);
    scheduleDeployment(tx, path.id, {});
    return { status: 201, body: renderList(readSchedules(tx, path.id).slice(-body.length).map(renderSchedule)) };
  },
  updateSchedule(tx, { path, body }) {
    const changes: Record<string, SqlValue> = { updated: tx.now() };
    if (body.active !== undefined && body.active !== null) changes['active'] = body.active ? 1 : 0;
    if (body.schedule) changes['schedule'] = JSON.stringify(body.schedule);
    if (body.parameters) changes['parameters'] = JSON.stringify(body.parameters);
    if (body.slug !== undefined) changes['slug'] = body.slug;
    if (body.max_scheduled_runs !== undefined) changes['max_scheduled_runs'] = body.max_scheduled_runs;
    const changed = tx.run(updateSql('deployment_schedule', Object.keys(changes)), ...Object.values(changes), path.schedule);
    if (changed === 0) throw notFound('Deployment schedule');
    deleteScheduledRuns(tx, path.id);
    scheduleDeployment(tx, path.id, {});
    return {};
  },
  deleteSchedule(tx, { path }) {
    const gone = tx.run('DELETE FROM deployment_schedule WHERE id = ? AND deployment_id = ?', path.schedule, path.id);
    if (gone === 0) throw notFound('Deployment schedule');
    deleteScheduledRuns(tx, path.id);
    scheduleDeployment(tx, path.id, {});
    return {};
  },
};

function read(tx: Tx, id: string): Row {
  const row = tx.get(`${selectDeployments} WHERE deployment.id = ?`, id);
  if (row === undefined) throw notFound('Deployment');
  return row;
}

const defaults: Readonly<Record<string, SqlValue>> = {
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
  parameter_openapi_schema: null,
  path: null,
  pull_steps: null,
  entrypoint: null,
  enforce_parameter_schema: 1,
};

/** The columns that a request sets; what it does not mention keeps its value. */
function toColumns(tx: Tx, body: Settings): Record<string, SqlValue> {
  const columns: Record<string, SqlValue> = {};
  const texts = ['version', 'description', 'path', 'entrypoint', 'concurrency_limit'] as const;
  for (const name of texts) if (body[name] !== undefined) columns[name] = body[name];
  const json = ['concurrency_options', 'parameters', 'tags', 'parameter_openapi_schema', 'pull_steps'] as const;
  for (const name of json) {
    if (body[name] !== undefined) columns[name] = body[name] === null ? (defaults[name] ?? null) : JSON.stringify(body[name]);
  }
  const variables = body.job_variables ?? body.infra_overrides;
  if (variables) columns['job_variables'] = JSON.stringify(variables);
  const paused = body.paused ?? (typeof body.is_schedule_active === 'boolean' ? !body.is_schedule_active : undefined);
  if (paused !== undefined) columns['paused'] = paused ? 1 : 0;
  if (typeof body.enforce_parameter_schema === 'boolean') columns['enforce_parameter_schema'] = body.enforce_parameter_schema ? 1 : 0;
  if (body.work_pool_name) columns['work_queue_id'] = queueFor(tx, body.work_pool_name, body.work_queue_name ?? null);
  if (body.parameters) checkSize(tx, body.parameters);
  return columns;
}

/** Creation replaces the schedules, an update only when it names some. The scheduled runs follow. */
function replaceSchedules(tx: Tx, id: string, body: Settings, creating: boolean): void {
  const given = body.schedules ?? (body.schedule ? [{ schedule: body.schedule }] : creating ? [] : undefined);
  deleteScheduledRuns(tx, id);
  if (given !== undefined) {
    const slugs = given.flatMap(({ slug }) => slug ?? []);
    if (new Set(slugs).size < slugs.length) throw unprocessable('schedules', 'Schedule slugs must be unique within a deployment.', slugs);
    tx.run('DELETE FROM deployment_schedule WHERE deployment_id = ?', id);
    for (const schedule of given) insertSchedule(tx, id, schedule);
  }
  try {
    scheduleDeployment(tx, id, {});
  } catch (error) {
    throw refuse(422, `The schedule cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function setPaused(tx: Tx, id: string, paused: boolean): Output {
  read(tx, id);
  tx.run('UPDATE deployment SET paused = ?, updated = ? WHERE id = ?', paused ? 1 : 0, tx.now(), id);
  if (paused) deleteScheduledRuns(tx, id);
  else scheduleDeployment(tx, id, {});
  announce(tx, id, 'updated');
  return { status: 200, body: null };
}

const announce = (tx: Tx, id: string, what: string): void =>
  tx.emit({ event: `prefect.deployment.${what}`, resource: { 'prefect.resource.id': `prefect.deployment.${id}` } });
