import { CommanderError } from 'commander';
import { connect, resolveConnection } from '../api/connection.ts';
import { systemClock } from '../core/clock.ts';
import { messageOf, MillraceError } from '../core/errors.ts';
import { exitCodes } from './exit-codes.ts';
import { createInput } from './input.ts';
import { endWithParent } from './lifetime.ts';
import type { Output } from './output.ts';
import { createOutput, flush, isDebug } from './output.ts';
import type { Host, Ports } from './ports.ts';
import { createProgram } from './program.ts';

/** The command line as a process: the one place that knows its streams, its signals and its exit codes. */
endWithParent();
const exit = await main(process.argv);
// A flow's file that was imported may keep timers and sockets: the command is over all the same.
await flush(process);
process.exit(exit);

async function main(argv: readonly string[]): Promise<number> {
  const stopping = new AbortController();
  const stop = (signal: NodeJS.Signals): void => stopping.abort(new MillraceError('cancelled', `Ended by ${signal}.`));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  process.stdout.on('error', endOfPipe);
  const program = createProgram(createHost(stopping.signal));
  try {
    // Prefect's short form has two letters, which no parser takes for an option.
    await program.parseAsync(argv.map((argument) => (argument === '-jv' ? '--job-variable' : argument)));
    return 0;
  } catch (error) {
    return report(error, currentOutput());
  } finally {
    process.off('SIGINT', stop);
    process.off('SIGTERM', stop);
  }
}

function currentOutput(): Output {
  return createOutput(process, isDebug(process.env['PREFECT_LOGGING_LEVEL']));
}

function createHost(signal: AbortSignal): Host {
  const local = (): Ports => ({
    output: currentOutput(),
    input: createInput(process),
    env: process.env,
    cwd: process.cwd(),
    clock: systemClock,
    signal,
  });
  return {
    local: async (work) => work(local()),
    async remote(work) {
      const ports = local();
      const connection = resolveConnection(ports.env);
      if (connection === undefined) throw noServer();
      const client = connect(connection);
      try {
        await work({ ...ports, client, connection });
      } finally {
        await client.close();
      }
    },
  };
}

function noServer(): MillraceError {
  return new MillraceError(
    'unreachable',
    'No server runs: start one with "millrace server start", or name one with "millrace profile create" or PREFECT_API_URL.',
  );
}

/** Says what is wrong in one sentence, and gives its exit code. Commander has said its own already. */
function report(error: unknown, output: Output): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  output.progress();
  const code = MillraceError.is(error) ? error.code : 'failed';
  const found = exitCodes.find((entry) => 'codes' in entry && entry.codes.some((candidate) => candidate === code));
  if (code !== 'cancelled') output.say(`${output.style('red', 'Error:')} ${messageOf(error)}${nextStep(code)}`);
  for (let cause = error; cause instanceof Error; cause = cause.cause) output.debug(cause.stack ?? cause.message);
  return found?.exit ?? 1;
}

function nextStep(code: string): string {
  if (code === 'unauthorized') return ' "millrace doctor" says which credentials are used.';
  return code === 'unreachable' ? ' "millrace doctor" says what is wrong.' : '';
}

/** A reader that has seen enough, such as `head`, is no fault. */
function endOfPipe(error: Error): void {
  if (Reflect.get(error, 'code') !== 'EPIPE') throw error;
  process.exit(0);
}
