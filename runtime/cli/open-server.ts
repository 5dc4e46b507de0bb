import { resolve } from 'node:path';
import type { ServerFile } from '../api/connection.ts';
import { homeFolder, readServerFile } from '../api/connection.ts';
import type { RunningServer } from '../api-server/server.ts';
import { defaultPort, startServer } from '../api-server/server.ts';
import { MillraceError } from '../core/errors.ts';
import { spawnLogged } from './background.ts';
import type { Ports } from './ports.ts';
import { findPrefectPage } from './prefect-page.ts';

/** How the server of this machine is started. */
export interface OpenOptions {
  port?: number;
  ephemeral?: boolean;
  auth?: boolean;
  /** Seconds without use after which it ends; for a server beside this process only. */
  stopWhenUnused?: number;
  /** Seconds that finished runs are kept; for ever unless told. */
  keepRuns?: number;
  /** Serve Prefect's own page, found on the PATH or where this says. */
  ui?: string | true;
}

/** Starts the server in this process. Throws `conflict` when one runs, and when the port is taken. */
export async function openServer({ env, output }: Ports, { port, ephemeral, auth, keepRuns, ui }: OpenOptions): Promise<RunningServer> {
  const home = homeFolder(env);
  refuseSecond(home);
  const page = ui === undefined ? undefined : findPrefectPage(ui === true ? undefined : ui, env['PATH']);
  try {
    return await startServer({
      home,
      auth: auth !== false,
      report: (fault) => output.say(fault),
      ...(ephemeral === true ? { database: ':memory:' } : {}),
      ...(port === undefined ? {} : { port }),
      ...(page === undefined ? {} : { page }),
      ...(keepRuns === undefined ? {} : { settings: { runRetention: keepRuns } }),
    });
  } catch (error) {
    throw isTaken(error) ? portTaken(port ?? defaultPort, error) : error;
  }
}

/** Milliseconds that a server is given to start. */
const patience = 30_000;

/** Starts the server in a process of its own that outlives this one, and waits until it answers. */
export async function openServerBeside({ env, clock, signal }: Ports, options: OpenOptions): Promise<ServerFile> {
  const home = homeFolder(env);
  refuseSecond(home);
  const child = spawnLogged(['server', 'start', ...startArguments(options)], home, env);
  for (const begin = clock.now(); clock.now() - begin < patience; await clock.sleep(20, signal)) {
    const server = readServerFile(home);
    if (server !== undefined && server.pid === child.pid) return server;
    if (child.ended()) {
      throw new MillraceError(
        'failed',
        `The server did not start. ${child.lastLine().replace(/^Error: /, '') || `Its log is ${child.log}.`}`,
      );
    }
  }
  throw new MillraceError('failed', `The server did not start within ${patience / 1000} seconds: see ${child.log}`);
}

const startArguments = ({ port, ephemeral, auth, stopWhenUnused, keepRuns, ui }: OpenOptions): string[] => [
  ...(port === undefined ? [] : ['--port', String(port)]),
  ...(stopWhenUnused === undefined ? [] : ['--stop-when-unused', String(stopWhenUnused)]),
  ...(keepRuns === undefined ? [] : ['--keep-runs', String(keepRuns)]),
  ...(ui === undefined ? [] : ui === true ? ['--ui'] : ['--ui', resolve(ui)]),
  ...(ephemeral === true ? ['--ephemeral'] : []),
  ...(auth === false ? ['--no-auth'] : []),
];

function refuseSecond(home: string): void {
  const other = readServerFile(home);
  if (other === undefined) return;
  const { url, pid } = other;
  throw new MillraceError('conflict', `A server runs already at ${url} (process ${pid}): use it, or stop it with "millrace server stop".`);
}

/** The server says so itself, or passes on what the system says. */
const isTaken = (error: unknown): boolean =>
  error instanceof Error && (Reflect.get(error, 'code') === 'EADDRINUSE' || String(error.cause).includes('EADDRINUSE'));

const portTaken = (port: number, cause: unknown): MillraceError =>
  new MillraceError('conflict', `Port ${port} is used by another program: choose one with --port, or 0 for any free one.`, { cause });
