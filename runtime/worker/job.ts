import type { Deployment, FlowRun } from '../core/entities.ts';

/** What a waiting child is told: the run and how to reach the server. Sent over the IPC channel, never as arguments. */
export interface Job {
  url: string;
  headers: Record<string, string>;
  flowRun: FlowRun;
  deployment: Deployment | undefined;
  env: Record<string, string>;
  workingDir: string | undefined;
}

/** What a child tells its worker. */
export type ChildMessage = { type: 'ready' } | { type: 'started' };
