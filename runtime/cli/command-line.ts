import { CommanderError } from 'commander';
import { messageOf, MillraceError } from '../core/errors.ts';
import { exitCodes } from './exit-codes.ts';
import type { Host } from './ports.ts';
import { createProgram } from './program.ts';
import { systemFault } from './system-fault.ts';

/** Does what the arguments say, without those that name the program; the exit code. What is wrong is said in one sentence. */
export async function runCommandLine(args: readonly string[], host: Host): Promise<number> {
  try {
    await createProgram(host).parseAsync(known(args), { from: 'user' });
    return 0;
  } catch (error) {
    return report(error, host);
  }
}

/**
 * Prefect's short form has two letters, which no parser takes for an option; and an option that asks for the version of
 * the program would take that of `deploy` for itself.
 */
function known(args: readonly string[]): string[] {
  if (args.length === 1 && /^(-v|--version)$/.test(args[0] ?? '')) return ['version'];
  return args.map((argument) => (argument === '-jv' ? '--job-variable' : argument));
}

/** Commander has said its own already. */
function report(error: unknown, host: Host): number {
  const output = host.output();
  if (error instanceof CommanderError) return error.exitCode === 0 || error.code === 'commander.help' ? 0 : 2;
  output.progress();
  const code = MillraceError.is(error) ? error.code : 'failed';
  const found = exitCodes.find((entry) => 'codes' in entry && entry.codes.some((candidate) => candidate === code));
  // Some have said all already, such as a linter its problems.
  if (messageOf(error) === '') return found?.exit ?? 1;
  if (code === 'cancelled') output.say(messageOf(error));
  else output.say(`${output.style('red', 'Error:')} ${wordsOf(error, host)}${nextStep(error)}`);
  for (let cause = error; cause instanceof Error; cause = cause.cause) output.debug(cause.stack ?? cause.message);
  return found?.exit ?? 1;
}

function wordsOf(error: unknown, { env }: Host): string {
  const refused = MillraceError.is(error, 'unauthorized') && error.response?.status === 401;
  return refused ? `The server does not accept the credentials: ${error.message}.` : (systemFault(error, env) ?? messageOf(error));
}

/** The next step of an error whose message names none. */
const nextStep = (error: unknown): string => {
  if (messageOf(error).includes('"millrace ')) return '';
  if (MillraceError.is(error, 'unauthorized')) return ' "millrace doctor" says which credentials are used.';
  return MillraceError.is(error, 'unreachable') ? ' "millrace doctor" says what is wrong.' : '';
};
