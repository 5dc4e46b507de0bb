import { randomBytes } from 'node:crypto';
import { accessSync, constants, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerFile } from '../api/connection.ts';
import { isAlive } from '../api/connection.ts';
import { makeFolder } from '../api/make-folder.ts';
import { messageOf, MillraceError } from '../core/errors.ts';

/** The right to write a home's database. */
export interface Lock {
  release(): void;
}

/**
 * Takes the lock of a home. Throws `conflict` naming the process that has it; the lock of a dead process is replaced,
 * and so is that of the process `from`, which is ending and writes no more.
 */
export function takeLock(home: string, from?: number): Lock {
  makeHome(home);
  const file = join(home, 'lock');
  const mine = `${process.pid} ${startTime(process.pid)}`;
  for (let attempt = 0; attempt < 5; attempt += 1) {
    if (create(file, mine)) return { release: () => (read(file) === mine ? rmSync(file, { force: true }) : undefined) };
    const holder = read(file);
    const [pid = '', started = ''] = holder.split(' ');
    if (isAlive(Number(pid)) && startTime(Number(pid)) === started && Number(pid) !== from) {
      throw new MillraceError('conflict', `The database in ${home} is open in process ${pid}: use that server, or another MILLRACE_HOME.`);
    }
    discard(file, holder);
  }
  throw new MillraceError('conflict', `The lock ${file} could not be taken: other processes are starting too. Try again.`);
}

/** Throws `invalid` when the folder cannot be one, or cannot be written. */
function makeHome(home: string): void {
  try {
    makeFolder(home, 0o700);
    accessSync(home, constants.W_OK);
  } catch (error) {
    const message = `${home} cannot hold the data of Millrace: ${messageOf(error)}. Point MILLRACE_HOME to a folder that you may write.`;
    throw new MillraceError('invalid', message, { cause: error });
  }
}

/** Makes the file with its text at once, so that nobody reads it empty; false when there is one. */
function create(file: string, text: string): boolean {
  const draft = `${file}.${process.pid}`;
  writeFileSync(draft, text, { mode: 0o600 });
  try {
    return unlessCode('EEXIST', () => linkSync(draft, file));
  } finally {
    rmSync(draft, { force: true });
  }
}

/** Takes a stale lock away. One that another process put in its place meanwhile is put back. */
function discard(file: string, stale: string): void {
  const aside = `${file}.${process.pid}.stale`;
  if (!unlessCode('ENOENT', () => renameSync(file, aside))) return;
  if (read(aside) !== stale) unlessCode('EEXIST', () => linkSync(aside, file));
  rmSync(aside, { force: true });
}

/** Whether the work succeeded; false when it failed with this code, other errors are thrown. */
function unlessCode(code: string, work: () => void): boolean {
  try {
    work();
    return true;
  } catch (error) {
    if (hasCode(error, code)) return false;
    throw error;
  }
}

const hasCode = (error: unknown, code: string): boolean => error instanceof Error && Reflect.get(error, 'code') === code;

/** The text of a file; empty where there is none, also when it, or the process that it tells of, goes away just now. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'ESRCH')) return '';
    throw error;
  }
}

/** When a process started, in the kernel's ticks: a number used again by another process is told apart by it. */
const startTime = (pid: number): string => read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ')[19] ?? '-';

/** The token of a home, made at first use; readable by its owner only. */
export function ensureToken(home: string): string {
  const file = join(home, 'token');
  const known = read(file).trim();
  if (known !== '') return known;
  makeHome(home);
  const token = randomBytes(32).toString('hex');
  writeFileSync(file, token, { mode: 0o600 });
  return token;
}

/** Says where the server is. Written beside and renamed, so that nobody reads half of it. */
export function writeServerFile(home: string, server: ServerFile): void {
  const file = join(home, 'server.json');
  writeFileSync(`${file}.${process.pid}`, JSON.stringify(server), { mode: 0o600 });
  renameSync(`${file}.${process.pid}`, file);
}

/** Takes back what {@link writeServerFile} said. */
export const removeServerFile = (home: string): void => rmSync(join(home, 'server.json'), { force: true });
