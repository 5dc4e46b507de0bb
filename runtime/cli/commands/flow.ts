import type { Command } from 'commander';
import { withClient } from '../connect.ts';
import { answer, table } from '../output.ts';

export function addFlowCommands(program: Command): void {
  program
    .command('flow')
    .description('Flows that the server knows.')
    .command('ls')
    .description('Lists the flows.')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      const flows = await withClient((client) => client.flows.filter({}));
      const rows = flows.map(({ name, id, created }) => [name, id, created.slice(0, 19)]);
      answer(options.json, flows, () => (rows.length === 0 ? 'No flows yet: run or deploy one.' : table(['NAME', 'ID', 'CREATED'], rows)));
    });
}
