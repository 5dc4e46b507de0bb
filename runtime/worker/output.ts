import type { Client } from '../api/client.ts';
import type { LogLine } from '../core/ports.ts';
import { messageOf } from '../core/errors.ts';
import { shortened } from '../engine/logs.ts';

/** The log of one run, as its worker collects it. */
export interface Output {
  /** What the process wrote to a stream, in pieces as they come. */
  write(text: string, stream: 'stdout' | 'stderr'): void;
  /** A line of the run's own log. */
  add(line: LogLine): void;
  /** Sends what is there; resolves when the server has it. */
  flush(): Promise<void>;
  /** Sends the rest, a last line without its end included. */
  end(): Promise<void>;
}

/** Milliseconds that lines wait for company, and how many are sent together. */
const interval = 500;
const most = 200;

/** Collects the lines of a run's process and sends them in batches. What the server does not take is reported. */
export function createOutput(client: Pick<Client, 'logs'>, flowRunId: string, report: (text: string) => void): Output {
  const partial = { stdout: '', stderr: '' };
  const lines: LogLine[] = [];
  let timer: NodeJS.Timeout | undefined;
  let sending: Promise<void> = Promise.resolve();
  const send = async (): Promise<void> => {
    while (lines.length > 0) {
      const batch = lines.splice(0, most);
      await client.logs.create(batch).catch((error: unknown) => report(`${batch.length} log lines could not be sent: ${messageOf(error)}`));
    }
  };
  const flush = (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    sending = sending.then(send);
    return sending;
  };
  const add = (line: LogLine): void => {
    lines.push(line);
    if (lines.length >= most) void flush();
    else timer ??= setTimeout(() => void flush(), interval);
  };
  const capture = (message: string, stream: 'stdout' | 'stderr'): void => {
    if (message === '') return;
    const level = stream === 'stdout' ? 20 : 30;
    const timestamp = new Date().toISOString();
    add({ name: 'prefect.flow_runs.output', level, message: shortened(message), timestamp, flowRunId, taskRunId: null });
  };
  return {
    add,
    flush,
    write(text, stream) {
      const parts = (partial[stream] + text).split('\n');
      partial[stream] = parts.pop() ?? '';
      for (const part of parts) capture(part, stream);
    },
    async end() {
      capture(partial.stdout, 'stdout');
      capture(partial.stderr, 'stderr');
      await flush();
    },
  };
}
