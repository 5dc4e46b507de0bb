import type { Address } from '../api/address.ts';
import type { Deployment, FlowRun } from '../core/entities.ts';
import type { LogLine } from '../core/ports.ts';
import type { OwnRun, WatchedRun } from '../engine/host.ts';

/** What a waiting process is told: the run and how to reach the server. Sent over the IPC channel, never as arguments. */
export interface Job {
  type: 'job';
  server: Address;
  flowRun: FlowRun;
  deployment: Deployment | undefined;
  /** Null takes a variable of the worker away. */
  env: Record<string, string | null>;
  workingDir: string | undefined;
  /** The run is over, and its process could not call its hooks: this one does, and nothing else. */
  isOver?: boolean;
}

/** What a worker tells the process of a run. */
export type ToChild = Job | { type: 'rehearse'; server: Address } | { type: 'flushed'; flush: number };

/** What the process of a run tells its worker, one JSON text a line, on {@link linkDescriptor}. */
export type FromChild =
  | { type: 'log'; line: LogLine }
  | { type: 'flush'; flush: number }
  | { type: 'arm'; watch: number; run: WatchedRun }
  | { type: 'disarm'; watch: number }
  | { type: 'open'; run: OwnRun }
  | { type: 'close'; id: string }
  | { type: 'crash'; reason: string };

/**
 * The file descriptor of a run's process that leads to its worker. Written synchronously, so that what was said before
 * the process ended, however it ended, is heard.
 */
export const linkDescriptor = 4;
