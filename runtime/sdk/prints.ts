import { format } from 'node:util';
import type { FlowDefinition } from '../core/definitions.ts';
import { flowScope, taskScope } from '../engine/context.ts';
import { addLine } from './context.ts';

const methods = { debug: 'debug', log: 'info', info: 'info', warn: 'warning', error: 'error' } as const;

let patched = false;

/** The flow itself; when it logs prints, `console.*` of its runs goes to their logs from now on, and to the terminal. */
export function printsOf(flow: FlowDefinition): FlowDefinition {
  if (flow.options.logPrints === true) capturePrints();
  return flow;
}

/** Lets `console.*` also write to the log of the run around it, when that run logs prints. */
export function capturePrints(): void {
  if (patched) return;
  patched = true;
  for (const [method, level] of Object.entries(methods)) {
    const original: unknown = Reflect.get(console, method);
    if (typeof original !== 'function') continue;
    Reflect.set(console, method, (...values: unknown[]) => {
      // A task does as its flow unless it was told itself.
      const wanted = taskScope()?.task.options.logPrints ?? flowScope()?.flow.options.logPrints ?? false;
      if (wanted) addLine(level, format(...values), true);
      Reflect.apply(original, console, values);
    });
  }
}
