import { Command, CommanderError } from 'commander';
import type { ErrorCode } from '../core/errors.ts';
import { messageOf, MillraceError } from '../core/errors.ts';
import { addDeployCommand } from './commands/deploy.ts';
import { addDeploymentCommands } from './commands/deployment.ts';
import { addFlowCommands } from './commands/flow.ts';
import { addFlowRunCommands } from './commands/flow-run.ts';
import { addRunCommand } from './commands/run.ts';
import { addServerCommands } from './commands/server.ts';
import { addVersionCommand } from './commands/version.ts';
import { addWorkPoolCommands } from './commands/work-pool.ts';
import { addWorkQueueCommands } from './commands/work-queue.ts';
import { addWorkerCommands } from './commands/worker.ts';
import { output, styled } from './output.ts';

/** What a shell is told; documented in docs/cli.md. */
const exitCodes: Readonly<Partial<Record<ErrorCode, number>>> = {
  invalid: 2,
  'not-found': 3,
  unreachable: 4,
  unauthorized: 5,
  cancelled: 130,
};

/** The whole command line, as data: help, completion and docs are made from it. */
export function createProgram(): Command {
  const program = new Command('millrace')
    .description('Data flows as code: deploy, run and watch them.')
    .exitOverride()
    .showHelpAfterError()
    .showSuggestionAfterError();
  addServerCommands(program);
  addWorkPoolCommands(program);
  addWorkQueueCommands(program);
  addWorkerCommands(program);
  addDeployCommand(program);
  addDeploymentCommands(program);
  addFlowCommands(program);
  addFlowRunCommands(program);
  addRunCommand(program);
  addVersionCommand(program);
  return program;
}

/** Runs a command line; the exit code. */
export async function main(argv: readonly string[]): Promise<number> {
  try {
    await createProgram().parseAsync([...argv]);
    return Number(process.exitCode ?? 0);
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    output.say(`${styled('red', 'Error:')} ${messageOf(error)}`);
    return MillraceError.is(error) ? (exitCodes[error.code] ?? 1) : 1;
  }
}

process.exitCode = await main(process.argv);
