import type { Page } from '../core/client-resources.ts';
import type { FlowRun, HistoryInterval, RunGraph } from '../core/entities.ts';
import type { BulkDeletion, BulkOrchestration } from '../core/bulk.ts';
import type { OrchestrationResult } from '../core/state.ts';
import { array, boolean, freeObject, integer, labels, maybe, number, object, optional, string, time, uuid, words } from '../core/schema.ts';
import { get, patch, post, query, remove } from './contract.ts';
import { bulkLimit, flowRunFilter, numberedPage, page, relations, sorted } from './filters.ts';
import { stateCreate } from './states.ts';

export const flowRunPolicy = object({
  max_retries: optional(integer()),
  retry_delay_seconds: optional(number()),
  retries: maybe(integer()),
  retry_delay: maybe(integer()),
  pause_keys: maybe(array(string())),
  resuming: maybe(boolean()),
  retry_type: maybe(words('in_process', 'reschedule')),
});

/** The orders of lists of runs. */
export const flowRunOrders = [
  'ID_DESC',
  'START_TIME_ASC',
  'START_TIME_DESC',
  'EXPECTED_START_TIME_ASC',
  'EXPECTED_START_TIME_DESC',
  'NAME_ASC',
  'NAME_DESC',
  'NEXT_SCHEDULED_START_TIME_ASC',
  'END_TIME_DESC',
] as const;

/** What `history` counts: runs by state in intervals of a time range. */
export const historyRange = {
  history_start: time(),
  history_end: time(),
  history_interval_seconds: number({ minimum: 1 }),
};

export const flowRuns = {
  create: post(
    '/flow_runs/',
    object({
      flow_id: uuid(),
      state: maybe(stateCreate),
      name: maybe(string()),
      flow_version: maybe(string()),
      parameters: optional(freeObject()),
      context: optional(freeObject()),
      parent_task_run_id: maybe(uuid()),
      infrastructure_document_id: maybe(uuid()),
      empirical_policy: optional(flowRunPolicy),
      tags: optional(array(string())),
      labels: maybe(labels()),
      idempotency_key: maybe(string()),
      work_pool_name: maybe(string()),
      work_queue_name: maybe(string()),
      job_variables: maybe(freeObject()),
      deployment_id: maybe(uuid()),
    }),
  ).gives<FlowRun>(),
  read: get('/flow_runs/:id').gives<FlowRun>(),
  update: patch(
    '/flow_runs/:id',
    object({
      name: maybe(string()),
      flow_version: maybe(string()),
      parameters: optional(freeObject()),
      empirical_policy: optional(flowRunPolicy),
      tags: optional(array(string())),
      infrastructure_pid: maybe(string()),
      job_variables: maybe(freeObject()),
    }),
  ).gives<null>(),
  updateLabels: patch('/flow_runs/:id/labels', labels()).gives<null>(),
  delete: remove('/flow_runs/:id').gives<null>(),
  /**
   * Proposes a state; `force` skips the rules. `heartbeats`, which only the embedded server knows, says that the proposer
   * will send signs of life from now on, so that the run is given up when they end even before the first.
   */
  setState: post(
    '/flow_runs/:id/set_state',
    object({ state: stateCreate, force: optional(boolean()), heartbeats: optional(boolean()) }),
  ).gives<OrchestrationResult>(),
  resume: post('/flow_runs/:id/resume', object({ run_input: maybe(freeObject()) })).gives<OrchestrationResult>(),
  filter: query('/flow_runs/filter', object({ ...relations, ...page, ...sorted(...flowRunOrders) })).gives<FlowRun[]>(),
  paginate: query('/flow_runs/paginate', object({ ...relations, ...numberedPage, ...sorted(...flowRunOrders) })).gives<Page<FlowRun>>(),
  count: query('/flow_runs/count', object(relations)).gives<number>(),
  /** How late runs started, in seconds on average; null when there are none. */
  lateness: query('/flow_runs/lateness', object(relations)).gives<number | null>(),
  /** All lines of a run, as comma-separated values. */
  downloadLogs: get('/flow_runs/:id/logs/download').gives<string>(),
  history: query('/flow_runs/history', object({ ...historyRange, ...relations })).gives<HistoryInterval[]>(),
  /** Deletes the runs that a filter selects; the answer names them. 3.9. */
  bulkDelete: post('/flow_runs/bulk_delete', object({ flow_runs: maybe(flowRunFilter), limit: bulkLimit })).gives<BulkDeletion>(),
  /** Proposes a state for each run that a filter selects. 3.9. */
  bulkSetState: post(
    '/flow_runs/bulk_set_state',
    object({ flow_runs: maybe(flowRunFilter), state: stateCreate, force: optional(boolean()), limit: bulkLimit }),
  ).gives<BulkOrchestration>(),
  graph: get('/flow_runs/:id/graph-v2').gives<RunGraph>(),
};
