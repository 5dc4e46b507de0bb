import { join } from 'node:path';
import type { Command } from 'commander';
import type { Connection } from '../../api/connection.ts';
import { MillraceError } from '../../core/errors.ts';
import { positive, port, seconds, withJson } from '../options.ts';
import type { Host, Ports } from '../ports.ts';
import { interrupted } from '../signals.ts';
import type { JsonOption } from '../views.ts';
import { answer, facts, localTime } from '../views.ts';

interface StartOptions extends JsonOption {
  port?: number;
  ephemeral?: boolean;
  auth: boolean;
  background?: boolean;
  stopWhenUnused?: number;
  keepRuns?: number;
  ui?: string | true;
}

export function addServerCommands(program: Command, host: Host): void {
  const group = program.command('server').description("The embedded server: Prefect's REST API on SQLite, on this machine only.");
  withJson(
    group
      .command('start')
      .description('Runs the server until Ctrl-C, or with --background until "millrace server stop".')
      .option('--port <number>', 'the port on 127.0.0.1; 0 takes any free one (default: 4280)', port)
      .option('-b, --background', 'run it beside this terminal; its log is kept in a file')
      .option('--stop-when-unused <time>', 'end when nobody has used it for so long, as 30s', seconds)
      .option('--keep-runs <time>', 'forget finished runs so long after their end, as 90d (default: keep all)', seconds)
      .option('--ui [path]', "serve Prefect's own page, too: of the prefect on the PATH, or of this environment of Python")
      .option('--ephemeral', 'keep everything in memory, and nothing when it ends')
      .option('--no-auth', 'answer programs that do not know the token'),
  ).action((options: StartOptions) =>
    host.local((ports) => (options.background === true ? startBeside(ports, options) : start(ports, options))),
  );
  withJson(group.command('stop').description('Stops the server that runs.')).action((options: JsonOption) =>
    host.local((ports) => stop(ports, options)),
  );
  withJson(group.command('status').description('Says whether a server answers, and where; exit code 4 when none does.')).action(
    (options: JsonOption) => host.local((ports) => status(ports, options)),
  );
  group
    .command('logs')
    .description('Prints the log of the server that was started with --background.')
    .option('-f, --follow', 'go on until Ctrl-C')
    .option('-n, --lines <number>', 'the last so many lines', positive, 100)
    .action((options: { follow?: boolean; lines: number }) => host.local((ports) => logs(ports, options)));
}

async function start(ports: Ports, options: StartOptions): Promise<void> {
  const { output, signal } = ports;
  const { homeFolder } = await import('../../api/connection.ts');
  const { openServer } = await import('../open-server.ts');
  const running = await openServer(ports, options);
  answer(output, options, { url: running.url, pid: process.pid, persists: running.persists ?? null }, () =>
    [
      `Millrace server at ${output.style('bold', running.url)}`,
      running.persists === undefined ? 'Nothing is kept: it ends with this process.' : `Data is kept in ${running.persists}`,
      ...pageLines(running.url, options, homeFolder(ports.env)),
    ].join('\n'),
  );
  if (!options.auth) output.say(`${output.style('yellow', 'Warning')}: any program on this machine may use this server (--no-auth).`);
  const unused = options.stopWhenUnused;
  await Promise.race([interrupted(signal), ...(unused === undefined ? [] : [disuse(running, unused, ports)])]);
  await running.close();
}

/** Where the page is, if it is served, and what its login takes; the token itself is not shown. */
function pageLines(url: string, { ui, auth }: StartOptions, home: string): string[] {
  if (ui === undefined) return [];
  const page = `Prefect's page: ${url.replace(/\/api$/, '/')}`;
  return [auth ? `${page} (its login takes the token in ${join(home, 'token')})` : page];
}

/** Resolves when nobody has used the server for so many seconds. */
async function disuse(server: { unusedFor(): number }, limit: number, { clock }: Ports): Promise<void> {
  while (server.unusedFor() < limit * 1000) await clock.sleep(Math.min(1000, limit * 250));
}

async function startBeside(ports: Ports, options: StartOptions): Promise<void> {
  const { homeFolder } = await import('../../api/connection.ts');
  const { openServerBeside } = await import('../open-server.ts');
  const server = await openServerBeside(ports, options);
  const { style } = ports.output;
  answer(ports.output, options, server, () =>
    [
      `Millrace server at ${style('bold', server.url)} (process ${server.pid}). Stop it with "millrace server stop".`,
      ...pageLines(server.url, options, homeFolder(ports.env)),
    ].join('\n'),
  );
}

/** Milliseconds that a server is given to stop. */
const patience = 30_000;

async function stop({ output, env, clock, signal }: Ports, options: JsonOption): Promise<void> {
  const { homeFolder, isAlive, readServerFile } = await import('../../api/connection.ts');
  const server = readServerFile(homeFolder(env));
  if (server === undefined) return answer(output, options, { stopped: false }, () => 'No server is running.');
  process.kill(server.pid, 'SIGTERM');
  for (const begin = clock.now(); isAlive(server.pid); await clock.sleep(20, signal)) {
    if (clock.now() - begin > patience) {
      throw new MillraceError(
        'failed',
        `The server (process ${server.pid}) did not stop within ${patience / 1000} seconds: end it with "kill -9 ${server.pid}".`,
      );
    }
  }
  answer(output, options, { stopped: true, pid: server.pid }, () => 'The server has stopped.');
}

async function status({ output, env }: Ports, options: JsonOption): Promise<void> {
  const { connect, homeFolder, readServerFile, resolveConnection } = await import('../../api/connection.ts');
  const connection = resolveConnection(env);
  if (connection === undefined) {
    if (options.json === true) output.print(JSON.stringify({ running: false }));
    throw new MillraceError('unreachable', 'No server is running: start one with "millrace server start".');
  }
  const client = connect(connection);
  const version = await client.admin.version().finally(() => client.close());
  const own = readServerFile(homeFolder(env));
  const embedded = own?.url === connection.url ? own : undefined;
  answer(
    output,
    options,
    {
      running: true,
      url: connection.url,
      source: connection.source,
      name: connection.name,
      version,
      pid: embedded?.pid ?? null,
      startedAt: embedded?.startedAt ?? null,
    },
    () =>
      facts(output, [
        ['Server', connection.url],
        ['Known from', knownFrom(connection)],
        ['API', `Prefect ${version}`],
        ['Process', embedded?.pid],
        ['Since', embedded === undefined ? null : localTime(embedded.startedAt)],
        ['Data', embedded?.ephemeral === true ? 'in memory only' : null],
      ]),
  );
}

const knownFrom = ({ source, name }: Connection): string => {
  if (source === 'profile') return `profile ${name}`;
  return source === 'environment' ? name : 'this machine';
};

async function logs({ output, env, clock, signal }: Ports, { follow, lines }: { follow?: boolean; lines: number }): Promise<void> {
  const { homeFolder } = await import('../../api/connection.ts');
  const { logFile, openLog } = await import('../background.ts');
  const log = openLog(logFile(homeFolder(env)));
  if (log === undefined) {
    throw new MillraceError(
      'not-found',
      'There is no log: it is written by "millrace server start --background"; a server in a terminal says everything there.',
    );
  }
  const last = log.read().trimEnd().split('\n').slice(-lines).join('\n');
  if (last !== '') output.print(last);
  while (follow === true && !signal.aborted) {
    await clock.sleep(200, signal).catch(() => undefined);
    const more = log.read();
    if (more !== '') output.print(more.replace(/\n$/, ''));
  }
}
