import { inspect } from 'node:util';
import type { Command } from 'commander';
import { MillraceError } from '../../core/errors.ts';
import { collect, withJson } from '../options.ts';
import { dependOnSchema, parseParameters } from '../parameters.ts';
import type { Host, Ports } from '../ports.ts';
import type { JsonOption } from '../views.ts';

interface RunOptions extends JsonOption {
  param?: string[];
  params?: string;
}

export function addRunCommand(program: Command, host: Host): void {
  const command = program
    .command('run <entrypoint>')
    .description('Runs a flow (file.ts:flow) in this process and records the run. No server has to run.')
    .option(
      '-p, --param <name=value>',
      'a parameter; the value is JSON, or a text where it is none or the flow takes a text (can be given again)',
      collect,
    )
    .option('--params <json>', 'parameters as a JSON object; - reads it from stdin');
  withJson(command).action((entrypoint: string, options: RunOptions) => host.local((ports) => run(ports, entrypoint, options)));
}

async function run({ output, cwd, env, input }: Ports, given: string, options: RunOptions): Promise<void> {
  const { param: typed = [] } = options;
  const whole = options.params === '-' ? await input.all() : options.params;
  const asTyped = parseParameters(typed, whole);
  const { checkTaken, flowAt, schemaOf } = await import('../deploy-plan.ts');
  const { closeClient } = await import('../../sdk/client.ts');
  const { runRoot } = await import('../../sdk/root.ts');
  const found = await flowAt(given, cwd);
  const { flow } = found;
  checkTaken(flow, asTyped);
  const parameters = dependOnSchema(typed) ? parseParameters(typed, whole, await schemaOf(found, cwd, env)) : asTyped;
  const { flowRun, state, value } = await runRoot(flow, { parameters }).finally(closeClient);
  const json = jsonOf(value);
  if (options.json === true) {
    const known = { id: flowRun.id, name: flowRun.name, state, value: json === undefined ? null : value };
    output.print(JSON.stringify(known, null, 2));
  } else if (value !== undefined) output.print(typeof value === 'string' ? value : (json ?? inspect(value)));
  const ended = `Flow run ${flowRun.name} (${flowRun.id}) ended as ${state.name}${state.message ? `: ${state.message}` : '.'}`;
  if (state.type !== 'COMPLETED') throw new MillraceError('failed', ended);
  output.say(ended);
}

/** A value as JSON; undefined for what JSON does not know, such as a bigint or a loop: the run completed all the same. */
function jsonOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value, null, 2);
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
}
