import type { Deployment, Flow, FlowRun, FlowRunPolicy, Log, TaskInput, TaskRun, TaskRunPolicy } from './entities.ts';
import type { JsonObject } from './json.ts';
import type { OrchestrationResult, StateProposal } from './state.ts';

/** A flow run to be created. */
export interface NewFlowRun {
  flowId: string;
  state?: StateProposal | null;
  name?: string | null;
  flowVersion?: string | null;
  parameters?: JsonObject;
  parentTaskRunId?: string | null;
  empiricalPolicy?: FlowRunPolicy;
  tags?: string[];
  idempotencyKey?: string | null;
}

/** A task run to be created. */
export interface NewTaskRun {
  flowRunId?: string | null;
  taskKey: string;
  dynamicKey: string;
  state?: StateProposal | null;
  name?: string | null;
  taskVersion?: string | null;
  empiricalPolicy?: TaskRunPolicy;
  tags?: string[];
  taskInputs?: Record<string, TaskInput[]>;
}

/** One log line, before a server has it. */
export type LogLine = Omit<Log, 'id' | 'created' | 'updated'>;

/** An event that something inside a server tells of. */
export interface NewEvent {
  /** Made when it is stored, unless its sender had one. */
  id?: string;
  event: string;
  occurred?: string;
  resource: Record<string, string>;
  related?: Record<string, string>[];
  payload?: JsonObject;
  /** The event that this one follows. */
  follows?: string | null;
}

/** An event as clients send it: with its id, so that it may be sent again, and its time. */
export type SentEvent = NewEvent & Required<Pick<NewEvent, 'id' | 'occurred'>>;

type Id = { id: string };

/**
 * What the engine needs of an orchestrator: the part of the API client that it uses, so that the client is one, and a
 * store in memory another. Every call rejects with a MillraceError.
 */
export interface Orchestrator {
  flows: {
    create(flow: { name: string; tags?: string[] }): Promise<Flow>;
  };
  flowRuns: {
    create(run: NewFlowRun): Promise<FlowRun>;
    read(path: Id): Promise<FlowRun>;
    update(
      path: Id,
      changes: { name?: string | null; flowVersion?: string | null; empiricalPolicy?: FlowRunPolicy; tags?: string[] },
    ): Promise<null>;
    setState(path: Id, proposal: { state: StateProposal; force?: boolean }): Promise<OrchestrationResult>;
    filter(body: { flowRuns?: { id?: { any_: string[] } | null } | null; limit?: number | null }): Promise<FlowRun[]>;
  };
  taskRuns: {
    create(run: NewTaskRun): Promise<TaskRun>;
    read(path: Id): Promise<TaskRun>;
    update(path: Id, changes: { name: string }): Promise<null>;
    setState(path: Id, proposal: { state: StateProposal; force?: boolean }): Promise<OrchestrationResult>;
  };
  logs: {
    create(lines: LogLine[]): Promise<null>;
  };
  /** What paused runs ask, and what they are answered, as JSON texts. */
  flowRunInputs: {
    create(path: Id, input: { key: string; value: string }): Promise<null>;
    read(path: Id & { key: string }): Promise<string>;
  };
  deployments: {
    readByName(path: { flow: string; deployment: string }): Promise<Deployment>;
    createFlowRun(
      path: Id,
      body: {
        state?: StateProposal | null;
        name?: string | null;
        parameters?: JsonObject;
        tags?: string[];
        idempotencyKey?: string | null;
        parentTaskRunId?: string | null;
        jobVariables?: JsonObject | null;
      },
    ): Promise<FlowRun>;
  };
  events: {
    create(events: SentEvent[]): Promise<null>;
  };
}

/** Where a value is kept, as a state's data says it: Prefect's `ResultRecordMetadata`. */
export interface ResultReference {
  storage_key: string;
  /** When the value is no longer good; null for never. */
  expiration: string | null;
  serializer: { type: string };
}

/** How a value is to be kept. */
export interface KeepOptions {
  /** The name; made up when there is none. */
  key?: string | undefined;
  /** The folder; the store's own when there is none. */
  storage?: string | undefined;
  expiration?: string | null | undefined;
}

/** Keeps the values that flows and tasks return. */
export interface ResultStore {
  /** Throws `invalid` for a value that cannot be kept. */
  write(value: unknown, options: KeepOptions): Promise<ResultReference>;
  /** Throws `not-found` for a value that is no longer there, `unsupported` for one that another program has written. */
  read(reference: ResultReference): Promise<unknown>;
  /** A short text for a long one: the same for the same, everywhere. */
  digest(text: string): string;
}

/** True for what {@link ResultStore.write} has given. */
export function isResultReference(data: unknown): data is ResultReference {
  return typeof data === 'object' && data !== null && typeof Reflect.get(data, 'storage_key') === 'string';
}

/** Time, so that tests need not wait. */
export interface Clock {
  /** Now, in milliseconds since the epoch. */
  now(): number;
  /** Resolves after `milliseconds`; rejects with the signal's reason when it is aborted. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}
