import type { ServerFacts } from './model/entities.ts';

/** What Millrace's own requests look like; raised when one of them changes so that an old partner would misread it. */
export const protocolVersion = 1;

/** A request or notification: the name on the wire, and the types of what goes and what comes back (never a value). */
export interface Message<Sent, Answered = void> {
  readonly method: string;
  readonly types?: { readonly sent: Sent; readonly answered: Answered };
}

/** What a client may say of itself in `initializationOptions`; every member may be left out. */
export interface InitializationOptions {
  /** The client's `protocolVersion`; a server that speaks another one says so and answers what it can. Without it none of our notifications is sent. */
  readonly protocolVersion?: number;
  /** Where the index is kept between starts; without it nothing is written. */
  readonly cacheFolder?: string;
  /** The folder of the rules' pages, for links; else the one beside the server. */
  readonly docsFolder?: string;
  /** Whether the client answers `millrace/serverFacts`. */
  readonly serverFacts?: boolean;
  /** The settings of section `millrace`, for clients without `workspace/configuration`. */
  readonly settings?: unknown;
}

/** What the server adds to `InitializeResult` under `capabilities.experimental.millrace`. */
export interface ServerExtensions {
  readonly protocolVersion: number;
}

/** A place in a file, as LSP writes it: lines and characters from 0, in UTF-16 units. */
export interface Place {
  readonly uri: string;
  readonly range: Range;
}

/** From a position up to, and without, another one. */
export interface Range {
  readonly start: Position;
  readonly end: Position;
}

/** Both from 0; characters in UTF-16 units. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

/** A flow in code. */
export interface FlowItem {
  /** The name that runs show; null when it is computed. */
  readonly name: string | null;
  /** Where the whole definition is, and where its name is written. */
  readonly place: Place;
  readonly nameRange: Range;
  /** The path of its file, relative to its workspace folder, with forward slashes. */
  readonly path: string;
  /** The name under which its file exports it; null when it cannot be deployed for want of one. */
  readonly exportedAs: string | null;
  /** `flows/etl.ts:etl`, relative to the workspace folder; null without an export. */
  readonly entrypoint: string | null;
  readonly description: string | null;
  readonly tags: readonly string[];
  readonly language: 'typescript' | 'javascript' | 'python' | 'yaml';
  readonly parameters: readonly FlowParameter[];
  readonly deployments: readonly DeploymentItem[];
}

/** A parameter by its name; its full schema is answered by `millrace/flowParameters`. */
export interface FlowParameter {
  readonly name: string;
  readonly required: boolean;
}

/** A deployment that code or `prefect.yaml` declares. */
export interface DeploymentItem {
  /** Null when it is computed. */
  readonly name: string | null;
  readonly flowName: string | null;
  readonly place: Place;
  readonly nameRange: Range;
  readonly source: 'deploy' | 'toDeployment' | 'serve' | 'config';
  /** Null when none is named, or the name is computed. */
  readonly workPool: string | null;
  /** Each schedule in words: `At 06:00, Monday through Friday (Europe/Berlin)`. */
  readonly schedules: readonly string[];
}

/** Every flow of the workspace, or of one folder or file. Answers from what is indexed: `complete` says whether that is all. */
export const flowsRequest: Message<{ readonly uri?: string }, FlowsAnswer> = { method: 'millrace/flows' };

/** The answer to `millrace/flows`. */
export interface FlowsAnswer {
  readonly flows: readonly FlowItem[];
  /** Deployments whose flow is not found in code. */
  readonly otherDeployments: readonly DeploymentItem[];
  /** False while files are still being read. */
  readonly complete: boolean;
}

/** Which flow is meant: by its file, and by its name or the name of its export. */
export interface FlowReference {
  readonly uri: string;
  readonly name?: string;
  readonly exportedAs?: string;
}

/** The parameters of a flow as JSON Schema; null when there is no such flow. */
export const flowParametersRequest: Message<FlowReference, ParameterSchema | null> = { method: 'millrace/flowParameters' };

/** JSON Schema in Prefect's dialect: an object whose properties have a `position` and a `title`. */
export interface ParameterSchema {
  readonly title: 'Parameters';
  readonly type: 'object';
  readonly properties: Readonly<Record<string, PropertySchema>>;
  readonly required?: readonly string[];
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
  /** True when the flow takes names that are not listed. */
  readonly additionalProperties?: boolean;
}

/** A schema of any kind, as `parameter_openapi_schema` holds it. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The schema of one parameter: `position` counts from 0 in the order of the function's parameters. */
export interface PropertySchema extends JsonSchema {
  readonly title: string;
  readonly position: number;
}

/** What a flow runs, read from its code: which tasks, subflows and deployments, and how they follow each other. */
export const flowGraphRequest: Message<FlowReference, FlowGraph | null> = { method: 'millrace/flowGraph' };

/** The answer to `millrace/flowGraph`. */
export interface FlowGraph {
  readonly flow: string | null;
  readonly nodes: readonly GraphNode[];
  readonly edges: readonly GraphEdge[];
}

/** One step of a flow. */
export interface GraphNode {
  readonly id: string;
  readonly kind: 'task' | 'flow' | 'deployment';
  /** The name as runs show it, a deployment as `flow/deployment`; null when it is computed. */
  readonly name: string | null;
  /** The call that runs it. */
  readonly place: Place;
  /** Where it is defined, when that is in the workspace. */
  readonly definition: Place | null;
  /** How it is run: in place, on the task runner, once for each element, or as a deployed run. */
  readonly how: 'call' | 'submit' | 'map' | 'deployment';
  /** Whether the call stands in a loop or in a callback that may run more than once. */
  readonly repeated: boolean;
}

/** `data`: one takes what the other gives. `order`: it only comes after it. */
export interface GraphEdge {
  readonly from: string;
  readonly to: string;
  readonly kind: 'data' | 'order';
}

/** What a client shows above flows and deployments; the client chooses the words and the commands. */
export const lensesRequest: Message<{ readonly uri: string }, readonly Lens[]> = { method: 'millrace/lenses' };

/** What may stand above one flow or deployment. */
export interface Lens {
  readonly range: Range;
  readonly flow: FlowReference;
  readonly flowName: string | null;
  /** `flow`: run it, deploy it. `deployment`: run that deployment, show its last state. */
  readonly kind: 'flow' | 'deployment';
  /** `flow/deployment`, for a deployment whose name is known. */
  readonly deployment: string | null;
  /** The last run that the orchestration server knows: the name of its state, and when, in ISO 8601. */
  readonly lastRun: { readonly state: string; readonly at: string } | null;
}

/** Asked of the client: what the orchestration server knows; null when none is connected. */
export const serverFactsRequest: Message<null, ServerFacts | null> = { method: 'millrace/serverFacts' };

/** Told by the client: the facts have changed, ask again. */
export const serverFactsChanged: Message<null> = { method: 'millrace/serverFactsChanged' };

/** Told to the client, at most a few times a second: flows, deployments or lenses may have changed. */
export const flowsChanged: Message<null> = { method: 'millrace/flowsChanged' };

/** Told to the client when all files have been read. */
export const indexStatus: Message<IndexStatus> = { method: 'millrace/indexStatus' };

/** How much was read; the only state there is, as nothing is told before the end. */
export interface IndexStatus {
  readonly state: 'ready';
  readonly files: number;
  /** The flows that have a name. */
  readonly flows: number;
  /** Whether files beyond the cap were left out. */
  readonly capped: boolean;
  /** From start to now, in milliseconds. */
  readonly milliseconds: number;
}
