import type { FlowRun } from '../core/entities.ts';
import type { Clock, LogLine, Orchestrator } from '../core/ports.ts';
import type { Heartbeats } from './heartbeats.ts';
import type { RunLogs } from './logs.ts';

/** A run with a timeout. */
export interface WatchedRun {
  kind: 'flow-run' | 'task-run';
  id: string;
  name: string;
  seconds: number;
}

/** Watches runs from outside of the code that runs them, which may block. */
export interface Supervisor {
  /** Ends the run, and the process with it, when it is not disarmed within its seconds and a little. */
  arm(run: WatchedRun): () => void;
}

/** Where and how runs run. */
export interface Host {
  orchestrator: Orchestrator;
  clock: Clock;
  supervisor?: Supervisor | undefined;
  /** The logs of the run around, which a subflow shares; made when there are none. */
  logs?: RunLogs | undefined;
  /** Signs of life for the runs that no worker looks after; made when there are none. */
  heartbeats?: Heartbeats | undefined;
  /** Told what cannot be told to the server. */
  report(text: string): void;
  /** Shows log lines to whoever started the run. */
  echo?: ((line: LogLine) => void) | undefined;
  /** Told the run and its logs, so that the process can say how it ended when it ends early. */
  opened?: ((logs: RunLogs, flowRun: FlowRun) => void) | undefined;
}
