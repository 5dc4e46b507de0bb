import type { Event } from '../emitter.ts';
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
  /** JSON Schema of its parameters when the language server knows it. */
  parameters?: Record<string, unknown>;
}

/** `flows/etl.ts:etl`: how deployments and the command line name the code of a flow. */
export const entrypointOf = (flow: Pick<CodeFlow, 'file' | 'exported'>): string => `${flow.file}:${flow.exported}`;

/** Where the flows in the open folders are known from. */
export interface FlowSource {
  flows(): readonly CodeFlow[];
  readonly onDidChange: Event<undefined>;
}
