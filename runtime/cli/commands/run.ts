import type { Command } from 'commander';
import { MillraceError } from '../../core/errors.ts';
import { collect, withJson } from '../options.ts';
import { parseParameters } from '../parameters.ts';
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
    .option('-p, --param <name=value>', 'a parameter; the value is JSON, else a text (can be given again)', collect)
    .option('--params <json>', 'parameters as a JSON object; - reads it from stdin');
  withJson(command).action((entrypoint: string, options: RunOptions) => host.local((ports) => run(ports, entrypoint, options)));
}

async function run({ output, cwd, input }: Ports, given: string, options: RunOptions): Promise<void> {
  const parameters = parseParameters(options.param ?? [], options.params === '-' ? await input.all() : options.params);
  const { flowAt } = await import('../deploy-plan.ts');
  const { closeClient } = await import('../../sdk/client.ts');
  const { runRoot } = await import('../../sdk/root.ts');
  const flow = await flowAt(given, cwd);
  const { flowRun, state, value } = await runRoot(flow, { parameters }).finally(closeClient);
  if (options.json === true) output.print(JSON.stringify({ id: flowRun.id, name: flowRun.name, state, value: value ?? null }, null, 2));
  else if (value !== undefined) output.print(typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? String(value)));
  const ended = `Flow run ${flowRun.name} (${flowRun.id}) ended as ${state.name}${state.message ? `: ${state.message}` : '.'}`;
  if (state.type !== 'COMPLETED') throw new MillraceError('failed', ended);
  output.say(ended);
}
