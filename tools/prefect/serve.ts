import { spawn } from 'node:child_process';
import { mkdir, mkdtemp, open, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { PrefectVersion } from './install.ts';
import { prefectCommand } from './install.ts';

/** A real Prefect server that this process started. */
export interface PrefectServer {
  version: PrefectVersion;
  /** As `http://127.0.0.1:PORT/api`. */
  url: string;
  /** The environment in which its own commands, such as a worker, belong. */
  environment: NodeJS.ProcessEnv;
  /** Ends the server and deletes its home. */
  stop(): Promise<void>;
}

/** How a server is started. */
export interface ServeOptions {
  /** Whether the server does anything by itself; true unless told. */
  services?: boolean;
  /** Variables of its environment, as PREFECT_SERVER_API_AUTH_STRING. */
  settings?: Readonly<Record<string, string>>;
}

/** Starts the server of an installed release on a free loopback port with a home of its own; ready after 7 to 25 s. */
export async function servePrefect(version: PrefectVersion, options: ServeOptions = {}): Promise<PrefectServer> {
  const home = await mkdtemp(join(tmpdir(), `millrace-prefect-${version}-`));
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/api`;
  const environment = { ...prefectEnvironment(home), ...(options.services === false ? withoutServices : {}), ...options.settings };
  await mkdir(join(home, '.prefect'));
  const log = await open(join(home, 'server.log'), 'a');
  const parameters = ['server', 'start', '--host', '127.0.0.1', '--port', String(port)];
  // A group of its own, because the command starts uvicorn as a child.
  const child = spawn(prefectCommand(version), parameters, {
    env: environment,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  await log.close();
  const ended = new Promise<void>((resolve) => {
    child.once('close', () => resolve());
    child.once('error', () => resolve());
  });
  const killAtExit = (): void => signalGroup(child.pid, 'SIGKILL');
  process.once('exit', killAtExit);
  const stop = async (): Promise<void> => {
    await stopGroup(child.pid, ended);
    process.off('exit', killAtExit);
    await rm(home, { recursive: true, force: true, maxRetries: 3 });
  };
  const failed = ended.then(() => 'ended' as const);
  if ((await Promise.race([healthy(url, 90_000), failed])) === true) {
    return { version, url, environment: { ...environment, PREFECT_API_URL: url }, stop };
  }
  const why = await readFile(join(home, 'server.log'), 'utf8');
  await stop();
  throw new Error(`Prefect ${version} did not become healthy at ${url}:\n${why.slice(-2000)}`);
}

/** What a server does by itself, switched off, by the names of 3.x and of 2.x. */
const withoutServices = Object.fromEntries(
  ['LATE_RUNS', 'PAUSE_EXPIRATIONS', 'CANCELLATION_CLEANUP', 'SCHEDULER', 'FOREMAN', 'TRIGGERS'].flatMap((name) => [
    [`PREFECT_SERVER_SERVICES_${name}_ENABLED`, 'false'],
    [`PREFECT_API_SERVICES_${name}_ENABLED`, 'false'],
  ]),
);

/** An environment without anything of the user's own Prefect. */
export function prefectEnvironment(home: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('PREFECT'));
  return {
    ...Object.fromEntries(own),
    HOME: home,
    PREFECT_HOME: join(home, '.prefect'),
    PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
    DO_NOT_TRACK: '1',
  };
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address !== null && typeof address === 'object') resolve(address.port);
        else reject(new Error('No free port.'));
      });
    });
  });
}

async function healthy(url: string, milliseconds: number): Promise<boolean> {
  const until = Date.now() + milliseconds;
  while (Date.now() < until) {
    const answer = await fetch(`${url}/health`).catch(() => undefined);
    if (answer?.ok === true) return true;
    await sleep(250);
  }
  return false;
}

/** Asks a process group to end, and makes it after five seconds. */
export async function stopGroup(pid: number | undefined, ended: Promise<void>): Promise<void> {
  signalGroup(pid, 'SIGTERM');
  const inTime = await Promise.race([ended.then(() => true), sleep(5000, false)]);
  if (!inTime) signalGroup(pid, 'SIGKILL');
  await ended;
}

/** Signals a process group; nothing when it has ended. */
export function signalGroup(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // ESRCH: the group has ended by itself.
    if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'ESRCH') throw error;
  }
}
