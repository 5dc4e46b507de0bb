import { Worker } from 'node:worker_threads';
import type { Supervisor } from '../engine/flow-run.ts';
import type { WatchdogStart } from './watchdog-thread.ts';

/** How the server is reached from another thread. */
interface Reach {
  url: string;
  headers: Readonly<Record<string, string>>;
}

/** Milliseconds that a run which notices its timeout by itself is given. */
const grace = 500;

/**
 * Ends runs that block their thread past their timeout: a thread of its own reports them as TimedOut and kills the
 * process. Started with the first timeout only.
 */
export function createWatchdog({ url, headers }: Reach): Supervisor {
  return {
    arm(flowRunId, seconds) {
      const start: WatchdogStart = { url, headers: { ...headers }, flowRunId, seconds, milliseconds: seconds * 1000 + grace };
      const thread = new Worker(
        new URL(import.meta.url.endsWith('.ts') ? './watchdog-thread.ts' : './watchdog-thread.js', import.meta.url),
        { workerData: start },
      );
      thread.unref();
      return () => void thread.terminate();
    },
  };
}
