import type { ShownArtifact } from '../../runs/artifacts.ts';

/** Something that a run left for people. */
export type Artifact = ShownArtifact;

/** What the page of a run shows: computed by the extension, drawn by the page. Times are milliseconds since the epoch. */
export interface RunPage {
  id: string;
  name: string;
  flowName: string;
  stateType: string;
  stateName: string;
  message: string | undefined;
  begin: number;
  /** Undefined while the run is under way. */
  end: number | undefined;
  over: boolean;
  parameters: string;
  states: readonly { name: string; type: string; at: number; message: string | undefined }[];
  rows: readonly Row[];
  graph: Graph;
  artifacts: readonly Artifact[];
}

/** A task run or a subflow in the timeline. */
export interface Row {
  id: string;
  kind: 'task-run' | 'flow-run';
  label: string;
  stateType: string;
  stateName: string;
  message: string | undefined;
  start: number;
  end: number | undefined;
  /** Since when it could have started: the end of what it waited for. */
  ready: number;
  /** How often it was tried. */
  attempts: number;
  /** Whether the run would have ended earlier, had this been faster. */
  critical: boolean;
}

/** Tasks and subflows with what they take of each other; many of the same task are one node. */
export interface Graph {
  width: number;
  height: number;
  nodes: readonly GraphNode[];
  edges: readonly { from: string; to: string; points: readonly [number, number][]; planned: boolean }[];
}

export interface GraphNode {
  id: string;
  label: string;
  kind: 'task-run' | 'flow-run';
  x: number;
  y: number;
  width: number;
  height: number;
  /** How many runs are in which state. */
  states: readonly { type: string; count: number }[];
  count: number;
  /** Known from the code, and not run yet. */
  planned: boolean;
}

/** From the extension to the page. */
export type ToPage = { type: 'page'; page: RunPage } | { type: 'fault'; text: string };

/** From the page to the extension. */
export type FromPage =
  | { type: 'ready'; runId: string | undefined }
  | { type: 'command'; command: 'openLogs' | 'openCode' | 'rerun' | 'retryRun' | 'cancelRun' | 'copyId' }
  | { type: 'openRow'; id: string; kind: 'task-run' | 'flow-run' }
  | { type: 'openNode'; label: string };
