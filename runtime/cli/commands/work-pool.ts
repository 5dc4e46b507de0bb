import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import type { WorkPool } from '../../core/entities.ts';
import { MillraceError } from '../../core/errors.ts';
import type { JsonObject } from '../../core/json.ts';
import { didYouMean } from '../../core/nearest.ts';
import type { DeleteOptions } from '../input.ts';
import { confirmDeletion } from '../input.ts';
import { allOf, missingPool, orNotFound, poolOf, startCommand } from '../lookup.ts';
import { count, entityName, positive, withJson, withYes } from '../options.ts';
import { table } from '../output.ts';
import type { Host, ServerPorts } from '../ports.ts';
import type { Changes, JsonOption } from '../views.ts';
import { answer, changeText, facts, localTime, optionalNumber } from '../views.ts';

interface CreateOptions extends JsonOption {
  type: string;
  description?: string;
  concurrencyLimit?: number;
  baseJobTemplate?: string;
  paused?: boolean;
  overwrite?: boolean;
}

export function addWorkPoolCommands(program: Command, host: Host): void {
  const group = program.command('work-pool').description('Work pools: where runs wait for workers.');
  const add = (usage: string, description: string): Command => withJson(group.command(usage).description(description));
  add('create', 'Creates a work pool.')
    .argument('<name>', 'its name', entityName)
    .option('-t, --type <type>', 'the type of infrastructure', 'process')
    .option('--description <text>', 'what it is for')
    .option('--concurrency-limit <number>', 'how many runs at once', positive)
    .option('--base-job-template <file>', 'a JSON file with the template of its jobs')
    .option('--paused', 'start no run until it is resumed')
    .option('--overwrite', 'change the pool if there is one of this name')
    .action((name: string, options: CreateOptions) => host.remote((ports) => create(ports, name, options)));
  add('ls', 'Lists the work pools.').action((options: JsonOption) => host.stored((ports) => list(ports, options)));
  add('inspect <name>', 'Shows a work pool with its queues and workers.').action((name: string, options: JsonOption) =>
    host.stored((ports) => inspect(ports, name, options)),
  );
  add('pause <name>', 'No run of the pool is started any more.').action((name: string, options: JsonOption) =>
    host.remote((ports) => update(ports, name, { isPaused: true }, options)),
  );
  add('resume <name>', 'Runs of the pool are started again.').action((name: string, options: JsonOption) =>
    host.remote((ports) => update(ports, name, { isPaused: false }, options)),
  );
  add('set-concurrency-limit <name>', 'Sets how many runs of the pool there are at once.')
    .argument('<limit>', 'how many runs at once', count)
    .action((name: string, limit: number, options: JsonOption) =>
      host.remote((ports) => update(ports, name, { concurrencyLimit: limit }, options)),
    );
  add('clear-concurrency-limit <name>', 'Takes the limit away.').action((name: string, options: JsonOption) =>
    host.remote((ports) => update(ports, name, { concurrencyLimit: null }, options)),
  );
  withYes(add('delete <name>', 'Deletes a work pool with its queues.')).action((name: string, options: DeleteOptions) =>
    host.remote((ports) => remove(ports, name, options)),
  );
}

async function create({ client, output, cwd }: ServerPorts, name: string, options: CreateOptions): Promise<void> {
  const meant = poolTypes.includes(options.type) ? '' : didYouMean(options.type, poolTypes);
  if (meant !== '') throw new MillraceError('invalid', `No worker serves pools of type "${options.type}".${meant}`);
  const settings = {
    ...(options.description === undefined ? {} : { description: options.description }),
    ...(options.concurrencyLimit === undefined ? {} : { concurrencyLimit: options.concurrencyLimit }),
    ...(options.baseJobTemplate === undefined ? {} : { baseJobTemplate: await readTemplate(resolve(cwd, options.baseJobTemplate)) }),
    ...(options.paused === true ? { isPaused: true } : {}),
  };
  const { pool, done } = await createOrUpdate(client, name, options, settings);
  answer(output, options, pool, () => `${done} work pool "${name}".`);
  output.say(`Start a worker with "${startCommand(pool)}".`);
}

/** Those that Prefect's workers serve; others may have workers of their own, and only what looks like one of these is a mistake. */
const poolTypes: readonly string[] = [
  'process',
  'docker',
  'kubernetes',
  'ecs',
  'azure-container-instance',
  'cloud-run',
  'cloud-run-v2',
  'vertex-ai',
  'prefect-agent',
];

interface PoolSettings {
  description?: string;
  concurrencyLimit?: number;
  baseJobTemplate?: JsonObject;
  isPaused?: boolean;
}

async function createOrUpdate(
  client: ServerPorts['client'],
  name: string,
  { type, overwrite }: CreateOptions,
  settings: PoolSettings,
): Promise<{ pool: WorkPool; done: string }> {
  try {
    return { pool: await client.workPools.create({ name, type, ...settings }), done: 'Created' };
  } catch (error) {
    if (!MillraceError.is(error, 'conflict')) throw error;
    if (overwrite !== true) {
      throw new MillraceError('conflict', `There is a work pool "${name}" already: change it with --overwrite.`, { cause: error });
    }
    await client.workPools.update({ name }, settings);
    return { pool: await client.workPools.read({ name }), done: 'Updated' };
  }
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

const missing = (client: ServerPorts['client'], name: string): Promise<string> =>
  missingPool(client, name, '"millrace work-pool ls" lists those that exist.');

async function update({ client, output }: ServerPorts, name: string, changes: Changes, options: JsonOption): Promise<void> {
  await orNotFound(client.workPools.update({ name }, changes), () => missing(client, name));
  answer(output, options, { name, ...changes }, () => `Work pool "${name}" ${changeText(changes)}.`);
}

async function remove({ client, output, input }: ServerPorts, name: string, options: DeleteOptions): Promise<void> {
  await orNotFound(client.workPools.read({ name }), () => missing(client, name));
  await confirmDeletion(input, options, `work pool "${name}" and its queues`);
  await client.workPools.delete({ name });
  answer(output, options, { name, deleted: true }, () => `Deleted work pool "${name}".`);
}
