import type { Command } from 'commander';
import type { WorkQueue } from '../../core/entities.ts';
import { MillraceError } from '../../core/errors.ts';
import type { DeleteOptions } from '../input.ts';
import { confirmDeletion } from '../input.ts';
import { allOf, missingQueue, orNotFound, poolOf, queueOf } from '../lookup.ts';
import { count, entityName, positive, withJson, withYes } from '../options.ts';
import { table } from '../output.ts';
import type { Host, ServerPorts } from '../ports.ts';
import type { Changes, JsonOption } from '../views.ts';
import { answer, changeText, facts, localTime, optionalNumber } from '../views.ts';

interface InPool extends JsonOption {
  pool: string;
}

interface CreateOptions extends InPool {
  priority?: number;
  limit?: number;
  description?: string;
}

export function addWorkQueueCommands(program: Command, host: Host): void {
  const group = program.command('work-queue').description('Work queues: priorities and limits within a work pool.');
  const add = (usage: string, description: string): Command =>
    withJson(group.command(usage).description(description).requiredOption('-p, --pool <name>', 'the work pool'));
  add('create', 'Creates a work queue.')
    .argument('<name>', 'its name', entityName)
    .option('-q, --priority <number>', 'the lower, the more urgent', positive)
    .option('-l, --limit <number>', 'how many runs at once', positive)
    .option('--description <text>', 'what it is for')
    .action((name: string, options: CreateOptions) => host.remote((ports) => create(ports, name, options)));
  withJson(group.command('ls').description('Lists the work queues.').option('-p, --pool <name>', 'only those of this work pool')).action(
    (options: JsonOption & Partial<InPool>) => host.stored((ports) => list(ports, options)),
  );
  add('inspect <name>', 'Shows a work queue.').action((name: string, options: InPool) =>
    host.stored((ports) => inspect(ports, name, options)),
  );
  add('pause <name>', 'No run of the queue is started any more.').action((name: string, options: InPool) =>
    host.remote((ports) => update(ports, name, { isPaused: true }, options)),
  );
  add('resume <name>', 'Runs of the queue are started again.').action((name: string, options: InPool) =>
    host.remote((ports) => update(ports, name, { isPaused: false }, options)),
  );
  add('set-concurrency-limit <name>', 'Sets how many runs of the queue there are at once.')
    .argument('<limit>', 'how many runs at once', count)
    .action((name: string, limit: number, options: InPool) =>
      host.remote((ports) => update(ports, name, { concurrencyLimit: limit }, options)),
    );
  add('clear-concurrency-limit <name>', 'Takes the limit away.').action((name: string, options: InPool) =>
    host.remote((ports) => update(ports, name, { concurrencyLimit: null }, options)),
  );
  withYes(add('delete <name>', 'Deletes a work queue.')).action((name: string, options: InPool & DeleteOptions) =>
    host.remote((ports) => remove(ports, name, options)),
  );
}

async function create({ client, output }: ServerPorts, name: string, options: CreateOptions): Promise<void> {
  const { pool, priority, limit, description } = options;
  await poolOf(client, pool);
  const settings = {
    ...(priority === undefined ? {} : { priority }),
    ...(limit === undefined ? {} : { concurrencyLimit: limit }),
    ...(description === undefined ? {} : { description }),
  };
  let created: WorkQueue;
  try {
    created = await client.workQueues.create({ pool }, { name, ...settings });
  } catch (error) {
    if (!MillraceError.is(error, 'conflict')) throw error;
    throw new MillraceError('conflict', `Work pool "${pool}" has a queue "${name}" already.`, { cause: error });
  }
  answer(output, options, created, () => `Created work queue "${name}" of pool "${pool}" with priority ${created.priority}.`);
}

async function list({ client, output }: ServerPorts, { pool, ...options }: JsonOption & Partial<InPool>): Promise<void> {
  if (pool !== undefined) await poolOf(client, pool);
  const queues = await allOf((range) =>
    pool === undefined ? client.workQueues.filter(range) : client.workQueues.filterByPool({ pool }, range),
  );
  const rows = queues.map((queue) => [
    queue.workPoolName ?? '-',
    queue.name,
    String(queue.priority),
    queue.isPaused ? 'PAUSED' : (queue.status ?? '-'),
    optionalNumber(queue.concurrencyLimit),
    localTime(queue.lastPolled),
  ]);
  answer(output, options, queues, () =>
    rows.length === 0
      ? 'No work queues: each work pool brings one. Create a pool with "millrace work-pool create NAME".'
      : table(output, ['POOL', 'NAME', 'PRIORITY', 'STATUS', 'LIMIT', 'LAST POLLED'], rows),
  );
}

async function inspect({ client, output }: ServerPorts, name: string, { pool, ...options }: InPool): Promise<void> {
  const queue = await queueOf(client, pool, name);
  answer(output, options, queue, () =>
    facts(output, [
      ['Name', queue.name],
      ['Id', queue.id],
      ['Pool', queue.workPoolName],
      ['Status', queue.isPaused ? 'PAUSED' : queue.status],
      ['Description', queue.description],
      ['Priority', queue.priority],
      ['Limit', queue.concurrencyLimit],
      ['Last polled', localTime(queue.lastPolled)],
    ]),
  );
}

async function update({ client, output }: ServerPorts, name: string, changes: Changes, options: InPool): Promise<void> {
  const { pool } = options;
  await orNotFound(client.workQueues.updateByName({ pool, name }, changes), () => missingQueue(client, pool, name));
  answer(output, options, { pool, name, ...changes }, () => `Work queue "${name}" of pool "${pool}" ${changeText(changes)}.`);
}

async function remove({ client, output, input }: ServerPorts, name: string, options: InPool & DeleteOptions): Promise<void> {
  const { pool } = options;
  await queueOf(client, pool, name);
  await confirmDeletion(input, options, `work queue "${name}" of pool "${pool}"`);
  await client.workQueues.deleteByName({ pool, name });
  answer(output, options, { pool, name, deleted: true }, () => `Deleted work queue "${name}" of pool "${pool}".`);
}
