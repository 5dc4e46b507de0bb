import type { Command } from 'commander';
import { profileVariables } from '../../api/address.ts';
import type { Client } from '../../api/client.ts';
import type { Connection } from '../../api/connection.ts';
import { resolveConnection } from '../../api/connection.ts';
import { messageOf, MillraceError } from '../../core/errors.ts';
import { withJson } from '../options.ts';
import type { Environment, Host, Ports } from '../ports.ts';
import { checkUrl } from '../profiles.ts';
import type { SetupStep } from '../setup-plan.ts';
import type { JsonOption } from '../views.ts';
import { answer } from '../views.ts';
import { stepText } from './setup.ts';

interface MigrateOptions extends JsonOption {
  apply?: boolean;
  paused?: boolean;
}

export function addMigrateServerCommand(program: Command, host: Host): void {
  withJson(
    program
      .command('migrate-server <from> <to>')
      .description(
        'Copies limits, work pools, queues, variables and deployments with their schedules from one server to another, each a profile, "embedded", "prefect:NAME" or a URL. Shows what it would do unless --apply is given; run again, it changes only what differs.',
      )
      .option('--apply', 'do it')
      .option('--paused', 'copy deployments paused, so that two servers do not both make the runs of their schedules'),
  ).action((from: string, to: string, options: MigrateOptions) => host.local((ports) => migrate(ports, from, to, options)));
}

async function migrate(ports: Ports, fromName: string, toName: string, options: MigrateOptions): Promise<void> {
  const { planMigration } = await import('../migration.ts');
  const [source, target] = [serverOf(ports.env, fromName), serverOf(ports.env, toName)];
  if (source.url === target.url) throw new MillraceError('invalid', `${fromName} and ${toName} are the same server, ${source.url}.`);
  const { connect } = await import('../../api/connection.ts');
  const [from, to]: [Client, Client] = [connect(source), connect(target)];
  try {
    const steps = await planMigration(from, to, { paused: options.paused === true });
    report(ports, steps, options, options.apply === true ? await runAll(steps) : new Map());
  } finally {
    await Promise.all([from.close(), to.close()]);
  }
}

/** A server by the name of a profile, or by its URL. A URL that the environment names, too, has the environment's credentials. */
function serverOf(env: Environment, name: string): Connection {
  const others = Object.values(profileVariables).map((variable): [string, undefined] => [variable, undefined]);
  const plain = { ...env, ...Object.fromEntries(others), PREFECT_PROFILE: undefined };
  if (/^https?:/.test(name)) {
    const url = checkUrl(name);
    const known = env['PREFECT_API_URL'] && checkUrl(env['PREFECT_API_URL']) === url ? env : { ...plain, PREFECT_API_URL: url };
    const found = resolveConnection(known);
    if (found !== undefined) return found;
  }
  const found = resolveConnection({ ...plain, MILLRACE_PROFILE: name });
  if (found !== undefined && (found.source === 'embedded') === (name === 'embedded')) return found;
  const cure = name === 'embedded' ? 'start it with "millrace server start"' : 'give it a URL with "millrace config set url"';
  throw new MillraceError('unreachable', `There is no server for "${name}": ${cure}.`);
}

/** Does the steps in their order; what a server refuses is kept, and the rest goes on. */
async function runAll(steps: readonly SetupStep[]): Promise<Map<SetupStep, string>> {
  const refused = new Map<SetupStep, string>();
  for (const step of steps) {
    await step.run().catch((error: unknown) => {
      if (MillraceError.is(error, 'unreachable') || !MillraceError.is(error)) throw error;
      refused.set(step, messageOf(error));
    });
  }
  return refused;
}

function report({ output }: Ports, steps: readonly SetupStep[], options: MigrateOptions, refused: Map<SetupStep, string>): void {
  const dryRun = options.apply !== true;
  const value = steps.map((step) => ({
    ...{ kind: step.kind, name: step.name, action: step.action, changes: step.changes },
    ...(refused.has(step) ? { error: refused.get(step) } : {}),
  }));
  const line = (step: SetupStep): string => {
    const error = refused.get(step);
    return error === undefined ? stepText(output, step, dryRun) : `${output.style('red', 'Refused')} ${step.kind} ${step.name}: ${error}`;
  };
  answer(output, options, value, () => (steps.length === 0 ? 'There is nothing to copy.' : steps.map(line).join('\n')));
  const todo = steps.filter(({ action }) => action !== 'none').length;
  if (dryRun && todo > 0) output.say(`Nothing was changed: give --apply to do ${todo === 1 ? 'it' : `these ${todo}`}.`);
  if (dryRun || todo > 0) output.say('Runs, logs, artifacts, blocks, automations and results are not copied.');
  if (refused.size > 0) throw new MillraceError('failed', `${refused.size} of ${todo} were refused.`);
}
