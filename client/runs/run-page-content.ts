import type { ShownArtifact } from './artifacts.ts';
import type { LaidOutGraph } from './graph-layout.ts';
import type { TimelineRow } from './timeline.ts';

/** What the page of a run shows. Times are milliseconds since the epoch. */
export interface RunPageContent {
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
  rows: readonly TimelineRow[];
  graph: LaidOutGraph;
  artifacts: readonly ShownArtifact[];
}
