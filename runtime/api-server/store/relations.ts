import { canonicalUuid } from '../../core/ids.ts';
import type { Condition, Fields, Filter } from './filters.ts';
import { all, condition, flagField, idField, isIn, jsonTagField, numberField, tagField, textField, timeField } from './filters.ts';

/** The filters of a request, by the names of prefect-api.md 8. */
export interface RelationFilters {
  flows?: Filter;
  flow_runs?: Filter;
  task_runs?: Filter;
  deployments?: Filter;
  work_pools?: Filter;
  work_pool_queues?: Filter;
  work_queues?: Filter;
}

const state = (alias: string): Fields => ({
  type: textField(`${alias}.state_type`),
  name: textField(`${alias}.state_name`),
});

const flow: Fields = {
  id: idField('flow.id'),
  name: textField('flow.name'),
  tags: jsonTagField('flow.tags'),
  deployment: flagField(
    'is_null_',
    'NOT EXISTS (SELECT 1 FROM deployment d WHERE d.flow_id = flow.id)',
    'EXISTS (SELECT 1 FROM deployment d WHERE d.flow_id = flow.id)',
  ),
};

const flowRun: Fields = {
  id: idField('flow_run.id'),
  name: textField('flow_run.name'),
  tags: tagField('flow_run.tags', 'flow_run.id', 'SELECT flow_run_id FROM flow_run_tag'),
  deployment_id: idField('flow_run.deployment_id'),
  work_queue_name: textField('(SELECT q.name FROM work_queue q WHERE q.id = flow_run.work_queue_id)'),
  state: { nested: state('flow_run') },
  flow_version: textField('flow_run.flow_version'),
  start_time: timeField('coalesce(flow_run.start_time, flow_run.expected_start_time)', 'flow_run.start_time'),
  end_time: timeField('flow_run.end_time'),
  expected_start_time: timeField('flow_run.expected_start_time'),
  next_scheduled_start_time: timeField('flow_run.next_scheduled_start_time'),
  parent_flow_run_id: ({ any_: runs }) => subflowsOf(runs),
  parent_task_run_id: idField('flow_run.parent_task_run_id'),
  idempotency_key: textField('flow_run.idempotency_key'),
};

/** Runs whose tracking task run is in one of these runs: found from there, as most runs have none. */
function subflowsOf(runs: readonly string[] | null | undefined): Condition[] {
  if (runs === null || runs === undefined) return [];
  const { sql, parameters } = isIn('t.flow_run_id', runs.map(canonicalUuid));
  return [{ sql: `flow_run.parent_task_run_id IN (SELECT t.id FROM task_run t WHERE ${sql})`, parameters }];
}

const taskRun: Fields = {
  id: idField('task_run.id'),
  name: textField('task_run.name'),
  tags: jsonTagField('task_run.tags'),
  state: { nested: state('task_run') },
  start_time: timeField('task_run.start_time'),
  end_time: timeField('task_run.end_time'),
  expected_start_time: timeField('task_run.expected_start_time'),
  flow_run_id: idField('task_run.flow_run_id'),
  subflow_runs: flagField(
    'exists_',
    'EXISTS (SELECT 1 FROM flow_run c WHERE c.parent_task_run_id = task_run.id)',
    'NOT EXISTS (SELECT 1 FROM flow_run c WHERE c.parent_task_run_id = task_run.id)',
  ),
};

const deployment: Fields = {
  id: idField('deployment.id'),
  name: textField('deployment.name'),
  flow_or_deployment_name: textField("deployment.name || ' ' || (SELECT f.name FROM flow f WHERE f.id = deployment.flow_id)"),
  paused: numberField('deployment.paused'),
  tags: jsonTagField('deployment.tags'),
  work_queue_name: textField('(SELECT q.name FROM work_queue q WHERE q.id = deployment.work_queue_id)'),
  concurrency_limit: numberField('deployment.concurrency_limit'),
};

const workPool: Fields = { id: idField('work_pool.id'), name: textField('work_pool.name'), type: textField('work_pool.type') };
const workQueue: Fields = { id: idField('work_queue.id'), name: textField('work_queue.name') };

/** The condition for work pools alone. */
export const workPoolCondition = (filter: Filter): Condition => condition(filter, workPool);
/** The condition for queues alone. */
export const workQueueCondition = (filter: Filter): Condition => condition(filter, workQueue);

/** Each relation as a condition on a row of the table that is asked for. */
type Joins = Readonly<Partial<Record<keyof RelationFilters, (inner: Condition) => string>>>;

const tables: Readonly<Record<keyof RelationFilters, Fields>> = {
  flows: flow,
  flow_runs: flowRun,
  task_runs: taskRun,
  deployments: deployment,
  work_pools: workPool,
  work_pool_queues: workQueue,
  work_queues: workQueue,
};

const joins: Readonly<Record<'flow' | 'flow_run' | 'task_run' | 'deployment', Joins>> = {
  flow: {
    flows: ({ sql }) => sql,
    flow_runs: ({ sql }) => `flow.id IN (SELECT flow_run.flow_id FROM flow_run WHERE ${sql})`,
    task_runs: ({ sql }) => `flow.id IN (SELECT r.flow_id FROM flow_run r JOIN task_run ON task_run.flow_run_id = r.id WHERE ${sql})`,
    deployments: ({ sql }) => `flow.id IN (SELECT deployment.flow_id FROM deployment WHERE ${sql})`,
    work_pools: ({ sql }) =>
      `flow.id IN (SELECT d.flow_id FROM deployment d JOIN work_queue q ON q.id = d.work_queue_id JOIN work_pool ON work_pool.id = q.work_pool_id WHERE ${sql})`,
  },
  flow_run: {
    flows: ({ sql }) => `flow_run.flow_id IN (SELECT flow.id FROM flow WHERE ${sql})`,
    flow_runs: ({ sql }) => sql,
    task_runs: ({ sql }) => `flow_run.id IN (SELECT task_run.flow_run_id FROM task_run WHERE ${sql})`,
    deployments: ({ sql }) => `flow_run.deployment_id IN (SELECT deployment.id FROM deployment WHERE ${sql})`,
    work_pools: ({ sql }) =>
      `flow_run.work_queue_id IN (SELECT q.id FROM work_queue q JOIN work_pool ON work_pool.id = q.work_pool_id WHERE ${sql})`,
    work_pool_queues: ({ sql }) => `flow_run.work_queue_id IN (SELECT work_queue.id FROM work_queue WHERE ${sql})`,
    work_queues: ({ sql }) => `flow_run.work_queue_id IN (SELECT work_queue.id FROM work_queue WHERE ${sql})`,
  },
  task_run: {
    flows: ({ sql }) => `task_run.flow_run_id IN (SELECT r.id FROM flow_run r JOIN flow ON flow.id = r.flow_id WHERE ${sql})`,
    flow_runs: ({ sql }) => `task_run.flow_run_id IN (SELECT flow_run.id FROM flow_run WHERE ${sql})`,
    task_runs: ({ sql }) => sql,
    deployments: ({ sql }) =>
      `task_run.flow_run_id IN (SELECT r.id FROM flow_run r JOIN deployment ON deployment.id = r.deployment_id WHERE ${sql})`,
  },
  deployment: {
    flows: ({ sql }) => `deployment.flow_id IN (SELECT flow.id FROM flow WHERE ${sql})`,
    flow_runs: ({ sql }) => `deployment.id IN (SELECT flow_run.deployment_id FROM flow_run WHERE ${sql})`,
    task_runs: ({ sql }) =>
      `deployment.id IN (SELECT r.deployment_id FROM flow_run r JOIN task_run ON task_run.flow_run_id = r.id WHERE ${sql})`,
    deployments: ({ sql }) => sql,
    work_pools: ({ sql }) =>
      `deployment.work_queue_id IN (SELECT q.id FROM work_queue q JOIN work_pool ON work_pool.id = q.work_pool_id WHERE ${sql})`,
    work_pool_queues: ({ sql }) => `deployment.work_queue_id IN (SELECT work_queue.id FROM work_queue WHERE ${sql})`,
  },
};

/** The condition that a request's filters mean for rows of a table, joined through their relations. */
export function related(table: keyof typeof joins, filters: RelationFilters): Condition {
  const conditions: Condition[] = [];
  for (const [name, join] of Object.entries(joins[table])) {
    const key = name as keyof RelationFilters;
    const inner = condition(filters[key], tables[key]);
    if (inner.sql !== '1') conditions.push({ sql: join(inner), parameters: inner.parameters });
  }
  return all(conditions);
}
