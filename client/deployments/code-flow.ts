import type { JsonObject } from '../../runtime/core/json.ts';
import type { Event } from '../emitter.ts';
import type { Plan } from '../runs/graph-layout.ts';
import type { Place } from '../ports.ts';

/** A flow as the code defines it. */
export interface CodeFlow {
  /** What the server calls it. */
  name: string;
  /** The export, for the entrypoint. */
  exported: string;
  /** The file relative to its workspace folder, with forward slashes. */
  file: string;
  /** The workspace folder. */
  folder: string;
  /** Where its name stands. */
  place: Place;
}

/** `flows/etl.ts:etl`: how deployments and the command line name the code of a flow. */
export const entrypointOf = (flow: Pick<CodeFlow, 'file' | 'exported'>): string => `${flow.file}:${flow.exported}`;

/** Where the flows in the open folders are known from. */
export interface FlowSource {
  flows(): readonly CodeFlow[];
  /** What the code of a flow runs; nothing where that is not known. */
  plan(flowName: string): Promise<Plan>;
  /** JSON Schema of the parameters of a flow; undefined where that is not known. */
  parameters(flow: CodeFlow): Promise<JsonObject | undefined>;
  /** Where a task of a flow stands in the code. */
  placeOfTask(flow: CodeFlow, taskName: string): Promise<Place | undefined>;
  readonly onDidChange: Event<undefined>;
}
