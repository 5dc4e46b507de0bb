import { Worker } from 'node:worker_threads';
import type { Supervisor, WatchedRun } from '../engine/host.ts';

/** Where a blocked run is reported, from another thread. */
export interface WatchdogStart {
  url: string;
  headers: Record<string, string>;
  /** The flow run of this process. */
  root: { id: string };
}

/** What the thread is told; `at` is when, in milliseconds since the epoch. */
export type ToWatchdog = { type: 'arm'; watch: number; run: WatchedRun; at: number } | { type: 'disarm'; watch: number };

/**
 * Ends runs that block their thread past their timeout, in a process that no worker of ours looks after: a thread
 * reports them as TimedOut and kills the process. Started with the first timeout, so that others pay nothing.
 */
export function createWatchdog(start: WatchdogStart): Supervisor {
  let thread: Worker | undefined;
  let watches = 0;
  const tell = (message: ToWatchdog): void => {
    thread ??= openThread(start);
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

function openThread(workerData: WatchdogStart): Worker {
  const file = new URL(import.meta.url.endsWith('.ts') ? './watchdog-thread.ts' : './watchdog-thread.js', import.meta.url);
  const thread = new Worker(file, { workerData, execArgv: ['--disable-warning=ExperimentalWarning'] });
  thread.unref();
  return thread;
}
