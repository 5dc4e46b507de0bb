import type { FlowRun, ScheduledFlowRun, WorkPool, WorkQueue, Worker } from '../core/entities.ts';
import { array, boolean, entityName, freeObject, integer, maybe, number, object, optional, string, time } from '../core/schema.ts';
import { get, patch, post, query, remove } from './contract.ts';
import { numberedPage, page, workerFilter, workPoolFilter, workQueueFilter } from './filters.ts';
import type { QueueSlots, SlotHolder, SlotsPage } from '../core/slots.ts';

const limit = maybe(integer({ minimum: 0 }));

const queueSettings = {
  description: maybe(string()),
  is_paused: optional(boolean()),
  concurrency_limit: limit,
  priority: maybe(integer({ exclusiveMinimum: 0 })),
  filter: maybe(freeObject()),
};

export const workPools = {
  create: post(
    '/work_pools/',
    object({
      name: entityName(),
      description: maybe(string()),
      type: optional(string()),
      base_job_template: optional(freeObject()),
      is_paused: optional(boolean()),
      concurrency_limit: limit,
    }),
  ).gives<WorkPool>(),
  read: get('/work_pools/:name').gives<WorkPool>(),
  update: patch(
    '/work_pools/:name',
    object({
      description: maybe(string()),
      is_paused: maybe(boolean()),
      base_job_template: maybe(freeObject()),
      concurrency_limit: limit,
    }),
  ).gives<null>(),
  delete: remove('/work_pools/:name').gives<null>(),
  filter: query('/work_pools/filter', object({ work_pools: maybe(workPoolFilter), ...page })).gives<WorkPool[]>(),
  count: query('/work_pools/count', object({ work_pools: maybe(workPoolFilter) })).gives<number>(),
  /** The runs that a worker of this pool may claim, most urgent first. A POST that also marks the queues as polled. */
  getScheduledFlowRuns: post(
    '/work_pools/:name/get_scheduled_flow_runs',
    object({
      work_queue_names: maybe(array(string())),
      scheduled_before: maybe(time()),
      scheduled_after: maybe(time()),
      limit: maybe(integer({ minimum: 0 })),
    }),
  ).gives<ScheduledFlowRun[]>(),
  heartbeat: post(
    '/work_pools/:name/workers/heartbeat',
    object({ name: string(), heartbeat_interval_seconds: maybe(number()) }),
  ).gives<null>(),
  filterWorkers: query('/work_pools/:name/workers/filter', object({ workers: maybe(workerFilter), ...page })).gives<Worker[]>(),
  deleteWorker: remove('/work_pools/:name/workers/:worker').gives<null>(),
  /** Who holds the slots of a pool, by its queues. */
  readConcurrencyStatus: query(
    '/work_pools/:name/concurrency_status',
    object({ ...numberedPage, flow_run_limit: optional(integer({ minimum: 0, maximum: 200 })) }),
  ).gives<SlotsPage & { queues: QueueSlots[] }>(),
};

/** Queues, by their pool and by their id. */
export const workQueues = {
  create: post('/work_pools/:pool/queues', object({ name: entityName(), ...queueSettings })).gives<WorkQueue>(),
  /** A queue without a pool belongs to the pool of Prefect's agents, which is made when it is needed. */
  createAlone: post('/work_queues/', object({ name: entityName(), ...queueSettings })).gives<WorkQueue>(),
  readByName: get('/work_pools/:pool/queues/:name').gives<WorkQueue>(),
  updateByName: patch('/work_pools/:pool/queues/:name', object({ name: maybe(entityName()), ...queueSettings })).gives<null>(),
  deleteByName: remove('/work_pools/:pool/queues/:name').gives<null>(),
  filterByPool: query('/work_pools/:pool/queues/filter', object({ work_queues: maybe(workQueueFilter), ...page })).gives<WorkQueue[]>(),
  read: get('/work_queues/:id').gives<WorkQueue>(),
  readByNameAlone: get('/work_queues/name/:name').gives<WorkQueue>(),
  readStatus: get('/work_queues/:id/status').gives<{
    healthy: boolean;
    lateRunsCount: number;
    lastPolled: string | null;
    healthCheckPolicy: { maximumLateRuns: number; maximumSecondsSinceLastPolled: number };
  }>(),
  update: patch('/work_queues/:id', object({ name: maybe(entityName()), ...queueSettings })).gives<null>(),
  delete: remove('/work_queues/:id').gives<null>(),
  /** The runs that wait in a queue, as Prefect's agents ask for them. */
  getRuns: post('/work_queues/:id/get_runs', object({ scheduled_before: maybe(time()), limit: page.limit })).gives<FlowRun[]>(),
  readConcurrencyStatus: query('/work_queues/:id/concurrency_status', object(numberedPage)).gives<SlotsPage & { flowRuns: SlotHolder[] }>(),
  filter: query('/work_queues/filter', object({ work_queues: maybe(workQueueFilter), ...page })).gives<WorkQueue[]>(),
};
