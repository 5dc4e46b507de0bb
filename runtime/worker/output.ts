import type { Client } from '../api/client.ts';
import type { LogLine } from '../core/ports.ts';
import { messageOf } from '../core/errors.ts';

/** Milliseconds that captured lines wait for company. */
const interval = 500;

/** Sends what a run's process writes to its streams to the run's log; the rest when it ends. */
export function createOutput(
  client: Client,
  flowRunId: string,
  report: (text: string) => void,
): { write(text: string, stream: 'stdout' | 'stderr'): void; end(): Promise<void> } {
  const partial = { stdout: '', stderr: '' };
  let lines: LogLine[] = [];
  let timer: NodeJS.Timeout | undefined;
  const add = (message: string, stream: 'stdout' | 'stderr'): void => {
    if (message === '') return;
    lines.push({
      name: 'prefect.flow_runs.output',
      level: stream === 'stdout' ? 20 : 30,
      message,
      timestamp: new Date().toISOString(),
      flowRunId,
      taskRunId: null,
    });
  };
  const send = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    const batch = lines;
    lines = [];
    for (let from = 0; from < batch.length; from += 200) {
      await client.logs
        .create(batch.slice(from, from + 200))
        .catch((error: unknown) => report(`Output could not be sent: ${messageOf(error)}`));
    }
  };
  return {
    write(text, stream) {
      const parts = (partial[stream] + text).split('\n');
      partial[stream] = parts.pop() ?? '';
      for (const part of parts) add(part, stream);
      if (lines.length > 0) timer ??= setTimeout(() => void send(), interval);
    },
    async end() {
      add(partial.stdout, 'stdout');
      add(partial.stderr, 'stderr');
      await send();
    },
  };
}
