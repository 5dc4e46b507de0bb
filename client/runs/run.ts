import type { Event, FlowRun, TaskRun } from '../../runtime/core/entities.ts';
import type { StateType } from '../../runtime/core/state.ts';
import { stateTypes } from '../../runtime/core/state.ts';

/** What the views need of a flow run; ten thousand of them must be light. Times are milliseconds since the epoch. */
export interface Run {
  id: string;
  name: string;
  flowId: string;
  flowName: string;
  deploymentId: string | undefined;
  parentTaskRunId: string | undefined;
  stateType: StateType | null;
  stateName: string | null;
  message: string | undefined;
  expected: number;
  started: number | undefined;
  ended: number | undefined;
  tags: readonly string[];
  pool: string | undefined;
  queue: string | undefined;
}

/** What the views need of a task run. */
export interface Task {
  id: string;
  name: string;
  stateType: StateType | null;
  stateName: string | null;
  message: string | undefined;
  started: number | undefined;
  ended: number | undefined;
  expected: number;
  attempts: number;
}

const none: readonly string[] = [];

export function toRun(row: FlowRun, flowName: string): Run {
  return {
    id: row.id,
    name: row.name,
    flowId: row.flowId,
    flowName,
    deploymentId: row.deploymentId ?? undefined,
    parentTaskRunId: row.parentTaskRunId ?? undefined,
    stateType: row.stateType,
    stateName: row.stateName,
    message: row.state?.message ?? undefined,
    expected: Date.parse(row.expectedStartTime ?? row.created),
    started: time(row.startTime),
    ended: time(row.endTime),
    tags: row.tags.length === 0 ? none : row.tags,
    pool: row.workPoolName ?? undefined,
    queue: row.workQueueName ?? undefined,
  };
}

export const toTask = (row: TaskRun): Task => ({
  id: row.id,
  name: row.name,
  stateType: row.stateType,
  stateName: row.stateName,
  message: row.state?.message ?? undefined,
  started: time(row.startTime),
  ended: time(row.endTime),
  expected: Date.parse(row.expectedStartTime ?? row.created),
  attempts: Math.max(1, row.runCount),
});

const time = (text: string | null): number | undefined => (text === null ? undefined : Date.parse(text));

/** A change of state as an event tells it. */
export interface StateChange {
  kind: 'flow-run' | 'task-run';
  id: string;
  name: string;
  stateType: StateType;
  stateName: string;
  message: string | undefined;
  at: number;
  /** The flow run of a task run. */
  flowRunId: string | undefined;
}

/** The change that an event tells; undefined for events of another sort. */
export function stateChangeOf(event: Event): StateChange | undefined {
  const match = /^prefect\.(flow-run|task-run)\.(.+)$/.exec(event.resource['prefect.resource.id'] ?? '');
  const type = stateTypes.find((candidate) => candidate === event.resource['prefect.state-type']);
  if (match === null || type === undefined) return undefined;
  return {
    kind: match[1] === 'flow-run' ? 'flow-run' : 'task-run',
    id: match[2] ?? '',
    name: event.resource['prefect.resource.name'] ?? '',
    stateType: type,
    stateName: event.resource['prefect.state-name'] ?? type,
    message: event.resource['prefect.state-message'] || undefined,
    at: Date.parse(event.resource['prefect.state-timestamp'] ?? event.occurred),
    flowRunId: relatedId(event, 'flow-run'),
  };
}

/** The change that has led to a run as it was read. */
export const changeOf = (run: Run, now: number): StateChange => ({
  kind: 'flow-run',
  id: run.id,
  name: run.name,
  stateType: run.stateType ?? 'PENDING',
  stateName: run.stateName ?? 'Pending',
  message: run.message,
  at: run.ended ?? run.started ?? now,
  flowRunId: undefined,
});

function relatedId(event: Event, role: string): string | undefined {
  const related = event.related.find((resource) => resource['prefect.resource.role'] === role);
  return related?.['prefect.resource.id']?.slice(`prefect.${role}.`.length);
}

/** The run after a change: what the server would answer, without asking it. */
export function withState<T extends Run | Task>(run: T, change: StateChange): T {
  return {
    ...run,
    name: change.name || run.name,
    stateType: change.stateType,
    stateName: change.stateName,
    message: change.message,
    started: run.started ?? (change.stateType === 'RUNNING' ? change.at : undefined),
    ended: isOver(change) ? change.at : undefined,
  };
}

/** True while a run has neither ended nor waits for its time. */
export const isUnderWay = (run: Pick<Run | Task, 'stateType'>): boolean =>
  run.stateType === 'RUNNING' || run.stateType === 'CANCELLING' || run.stateType === 'PENDING';

/** True for a state after which nothing follows by itself. */
export const isOver = (run: Pick<Run | Task, 'stateType'>): boolean =>
  run.stateType === 'COMPLETED' || run.stateType === 'FAILED' || run.stateType === 'CANCELLED' || run.stateType === 'CRASHED';
