import { createClient } from '../api/client.ts';
import { resolveConnection } from '../api/connection.ts';
import { httpTransport } from '../api/http.ts';
import { systemClock } from '../core/clock.ts';
import { MillraceError } from '../core/errors.ts';
import { runCommandLine } from './command-line.ts';
import { createInput } from './input.ts';
import { endWithParent } from './lifetime.ts';
import { createOutput, flush, isDebug } from './output.ts';
import type { Host, Ports } from './ports.ts';
import { systemFault } from './system-fault.ts';

/** The command line as a process: the one place that knows its streams and its signals. */
const stopping = new AbortController();
const stop = (): void => stopping.abort(new MillraceError('cancelled', 'Interrupted.'));
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
for (const stream of [process.stdout, process.stderr]) stream.on('error', endOfPipe);
endWithParent();
process.exitCode = await runCommandLine(process.argv.slice(2), createHost(stopping.signal));
// A flow's file that was imported may keep timers and sockets: the command is over all the same.
await flush(process);
process.exit();

function createHost(signal: AbortSignal): Host {
  const host: Host = {
    env: process.env,
    output: () => createOutput(process, isDebug(host.env['PREFECT_LOGGING_LEVEL'])),
    local: async (work) => work(ports()),
    async remote(work, { retries = 2 } = {}) {
      const connection = resolveConnection(host.env);
      if (connection === undefined) throw noServer();
      const client = createClient(httpTransport({ ...connection, retries }));
      try {
        await work({ ...ports(), client, connection });
      } finally {
        await client.close();
      }
    },
    async stored(work) {
      if (resolveConnection(host.env) !== undefined) return host.remote(work);
      const { closeClient, getClient, keepOpen } = await import('../sdk/client.ts');
      try {
        await keepOpen(async () => work({ ...ports(), client: await getClient() }));
      } finally {
        await closeClient();
      }
    },
  };
  const ports = (): Ports => ({
    output: host.output(),
    input: createInput(process),
    env: host.env,
    cwd: process.cwd(),
    clock: systemClock,
    signal,
  });
  return host;
}

function noServer(): MillraceError {
  return new MillraceError(
    'unreachable',
    'No server runs: start one with "millrace server start", or name one with "millrace profile create" or PREFECT_API_URL.',
  );
}

/**
 * A reader that has seen enough, such as `head`, is no fault; what had come out before is still what the exit code stands
 * for. An answer that cannot be written is one.
 */
function endOfPipe(this: NodeJS.WriteStream, error: Error): void {
  if (Reflect.get(error, 'code') === 'EPIPE') process.exit();
  if (this === process.stdout) createOutput(process).say(`Error: ${systemFault(error, process.env) ?? error.message}`);
  process.exit(1);
}
