import type { Deployment, Event, FlowRun, TaskRun, Worker, WorkPool, WorkQueue } from '../../runtime/core/entities.ts';
import type { StateType } from '../../runtime/core/state.ts';
import { defaultStateName } from '../../runtime/core/state.ts';

/** Rows as a server answers them, with the usual values. */
const entity = (id: string) => ({ id, created: '2026-11-21T11:00:00.000000Z', updated: '2026-11-21T11:00:00.000000Z' });

function run(id: string, type: StateType, name: string) {
  return {
    ...entity(id),
    name: `name-${id}`,
    tags: [],
    labels: {},
    stateId: null,
    stateType: type,
    stateName: name,
    state: { id: 's', type, name, timestamp: '2026-11-21T11:00:00.000000Z', message: null, data: null, stateDetails: {} },
    runCount: 1,
    expectedStartTime: '2026-11-21T11:00:00.000000Z',
    nextScheduledStartTime: null,
    startTime: type === 'SCHEDULED' || type === 'PENDING' ? null : '2026-11-21T11:00:00.000000Z',
    endTime: type === 'COMPLETED' || type === 'FAILED' ? '2026-11-21T11:00:05.000000Z' : null,
    totalRunTime: 0,
    estimatedRunTime: 0,
    estimatedStartTimeDelta: 0,
  };
}

/** What only flow runs have, at its beginning. */
export const newFlowRunFields = {
  deploymentId: null,
  deploymentVersion: null,
  workPoolId: null,
  workPoolName: null,
  workQueueId: null,
  workQueueName: null,
  flowVersion: null,
  parameters: {},
  idempotencyKey: null,
  context: {},
  empiricalPolicy: {},
  parentTaskRunId: null,
  autoScheduled: false,
  infrastructureDocumentId: null,
  infrastructurePid: null,
  createdBy: null,
  jobVariables: null,
} satisfies Partial<FlowRun>;

export const flowRunRow = (id: string, type: StateType, changes: Partial<FlowRun> = {}): FlowRun => ({
  ...run(id, type, changes.stateName ?? defaultStateName(type)),
  flowId: 'flow-1',
  ...newFlowRunFields,
  ...changes,
});

export const taskRunRow = (id: string, type: StateType, changes: Partial<TaskRun> = {}): TaskRun => ({
  ...run(id, type, changes.stateName ?? defaultStateName(type)),
  flowRunId: 'run-1',
  taskKey: 'task',
  dynamicKey: '0',
  cacheKey: null,
  cacheExpiration: null,
  taskVersion: null,
  empiricalPolicy: {},
  taskInputs: {},
  flowRunRunCount: 1,
  ...changes,
});

export const deploymentRow = (id: string, changes: Partial<Deployment> = {}): Deployment => ({
  ...entity(id),
  name: `deployment-${id}`,
  version: null,
  description: null,
  flowId: 'flow-1',
  paused: false,
  schedules: [],
  concurrencyLimit: null,
  globalConcurrencyLimit: null,
  concurrencyOptions: null,
  jobVariables: {},
  parameters: {},
  tags: [],
  labels: {},
  workPoolName: 'pool',
  workQueueName: 'default',
  workQueueId: null,
  lastPolled: null,
  parameterOpenapiSchema: null,
  path: null,
  pullSteps: null,
  entrypoint: 'flows.ts:etl',
  status: 'READY',
  enforceParameterSchema: true,
  ...changes,
});

export const poolRow = (name: string, changes: Partial<WorkPool> = {}): WorkPool => ({
  ...entity(`pool-${name}`),
  name,
  description: null,
  type: 'process',
  baseJobTemplate: {},
  isPaused: false,
  concurrencyLimit: null,
  status: 'READY',
  defaultQueueId: null,
  activeSlots: 0,
  ...changes,
});

export const queueRow = (name: string, changes: Partial<WorkQueue> = {}): WorkQueue => ({
  ...entity(`queue-${name}`),
  name,
  description: null,
  isPaused: false,
  concurrencyLimit: null,
  priority: 1,
  workPoolId: null,
  workPoolName: 'pool',
  lastPolled: null,
  status: 'READY',
  activeSlots: 0,
  ...changes,
});

export const workerRow = (name: string, changes: Partial<Worker> = {}): Worker => ({
  ...entity(`worker-${name}`),
  name,
  workPoolId: 'pool-pool',
  lastHeartbeatTime: '2026-11-21T11:59:50.000000Z',
  heartbeatIntervalSeconds: 30,
  status: 'ONLINE',
  ...changes,
});

/** The event of a new state of a run. */
export function stateEvent(
  kind: 'flow-run' | 'task-run',
  id: string,
  type: StateType,
  options: { name?: string; at?: string; message?: string; flowRunId?: string } = {},
): Event {
  const name = options.name ?? defaultStateName(type);
  const at = options.at ?? '2026-11-21T12:00:00.000000Z';
  return {
    id: `event-${id}-${name}`,
    occurred: at,
    received: at,
    event: `prefect.${kind}.${name}`,
    resource: {
      'prefect.resource.id': `prefect.${kind}.${id}`,
      'prefect.resource.name': `name-${id}`,
      'prefect.state-type': type,
      'prefect.state-name': name,
      'prefect.state-message': options.message ?? '',
      'prefect.state-timestamp': at,
    },
    related:
      options.flowRunId === undefined
        ? []
        : [{ 'prefect.resource.id': `prefect.flow-run.${options.flowRunId}`, 'prefect.resource.role': 'flow-run' }],
    payload: {},
    follows: null,
  };
}
