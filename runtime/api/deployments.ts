import type { Page } from '../core/client-resources.ts';
import type { BulkCreation, BulkDeletion } from '../core/bulk.ts';
import type { Deployment, DeploymentSchedule, FlowRun } from '../core/entities.ts';
import {
  anyOf,
  array,
  boolean,
  freeObject,
  integer,
  labels,
  maybe,
  number,
  object,
  optional,
  string,
  time,
  uuid,
  words,
} from '../core/schema.ts';
import { get, patch, post, query, remove } from './contract.ts';
import { flowRunPolicy } from './flow-runs.ts';
import { bulkLimit, deploymentFilter, noBody, numberedPage, page, relations, sorted } from './filters.ts';
import { stateCreate } from './states.ts';

const schedule = anyOf(
  object({ cron: string(), timezone: maybe(string()), day_or: optional(boolean()) }),
  object({ interval: number({ exclusiveMinimum: 0 }), anchor_date: optional(time()), timezone: maybe(string()) }),
  object({ rrule: string(), timezone: maybe(string()) }),
);

const scheduleCreate = object({
  schedule,
  active: maybe(boolean()),
  max_scheduled_runs: maybe(integer({ exclusiveMinimum: 0 })),
  parameters: optional(freeObject()),
  slug: maybe(string()),
  replaces: maybe(string()),
});

const concurrencyOptions = object({
  collision_strategy: words('ENQUEUE', 'CANCEL_NEW'),
  grace_period_seconds: maybe(integer({ minimum: 60, maximum: 86_400 })),
});

const settings = {
  paused: optional(boolean()),
  schedules: optional(array(scheduleCreate)),
  concurrency_limit: maybe(integer({ exclusiveMinimum: 0 })),
  concurrency_options: maybe(concurrencyOptions),
  enforce_parameter_schema: maybe(boolean()),
  parameter_openapi_schema: maybe(freeObject()),
  parameters: maybe(freeObject()),
  tags: optional(array(string())),
  labels: maybe(labels()),
  pull_steps: maybe(array(freeObject())),
  work_queue_name: maybe(string()),
  work_pool_name: maybe(string()),
  description: maybe(string()),
  path: maybe(string()),
  version: maybe(string()),
  entrypoint: maybe(string()),
  job_variables: optional(freeObject()),
  /** The names that 2.13.7 gives to `schedules`, `job_variables` and `paused`. */
  schedule: maybe(schedule),
  infra_overrides: maybe(freeObject()),
  is_schedule_active: maybe(boolean()),
};

const newRun = object({
  state: maybe(stateCreate),
  name: maybe(string()),
  parameters: optional(freeObject()),
  enforce_parameter_schema: maybe(boolean()),
  context: optional(freeObject()),
  empirical_policy: optional(flowRunPolicy),
  tags: optional(array(string())),
  idempotency_key: maybe(string()),
  labels: maybe(labels()),
  parent_task_run_id: maybe(uuid()),
  work_queue_name: maybe(string()),
  job_variables: maybe(freeObject()),
});

export const deployments = {
  /** Creates or replaces the deployment of this name of the flow. */
  create: post('/deployments/', object({ name: string({ minLength: 1 }), flow_id: uuid(), ...settings })).gives<Deployment>(),
  read: get('/deployments/:id').gives<Deployment>(),
  readByName: get('/deployments/name/:flow/:deployment').gives<Deployment>(),
  update: patch('/deployments/:id', object(settings)).gives<null>(),
  delete: remove('/deployments/:id').gives<null>(),
  filter: query(
    '/deployments/filter',
    object({ ...relations, ...page, ...sorted('CREATED_DESC', 'UPDATED_DESC', 'NAME_ASC', 'NAME_DESC') }),
  ).gives<Deployment[]>(),
  paginate: query(
    '/deployments/paginate',
    object({ ...relations, ...numberedPage, ...sorted('CREATED_DESC', 'UPDATED_DESC', 'NAME_ASC', 'NAME_DESC') }),
  ).gives<Page<Deployment>>(),
  count: query('/deployments/count', object(relations)).gives<number>(),
  /** Deletes the deployments that a filter selects; the answer names them. 3.9. */
  bulkDelete: post('/deployments/bulk_delete', object({ deployments: maybe(deploymentFilter), limit: bulkLimit })).gives<BulkDeletion>(),
  createFlowRun: post('/deployments/:id/create_flow_run', newRun).gives<FlowRun>(),
  /** Creates at most 100 runs; one that is refused does not keep the others from it. 3.9. */
  createFlowRuns: post('/deployments/:id/create_flow_run/bulk', array(newRun)).gives<BulkCreation>(),
  /** Writes the runs of the schedules into the given window now. */
  schedule: post(
    '/deployments/:id/schedule',
    object({
      start_time: maybe(time()),
      end_time: maybe(time()),
      min_time: maybe(number()),
      min_runs: maybe(integer()),
      max_runs: maybe(integer()),
    }),
  ).gives<null>(),
  getScheduledFlowRuns: post(
    '/deployments/get_scheduled_flow_runs',
    object({ deployment_ids: array(uuid()), scheduled_before: maybe(time()), limit: maybe(integer()) }),
  ).gives<FlowRun[]>(),
  pause: post('/deployments/:id/pause_deployment', noBody).gives<null>(),
  resume: post('/deployments/:id/resume_deployment', noBody).gives<null>(),
  setScheduleActive: post('/deployments/:id/set_schedule_active', noBody).gives<null>(),
  setScheduleInactive: post('/deployments/:id/set_schedule_inactive', noBody).gives<null>(),
  readSchedules: get('/deployments/:id/schedules').gives<DeploymentSchedule[]>(),
  createSchedules: post('/deployments/:id/schedules', array(scheduleCreate)).gives<DeploymentSchedule[]>(),
  updateSchedule: patch(
    '/deployments/:id/schedules/:schedule',
    object({
      active: maybe(boolean()),
      schedule: maybe(schedule),
      parameters: optional(freeObject()),
      slug: maybe(string()),
      max_scheduled_runs: maybe(integer()),
    }),
  ).gives<null>(),
  deleteSchedule: remove('/deployments/:id/schedules/:schedule').gives<null>(),
};
