import type { Client } from '../api/client.ts';
import type { StateProposal } from '../core/state.ts';
import { messageOf } from '../core/errors.ts';
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
export function createSupervision(overrun: (run: WatchedRun) => Promise<void>): Supervision {
  const timers = new Map<number, NodeJS.Timeout>();
  return {
    arm(watch, run, late = 0) {
      const milliseconds = (run.seconds - late) * 1000 + grace;
      timers.set(
        watch,
        setTimeout(() => void overrun(run), Math.max(0, milliseconds)),
      );
    },
    disarm(watch) {
      clearTimeout(timers.get(watch));
      timers.delete(watch);
    },
    close: () => timers.forEach((timer) => clearTimeout(timer)),
  };
}

/**
 * Says of a run whose code blocks that its time is over, and of the flow run of its process, which ends with it, why it
 * ends. Never throws: the process is to be ended whether the server hears of it or not.
 */
export async function reportOverrun(
  client: Pick<Client, 'flowRuns' | 'taskRuns'>,
  root: { id: string },
  run: WatchedRun,
  report: (text: string) => void,
): Promise<void> {
  const { kind, id, name, seconds } = run;
  const [what, resource] = kind === 'task-run' ? (['Task', client.taskRuns] as const) : (['Flow', client.flowRuns] as const);
  const why = `exceeded timeout of ${seconds} second(s) and did not yield; its process was ended.`;
  const timedOut: StateProposal = { type: 'FAILED', name: 'TimedOut', message: `${what} run ${why}` };
  const failed: StateProposal = { type: 'FAILED', name: 'Failed', message: `${what} run '${name}' ${why}` };
  try {
    await resource.setState({ id }, { state: timedOut, force: true });
    if (id !== root.id) await client.flowRuns.setState({ id: root.id }, { state: failed, force: true });
  } catch (error) {
    report(`The overrun of ${what.toLowerCase()} run '${name}' could not be reported: ${messageOf(error)}`);
  }
}
