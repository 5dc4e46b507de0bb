import { systemClock } from '../core/clock.ts';
import type { FlowDefinition } from '../core/definitions.ts';
import { MillraceError } from '../core/errors.ts';
import { isCancelled, isCancelling } from '../core/state.ts';
import type { FlowCall, FlowOutcome } from '../engine/flow-run.ts';
import { runFlow } from '../engine/flow-run.ts';
import type { Host, OpenRun } from '../engine/host.ts';
import { closeClient, getClient, keepOpen, reachNow } from './client.ts';
import { echo } from './echo.ts';
import { watchExit } from './exit.ts';
import { localResults } from './results.ts';
import { createWatchdog } from './watchdog.ts';

const report = (text: string): void => void process.stderr.write(`${text}\n`);

/** What a run has around it that was started by a call in this process: its time and its end are watched. */
export async function directHost() {
  const orchestrator = await getClient();
  let root: OpenRun | undefined;
  const opened = (run: OpenRun): (() => void) => {
    root ??= run;
    return watchExit(run);
  };
  const supervisor = createWatchdog(() => ({ reach: reachNow(), root }));
  return { orchestrator, clock: systemClock, report, echo, opened, supervisor, results: localResults } satisfies Host;
}

/** Runs a flow that was called outside of any: its run is recorded, and Ctrl-C ends it with a state that says so. */
export function runRoot(flow: FlowDefinition, call: FlowCall): Promise<FlowOutcome> {
  return keepOpen(() =>
    withSignals(async (ended) => {
      const host = await directHost();
      const cancel = new AbortController();
      const signal = AbortSignal.any([ended, cancel.signal]);
      let timer: NodeJS.Timeout | undefined;
      const opened = (run: OpenRun): (() => void) => {
        timer ??= setInterval(() => void cancelWhenAsked(host, run.id, cancel), cancelPoll).unref();
        return host.opened(run);
      };
      return runFlow(flow, { ...host, opened, signal }, call).finally(() => clearInterval(timer));
    }),
  );
}

/** Milliseconds between looks at whether somebody cancels a run that no worker looks after. */
const cancelPoll = 3000;

async function cancelWhenAsked({ orchestrator }: Host, id: string, cancel: AbortController): Promise<void> {
  // A server that does not answer is the business of the run itself.
  const run = await orchestrator.flowRuns.read({ id }).catch(() => undefined);
  if (run === undefined || run.state === null || !(isCancelling(run.state) || isCancelled(run.state))) return;
  cancel.abort(new MillraceError('cancelled', 'somebody asked for it'));
}

let active = 0;
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Aborts the work on SIGINT, SIGTERM and SIGHUP. Once all work has taken note, the process ends by that signal, unless the
 * program handles it itself.
 */
export async function withSignals<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  const stop = (signal: NodeJS.Signals): void => {
    received = signal;
    controller.abort(
      new MillraceError('cancelled', signal === 'SIGINT' ? 'the process was interrupted (Ctrl-C)' : `the process was ended by ${signal}`),
    );
  };
  for (const signal of signals) process.once(signal, stop);
  active += 1;
  try {
    return await work(controller.signal);
  } finally {
    active -= 1;
    for (const signal of signals) process.off(signal, stop);
    if (received !== undefined && active === 0 && process.listenerCount(received) === 0) {
      await closeClient();
      process.kill(process.pid, received);
    }
  }
}
