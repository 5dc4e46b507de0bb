import type { Command } from 'commander';
import { withClient } from '../connect.ts';
import { answer, output, table } from '../output.ts';
import { toLimit } from './work-pool.ts';

interface InPool {
  pool: string;
}

export function addWorkQueueCommands(program: Command): void {
  const queue = program.command('work-queue').description('The queues of work pools: priorities and limits.');
  const add = (usage: string, text: string): Command =>
    queue.command(usage).description(text).requiredOption('-p, --pool <name>', 'the work pool');
  add('create <name>', 'Creates a queue.')
    .option('--priority <number>', '1 is the most urgent')
    .option('-l, --limit <number>', 'how many runs at once')
    .action(async (name: string, options: InPool & { priority?: string; limit?: string }) => {
      const priority = options.priority === undefined ? {} : { priority: toLimit(options.priority) };
      const limit = options.limit === undefined ? {} : { concurrencyLimit: toLimit(options.limit) };
      const created = await withClient((client) => client.workQueues.create({ pool: options.pool }, { name, ...priority, ...limit }));
      output.print(`Created work queue "${name}" of pool "${options.pool}" with priority ${created.priority}.`);
    });
  add('ls', 'Lists the queues of a pool.')
    .option('--json', 'print JSON')
    .action(async (options: InPool & { json?: boolean }) => {
      const queues = await withClient((client) => client.workQueues.filterByPool({ pool: options.pool }, {}));
      const rows = queues.map(({ name, priority, status, concurrencyLimit }) => [
        name,
        String(priority),
        status ?? '-',
        String(concurrencyLimit ?? '-'),
      ]);
      answer(options.json, queues, () => table(['NAME', 'PRIORITY', 'STATUS', 'LIMIT'], rows));
    });
  add('inspect <name>', 'Shows a queue.').action(async (name: string, { pool }: InPool) =>
    output.print(JSON.stringify(await withClient((client) => client.workQueues.readByName({ pool, name })), null, 2)),
  );
  const change = (pool: string, name: string, changes: { isPaused?: boolean; concurrencyLimit?: number | null }): Promise<null> =>
    withClient((client) => client.workQueues.updateByName({ pool, name }, changes));
  add('pause <name>', 'No run of the queue is started any more.').action(
    async (name: string, { pool }: InPool) => void (await change(pool, name, { isPaused: true })),
  );
  add('resume <name>', 'Runs of the queue are started again.').action(
    async (name: string, { pool }: InPool) => void (await change(pool, name, { isPaused: false })),
  );
  add('set-concurrency-limit <name> <limit>', 'Sets how many runs of the queue there are at once.').action(
    async (name: string, limit: string, { pool }: InPool) => void (await change(pool, name, { concurrencyLimit: toLimit(limit) })),
  );
  add('delete <name>', 'Deletes a queue.').action(
    async (name: string, { pool }: InPool) => void (await withClient((client) => client.workQueues.deleteByName({ pool, name }))),
  );
}
