import type { Clock, LogLine, Orchestrator, ResultStore } from '../core/ports.ts';
import type { Heartbeats } from './heartbeats.ts';
import type { RunLogs } from './logs.ts';

/** A run of this process. */
export interface OwnRun {
  kind: 'flow-run' | 'task-run';
  id: string;
  name: string;
}

/** A run with a timeout. */
export interface WatchedRun extends OwnRun {
  seconds: number;
}

/** A run that is under way. */
export interface OpenRun extends OwnRun {
  logs: RunLogs;
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
  /** Keeps returned values; without it none are kept. */
  results?: ResultStore | undefined;
  /** Shows log lines to whoever started the run. */
  echo?: ((line: LogLine) => void) | undefined;
  /** Told each run that begins, so that somebody can say how it ended when the process ends early; the answer is called at its end. */
  opened?: ((run: OpenRun) => () => void) | undefined;
}
