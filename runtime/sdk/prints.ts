import { flowScope, taskScope } from '../engine/context.ts';
import { addLine, format } from './context.ts';

const methods = { debug: 'debug', log: 'info', info: 'info', warn: 'warning', error: 'error' } as const;

const printing = { isCaptured: false, isShown: true };

/** Lets `console.*` also write to the log of the run around it, when that run logs prints. */
export function capturePrints(): void {
  if (printing.isCaptured) return;
  printing.isCaptured = true;
  for (const [method, level] of Object.entries(methods)) {
    const original: unknown = Reflect.get(console, method);
    if (typeof original !== 'function') continue;
    Reflect.set(console, method, (...values: unknown[]) => {
      // A task does as its flow unless it was told itself.
      const isLogged = taskScope()?.task.options.logPrints ?? flowScope()?.logPrints ?? false;
      if (isLogged) addLine(level, format(...values), printing.isShown);
      if (!isLogged || printing.isShown) Reflect.apply(original, console, values);
    });
  }
}

/** For processes whose output is part of the run's log: what is logged already is not printed as well. */
export function hideLoggedPrints(): void {
  printing.isShown = false;
}
