import type { StateProposal } from '../core/state.ts';
import type { WatchedRun } from '../engine/host.ts';

/** Watches the time of a process's runs from outside of it. */
export interface Supervision {
  /** `late` is how many seconds ago it was to be armed. */
  arm(watch: number, run: WatchedRun, late?: number): void;
  disarm(watch: number): void;
  /** Ends the watching, at the end of the process. */
  close(): void;
}

/** Milliseconds that code which notices its timeout by itself is given. */
const grace = 500;

/** Calls `overrun` for a run that was not disarmed in its time: its code blocks the thread that would end it. */
export function createSupervision(overrun: (run: WatchedRun) => void): Supervision {
  const timers = new Map<number, NodeJS.Timeout>();
  return {
    arm(watch, run, late = 0) {
      const milliseconds = (run.seconds - late) * 1000 + grace;
      timers.set(
        watch,
        setTimeout(() => overrun(run), Math.max(0, milliseconds)),
      );
    },
    disarm(watch) {
      clearTimeout(timers.get(watch));
      timers.delete(watch);
    },
    close: () => timers.forEach((timer) => clearTimeout(timer)),
  };
}

/** A state that a run is to be given, whatever the rules say. */
export interface Verdict {
  kind: 'flow-run' | 'task-run';
  id: string;
  state: StateProposal;
}

/** What is to be said of a run whose code blocks past its time, and of the flow run of its process, which ends with it. */
export function verdictsOf(run: WatchedRun, root: { id: string } | undefined): Verdict[] {
  const { kind, id, name, seconds } = run;
  const what = kind === 'task-run' ? 'Task' : 'Flow';
  const why = `exceeded timeout of ${seconds} second(s) and did not yield; its process was ended.`;
  const own: Verdict = { kind, id, state: { type: 'FAILED', name: 'TimedOut', message: `${what} run ${why}` } };
  if (root === undefined || root.id === id) return [own];
  return [own, { kind: 'flow-run', id: root.id, state: { type: 'FAILED', name: 'Failed', message: `${what} run '${name}' ${why}` } }];
}
