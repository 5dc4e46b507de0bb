import type { FlowDefinition, FlowOptions, Parameters, TaskDefinition, TaskOptions } from '../core/definitions.ts';
import type { State } from '../core/state.ts';
import type { AllowFailure, TaskFuture, TaskFutureList, Unmapped } from '../engine/futures.ts';

/** A value, or the future of one, also anywhere inside it. */
export type Resolvable<T> =
  | T
  | TaskFuture<T>
  | AllowFailure<T>
  | (T extends readonly (infer U)[] ? readonly Resolvable<U>[] : T extends object ? { readonly [K in keyof T]: Resolvable<T[K]> } : never);

type Input<P> = { [K in keyof P]: Resolvable<P[K]> };
type Args<P, I> = {} extends P ? [parameters?: I] : [parameters: I];

/** What `map` takes: something to iterate for some parameters, the same value for the others. */
export type MapInput<P> = {
  [K in keyof P]:
    | Iterable<P[K] | TaskFuture<P[K]>>
    | Unmapped<P[K] | TaskFuture<P[K]>>
    | TaskFuture<P[K]>
    | TaskFuture<readonly P[K][]>
    | (P[K] extends Iterable<unknown> ? (P[K] extends string | ArrayBufferView ? P[K] : never) : P[K]);
};

/** How one call differs from the next. */
export interface CallSettings {
  /** Futures and states that must be there first, though no value of theirs is used. */
  waitFor?: readonly unknown[];
}

/** A task: called, it runs now and gives its value; submitted, it runs beside its caller. */
export interface Task<P extends object, R> {
  (...parameters: [...Args<P, Input<P>>, settings?: CallSettings]): Promise<R>;
  /** Starts a run and gives its future at once. */
  submit(...parameters: [...Args<P, Input<P>>, settings?: CallSettings]): TaskFuture<R>;
  /** Starts a run for each element of the iterable parameters. */
  map(parameters: MapInput<P>, settings?: CallSettings): TaskFutureList<R>;
  /** Runs now and gives the final state instead of the value: nothing is thrown. */
  returnState(...parameters: [...Args<P, Input<P>>, settings?: CallSettings]): Promise<State>;
  /** The same task with other options. */
  withOptions(options: Partial<TaskOptions>): Task<P, R>;
  readonly definition: TaskDefinition;
}

/** A flow: called, it runs now; inside another flow it is a subflow. It has no `submit` and no `map`. */
export interface Flow<P extends object, R> {
  (...parameters: Args<P, Input<P>>): Promise<R>;
  /** Runs now and gives the final state instead of the value: nothing is thrown. */
  returnState(...parameters: Args<P, Input<P>>): Promise<State>;
  /** The same flow with other options. */
  withOptions(options: Partial<FlowOptions>): Flow<P, R>;
  /** Registers a deployment of this flow. */
  deploy(options: DeployOptions): Promise<string>;
  /** This flow with its deployment's options, for {@link serve}. */
  toDeployment(options: DeployOptions): FlowDeployment;
  readonly definition: FlowDefinition;
}

/** Any flow. */
export type AnyFlow = { readonly definition: FlowDefinition };

/** When runs are made: by a cron expression, an interval or an RRULE. */
interface ScheduleTimes {
  cron?: string;
  /** Whether a cron's day of month and day of week are alternatives; they are unless told. */
  dayOr?: boolean;
  /** Seconds. */
  interval?: number;
  /** The time from which an interval counts, in ISO 8601. */
  anchorDate?: string;
  rrule?: string;
  /** The time zone by its IANA name; UTC unless told. */
  timezone?: string;
}

/** What a deployment is given. */
export interface DeployOptions extends ScheduleTimes {
  name: string;
  workPoolName?: string;
  workQueueName?: string;
  /** Where the flow is, as `flows/etl.ts:etl`; found from the call when it is left out. */
  entrypoint?: string;
  /** A schedule as an object, beside or in the place of `cron`, `interval` and `rrule`. */
  schedule?: DeploySchedule;
  schedules?: readonly DeploySchedule[];
  parameters?: Parameters;
  /** Whether the server refuses parameters that the flow's validator would refuse, where that has a JSON Schema; it does unless told. */
  enforceParameterSchema?: boolean;
  tags?: readonly string[];
  version?: string;
  description?: string;
  jobVariables?: Parameters;
  concurrencyLimit?: number;
  paused?: boolean;
}

/** One of several schedules of a deployment. */
export interface DeploySchedule extends ScheduleTimes {
  /** Whether it makes runs; it does unless told. */
  active?: boolean;
  /** Parameters of its runs, over those of the deployment. */
  parameters?: Parameters;
  /** A name for it. */
  slug?: string;
}

/** A flow with a deployment's options. */
export interface FlowDeployment {
  flow: FlowDefinition;
  options: DeployOptions;
}
