import type { Command } from 'commander';
import { output } from '../output.ts';
import { parseParameters } from '../parameters.ts';

const collect = (value: string, previous: string[] = []): string[] => [...previous, value];

export function addRunCommand(program: Command): void {
  program
    .command('run <entrypoint>')
    .description('Runs a flow (file.ts:flow) in this process and records the run.')
    .option('-p, --param <name=value>', 'a parameter (can be given again)', collect)
    .option('--params <json>', 'parameters as a JSON object')
    .action(async (entrypoint: string, options: { param?: string[]; params?: string }) => {
      const { importFlow } = await import('../../worker/execute.ts');
      const { runRoot } = await import('../../sdk/root.ts');
      const flow = await importFlow(entrypoint);
      const { flowRun, state, value } = await runRoot(flow, { parameters: parseParameters(options.param ?? [], options.params) });
      output.say(`Flow run ${flowRun.name} (${flowRun.id}) ended as ${state.name}${state.message ? `: ${state.message}` : ''}`);
      if (value !== undefined) output.print(typeof value === 'string' ? value : JSON.stringify(value, null, 2));
      process.exitCode = state.type === 'COMPLETED' ? 0 : 1;
    });
}
