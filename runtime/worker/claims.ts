import type { FlowRun } from '../core/entities.ts';
import type { Clock } from '../core/ports.ts';
import type { RunProcess } from './children.ts';

/** Executes one run; resolves when it is over. */
export type ExecuteRun = (flowRun: FlowRun, started: (process: RunProcess) => void) => Promise<void>;

/** The runs that a worker has, or will claim at their time. */
export interface Claims {
  /** How many more it takes. */
  free(): number;
  ids(): string[];
  /** Takes a run, to be started when it is due. */
  take(flowRun: FlowRun): void;
  /** Ends a run that was cancelled: SIGTERM, and SIGKILL when it has not ended after the grace. */
  cancel(id: string): void;
  /** Gives up what has not begun and waits for the rest; how many it waits for no more, as only the server is missing for their end. */
  drain(): Promise<number>;
}

interface Claimed {
  process: RunProcess | undefined;
  isCancelled: boolean;
  /** Aborted when the run is given up before its time. */
  waiting: AbortController | undefined;
  done: Promise<void>;
}

/** How many at once, and whom to tell that there is room for another. */
export interface ClaimOptions {
  limit: number;
  /** That a cancelled run has. */
  graceSeconds: number;
  /** That a run without a process has when the worker is to end: for its hooks, and for the server to answer. */
  patienceSeconds: number;
  clock: Clock;
  execute: ExecuteRun;
  ended(): void;
}

/** See {@link Claims}. */
export function createClaims({ limit, graceSeconds, patienceSeconds, clock, execute, ended }: ClaimOptions): Claims {
  const runs = new Map<string, Claimed>();
  const end = (claimed: Claimed): void => {
    const { process } = claimed;
    if (process === undefined) return;
    process.kill('SIGTERM');
    const over = new AbortController();
    clock.sleep(graceSeconds * 1000, over.signal).then(
      () => process.kill('SIGKILL'),
      () => undefined,
    );
    const stop = (): void => over.abort();
    process.exited.then(stop, stop);
  };
  const begin = async (flowRun: FlowRun, claimed: Claimed): Promise<void> => {
    const due = Date.parse(flowRun.nextScheduledStartTime ?? flowRun.expectedStartTime ?? '');
    const early = due - clock.now();
    const waiting = new AbortController();
    if (early > 0) {
      claimed.waiting = waiting;
      await clock.sleep(early, waiting.signal).catch(() => undefined);
      claimed.waiting = undefined;
    }
    if (waiting.signal.aborted) return;
    await execute(flowRun, (process) => {
      claimed.process = process;
      // Cancelled between its claim and its process.
      if (claimed.isCancelled) end(claimed);
    });
  };
  return {
    free: () => limit - runs.size,
    ids: () => [...runs.keys()],
    take(flowRun) {
      if (runs.has(flowRun.id) || runs.size >= limit) return;
      const claimed: Claimed = { process: undefined, isCancelled: false, waiting: undefined, done: Promise.resolve() };
      runs.set(flowRun.id, claimed);
      claimed.done = begin(flowRun, claimed).finally(() => {
        runs.delete(flowRun.id);
        ended();
      });
    },
    cancel(id) {
      const claimed = runs.get(id);
      if (claimed === undefined || claimed.isCancelled) return;
      claimed.isCancelled = true;
      end(claimed);
    },
    async drain() {
      for (const { waiting } of runs.values()) waiting?.abort();
      const over = await Promise.all([...runs.values()].map((claimed) => isOver(claimed, patienceSeconds, clock)));
      return over.filter((one) => !one).length;
    },
  };
}

/** Whether a run is over; not, when it had no process for too long. */
async function isOver(claimed: Claimed, patienceSeconds: number, clock: Clock): Promise<boolean> {
  const over = new AbortController();
  const isLeft = async (): Promise<boolean> => {
    const { process } = claimed;
    await process?.exited.catch(() => undefined);
    await clock.sleep(patienceSeconds * 1000, over.signal);
    // It may have got one meanwhile, which is waited for.
    return claimed.process === process || isLeft();
  };
  const left = isLeft().then(
    () => false,
    () => true,
  );
  return Promise.race([claimed.done.then(() => true), left]).finally(() => over.abort());
}
