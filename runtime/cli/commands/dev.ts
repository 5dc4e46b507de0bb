import type { Command } from 'commander';
import { collect, port, positive } from '../options.ts';
import type { Host } from '../ports.ts';

interface DevCommandOptions {
  port?: number;
  pool?: string;
  workers: number;
  limit?: number;
  exclude?: string[];
}

export function addDevCommand(program: Command, host: Host): void {
  program
    .command('dev [paths...]')
    .description(
      'Everything for developing in one command until Ctrl-C. It brings the server unless one runs, workers, and the deployments of prefect.yaml, or of the flows in the given files and folders; deployed again when a file is saved.',
    )
    .option('--port <number>', 'the port of the server (default: 4280)', port)
    .option('-p, --pool <name>', 'the work pool of the flows that prefect.yaml does not name (default: dev)')
    .option('-n, --workers <number>', 'how many workers for each pool', positive, 1)
    .option('-l, --limit <number>', 'how many runs at once, for each worker', positive)
    .option('--exclude <path>', 'leave this file or folder out (can be given again)', collect)
    .action((paths: string[], options: DevCommandOptions) =>
      host.local(async (ports) => (await import('../dev.ts')).develop(ports, { paths, pool: 'dev', exclude: [], ...options })),
    );
}
