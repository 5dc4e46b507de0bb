import type { Command } from 'commander';
import { output } from '../output.ts';

export function addVersionCommand(program: Command): void {
  program
    .command('version')
    .description('Says which Millrace this is, on which Node, and which server is meant.')
    .action(async () => {
      const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
      const { resolveConnection } = await import('../../api/connection.ts');
      const connection = resolveConnection(process.env);
      output.print(`millrace ${manifest.version}\nnode     ${process.versions.node}\nserver   ${connection?.url ?? 'none is running'}`);
    });
}
