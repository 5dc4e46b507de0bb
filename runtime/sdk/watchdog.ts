import type { Worker } from 'node:worker_threads';
import type { Supervisor, WatchedRun } from '../engine/host.ts';
import type { Reach } from './last-words.ts';

/** Where a blocked run is reported, from another thread. */
export interface WatchdogStart {
  /** Undefined when this process has reached no server yet. */
  reach: Reach | undefined;
  /** The run of this process that ends with it; `logs` stay in their thread. */
  root: { id: string } | undefined;
}

/** What the thread is told; `at` is when, in milliseconds since the epoch. */
export type ToWatchdog = { type: 'arm'; watch: number; run: WatchedRun; at: number } | { type: 'disarm'; watch: number };

/**
 * Ends runs that block their thread past their timeout, in a process that no worker of ours looks after: a thread
 * reports them as TimedOut and kills the process. Started with the first timeout, so that others pay nothing.
 */
export function createWatchdog(start: () => WatchdogStart): Supervisor {
  let thread: Worker | undefined;
  let watches = 0;
  const tell = (message: ToWatchdog): void => {
    thread ??= openThread(start());
    thread.postMessage(message);
  };
  return {
    arm(run) {
      watches += 1;
      const watch = watches;
      tell({ type: 'arm', watch, run, at: Date.now() });
      return () => tell({ type: 'disarm', watch });
    },
  };
}

function openThread({ reach, root }: WatchdogStart): Worker {
  const workerData: WatchdogStart = { reach, root: root && { id: root.id } };
  const file = new URL(import.meta.url.endsWith('.ts') ? './watchdog-thread.ts' : './watchdog-thread.js', import.meta.url);
  const { Worker: Thread } = process.getBuiltinModule('node:worker_threads');
  const thread = new Thread(file, { workerData, execArgv: ['--disable-warning=ExperimentalWarning'] });
  thread.unref();
  return thread;
}
