import type { Command } from 'commander';
import type { ConcurrencyLimit } from '../../core/client-resources.ts';
import { MillraceError } from '../../core/errors.ts';
import type { DeleteOptions } from '../input.ts';
import { confirmDeletion } from '../input.ts';
import { allOf, orNotFound } from '../lookup.ts';
import { count, entityName, rate, withJson, withYes } from '../options.ts';
import { table } from '../output.ts';
import type { Host, ServerPorts } from '../ports.ts';
import type { JsonOption } from '../views.ts';
import { answer, facts } from '../views.ts';

interface Settings extends JsonOption {
  limit?: number;
  slotDecayPerSecond?: number;
  activeSlots?: number;
}

export function addGlobalConcurrencyLimitCommands(program: Command, host: Host): void {
  const group = program
    .command('global-concurrency-limit')
    .alias('gcl')
    .description('Limits by name, of what takes slots of them: code, deployments, and rates per second.');
  const add = (usage: string, description: string): Command => withJson(group.command(usage).description(description));
  const withSettings = (command: Command): Command =>
    command
      .option('--slot-decay-per-second <number>', 'how many slots become free by themselves: makes it a rate limit', rate)
      .option('--active-slots <number>', 'how many slots are in use', count);
  withSettings(
    add('create', 'Creates a limit.')
      .argument('<name>', 'its name', entityName)
      .requiredOption('-l, --limit <number>', 'how many slots there are', count),
  )
    .option('--disable', 'nothing is limited by it yet')
    .action((name: string, options: Settings & { disable?: boolean }) => host.remote((ports) => create(ports, name, options)));
  add('ls', 'Lists the limits.').action((options: JsonOption) => host.stored((ports) => list(ports, options)));
  add('inspect <name>', 'Shows a limit.').action((name: string, options: JsonOption) =>
    host.stored((ports) => inspect(ports, name, options)),
  );
  withSettings(add('update <name>', 'Changes a limit.').option('-l, --limit <number>', 'how many slots there are', count)).action(
    (name: string, options: Settings) => host.remote((ports) => update(ports, name, options, 'is changed')),
  );
  add('enable <name>', 'The limit holds.').action((name: string, options: JsonOption) =>
    host.remote((ports) => update(ports, name, { ...options, active: true }, 'is enabled')),
  );
  add('disable <name>', 'The limit holds no more, until it is enabled again.').action((name: string, options: JsonOption) =>
    host.remote((ports) => update(ports, name, { ...options, active: false }, 'is disabled')),
  );
  withYes(add('delete <name>', 'Deletes a limit.')).action((name: string, options: JsonOption & DeleteOptions) =>
    host.remote((ports) => remove(ports, name, options)),
  );
}

/** The settings that were given, as the server takes them. */
const given = ({ json: _json, ...settings }: Settings & { active?: boolean }): Omit<Settings, 'json'> & { active?: boolean } => settings;

async function create(
  { client, output }: ServerPorts,
  name: string,
  { disable, ...options }: Settings & { disable?: boolean },
): Promise<void> {
  const settings = { ...given(options), limit: options.limit ?? 0, active: disable !== true };
  let created: ConcurrencyLimit;
  try {
    created = await client.globalConcurrencyLimits.create({ name, ...settings });
  } catch (error) {
    if (!MillraceError.is(error, 'conflict')) throw error;
    throw new MillraceError(
      'conflict',
      `There is a global concurrency limit "${name}" already: change it with "millrace global-concurrency-limit update ${name}".`,
      { cause: error },
    );
  }
  answer(output, options, created, () => `Created global concurrency limit "${name}" with ${settings.limit} slots.`);
}

async function list({ client, output }: ServerPorts, options: JsonOption): Promise<void> {
  const limits = await allOf((range) => client.globalConcurrencyLimits.filter(range));
  const rows = limits.map(({ name, active, limit, activeSlots, slotDecayPerSecond }) => [
    name,
    active ? 'yes' : 'no',
    String(limit),
    String(activeSlots),
    slotDecayPerSecond === 0 ? '-' : String(slotDecayPerSecond),
  ]);
  answer(output, options, limits, () =>
    rows.length === 0
      ? 'No global concurrency limits: "millrace global-concurrency-limit create NAME --limit NUMBER" makes one.'
      : table(output, ['NAME', 'ENABLED', 'LIMIT', 'IN USE', 'FREED PER SECOND'], rows),
  );
}

const missing = (name: string): string =>
  `There is no global concurrency limit "${name}". "millrace global-concurrency-limit ls" lists those that exist.`;

async function inspect({ client, output }: ServerPorts, name: string, options: JsonOption): Promise<void> {
  const limit = await orNotFound(client.globalConcurrencyLimits.read({ name }), missing(name));
  answer(output, options, limit, () =>
    facts(output, [
      ['Name', limit.name],
      ['Id', limit.id],
      ['Enabled', limit.active ? 'yes' : 'no'],
      ['Limit', limit.limit],
      ['In use', limit.activeSlots],
      ['Freed per second', limit.slotDecayPerSecond === 0 ? null : limit.slotDecayPerSecond],
    ]),
  );
}

async function update(
  { client, output }: ServerPorts,
  name: string,
  options: Settings & { active?: boolean },
  done: string,
): Promise<void> {
  const changes = given(options);
  if (Object.keys(changes).length === 0) {
    throw new MillraceError('invalid', 'Say what to change: --limit, --slot-decay-per-second or --active-slots.');
  }
  await orNotFound(client.globalConcurrencyLimits.update({ name }, changes), missing(name));
  answer(output, options, { name, ...changes }, () => `Global concurrency limit "${name}" ${done}.`);
}

async function remove({ client, output, input }: ServerPorts, name: string, options: JsonOption & DeleteOptions): Promise<void> {
  const limit = await orNotFound(client.globalConcurrencyLimits.read({ name }), missing(name));
  await confirmDeletion(input, options, `global concurrency limit "${name}"`);
  await client.globalConcurrencyLimits.delete({ name });
  answer(output, options, limit, () => `Deleted global concurrency limit "${name}".`);
}
