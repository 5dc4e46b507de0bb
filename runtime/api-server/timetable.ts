import { messageOf } from '../core/errors.ts';
import { services } from './services/index.ts';
import type { ServerSettings } from './settings.ts';
import type { Writer } from './writer.ts';

/** Runs each service in the writer, at its pace and once at the start. The returned function ends that. */
export function startServices(writer: Writer, settings: ServerSettings, report: (fault: string) => void): () => void {
  const runAll = (names: readonly string[]): void => {
    for (const name of names) {
      writer.run({ service: name }).then(
        ({ fault }) => (fault === undefined ? undefined : report(`${name}: ${fault}`)),
        (error: unknown) => report(`${name}: ${messageOf(error)}`),
      );
    }
  };
  const first = setImmediate(() => runAll(services.map(({ name }) => name)));
  const timers = services.map(({ name, every }) => setInterval(() => runAll([name]), every(settings) * 1000));
  for (const timer of timers) timer.unref();
  return () => {
    clearImmediate(first);
    for (const timer of timers) clearInterval(timer);
  };
}
