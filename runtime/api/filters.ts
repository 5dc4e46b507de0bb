import { array, boolean, freeObject, integer, maybe, nullable, object, optional, string, time, uuid, words } from '../core/schema.ts';
import { stateTypes } from '../core/state.ts';

/** Prefect's filter language (prefect-api.md 8): each present key narrows the answer; relations are joined. */
const operator = maybe(words('and_', 'or_'));
const anyUuid = maybe(object({ any_: maybe(array(uuid())), not_any_: maybe(array(uuid())), is_null_: maybe(boolean()), operator }));
const anyText = maybe(
  object({
    any_: maybe(array(string())),
    not_any_: maybe(array(string())),
    like_: maybe(string()),
    startswith_: maybe(array(string())),
    is_null_: maybe(boolean()),
    operator,
  }),
);
const tags = maybe(object({ operator, all_: maybe(array(string())), any_: maybe(array(string())), is_null_: maybe(boolean()) }));
const between = maybe(object({ before_: maybe(time()), after_: maybe(time()), is_null_: maybe(boolean()) }));
const types = array(words(...stateTypes));
const state = maybe(object({ operator, type: maybe(object({ any_: maybe(types), not_any_: maybe(types) })), name: anyText }));

export const flowFilter = object({
  operator,
  id: anyUuid,
  name: anyText,
  tags,
  deployment: maybe(object({ operator, is_null_: maybe(boolean()) })),
});

export const flowRunFilter = object({
  operator,
  id: anyUuid,
  name: anyText,
  tags,
  deployment_id: anyUuid,
  work_queue_name: anyText,
  state,
  flow_version: anyText,
  start_time: between,
  end_time: between,
  expected_start_time: between,
  next_scheduled_start_time: between,
  parent_flow_run_id: anyUuid,
  parent_task_run_id: anyUuid,
  idempotency_key: anyText,
  created_by: maybe(object({ operator, id_: maybe(array(uuid())), type_: maybe(array(string())), is_null_: maybe(boolean()) })),
});

export const taskRunFilter = object({
  operator,
  id: anyUuid,
  name: anyText,
  tags,
  state,
  start_time: between,
  end_time: between,
  expected_start_time: between,
  subflow_runs: maybe(object({ exists_: maybe(boolean()) })),
  flow_run_id: anyUuid,
});

export const deploymentFilter = object({
  operator,
  id: anyUuid,
  name: anyText,
  flow_or_deployment_name: maybe(object({ like_: maybe(string()) })),
  paused: maybe(object({ eq_: maybe(boolean()) })),
  tags,
  work_queue_name: anyText,
  concurrency_limit: maybe(object({ ge_: maybe(integer()), le_: maybe(integer()), is_null_: maybe(boolean()) })),
});

export const workPoolFilter = object({ operator, id: anyUuid, name: anyText, type: anyText });
export const workQueueFilter = object({ operator, id: anyUuid, name: anyText });
export const workerFilter = object({
  operator,
  last_heartbeat_time: between,
  status: maybe(object({ any_: maybe(array(words('ONLINE', 'OFFLINE'))), not_any_: maybe(array(words('ONLINE', 'OFFLINE'))) })),
});

export const logFilter = object({
  operator,
  level: maybe(object({ ge_: maybe(integer()), le_: maybe(integer()) })),
  timestamp: between,
  flow_run_id: anyUuid,
  task_run_id: anyUuid,
  text: maybe(object({ query: string({ maxLength: 200 }) })),
});

export const variableFilter = object({ operator, id: anyUuid, name: anyText, tags });

export const artifactFilter = object({
  operator,
  id: anyUuid,
  latest_id: anyUuid,
  key: maybe(object({ any_: maybe(array(string())), like_: maybe(string()), exists_: maybe(boolean()) })),
  type: anyText,
  flow_run_id: anyUuid,
  task_run_id: anyUuid,
});

export const blockTypeFilter = object({ name: anyText, slug: anyText });
export const blockSchemaFilter = object({
  operator,
  id: anyUuid,
  block_type_id: anyUuid,
  version: anyText,
  block_capabilities: maybe(object({ all_: maybe(array(string())) })),
});
export const blockDocumentFilter = object({
  operator,
  id: anyUuid,
  name: anyText,
  block_type_id: anyUuid,
  is_anonymous: maybe(object({ eq_: maybe(boolean()) })),
});

export const automationFilter = object({ operator, id: anyUuid, name: anyText, tags, created: between });

/** Events as `/events/out` and `/events/filter` select them. */
export const eventFilter = object({
  occurred: maybe(object({ since: maybe(time()), until: maybe(time()) })),
  event: maybe(
    object({
      prefix: maybe(array(string())),
      exclude_prefix: maybe(array(string())),
      name: maybe(array(string())),
      exclude_name: maybe(array(string())),
    }),
  ),
  resource: maybe(
    object({
      id: maybe(array(string())),
      id_prefix: maybe(array(string())),
      labels: maybe(freeObject()),
      distinct: maybe(boolean()),
    }),
  ),
  any_resource: maybe(object({ id: maybe(array(string())), id_prefix: maybe(array(string())), labels: maybe(freeObject()) })),
  id: maybe(object({ id: maybe(array(uuid())) })),
  order: maybe(words('ASC', 'DESC')),
});

/** Filters of several resources, joined through their relations. */
export const relations = {
  flows: maybe(flowFilter),
  flow_runs: maybe(flowRunFilter),
  task_runs: maybe(taskRunFilter),
  deployments: maybe(deploymentFilter),
  work_pools: maybe(workPoolFilter),
  work_pool_queues: maybe(workQueueFilter),
};

/** Where a page starts and how long it is (at most 200). */
export const page = { offset: maybe(integer({ minimum: 0 })), limit: maybe(integer({ minimum: 0, maximum: 200 })) };

/** Which page of a list is asked for, the first one unless told, and how long pages are. */
export const numberedPage = { page: maybe(integer({ minimum: 1 })), limit: maybe(integer({ minimum: 0, maximum: 200 })) };

/** How many things one request changes at most. */
export const bulkLimit = optional(integer({ minimum: 1, maximum: 50 }));

/** An order given by one of Prefect's words. */
export const sorted = <const W extends string>(...orders: W[]) => ({ sort: maybe(words(...orders)) });

export const noBody = nullable(object({}));
