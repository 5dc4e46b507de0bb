import type { Command } from 'commander';
import { requireConnection } from '../connect.ts';
import { output } from '../output.ts';
import { toLimit } from './work-pool.ts';

interface StartOptions {
  pool: string;
  workQueue?: string[];
  limit?: string;
  name?: string;
  workers: string;
}

const collect = (value: string, previous: string[] = []): string[] => [...previous, value];

export function addWorkerCommands(program: Command): void {
  const worker = program.command('worker').description('Workers execute the runs of a pool on this machine.');
  worker
    .command('start')
    .description('Starts workers and runs until Ctrl-C; the first waits for their runs, the second cancels them.')
    .requiredOption('-p, --pool <name>', 'the work pool')
    .option('-q, --work-queue <name>', 'only this queue (can be given again)', collect)
    .option('-l, --limit <number>', 'how many runs at once, for each worker')
    .option('-n, --workers <number>', 'how many workers', '1')
    .option('--name <name>', 'the name of the worker')
    .action(start);
}

async function start(options: StartOptions): Promise<void> {
  const { connect } = await import('../../api/connection.ts');
  const { startWorker } = await import('../../worker/worker.ts');
  const connection = requireConnection();
  const client = connect(connection);
  const count = Math.max(1, toLimit(options.workers));
  const workers = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      startWorker({
        client,
        connection,
        pool: options.pool,
        queues: options.workQueue ?? [],
        log: (text) => output.say(text),
        ...(options.limit === undefined ? {} : { limit: toLimit(options.limit) }),
        ...(options.name === undefined ? {} : { name: count === 1 ? options.name : `${options.name}-${index + 1}` }),
      }),
    ),
  );
  output.print(`Worker ${workers.map(({ name }) => name).join(', ')} started on pool ${options.pool}. Ctrl-C stops it.`);
  const { interrupted } = await import('./server.ts');
  await interrupted();
  output.say('Waiting for the runs under way; Ctrl-C again cancels them.');
  const drained = Promise.all(workers.map((worker) => worker.drain()));
  const again = interrupted().then(() => Promise.all(workers.map((worker) => worker.stop())));
  await Promise.race([drained, again]);
  await client.close();
  process.exit(0);
}
