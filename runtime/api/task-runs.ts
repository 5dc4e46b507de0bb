import type { Page } from '../core/client-resources.ts';
import type { HistoryInterval, TaskRun } from '../core/entities.ts';
import type { OrchestrationResult } from '../core/state.ts';
import {
  anyOf,
  array,
  boolean,
  integer,
  labels,
  maybe,
  number,
  object,
  optional,
  record,
  string,
  time,
  uuid,
  words,
} from '../core/schema.ts';
import { get, patch, post, query, remove } from './contract.ts';
import { historyRange } from './flow-runs.ts';
import { numberedPage, page, relations, sorted } from './filters.ts';
import { stateCreate } from './states.ts';

const taskRunPolicy = object({
  max_retries: optional(integer()),
  retry_delay_seconds: optional(number()),
  retries: maybe(integer()),
  retry_delay: maybe(anyOf(number(), array(number()))),
  retry_jitter_factor: maybe(number()),
});

/** Where a task's arguments come from, by parameter name. */
const taskInputs = record(
  array(
    anyOf(
      object({ input_type: optional(words('task_run', 'flow_run')), id: uuid() }),
      object({ input_type: optional(words('parameter')), name: string() }),
      object({ input_type: optional(words('constant')), type: string() }),
    ),
  ),
);

const taskRunOrders = [
  'ID_DESC',
  'EXPECTED_START_TIME_ASC',
  'EXPECTED_START_TIME_DESC',
  'NAME_ASC',
  'NAME_DESC',
  'NEXT_SCHEDULED_START_TIME_ASC',
  'END_TIME_DESC',
] as const;

export const taskRuns = {
  /** Creates a task run; the one with the same task and dynamic key in the flow run is returned when there is one. */
  create: post(
    '/task_runs/',
    object({
      id: maybe(uuid()),
      flow_run_id: maybe(uuid()),
      task_key: string(),
      dynamic_key: string(),
      state: maybe(stateCreate),
      name: maybe(string()),
      cache_key: maybe(string()),
      cache_expiration: maybe(time()),
      task_version: maybe(string()),
      empirical_policy: optional(taskRunPolicy),
      tags: optional(array(string())),
      labels: maybe(labels()),
      task_inputs: optional(taskInputs),
    }),
  ).gives<TaskRun>(),
  read: get('/task_runs/:id').gives<TaskRun>(),
  update: patch('/task_runs/:id', object({ name: string() })).gives<null>(),
  delete: remove('/task_runs/:id').gives<null>(),
  setState: post('/task_runs/:id/set_state', object({ state: stateCreate, force: optional(boolean()) })).gives<OrchestrationResult>(),
  filter: query(
    '/task_runs/filter',
    object({
      ...relations,
      ...page,
      ...sorted(...taskRunOrders),
    }),
  ).gives<TaskRun[]>(),
  paginate: query(
    '/task_runs/paginate',
    object({
      ...relations,
      ...numberedPage,
      ...sorted(...taskRunOrders),
    }),
  ).gives<Page<TaskRun>>(),
  count: query('/task_runs/count', object(relations)).gives<number>(),
  history: query('/task_runs/history', object({ ...historyRange, ...relations })).gives<HistoryInterval[]>(),
};
