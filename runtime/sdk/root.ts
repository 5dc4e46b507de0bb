import { systemClock } from '../core/clock.ts';
import type { FlowDefinition } from '../core/definitions.ts';
import { MillraceError } from '../core/errors.ts';
import type { FlowCall, FlowOutcome } from '../engine/flow-run.ts';
import { runFlow } from '../engine/flow-run.ts';
import type { Host } from '../engine/host.ts';
import { closeClient, getClient, keepOpen } from './client.ts';
import { echo } from './echo.ts';

const report = (text: string): void => void process.stderr.write(`${text}\n`);

/** What runs have around them that were started by a call in this process. */
export const directHost = async (): Promise<Host> => ({
  orchestrator: await getClient(),
  clock: systemClock,
  report,
  echo,
});

/** Runs a flow that was called outside of any: its run is recorded, and Ctrl-C ends it with a state that says so. */
export function runRoot(flow: FlowDefinition, call: FlowCall): Promise<FlowOutcome> {
  return keepOpen(() => withSignals(async (signal) => runFlow(flow, { ...(await directHost()), signal }, call)));
}

let active = 0;

/**
 * Aborts the work on SIGINT and SIGTERM. Once all work has taken note, the process ends by that signal, unless the
 * program handles it itself.
 */
export async function withSignals<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    received = signal;
    controller.abort(new MillraceError('cancelled', `the process was ended by ${signal}`));
  };
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  active += 1;
  try {
    return await work(controller.signal);
  } finally {
    active -= 1;
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
    if (received !== undefined && active === 0 && process.listenerCount(received) === 0) {
      await closeClient();
      process.kill(process.pid, received);
    }
  }
}
