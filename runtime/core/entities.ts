import type { JsonObject } from './json.ts';
import type { State, StateType } from './state.ts';

/** What orchestrates, as clients read it. Times are ISO 8601 strings, durations are seconds, ids are UUIDs. */
interface Entity {
  id: string;
  created: string;
  updated: string;
}

export interface Flow extends Entity {
  name: string;
  tags: string[];
  labels: JsonObject;
}

/** How often and after which delay a flow run is retried. */
export interface FlowRunPolicy {
  retries?: number | null;
  retryDelay?: number | null;
  maxRetries?: number;
  retryDelaySeconds?: number;
  pauseKeys?: string[] | null;
  resuming?: boolean | null;
  retryType?: 'in_process' | 'reschedule' | null;
}

/** How often and after which delays (one, or one for each retry) a task run is retried. */
export interface TaskRunPolicy {
  retries?: number | null;
  retryDelay?: number | number[] | null;
  retryJitterFactor?: number | null;
  maxRetries?: number;
  retryDelaySeconds?: number;
}

interface Run extends Entity {
  name: string;
  tags: string[];
  labels: JsonObject;
  stateId: string | null;
  stateType: StateType | null;
  stateName: string | null;
  state: State | null;
  runCount: number;
  expectedStartTime: string | null;
  nextScheduledStartTime: string | null;
  startTime: string | null;
  endTime: string | null;
  totalRunTime: number;
  estimatedRunTime: number;
  estimatedStartTimeDelta: number;
}

export interface FlowRun extends Run {
  flowId: string;
  deploymentId: string | null;
  deploymentVersion: string | null;
  workPoolId: string | null;
  workPoolName: string | null;
  workQueueId: string | null;
  workQueueName: string | null;
  flowVersion: string | null;
  parameters: JsonObject;
  idempotencyKey: string | null;
  context: JsonObject;
  empiricalPolicy: FlowRunPolicy;
  parentTaskRunId: string | null;
  autoScheduled: boolean;
  infrastructureDocumentId: string | null;
  infrastructurePid: string | null;
  createdBy: { id?: string | null; type?: string | null; displayValue?: string | null } | null;
  jobVariables: JsonObject | null;
}

/** Where a task run's parameter came from. */
export type TaskInput =
  | { input_type: 'task_run'; id: string }
  | { input_type: 'flow_run'; id: string }
  | { input_type: 'parameter'; name: string }
  | { input_type: 'constant'; type: string };

export interface TaskRun extends Run {
  flowRunId: string | null;
  taskKey: string;
  dynamicKey: string;
  cacheKey: string | null;
  cacheExpiration: string | null;
  taskVersion: string | null;
  empiricalPolicy: TaskRunPolicy;
  taskInputs: Record<string, TaskInput[]>;
  flowRunRunCount: number;
}

export interface CronSchedule {
  cron: string;
  timezone?: string | null;
  dayOr?: boolean;
}

export interface IntervalSchedule {
  interval: number;
  anchorDate?: string;
  timezone?: string | null;
}

export interface RRuleSchedule {
  rrule: string;
  timezone?: string | null;
}

export type Schedule = CronSchedule | IntervalSchedule | RRuleSchedule;

export interface DeploymentSchedule extends Entity {
  deploymentId: string | null;
  schedule: Schedule;
  active: boolean;
  maxScheduledRuns: number | null;
  parameters: JsonObject;
  slug: string | null;
}

export interface ConcurrencyOptions {
  collisionStrategy: 'ENQUEUE' | 'CANCEL_NEW';
  gracePeriodSeconds?: number | null;
}

export interface Deployment extends Entity {
  name: string;
  version: string | null;
  description: string | null;
  flowId: string;
  paused: boolean;
  schedules: DeploymentSchedule[];
  concurrencyLimit: number | null;
  globalConcurrencyLimit: { id: string; name: string; limit: number; activeSlots: number } | null;
  concurrencyOptions: ConcurrencyOptions | null;
  jobVariables: JsonObject;
  parameters: JsonObject;
  tags: string[];
  labels: JsonObject;
  workPoolName: string | null;
  workQueueName: string | null;
  workQueueId: string | null;
  lastPolled: string | null;
  parameterOpenapiSchema: JsonObject | null;
  path: string | null;
  pullSteps: JsonObject[] | null;
  entrypoint: string | null;
  status: 'READY' | 'NOT_READY' | null;
  enforceParameterSchema: boolean;
}

export type PoolStatus = 'READY' | 'NOT_READY' | 'PAUSED';

export interface WorkPool extends Entity {
  name: string;
  description: string | null;
  type: string;
  baseJobTemplate: JsonObject;
  isPaused: boolean;
  concurrencyLimit: number | null;
  status: PoolStatus | null;
  defaultQueueId: string | null;
  activeSlots: number | null;
}

export interface WorkQueue extends Entity {
  name: string;
  description: string | null;
  isPaused: boolean;
  concurrencyLimit: number | null;
  priority: number;
  workPoolId: string | null;
  workPoolName: string | null;
  lastPolled: string | null;
  status: PoolStatus | null;
  activeSlots: number | null;
}

export interface Worker extends Entity {
  name: string;
  workPoolId: string;
  lastHeartbeatTime: string | null;
  heartbeatIntervalSeconds: number | null;
  status: 'ONLINE' | 'OFFLINE';
}

/** A run that a worker may claim by proposing Pending. */
export interface ScheduledFlowRun {
  workPoolId: string;
  workQueueId: string;
  flowRun: FlowRun;
}

/** Python's levels: 10 debug, 20 info, 30 warning, 40 error, 50 critical. */
export interface Log extends Entity {
  name: string;
  level: number;
  message: string;
  timestamp: string;
  flowRunId: string | null;
  taskRunId: string | null;
}

/** Something that happened to a resource; labels are Prefect's (`prefect.resource.id` …). */
export interface Event {
  id: string;
  occurred: string;
  event: string;
  resource: Record<string, string>;
  related: Record<string, string>[];
  payload: JsonObject;
  follows: string | null;
  received: string;
}

/** Counts of runs by state in one interval of a history. */
export interface HistoryInterval {
  intervalStart: string;
  intervalEnd: string;
  states: {
    stateType: StateType;
    stateName: string;
    countRuns: number;
    sumEstimatedRunTime: number;
    sumEstimatedLateness: number;
  }[];
}

/** A run's task runs and subflows as a graph; edges are ids. */
export interface RunGraph {
  startTime: string | null;
  endTime: string | null;
  rootNodeIds: string[];
  nodes: [string, GraphNode][];
  artifacts: unknown[];
  states: { id: string; timestamp: string; type: StateType; name: string }[];
}

export interface GraphNode {
  kind: 'flow-run' | 'task-run';
  id: string;
  label: string;
  stateType: StateType;
  startTime: string;
  endTime: string | null;
  parents: { id: string }[];
  children: { id: string }[];
  encapsulating: { id: string }[];
  artifacts: unknown[];
}
