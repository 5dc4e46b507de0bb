import { unfinished } from './batch.ts';
import { messageOf } from '../core/errors.ts';
import { services } from './services/index.ts';
import type { ServerSettings } from './settings.ts';
import type { Writer } from './writer.ts';

/** Milliseconds between the slices of a service that has more to do: requests come first. */
const breath = 50;

/** Runs each service in the writer, at its pace and once at the start. The returned function ends that. */
export function startServices(writer: Writer, settings: ServerSettings, report: (fault: string) => void): () => void {
  /** Those that are in the midst of their slices, with what they wait for. */
  const slicing = new Map<string, NodeJS.Timeout | undefined>();
  let ended = false;
  const run = (name: string): void => {
    slicing.set(name, undefined);
    writer.run({ service: name }).then(
      ({ status, fault }) => {
        slicing.delete(name);
        if (fault !== undefined) report(`${name}: ${fault}`);
        if (status === unfinished && !ended) slicing.set(name, setTimeout(run, breath, name).unref());
      },
      (error: unknown) => {
        slicing.delete(name);
        report(`${name}: ${messageOf(error)}`);
      },
    );
  };
  const begin = (name: string): void => (slicing.has(name) ? undefined : run(name));
  const first = setImmediate(() => {
    for (const { name } of services) begin(name);
  });
  const timers = services.map(({ name, every }) => setInterval(begin, every(settings) * 1000, name));
  for (const timer of timers) timer.unref();
  return () => {
    ended = true;
    clearImmediate(first);
    for (const timer of timers) clearInterval(timer);
    for (const timer of slicing.values()) clearTimeout(timer);
  };
}
