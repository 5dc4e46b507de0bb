import { Command, Option } from 'commander';
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
import type { Host } from './ports.ts';

const additions = [
  addServerCommands,
  addWorkPoolCommands,
  addWorkQueueCommands,
  addWorkerCommands,
  addDeployCommand,
  addDeploymentCommands,
  addFlowRunCommands,
  addFlowCommands,
  addRunCommand,
  addVersionCommand,
];

/** The whole command line over a host. Help, completion and docs/cli.md are made from it. */
export function createProgram(host: Host): Command {
  const program = new Command('millrace')
    .description('Data flows as code: deploy, run and watch them.')
    .addOption(new Option('--log-level <level>', 'what is said: DEBUG, INFO, WARNING, ERROR or CRITICAL').env('PREFECT_LOGGING_LEVEL'))
    .option('--profile <name>', 'the server to use, instead of the one in use')
    .hook('preAction', (_, command) => applyGlobals(command.optsWithGlobals()));
  for (const add of additions) add(program, host);
  harden(program);
  return program;
}

/** Global options are environment variables for this process and for those that it starts. */
function applyGlobals({ logLevel, profile }: { logLevel?: string; profile?: string }): void {
  if (logLevel !== undefined) process.env['PREFECT_LOGGING_LEVEL'] = logLevel.toUpperCase();
  if (profile === undefined) return;
  process.env['MILLRACE_PROFILE'] = profile;
  // What is typed wins over what the environment says.
  for (const name of ['PREFECT_API_URL', 'PREFECT_API_KEY', 'PREFECT_API_AUTH_STRING']) Reflect.deleteProperty(process.env, name);
}

/** Errors are thrown instead of ending the process, in every command. */
function harden(command: Command): void {
  command.exitOverride().showSuggestionAfterError().showHelpAfterError('(--help shows what there is)');
  for (const child of command.commands) harden(child);
}
