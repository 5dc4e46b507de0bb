import type { FlowRun, TaskRun } from './entities.ts';
import type { State } from './state.ts';

/** Parameters by name: what flows and tasks take. */
export type Parameters = Record<string, unknown>;

/** Called when a run enters a state; errors in it are logged and change nothing. */
export type FlowHook = (flow: FlowDefinition, run: FlowRun, state: State) => void | Promise<void>;
export type TaskHook = (task: TaskDefinition, run: TaskRun, state: State) => void | Promise<void>;

/** A delay in seconds: one for all retries, one for each, or computed for each retry (1, 2, …). */
export type RetryDelay = number | readonly number[] | ((retry: number) => number);

/** A validator as the Standard Schema describes it (zod, valibot, arktype …). */
export interface StandardSchema<Output = unknown> {
  readonly '~standard': {
    readonly version: 1;
    readonly vendor: string;
    readonly validate: (value: unknown) => StandardResult<Output> | Promise<StandardResult<Output>>;
    /** Standard JSON Schema, where the library has it. */
    readonly jsonSchema?: { readonly input: (options: { readonly target: 'draft-07' }) => Record<string, unknown> };
  };
}

/** What a validator answers. */
export type StandardResult<Output> =
  | { readonly value: Output; readonly issues?: undefined }
  | {
      readonly issues: readonly {
        readonly message: string;
        readonly path?: readonly (PropertyKey | { readonly key: PropertyKey })[] | undefined;
      }[];
    };

/** How many task runs of a flow run at once. */
export interface TaskRunner {
  readonly name: 'concurrent' | 'sequential';
  readonly maxWorkers: number;
}

interface Options {
  name: string;
  description?: string;
  version?: string;
  tags?: readonly string[];
  retries?: number;
  retryDelaySeconds?: RetryDelay;
  /** Seconds after which a run becomes Failed with the name TimedOut. */
  timeoutSeconds?: number;
  /** Whether `console.*` goes to the run's log. */
  logPrints?: boolean;
  /** Whether the returned value is kept, so that other runs and processes can read it; tasks do as their flow unless told. */
  persistResult?: boolean;
  /** The folder in which values are kept; `results` in the home folder unless told. */
  resultStorage?: string;
}

/** What a cache key may be made of. */
export interface CacheContext {
  task: TaskDefinition;
  taskRun: TaskRun;
  parameters: Parameters;
  /** The flow run around the task; undefined for a task that runs alone. */
  flowRun: FlowRun | undefined;
  flowParameters: Parameters | undefined;
}

/** What makes two task runs the same: JSON values that are equal for both. Undefined stands for no caching. */
export type CachePolicy = (context: CacheContext) => unknown;

/** What a flow can be given. */
export interface FlowOptions extends Options {
  /** A name for each run: a template such as `etl-{day}`, or a function of the parameters. */
  flowRunName?: string | ((parameters: Parameters) => string);
  /** Checks, and may convert, the parameters before the run. */
  parameters?: StandardSchema;
  taskRunner?: TaskRunner;
  onRunning?: readonly FlowHook[];
  onCompletion?: readonly FlowHook[];
  onFailure?: readonly FlowHook[];
  onCancellation?: readonly FlowHook[];
  onCrashed?: readonly FlowHook[];
}

/** What a task can be given. */
export interface TaskOptions extends Options {
  taskRunName?: string | ((parameters: Parameters) => string);
  /** Lengthens each delay at random by up to this factor of it. */
  retryJitterFactor?: number;
  /** Whether a failure is worth another attempt; every one is unless told. */
  retryCondition?: (error: unknown) => boolean | Promise<boolean>;
  /** What makes a run the same as one before, whose value it then takes; several must all be equal. */
  cachePolicy?: CachePolicy | readonly CachePolicy[];
  /** The cache key itself, in the place of a policy; undefined for no caching. */
  cacheKeyFn?(context: CacheContext, parameters: Parameters): string | null | undefined;
  /** Seconds for which a cached value is good; for ever unless told. */
  cacheExpiration?: number;
  /** Whether the task runs although its value is cached, and replaces that. */
  refreshCache?: boolean;
  /** The name under which the value is kept: a template such as `chunk-{node}.json`. */
  resultStorageKey?: string;
  onRunning?: readonly TaskHook[];
  onCompletion?: readonly TaskHook[];
  onFailure?: readonly TaskHook[];
}

/** A flow as the engine runs it. */
export interface FlowDefinition {
  readonly options: FlowOptions;
  readonly fn: (parameters: Parameters) => unknown;
  /** The stack of the call that defined it; for `deploy`, which wants to know the file. */
  readonly definedAt?: { readonly stack?: string };
}

/** A task as the engine runs it. `key` names its code: the same code has the same key in every process. */
export interface TaskDefinition {
  readonly options: TaskOptions;
  readonly fn: (parameters: Parameters) => unknown;
  readonly key: string;
}

/** Registered symbols, so that two copies of the SDK in one process know each other's flows. */
export const flowSymbol: unique symbol = Symbol.for('millrace.flow') as never;
export const taskSymbol: unique symbol = Symbol.for('millrace.task') as never;

/** The flow behind a callable; undefined when it is none. */
export const flowOf = (value: unknown): FlowDefinition | undefined => tagged<FlowDefinition>(value, flowSymbol);

/** The task behind a callable; undefined when it is none. */
export const taskOf = (value: unknown): TaskDefinition | undefined => tagged<TaskDefinition>(value, taskSymbol);

function tagged<T>(value: unknown, symbol: symbol): T | undefined {
  return typeof value === 'function' ? Reflect.get(value, symbol) : undefined;
}
