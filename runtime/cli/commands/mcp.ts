import type { Command } from 'commander';
import type { Client } from '../../api/client.ts';
import type { ToolHost } from '../../agent-tools/tool.ts';
import { MillraceError } from '../../core/errors.ts';
import type { Environment, Host, Ports } from '../ports.ts';

export function addMcpCommand(program: Command, host: Host): void {
  program
    .command('mcp')
    .description(
      'Serves tools to coding agents over standard input and output (Model Context Protocol): list, read, explain, run, deploy, cancel.',
    )
    .action(() => host.local(serve));
}

/** Answers each line until standard input ends. Nothing else is written to standard output. */
async function serve(ports: Ports): Promise<void> {
  const { output, env } = ports;
  const { createInterface } = await import('node:readline');
  const { answerMcp } = await import('../../agent-tools/mcp.ts');
  const { tools } = await import('../../agent-tools/index.ts');
  const { default: manifest } = await import('../../package.json', { with: { type: 'json' } });
  const connected = connecting(env);
  const options = { tools, host: toolHost(connected.client, ports), version: manifest.version };
  const pending = new Set<Promise<void>>();
  for await (const line of createInterface({ input: process.stdin })) {
    if (line.trim() === '') continue;
    const done = answerMcp(line, options)
      .then((answer) => (answer === undefined ? undefined : output.print(answer)))
      .finally(() => pending.delete(done));
    pending.add(done);
  }
  await Promise.all(pending);
  await connected.close();
}

/** Connects when the first tool asks, and again when another server is meant by then. */
function connecting(env: Environment): { client(): Promise<Client>; close(): Promise<void> } {
  let current: { url: string; client: Client } | undefined;
  return {
    async client() {
      const { connect, resolveConnection } = await import('../../api/connection.ts');
      const connection = resolveConnection(env);
      if (connection === undefined)
        throw new MillraceError('unreachable', 'No server runs: start one with "millrace server start --background".');
      if (current?.url !== connection.url) {
        await current?.client.close();
        current = { url: connection.url, client: connect(connection) };
      }
      return current.client;
    },
    async close() {
      await current?.client.close();
    },
  };
}

/** What needs a process is done by this program, called again: its output must not mix with the protocol. */
function toolHost(client: () => Promise<Client>, { cwd, env, signal }: Ports): ToolHost {
  const again = async (...args: string[]): Promise<string> => {
    const { runFresh } = await import('../background.ts');
    const { done, stdout, stderr } = await runFresh(args, cwd, env, signal);
    const said = `${stdout}${stderr}`.trim();
    if (done) return said;
    throw new MillraceError('failed', said);
  };
  return {
    client,
    deploy: ({ entrypoint, name, pool }) => again('deploy', entrypoint, '--name', name, '--pool', pool),
    runFlow: ({ entrypoint, parameters }) => again('run', entrypoint, '--params', JSON.stringify(parameters)),
  };
}
