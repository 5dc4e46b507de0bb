import { Command, Help, InvalidArgumentError, Option } from 'commander';
import { profileVariables } from '../api/address.ts';
import { addAuthCommands } from './commands/auth.ts';
import { addCompletionCommand } from './commands/completion.ts';
import { addConcurrencyLimitCommands } from './commands/concurrency-limit.ts';
import { addConfigCommands } from './commands/config.ts';
import { addDeployCommand } from './commands/deploy.ts';
import { addDeploymentCommands } from './commands/deployment.ts';
import { addDevCommand } from './commands/dev.ts';
import { addDoctorCommand } from './commands/doctor.ts';
import { addFlowCommands } from './commands/flow.ts';
import { addFlowRunCommands } from './commands/flow-run.ts';
import { addGlobalConcurrencyLimitCommands } from './commands/global-concurrency-limit.ts';
import { addInitCommand } from './commands/init.ts';
import { addLintCommand } from './commands/lint.ts';
import { addMcpCommand } from './commands/mcp.ts';
import { addMigrateServerCommand } from './commands/migrate-server.ts';
import { addProfileCommands } from './commands/profile.ts';
import { addRulesCommand } from './commands/rules.ts';
import { addRunCommand } from './commands/run.ts';
import { addServerCommands } from './commands/server.ts';
import { addSetupCommand } from './commands/setup.ts';
import { addVersionCommand } from './commands/version.ts';
import { addWorkPoolCommands } from './commands/work-pool.ts';
import { addWorkQueueCommands } from './commands/work-queue.ts';
import { addWorkerCommands } from './commands/worker.ts';
import type { Host } from './ports.ts';
import { firstSentence } from './views.ts';

/** Every command, under the heading that the help shows it below. To add one, add a line. */
const groups: readonly (readonly [string, readonly ((program: Command, host: Host) => void)[]])[] = [
  ['Develop:', [addInitCommand, addDevCommand, addRunCommand, addLintCommand, addRulesCommand, addMcpCommand]],
  ['Deploy and watch:', [addDeployCommand, addDeploymentCommands, addFlowRunCommands, addFlowCommands]],
  [
    'Where runs happen:',
    [addServerCommands, addWorkerCommands, addWorkPoolCommands, addWorkQueueCommands, addSetupCommand, addMigrateServerCommand],
  ],
  ['Limits:', [addConcurrencyLimitCommands, addGlobalConcurrencyLimitCommands]],
  ['This program:', [addDoctorCommand, addAuthCommands, addProfileCommands, addConfigCommands, addCompletionCommand, addVersionCommand]],
];

const levels = ['DEBUG', 'INFO', 'WARNING', 'ERROR', 'CRITICAL'];

/** The whole command line over a host. Help, completion and docs/cli.md are made from it. */
export function createProgram(host: Host): Command {
  const program = new Command('millrace')
    .description('Data flows as code: deploy, run and watch them.')
    .addOption(
      new Option('--log-level <level>', `the least urgent that is said of runs: ${levels.join(', ')}; DEBUG also explains errors at length`)
        .argParser(logLevel)
        .env('PREFECT_LOGGING_LEVEL'),
    )
    .option('--profile <name>', 'the profile to use, instead of the one in use')
    .configureOutput({
      writeOut: (text) => host.output().print(text.trimEnd()),
      writeErr: (text) => host.output().say(text.trimEnd()),
      getOutHelpWidth: () => host.output().width ?? 100,
      getErrHelpWidth: () => host.output().width ?? 100,
    })
    .configureHelp({
      subcommandDescription: (command) => firstSentence(command.description()),
      optionDescription: (option) => Help.prototype.optionDescription(option) + (option.mandatory ? ' (required)' : ''),
    })
    .exitOverride()
    .showSuggestionAfterError()
    .showHelpAfterError('(--help shows what there is)')
    .hook('preAction', (_, command) => {
      if (command.opts()['output'] === 'json') command.setOptionValue('json', true);
      applyGlobals(host.env, command.optsWithGlobals());
    });
  for (const [heading, additions] of groups) {
    program.commandsGroup(heading);
    for (const add of additions) add(program, host);
  }
  return program;
}

function logLevel(text: string): string {
  const level = text.toUpperCase();
  if (levels.includes(level)) return level;
  throw new InvalidArgumentError(`Give one of ${levels.join(', ')}.`);
}

/** Global options are environment variables for this process and for those that it starts. */
function applyGlobals(env: Host['env'], { logLevel: level, profile }: { logLevel?: string; profile?: string }): void {
  if (level !== undefined) env['PREFECT_LOGGING_LEVEL'] = level;
  if (profile === undefined) return;
  env['MILLRACE_PROFILE'] = profile;
  // What is typed wins over what the environment says.
  for (const name of Object.values(profileVariables)) Reflect.deleteProperty(env, name);
}
