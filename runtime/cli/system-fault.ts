import { homeFolder } from '../api/connection.ts';
import type { Environment } from './ports.ts';

/** What the operating system means, by its code, and what to do. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'this user may not read or write it',
  EEXIST: 'a file is in its place',
  EISDIR: 'it is a folder',
  EMFILE: 'too many files are open',
  ENOENT: 'it does not exist',
  ENOSPC: 'no space is left on its disk. Make room, and try again',
  ENOTDIR: 'a part of its path is no folder',
  EPERM: 'this user may not read or write it',
  EROFS: 'its file system is read-only',
};

/** An error that the operating system gave about a file, with the file, in words; undefined for every other error. */
export function systemFault(error: unknown, env: Environment): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const [code, path, syscall] = ['code', 'path', 'syscall'].map((key): unknown => Reflect.get(error, key));
  const reason = syscall === 'mkdir' && code === 'ENOENT' ? 'it cannot be made' : reasons[String(code)];
  if (typeof syscall !== 'string' || reason === undefined) return undefined;
  if (typeof path !== 'string') return `A file cannot be written (${String(code)}): ${reason}.`;
  const home = homeFolder(env);
  const advice = path.startsWith(home) || (syscall === 'mkdir' && home.startsWith(path)) ? ' MILLRACE_HOME can name another folder.' : '';
  return `${path} (${String(code)}): ${reason}.${advice}`;
}
