import { messageOf } from '../core/errors.ts';
import type { Clock, LogLine, Orchestrator } from '../core/ports.ts';
import { toTimestamp } from '../core/time.ts';

/** Python's levels, which Prefect's API uses. */
export const levels = { debug: 10, info: 20, warning: 30, error: 40, critical: 50 } as const;

export type Level = keyof typeof levels;

/** Collects the lines of a run and sends them in batches. */
export interface RunLogs {
  /** Adds a line; `shown` when the terminal has it already. */
  add(line: Omit<LogLine, 'timestamp'>, shown?: boolean): void;
  /** Sends what is left; resolves when the server has it. */
  flush(): Promise<void>;
  /** Takes away what the server is not known to have, for a process that is about to end and can send it in another way. */
  take(): LogLine[];
}

/** What a log has around it. */
export interface LogsHost {
  orchestrator: Pick<Orchestrator, 'logs'>;
  clock: Clock;
  report(text: string): void;
  /** Shows lines to whoever started the run. */
  echo?: ((line: LogLine) => void) | undefined;
}

/** Lines wait so many milliseconds for company, and no more than so many are sent together. */
const interval = 500;
const most = 200;
/** Prefect's servers refuse longer ones. */
const longest = 500_000;

/** Logs over an orchestrator. A batch that the server does not take is reported and dropped. */
export function createRunLogs(host: LogsHost): RunLogs {
  const lines: LogLine[] = [];
  let underWay: LogLine[] = [];
  let waiting: AbortController | undefined;
  let sending: Promise<void> = Promise.resolve();
  const send = async (): Promise<void> => {
    while (lines.length > 0) {
      const batch = lines.splice(0, most);
      underWay = batch;
      await host.orchestrator.logs
        .create(batch)
        .catch((error: unknown) => host.report(`${batch.length} log lines could not be sent: ${messageOf(error)}`));
      underWay = [];
    }
  };
  const flush = (): Promise<void> => {
    waiting?.abort();
    waiting = undefined;
    sending = sending.then(send);
    return sending;
  };
  const wait = (): AbortController => {
    const controller = new AbortController();
    host.clock.sleep(interval, controller.signal).then(flush, () => undefined);
    return controller;
  };
  return {
    add(given, shown = false) {
      const line = { ...given, message: shortened(given.message), timestamp: toTimestamp(host.clock.now()) };
      if (!shown) host.echo?.(line);
      lines.push(line);
      if (lines.length >= most) void flush();
      else waiting ??= wait();
    },
    flush,
    take() {
      const left = [...underWay, ...lines.splice(0)];
      underWay = [];
      return left;
    },
  };
}

/** A message as long as servers take it. */
export const shortened = (message: string): string =>
  message.length <= longest ? message : `${message.slice(0, longest)} … (${message.length - longest} more characters)`;
