import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { MillraceError } from '../../core/errors.ts';
import { allOf, orNotFound, poolOf } from '../lookup.ts';
import { count, positive, withJson, withYes } from '../options.ts';
import { table } from '../output.ts';
import type { Host, ServerPorts } from '../ports.ts';
import type { JsonOption } from '../views.ts';
import { answer, facts, localTime, optionalNumber } from '../views.ts';

interface CreateOptions {
  type: string;
  description?: string;
  concurrencyLimit?: number;
  baseJobTemplate?: string;
  paused?: boolean;
  overwrite?: boolean;
}

export function addWorkPoolCommands(program: Command, host: Host): void {
  const group = program.command('work-pool').description('Work pools: where runs wait for workers.');
  group
    .command('create <name>')
    .description('Creates a work pool.')
    .option('-t, --type <type>', 'the type of infrastructure', 'process')
    .option('--description <text>', 'what it is for')
    .option('--concurrency-limit <number>', 'how many runs at once', positive)
    .option('--base-job-template <file>', 'a JSON file with the template of its jobs')
    .option('--paused', 'start no run until it is resumed')
    .option('--overwrite', 'change the pool if there is one of this name')
    .action((name: string, options: CreateOptions) => host.remote((ports) => create(ports, name, options)));
  withJson(group.command('ls').description('Lists the work pools.')).action((options: JsonOption) =>
    host.remote((ports) => list(ports, options)),
  );
  withJson(group.command('inspect <name>').description('Shows a work pool with its queues and workers.')).action(
    (name: string, options: JsonOption) => host.remote((ports) => inspect(ports, name, options)),
  );
  const change = (usage: string, description: string, changes: (limit: number) => Changes, done: string): void => {
    const command = group.command(`${usage} <name>`).description(description);
    if (usage === 'set-concurrency-limit') command.argument('<limit>', 'how many runs at once', count);
    command.action((name: string, limit: number) => host.remote((ports) => update(ports, name, changes(limit), done)));
  };
  change('pause', 'No run of the pool is started any more.', () => ({ isPaused: true }), 'is paused');
  change('resume', 'Runs of the pool are started again.', () => ({ isPaused: false }), 'is not paused');
  change(
    'set-concurrency-limit',
    'Sets how many runs of the pool there are at once.',
    (limit) => ({ concurrencyLimit: limit }),
    'has its limit',
  );
  change('clear-concurrency-limit', 'Takes the limit away.', () => ({ concurrencyLimit: null }), 'has no limit');
  withYes(group.command('delete <name>').description('Deletes a work pool with its queues.')).action(
    (name: string, options: { yes?: boolean }) => host.remote((ports) => remove(ports, name, options)),
  );
}

interface Changes {
  isPaused?: boolean;
  concurrencyLimit?: number | null;
}

async function create({ client, output, cwd }: ServerPorts, name: string, options: CreateOptions): Promise<void> {
  const settings = {
    ...(options.description === undefined ? {} : { description: options.description }),
    ...(options.concurrencyLimit === undefined ? {} : { concurrencyLimit: options.concurrencyLimit }),
    ...(options.baseJobTemplate === undefined ? {} : { baseJobTemplate: await readTemplate(resolve(cwd, options.baseJobTemplate)) }),
    ...(options.paused === true ? { isPaused: true } : {}),
  };
  try {
    await client.workPools.create({ name, type: options.type, ...settings });
    output.print(`Created work pool "${name}".`);
  } catch (error) {
    if (!MillraceError.is(error, 'conflict')) throw error;
    if (options.overwrite !== true) {
      throw new MillraceError('conflict', `There is a work pool "${name}" already: change it with --overwrite.`, { cause: error });
    }
    await client.workPools.update({ name }, settings);
    output.print(`Updated work pool "${name}".`);
  }
  output.say(`Start a worker with "millrace worker start --pool ${name}".`);
}

async function readTemplate(file: string): Promise<Record<string, unknown>> {
  try {
    return JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    throw new MillraceError('invalid', `The job template ${file} cannot be read as JSON.`, { cause: error });
  }
}

async function list({ client, output }: ServerPorts, options: JsonOption): Promise<void> {
  const pools = await allOf((range) => client.workPools.filter(range));
  const rows = pools.map((pool) => [
    pool.name,
    pool.type,
    pool.status ?? '-',
    optionalNumber(pool.concurrencyLimit),
    pool.description ?? '',
  ]);
  answer(output, options, pools, () =>
    rows.length === 0
      ? 'No work pools. Create one with "millrace work-pool create NAME".'
      : table(output, ['NAME', 'TYPE', 'STATUS', 'LIMIT', 'DESCRIPTION'], rows),
  );
}

async function inspect({ client, output }: ServerPorts, name: string, options: JsonOption): Promise<void> {
  const pool = await poolOf(client, name);
  const queues = await client.workQueues.filterByPool({ pool: name }, {});
  const workers = await client.workPools.filterWorkers({ name }, {});
  answer(output, options, { ...pool, workQueues: queues, workers }, () =>
    facts(output, [
      ['Name', pool.name],
      ['Id', pool.id],
      ['Type', pool.type],
      ['Status', pool.status],
      ['Description', pool.description],
      ['Limit', pool.concurrencyLimit],
      ['Slots used', pool.activeSlots],
      ['Queues', queues.map((queue) => `${queue.name} (priority ${queue.priority}${queue.isPaused ? ', paused' : ''})`)],
      ['Workers', workers.map((worker) => `${worker.name} (${worker.status.toLowerCase()}, seen ${localTime(worker.lastHeartbeatTime)})`)],
    ]),
  );
}

async function update({ client, output }: ServerPorts, name: string, changes: Changes, done: string): Promise<void> {
  await orNotFound(
    client.workPools.update({ name }, changes),
    `There is no work pool "${name}". "millrace work-pool ls" lists those that exist.`,
  );
  const limit = changes.concurrencyLimit ?? undefined;
  output.print(`Work pool "${name}" ${done}${limit === undefined ? '' : `: ${limit} at once`}.`);
}

async function remove({ client, output, input }: ServerPorts, name: string, { yes }: { yes?: boolean }): Promise<void> {
  await orNotFound(client.workPools.read({ name }), `There is no work pool "${name}". "millrace work-pool ls" lists those that exist.`);
  if (yes !== true && !(await input.confirm(`Delete work pool "${name}" and its queues?`))) {
    throw new MillraceError('cancelled', 'Nothing was deleted.');
  }
  await client.workPools.delete({ name });
  output.print(`Deleted work pool "${name}".`);
}
