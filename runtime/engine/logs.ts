import { messageOf } from '../core/errors.ts';
import type { Clock, LogLine, Orchestrator } from '../core/ports.ts';
import { toTimestamp } from '../core/time.ts';

/** Python's levels, which Prefect's API uses. */
export const levels = { debug: 10, info: 20, warning: 30, error: 40, critical: 50 } as const;

export type Level = keyof typeof levels;

/** Collects the lines of a run and sends them in batches. */
export interface RunLogs {
  add(line: Omit<LogLine, 'timestamp'>): void;
  /** Sends what is left; resolves when the server has it. */
  flush(): Promise<void>;
  /** Takes what is left away, for a process that is about to end and can send it in another way. */
  take(): LogLine[];
}

/** Lines wait so long for company, and no more than so many are sent together. */
const interval = 500;
const most = 200;

/** Logs over an orchestrator. A line that the server refuses is reported and dropped; one that it did not get is kept. */
export function createRunLogs(orchestrator: Pick<Orchestrator, 'logs'>, clock: Clock, report: (text: string) => void): RunLogs {
  let lines: LogLine[] = [];
  let timer: Promise<void> | undefined;
  let sending: Promise<void> = Promise.resolve();
  const send = async (): Promise<void> => {
    while (lines.length > 0) {
      const batch = lines.slice(0, most);
      try {
        await orchestrator.logs.create(batch);
      } catch (error) {
        report(`${batch.length} log lines could not be sent: ${messageOf(error)}`);
      }
      lines = lines.slice(batch.length);
    }
  };
  const flush = (): Promise<void> => (sending = sending.then(send));
  return {
    add(line) {
      lines.push({ ...line, timestamp: toTimestamp(clock.now()) });
      if (lines.length >= most) void flush();
      timer ??= clock.sleep(interval).then(async () => {
        timer = undefined;
        await flush();
      });
    },
    flush,
    take() {
      const taken = lines;
      lines = [];
      return taken;
    },
  };
}
