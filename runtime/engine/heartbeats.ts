import { heartbeatOf } from '../core/heartbeat.ts';
import type { Orchestrator } from '../core/ports.ts';

/** Says that runs of this process are alive, so that a server notices when it is gone. */
export interface Heartbeats {
  /** Starts for a run; the returned function ends it. */
  start(flowRunId: string): () => void;
}

/** Seconds between the signs of life: a third of the window after which the embedded server gives a run up. */
const interval = 10;

/** Heartbeats over an orchestrator, one request for all runs of the process. The timer keeps no process alive. */
export function createHeartbeats(orchestrator: Pick<Orchestrator, 'events'>): Heartbeats {
  const runs = new Set<string>();
  let timer: ReturnType<typeof setInterval> | undefined;
  const beat = (ids: Iterable<string>): void => {
    // A server that knows no events (2.13) or does not answer now must not disturb the run.
    orchestrator.events.create([...ids].map(heartbeatOf)).catch(() => undefined);
  };
  return {
    start(id) {
      runs.add(id);
      beat([id]);
      timer ??= setInterval(() => beat(runs), interval * 1000);
      timer.unref();
      return () => {
        runs.delete(id);
        if (runs.size > 0) return;
        clearInterval(timer);
        timer = undefined;
      };
    },
  };
}
