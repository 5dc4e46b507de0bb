import type { Command } from 'commander';
import { allOf } from '../lookup.ts';
import { positive, withJson } from '../options.ts';
import { table } from '../output.ts';
import type { Host, ServerPorts } from '../ports.ts';
import type { JsonOption } from '../views.ts';
import { answer, localTime } from '../views.ts';

interface ListOptions extends JsonOption {
  limit: number;
}

export function addFlowCommands(program: Command, host: Host): void {
  const group = program.command('flow').description('Flows that the server knows.');
  withJson(
    group.command('ls').description('Lists the flows, the newest first.').option('--limit <number>', 'how many', positive, 50),
  ).action((options: ListOptions) => host.stored((ports) => list(ports, options)));
}

async function list({ client, output }: ServerPorts, options: ListOptions): Promise<void> {
  const flows = await allOf((range) => client.flows.filter({ ...range, sort: 'CREATED_DESC' }), options.limit);
  const rows = flows.map(({ name, id, created }) => [name, id, localTime(created)]);
  answer(output, options, flows, () =>
    rows.length === 0
      ? 'No flows yet: run one with "millrace run FILE:FLOW", or deploy it with "millrace deploy FILE:FLOW".'
      : table(output, ['NAME', 'ID', 'CREATED'], rows),
  );
}
