import type { Effect } from './sdk.ts';
import type { Call, ClassModel, FileModel, FunctionModel } from './file.ts';
import type { Span } from './span.ts';
import type { ArrayValue, LiteralValue, ObjectMember, ObjectValue, TypeModel, Value } from './value.ts';

/** A value together with the file that its places refer to. */
export interface Located<V extends Value = Value> {
  readonly file: LinkedFile;
  readonly value: V;
}

/** What a value turns out to be once bindings and imports are followed. */
export type Entity =
  /** A flow; without a model when only its type says that it is one. */
  | { readonly kind: 'flow'; readonly flow: FlowModel | undefined; readonly added?: Added }
  | { readonly kind: 'task'; readonly task: TaskModel | undefined; readonly added?: Added }
  /** Something the SDK exports, by its language-neutral name: `runDeployment`. */
  | { readonly kind: 'sdk'; readonly name: string }
  /** A member that is not called yet: `etl.submit`, `console.log`, `readFile` of an imported `fs`. */
  | { readonly kind: 'method'; readonly of: Entity; readonly name: string }
  | { readonly kind: 'future'; readonly task: TaskModel | undefined }
  | { readonly kind: 'futures'; readonly task: TaskModel | undefined }
  /** A list whose items are all alike; `declared` where a type says what they are, whatever is added. */
  | { readonly kind: 'list'; readonly of: Entity; readonly declared?: true; readonly added?: Added }
  /** A list whose items are known one by one, as the pairs of a map. */
  | { readonly kind: 'tuple'; readonly items: readonly Entity[]; readonly rest?: Entity }
  /** A map, or with `record` an object, whose values are all alike. */
  | { readonly kind: 'map'; readonly of: Entity; readonly record: boolean; readonly declared?: true; readonly added?: Added }
  /** What a call of a flow, an async function or `runDeployment` gives before it is awaited. */
  | { readonly kind: 'promise'; readonly of: Entity }
  | { readonly kind: 'flow-run' }
  | { readonly kind: 'flow-runs' }
  | { readonly kind: 'state' }
  | { readonly kind: 'deployment' }
  /** A symbol, by the name of the constant that holds it. */
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'literal'; readonly value?: string | number | boolean | null }
  | { readonly kind: 'object'; readonly object: Located<ObjectValue>; readonly added?: Added }
  | { readonly kind: 'array'; readonly array: Located<ArrayValue>; readonly added?: Added }
  | {
      readonly kind: 'function';
      readonly function: FunctionModel;
      readonly file: LinkedFile;
      /** For a method of a generic class, or one that gives back `this`: the instance that it is of. */
      readonly self?: Entity & { kind: 'class' };
      readonly added?: Added;
    }
  | {
      readonly kind: 'class';
      readonly class: ClassModel;
      readonly instance: boolean;
      readonly file: LinkedFile;
      /** What its type parameters stand for. */
      readonly given?: TypeArguments;
      /** The instance of which this is what one of its base classes says. */
      readonly derived?: Entity & { kind: 'class' };
      readonly added?: Added;
    }
  | { readonly kind: 'module'; readonly file: LinkedFile | undefined; readonly sdk: boolean }
  /** A value of a module that is no SDK and no file of the project: `node:fs`, a package. */
  | { readonly kind: 'external'; readonly module: string; readonly name: string }
  | { readonly kind: 'global'; readonly name: string }
  /** A value of which only an object type is known. */
  | { readonly kind: 'shape'; readonly type: TypeModel; readonly file: LinkedFile; readonly added?: Added }
  | { readonly kind: 'union'; readonly of: readonly Entity[] }
  | { readonly kind: 'unknown' };

/** What type parameters stand for, by their names. */
export type TypeArguments = ReadonlyMap<string, TypeModel>;

/** What was put into something after it was made. */
export type Added = readonly Located[];

/** What flows and tasks have in common. */
interface Runnable {
  readonly file: LinkedFile;
  /** The call of `flow` or `task` (or of `withOptions`) that makes it. */
  readonly call: Call;
  /** Its name as runs show it; undefined when it is computed. */
  readonly name: string | undefined;
  /** Where the name is written: the literal, else the variable, else the call. */
  readonly nameSpan: Span;
  /** Whether the name is given by an option, rather than taken from the function. */
  readonly named: boolean;
  /** Whether its name is written in another file. */
  readonly namedElsewhere: boolean;
  readonly options: Located<ObjectValue> | undefined;
  readonly function: FunctionModel | undefined;
  /** What the doc comment above it says, or the one of its function. */
  readonly documentation: string | undefined;
  /** The file of the function, where it is not the file of the call. */
  readonly functionFile: LinkedFile;
  /** The variable that holds it. */
  readonly binding: string | undefined;
  readonly bindingSpan: Span | undefined;
  /** The names under which the file exports it. */
  readonly exportedAs: readonly string[];
  /** For one made by `withOptions`: what it was made of. */
  readonly base: Entity | undefined;
  readonly parameters: ParametersModel;
}

/** A flow that code makes. */
export interface FlowModel extends Runnable {
  readonly kind: 'flow';
  /** Bound to its infrastructure: then it has `submit`. */
  readonly infrastructureBound: boolean;
}

/** A task that code makes. */
export interface TaskModel extends Runnable {
  readonly kind: 'task';
}

/** The named parameters of a flow or task. */
export interface ParametersModel {
  readonly fields: readonly ParameterModel[];
  /** Whether more names than these may be accepted, or the names are not known. */
  readonly open: boolean;
}

/** One of them: by the pattern and the type of the function's only argument. */
export interface ParameterModel {
  readonly name: string;
  readonly required: boolean;
  readonly type: TypeModel | undefined;
  /** The file in which the names in `type` mean what they mean there. */
  readonly typeFile: LinkedFile;
  /** Tags of the documentation that say more about the value: `minimum`, `format`. */
  readonly tags?: Readonly<Record<string, string>>;
  readonly default: Value | undefined;
  readonly description: string | undefined;
  readonly span: Span | undefined;
}

/** A deployment in code or in `prefect.yaml`. */
export interface DeploymentModel {
  readonly file: LinkedFile;
  readonly source: 'deploy' | 'toDeployment' | 'serve' | 'config';
  readonly span: Span;
  readonly name: string | undefined;
  readonly nameSpan: Span;
  readonly flow: FlowModel | undefined;
  /** The flow's name, also where only the configuration says it. */
  readonly flowName: string | undefined;
  readonly entrypoint: ObjectMember | undefined;
  readonly options: Located<ObjectValue> | undefined;
  readonly schedules: readonly ScheduleModel[];
}

/** One schedule: each part with the place where it is written. */
export interface ScheduleModel {
  readonly file: LinkedFile;
  readonly span: Span;
  readonly cron?: LiteralValue;
  readonly interval?: LiteralValue;
  readonly rrule?: LiteralValue;
  readonly timezone?: LiteralValue;
  readonly anchorDate?: LiteralValue;
  readonly dayOr?: LiteralValue;
  readonly parameters?: Located<ObjectValue>;
  /** All that is said of it, also what is spread into it. */
  readonly options: Located<ObjectValue>;
}

/** A call whose callee is understood. */
export interface LinkedCall {
  readonly call: Call;
  readonly index: number;
  readonly callee: Entity;
}

/** A file after linking: its model, and what the values in it turn out to be. */
export interface LinkedFile {
  /** The file itself, where this one is a view of it: as it is in one call of one of its functions. */
  readonly origin: LinkedFile;
  readonly path: string;
  readonly model: FileModel;
  /** What others have found out about it; `perFile` fills it. */
  readonly facts: Map<object, unknown>;
  readonly flows: readonly FlowModel[];
  readonly tasks: readonly TaskModel[];
  readonly deployments: readonly DeploymentModel[];
  /** What one of the recorded calls calls: with an effect, also a function that has nothing to do with an SDK and may have that effect. */
  calleeAt(index: number, effect?: Effect): Entity;
  /** Every recorded call, with what it calls. */
  readonly calls: readonly LinkedCall[];
  /** Whether anything of an SDK is used here. */
  readonly usesSdk: boolean;
  /** What a value of this file is; `unknown` whenever that cannot be decided. */
  entityOf(value: Value): Entity;
  /** The same of what one of the recorded calls gives, and of what a variable holds. */
  resultOf(call: number): Entity;
  heldBy(binding: number): Entity;
  /** What the file exports under a name. */
  exported(name: string): Entity;
  /** The literal, object or list behind a value, wherever it is written; undefined when it is none. */
  literalOf(value: Value): Located<LiteralValue> | undefined;
  objectOf(value: Value): Located<ObjectValue> | undefined;
  arrayOf(value: Value): Located<ArrayValue> | undefined;
  /** The file as it is in a call of one of its functions that is given these arguments. */
  calledWith(functionIndex: number, given: readonly Entity[]): LinkedFile;
  /** The flow or task in whose function a place is, also through callbacks inside it; undefined outside. */
  runnableAt(functionIndex: number): FlowModel | TaskModel | undefined;
  /** A type with references resolved, one level deep; undefined when it is not known here. */
  resolveType(type: TypeModel): { readonly type: TypeModel; readonly file: LinkedFile } | undefined;
}

/** The whole project, as rules and features may ask about it. */
export interface ProjectModel {
  file(path: string): LinkedFile | undefined;
  /** The files that use an SDK or declare deployments. */
  files(): Iterable<LinkedFile>;
  /** Flows, over all files, by the name that runs show. */
  flowsNamed(name: string): readonly FlowModel[];
  /** Deployments, over all files, by `flow/deployment`. */
  deploymentsNamed(fullName: string): readonly DeploymentModel[];
  /** The full names of all deployments in code and configuration; reads no file. */
  deploymentNames(): readonly string[];
  flows(): Iterable<FlowModel>;
  deployments(): Iterable<DeploymentModel>;
  /** The file that a path in a configuration or entrypoint names, relative to the file that says it. */
  resolvePath(from: string, path: string): string | undefined;
  /** The versions of the SDK that `package.json` files of the project name, with the file's path. */
  sdkVersions(): readonly { readonly path: string; readonly version: string }[];
  /** What the connected server knows; undefined when none is connected. */
  readonly server: ServerFacts | undefined;
}

/** What the orchestration server knows, told by the client. */
export interface ServerFacts {
  readonly workPools: readonly string[];
  readonly workQueues: readonly string[];
  readonly tags: readonly string[];
  readonly deployments: readonly {
    readonly name: string;
    readonly flowName: string;
    readonly parameterSchema: object;
    readonly lastRun?: { readonly state: string; readonly at: string };
  }[];
}
