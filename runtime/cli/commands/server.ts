import type { Command } from 'commander';
import { MillraceError } from '../../core/errors.ts';
import { output, styled } from '../output.ts';

interface StartOptions {
  port?: string;
  ephemeral?: boolean;
  auth?: boolean;
}

export function addServerCommands(program: Command): void {
  const server = program.command('server').description('The embedded server: SQLite, loopback only.');
  server
    .command('start')
    .description('Runs the server in the foreground until Ctrl-C.')
    .option('--port <number>', 'the port on 127.0.0.1 (default: 4280; 0 takes any free one)')
    .option('--ephemeral', 'keep everything in memory')
    .option('--no-auth', 'answer programs that do not know the token')
    .action(start);
  server.command('stop').description('Stops the server that runs.').action(stop);
  server.command('status').description('Says whether a server runs, and where.').option('--json', 'print JSON').action(status);
}

async function start(options: StartOptions): Promise<void> {
  const { homeFolder } = await import('../../api/connection.ts');
  const { startServer } = await import('../../api-server/server.ts');
  const home = homeFolder(process.env);
  const port = options.port === undefined ? undefined : Number(options.port);
  if (port !== undefined && !(Number.isInteger(port) && port >= 0 && port < 65_536)) {
    throw new MillraceError('invalid', `"${options.port}" is not a port: give a number from 0 to 65535.`);
  }
  const running = await startServer({
    home,
    auth: options.auth !== false,
    report: (fault) => output.say(fault),
    ...(options.ephemeral === true ? { database: ':memory:' } : {}),
    ...(port === undefined ? {} : { port }),
  });
  output.print(`Millrace server at ${styled('bold', running.url)}`);
  output.print(running.persists === undefined ? 'Nothing is kept: it ends with this process.' : `Data is kept in ${running.persists}`);
  if (options.auth === false) output.say(styled('yellow', 'Warning: any program on this machine may use this server (--no-auth).'));
  await interrupted();
  await running.close();
}

/** Resolves at Ctrl-C or SIGTERM. */
export const interrupted = (): Promise<NodeJS.Signals> =>
  new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });

async function stop(): Promise<void> {
  const { homeFolder, isAlive, readServerFile } = await import('../../api/connection.ts');
  const server = readServerFile(homeFolder(process.env));
  if (server === undefined) {
    output.print('No server is running.');
    return;
  }
  process.kill(server.pid, 'SIGTERM');
  const { setTimeout: sleep } = await import('node:timers/promises');
  for (let waited = 0; isAlive(server.pid); waited += 50) {
    if (waited > 10_000) throw new MillraceError('failed', `The server (process ${server.pid}) did not stop within 10 seconds.`);
    await sleep(50);
  }
  output.print('The server has stopped.');
}

async function status(options: { json?: boolean }): Promise<void> {
  const { connect, resolveConnection } = await import('../../api/connection.ts');
  const connection = resolveConnection(process.env);
  if (connection === undefined) {
    output.print(options.json === true ? '{"running":false}' : 'No server is running. Start one with "millrace server start".');
    process.exitCode = 4;
    return;
  }
  const client = connect(connection);
  const version = await client.admin.version();
  await client.close();
  const facts = { running: true, url: connection.url, source: connection.source, version };
  output.print(
    options.json === true
      ? JSON.stringify(facts)
      : `A server answers at ${connection.url} (${connection.name}, API of Prefect ${version}).`,
  );
}
