import type { FlowDefinition } from '../core/definitions.ts';
import { systemClock } from '../core/clock.ts';

import type { FlowCall, FlowHost, FlowOutcome } from '../engine/flow-run.ts';
import { runFlow } from '../engine/flow-run.ts';
import { closeClient, getOrchestrator } from './client.ts';
import { printsOf } from './prints.ts';

let roots = 0;

/** Seconds between the signs of life of a run that no worker looks after. */
const heartbeatSeconds = 10;

const report = (text: string): void => {
  process.stderr.write(`${text}\n`);
};

/** Runs work that needs the server; with the last of it the connections are closed, so that the process can end. */
export async function asRoot<T>(work: () => Promise<T>): Promise<T> {
  roots += 1;
  try {
    return await work();
  } finally {
    roots -= 1;
    if (roots === 0) await closeClient();
  }
}

/** Runs a flow that was called outside of any: its run is recorded, and Ctrl-C cancels it. */
export async function runRoot(flow: FlowDefinition, call: FlowCall): Promise<FlowOutcome> {
  return asRoot(async () => {
    const orchestrator = await getOrchestrator();
    const controller = new AbortController();
    const stop = (signal: NodeJS.Signals): void => controller.abort(new Error(`The process was ended by ${signal}.`));
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    const host: FlowHost = { orchestrator, clock: systemClock, signal: controller.signal, report };
    const timer = setInterval(() => undefined, heartbeatSeconds * 1000);
    try {
      return await runFlow(printsOf(flow), host, call);
    } finally {
      clearInterval(timer);
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
    }
  });
}

