import { AsyncLocalStorage } from 'node:async_hooks';
import type { FlowDefinition, TaskDefinition } from '../core/definitions.ts';
import type { FlowRun, TaskRun } from '../core/entities.ts';
import type { Clock, Orchestrator } from '../core/ports.ts';
import type { Host } from './host.ts';
import type { RunLogs } from './logs.ts';
import type { Slots } from './task-runner.ts';

/** What belongs to the flow run around a piece of code. */
export interface FlowRunScope {
  flow: FlowDefinition;
  flowRun: FlowRun;
  parameters: Readonly<Record<string, unknown>>;
  host: Host;
  orchestrator: Orchestrator;
  clock: Clock;
  logs: RunLogs;
  /** Whether `console.*` goes to the log: as the flow says, else as the flow around it does. */
  logPrints: boolean;
  slots: Slots;
  /** Aborted when the run is cancelled or its time is over. */
  signal: AbortSignal;
  /** Task runs that were started and not finished. */
  pending: Set<Promise<unknown>>;
  /** How often each task was called: part of its dynamic key. */
  calls: Map<string, number>;
}

/** What belongs to the task run around a piece of code. */
export interface TaskRunScope {
  task: TaskDefinition;
  taskRun: TaskRun;
  parameters: Readonly<Record<string, unknown>>;
  logs: RunLogs;
  /** Places for the tasks that this one submits: they must not wait for the one that it holds itself. */
  slots: Slots;
  signal: AbortSignal;
}

interface Scope {
  flow: FlowRunScope | undefined;
  task: TaskRunScope | undefined;
  tags: readonly string[];
}

const storage = new AsyncLocalStorage<Scope>();
const outside: Scope = { flow: undefined, task: undefined, tags: [] };

const current = (): Scope => storage.getStore() ?? outside;

/** The flow run around the caller; undefined outside of flows. */
export const flowScope = (): FlowRunScope | undefined => current().flow;

/** The task run around the caller; undefined outside of tasks. */
export const taskScope = (): TaskRunScope | undefined => current().task;

/** The tags of the scopes around the caller. */
export const scopeTags = (): readonly string[] => current().tags;

/** Runs code as part of a flow run. */
export const withFlowScope = <T>(flow: FlowRunScope, work: () => T): T => storage.run({ ...current(), flow, task: undefined }, work);

/** Runs code as part of a task run. */
export const withTaskScope = <T>(task: TaskRunScope, work: () => T): T => storage.run({ ...current(), task }, work);

/** Runs code whose runs get more tags. */
export const withTags = <T>(tags: readonly string[], work: () => T): T =>
  storage.run({ ...current(), tags: [...new Set([...current().tags, ...tags])] }, work);
