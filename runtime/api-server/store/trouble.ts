import { messageOf, MillraceError } from '../../core/errors.ts';

const elsewhere = 'Move it away to begin with an empty one, or point MILLRACE_HOME to another folder.';
const damaged = `It is damaged: keep a copy, of which "sqlite3 millrace.db .recover" reads what is left. ${elsewhere}`;
const locked = 'Another program keeps it locked: end what that does there, and try again.';

/** What to do about an error of SQLite that is the disk's or the file's, by its primary code. */
const advice: Readonly<Record<number, string>> = {
  5: locked,
  6: locked,
  8: 'It, or its folder, may not be written: change that, or point MILLRACE_HOME to another folder.',
  10: 'The disk could not read or write it: see what the system says about the disk.',
  11: damaged,
  13: 'Make room on its disk, and try again: what was acknowledged is kept.',
  14: 'Its folder must exist, and be yours to write. Or point MILLRACE_HOME to another folder.',
  26: elsewhere,
};

/** What is wrong with the disk or the file, and what to do; undefined for every other error. */
export function troubleOf(error: unknown): string | undefined {
  if (!(error instanceof Error) || Reflect.get(error, 'code') !== 'ERR_SQLITE_ERROR') return undefined;
  const cure = advice[Number(Reflect.get(error, 'errcode')) & 0xff];
  return cure === undefined ? undefined : `The database: ${messageOf(error)}. ${cure}`;
}

/** Says that a database cannot be used, where it is, and what to do. */
export function cannotOpen(path: string, error: unknown): MillraceError {
  if (MillraceError.is(error)) return error;
  const cure = (error instanceof Error ? advice[Number(Reflect.get(error, 'errcode')) & 0xff] : undefined) ?? elsewhere;
  return new MillraceError('invalid', `The database ${path} cannot be opened: ${messageOf(error)}. ${cure}`, { cause: error });
}

/** Says that a database was deleted, moved or replaced while it is in use. */
export const fileGone = (path: string): MillraceError =>
  new MillraceError(
    'failed',
    `The database ${path} was deleted, moved or replaced while this server uses it: nothing that is written now would be kept. Stop the server, put the file back if you can, and start it again.`,
  );
