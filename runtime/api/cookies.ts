import type { Address, FormLogin } from './address.ts';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { makeFolder } from './make-folder.ts';

/** The cookies that an earlier process has kept for this login, as a header. */
export const keptCookie = (login: FormLogin): string | undefined => read(login.file)[keyOf(login)];

/** Keeps the cookies of a login for other processes; undefined forgets them. */
export function keepCookie(login: FormLogin, cookie: string | undefined): void {
  const { [keyOf(login)]: _old, ...others } = read(login.file);
  const kept = cookie === undefined ? others : { ...others, [keyOf(login)]: cookie };
  // Nobody sees half of the file, and nobody else any of it.
  const draft = `${login.file}.${crypto.randomUUID()}`;
  makeFolder(dirname(login.file), 0o700);
  writeFileSync(draft, `${JSON.stringify(kept, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, login.file);
}

/** An address with the cookies that are kept for its login as a header, for those who do not log in themselves. */
export function withCookie<A extends Address>(address: A): A {
  const cookie = address.login === undefined ? undefined : keptCookie(address.login);
  return cookie === undefined ? address : { ...address, headers: { ...address.headers, cookie } };
}

const keyOf = ({ url, username }: FormLogin): string => `${username} ${url}`;

function read(file: string): Record<string, string> {
  if (!existsSync(file)) return {};
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    // A file that is no use holds nothing that a login does not bring again.
    if (error instanceof SyntaxError) return {};
    throw error;
  }
}
