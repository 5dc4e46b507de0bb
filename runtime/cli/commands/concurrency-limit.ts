import type { Command } from 'commander';
import type { TagLimit } from '../../core/client-resources.ts';
import type { DeleteOptions } from '../input.ts';
import { confirmDeletion } from '../input.ts';
import { allOf, orNotFound } from '../lookup.ts';
import { count, withJson, withYes } from '../options.ts';
import { table } from '../output.ts';
import type { Host, ServerPorts } from '../ports.ts';
import type { JsonOption } from '../views.ts';
import { answer, facts } from '../views.ts';

export function addConcurrencyLimitCommands(program: Command, host: Host): void {
  const group = program.command('concurrency-limit').description('Limits of how many tasks with a tag run at once, in all flows.');
  const add = (usage: string, description: string): Command => withJson(group.command(usage).description(description));
  add('create <tag>', 'Limits the tasks that have a tag, or changes that limit.')
    .argument('<limit>', 'how many tasks at once; 0 ends those that try', count)
    .action((tag: string, limit: number, options: JsonOption) => host.remote((ports) => create(ports, tag, limit, options)));
  add('ls', 'Lists the limits of tags.').action((options: JsonOption) => host.stored((ports) => list(ports, options)));
  add('inspect <tag>', 'Shows the limit of a tag and the tasks that hold its slots.').action((tag: string, options: JsonOption) =>
    host.stored((ports) => inspect(ports, tag, options)),
  );
  add('reset <tag>', 'Frees all slots of a tag, also those that are in use.').action((tag: string, options: JsonOption) =>
    host.remote((ports) => reset(ports, tag, options)),
  );
  withYes(add('delete <tag>', 'Takes the limit of a tag away.')).action((tag: string, options: JsonOption & DeleteOptions) =>
    host.remote((ports) => remove(ports, tag, options)),
  );
}

async function create({ client, output }: ServerPorts, tag: string, limit: number, options: JsonOption): Promise<void> {
  const created = await client.concurrencyLimits.create({ tag, concurrencyLimit: limit });
  answer(output, options, created, () => `Tasks with the tag "${tag}": ${limit} at once.`);
}

async function list({ client, output }: ServerPorts, options: JsonOption): Promise<void> {
  const limits = await allOf((range) => client.concurrencyLimits.filter(range));
  const rows = limits.map(({ tag, concurrencyLimit, activeSlots }) => [tag, String(concurrencyLimit), String(activeSlots.length)]);
  answer(output, options, limits, () =>
    rows.length === 0
      ? 'No tag has a limit: "millrace concurrency-limit create TAG LIMIT" gives it one.'
      : table(output, ['TAG', 'LIMIT', 'IN USE'], rows),
  );
}

const read = ({ client }: ServerPorts, tag: string): Promise<TagLimit> =>
  orNotFound(client.concurrencyLimits.readByTag({ tag }), missing(tag));

const missing = (tag: string): string => `The tag "${tag}" has no limit. "millrace concurrency-limit ls" lists those that have.`;

async function inspect(ports: ServerPorts, tag: string, options: JsonOption): Promise<void> {
  const limit = await read(ports, tag);
  answer(ports.output, options, limit, () =>
    facts(ports.output, [
      ['Tag', limit.tag],
      ['Id', limit.id],
      ['Limit', limit.concurrencyLimit],
      ['In use', limit.activeSlots.length],
      ['Task runs', limit.activeSlots],
    ]),
  );
}

async function reset(ports: ServerPorts, tag: string, options: JsonOption): Promise<void> {
  const limit = await read(ports, tag);
  await ports.client.concurrencyLimits.reset({ tag }, {});
  answer(ports.output, options, { tag, freed: limit.activeSlots }, () => `Freed the slots of the tag "${tag}".`);
}

async function remove(ports: ServerPorts, tag: string, options: JsonOption & DeleteOptions): Promise<void> {
  const limit = await read(ports, tag);
  await confirmDeletion(ports.input, options, `the limit of the tag "${tag}"`);
  await orNotFound(ports.client.concurrencyLimits.deleteByTag({ tag }), missing(tag));
  answer(ports.output, options, limit, () => `Deleted the limit of the tag "${tag}".`);
}
