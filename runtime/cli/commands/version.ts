import type { Command } from 'commander';
import { withJson } from '../options.ts';
import type { Host, Ports } from '../ports.ts';
import type { JsonOption } from '../views.ts';
import { answer, facts } from '../views.ts';

export function addVersionCommand(program: Command, host: Host): void {
  withJson(
    program.command('version').description('Says which Millrace this is, on which Node, and which server it uses; --version does, too.'),
  ).action((options: JsonOption) => host.local((ports) => version(ports, options)));
}

async function version({ output, env }: Ports, options: JsonOption): Promise<void> {
  const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
  const { homeFolder, resolveConnection } = await import('../../api/connection.ts');
  const connection = resolveConnection(env);
  const known = { version: manifest.version, node: process.versions.node, home: homeFolder(env), server: connection?.url ?? null };
  answer(output, options, known, () =>
    facts(output, [
      ['Millrace', known.version],
      ['Node', known.node],
      ['Home', known.home],
      ['Server', connection === undefined ? 'none runs' : `${connection.url} (${connection.name})`],
    ]),
  );
}
