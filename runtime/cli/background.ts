import type { StdioOptions } from 'node:child_process';
import { spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { makeFolder } from '../api/make-folder.ts';
import type { Environment } from './ports.ts';

/** The program that a user called as `millrace`: this one, wherever it lies. */
const launcher = (): string => process.argv[1] ?? 'millrace';

/** Where a server in the background writes. */
export const logFile = (home: string): string => join(home, 'server.log');

/** A process that goes on when this one ends. */
export interface Beside {
  readonly pid: number | undefined;
  readonly log: string;
  ended(): boolean;
  /** The last thing that it said. */
  lastLine(): string;
}

/** Starts `millrace` with these arguments in a session of its own; what it says goes to the home's server.log. */
export function spawnLogged(args: readonly string[], home: string, env: Environment): Beside {
  makeFolder(home, 0o700);
  const log = logFile(home);
  const file = openSync(log, 'a', 0o600);
  const stdio: StdioOptions = ['ignore', file, file];
  const child = spawn(process.execPath, [launcher(), ...args], { detached: true, stdio, env: { ...env } });
  closeSync(file);
  child.unref();
  return {
    pid: child.pid,
    log,
    ended: () => child.exitCode !== null || child.signalCode !== null,
    lastLine: () => readFileSync(log, 'utf8').trimEnd().split('\n').at(-1) ?? '',
  };
}

/** A file that is read bit by bit while it grows. */
export interface GrowingFile {
  /** What came since the last time. */
  read(): string;
}

/** Opens a log; undefined when there is none. One that was begun anew is read from its start. */
export function openLog(file: string): GrowingFile | undefined {
  if (!existsSync(file)) return undefined;
  let position = 0;
  return {
    read() {
      const { size } = statSync(file);
      if (size < position) position = 0;
      const bytes = Buffer.alloc(size - position);
      const opened = openSync(file, 'r');
      position += readSync(opened, bytes, 0, bytes.length, position);
      closeSync(opened);
      return bytes.toString('utf8');
    },
  };
}

/** What a program said, and whether it succeeded. */
export interface Finished {
  done: boolean;
  stdout: string;
  stderr: string;
}

/** Runs `millrace` with these arguments to its end, in a process that has not loaded older versions of the user's files. */
export function runFresh(args: readonly string[], cwd: string, env: Environment, signal: AbortSignal): Promise<Finished> {
  const child = spawn(process.execPath, [launcher(), ...args], { cwd, env: { ...env }, signal, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = { stdout: '', stderr: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.stderr += text));
  return new Promise((resolve) => {
    child.once('error', (error) => resolve({ ...said, done: false, stderr: error.message }));
    child.once('close', (code) => resolve({ ...said, done: code === 0 }));
  });
}
