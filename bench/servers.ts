import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Target } from './connection.ts';

/** A server under measurement: a process of its own in a home of its own. */
export interface Measured {
  target: Target;
  pid: number;
  home: string;
  /** The command that it was started by, as a file; our own programs only. */
  launcher?: string;
  /** Milliseconds from spawning the process to its first answer. */
  readyAfter: number;
  stop(): Promise<void>;
}

const root = join(import.meta.dirname, '..');
/** The command, as a file that Node runs. */
export const millrace = join(root, 'runtime/bin/millrace.mjs');

/** How our server is started: a free port, a new home and the sources unless told. */
export interface Ours {
  port?: number;
  home?: string;
  launcher?: string;
}

/** Our server as a user starts it. */
export async function startOurs({
  port,
  home = mkdtempSync(join(tmpdir(), 'millrace-bench-')),
  launcher = millrace,
}: Ours = {}): Promise<Measured> {
  const chosen = port ?? (await freePort());
  const started = performance.now();
  const child = spawn(process.execPath, [launcher, 'server', 'start', '--port', String(chosen)], {
    env: { ...process.env, MILLRACE_HOME: home },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${chosen}/api`;
  await answers(`${url}/health`, child, 2);
  const readyAfter = performance.now() - started;
  const { readToken } = await import('../runtime/api/connection.ts');
  const headers: Record<string, string> = { authorization: `Bearer ${readToken(home) ?? ''}` };
  return {
    target: { name: 'millrace', url, headers },
    pid: child.pid ?? 0,
    home,
    launcher,
    readyAfter,
    stop: () => end(child, home),
  };
}

/** A real Prefect server; `npm run test:prefect` installs the releases. */
export async function startPrefect(version: string): Promise<Measured> {
  const bin = join(root, '.prefect', version, 'bin/prefect');
  if (!existsSync(bin)) throw new Error(`Prefect ${version} is not installed: run "npm run test:prefect" once.`);
  const port = await freePort();
  const home = mkdtempSync(join(tmpdir(), 'prefect-bench-'));
  const environment = {
    ...process.env,
    HOME: home,
    PREFECT_HOME: join(home, '.prefect'),
    PREFECT_SERVER_ANALYTICS_ENABLED: 'false',
    DO_NOT_TRACK: '1',
  };
  const started = performance.now();
  const child = spawn(bin, ['server', 'start', '--host', '127.0.0.1', '--port', String(port)], {
    env: environment,
    stdio: 'ignore',
  });
  const url = `http://127.0.0.1:${port}/api`;
  await answers(`${url}/health`, child, 100);
  return {
    target: { name: `Prefect ${version}`, url, headers: {} },
    pid: child.pid ?? 0,
    home,
    readyAfter: performance.now() - started,
    stop: () => end(child, home),
  };
}

/** CPU time that a process and its children have used so far. */
export function cpuMilliseconds(pid: number): number {
  const tick = 10;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  const own = [11, 12, 13, 14].reduce((total, index) => total + Number(fields[index] ?? 0), 0) * tick;
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')
    .trim()
    .split(' ')
    .filter((child) => child !== '');
  return children.reduce((total, child) => total + cpuMilliseconds(Number(child)), own);
}

/** A port that was free a moment ago. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

async function answers(url: string, child: ChildProcess, every: number): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`The server ended with ${child.exitCode} before it answered.`);
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok === true) return;
    await sleep(every);
  }
}

async function end(child: ChildProcess, home: string): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.exitCode === null && child.signalCode === null) {
    child.kill('SIGTERM');
    await Promise.race([ended, sleep(5000).then(() => child.kill('SIGKILL'))]);
  }
  rmSync(home, { recursive: true, force: true });
}
