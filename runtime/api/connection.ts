import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Client } from './client.ts';
import { MillraceError } from '../core/errors.ts';
import type { Address, Profile, Variables } from './address.ts';
import { addressOf, variablesOf } from './address.ts';
import { createClient } from './client.ts';
import { httpTransport } from './http.ts';
import { readPrefectProfiles } from './prefect-profiles.ts';

/** Which server is meant, who says so, and how it knows us. Holds secrets: never print it. */
export interface Connection extends Address {
  source: 'environment' | 'profile' | 'embedded';
  /** The profile's name, `embedded`, or the variable that named the server. */
  name: string;
}

/** The content of `profiles.json`; `active` is empty when the embedded server is meant. */
export interface Profiles {
  active: string;
  profiles: Record<string, Profile>;
}

/** What a running embedded server says about itself in `server.json`. */
export interface ServerFile {
  pid: number;
  startedAt: string;
  url: string;
  version: string;
  ephemeral: boolean;
}

/** Where Millrace keeps its database, token and profiles: `MILLRACE_HOME`, else `~/.millrace`. */
export const homeFolder = (environment: Variables): string => environment['MILLRACE_HOME'] ?? join(homedir(), '.millrace');

/**
 * The server that is meant: Prefect's environment variables first, then the profile in use, then the embedded server
 * that runs. Undefined when there is none, so that the caller may open the embedded store. Prefect's own profiles count
 * when they are asked for: by PREFECT_PROFILE, or as the profile `prefect` or `prefect:NAME`.
 */
export function resolveConnection(environment: Variables): Connection | undefined {
  const home = homeFolder(environment);
  if (environment['PREFECT_API_URL']) {
    const address = addressOf(environment, home);
    const known = hasCredentials(address) ? undefined : embeddedServer(home);
    // A URL that names our own running server needs no key beside it: the token file has it.
    return { ...(known?.url === address.url ? known : address), source: 'environment', name: 'PREFECT_API_URL' };
  }
  const asked =
    environment['MILLRACE_PROFILE'] ?? (environment['PREFECT_PROFILE'] ? `prefect:${environment['PREFECT_PROFILE']}` : undefined);
  return fromProfile(environment, home, asked) ?? embeddedServer(home);
}

/** A client of the server. */
export const connect = (connection: Connection): Client => createClient(httpTransport(connection));

/** What is in `profiles.json`; no profiles when there is no file. Throws `invalid` when the file cannot be read as that. */
export function readProfiles(home: string): Profiles {
  const file = join(home, 'profiles.json');
  if (!existsSync(file)) return { active: '', profiles: {} };
  const value: Partial<Profiles> = readJson(file);
  return { active: value.active ?? '', profiles: value.profiles ?? {} };
}

/** The server file of this home when the process that wrote it is alive. */
export function readServerFile(home: string): ServerFile | undefined {
  const file = join(home, 'server.json');
  if (!existsSync(file)) return undefined;
  const server: ServerFile = readJson(file);
  return isAlive(server.pid) ? server : undefined;
}

/** The token of this home's server; undefined when none was made yet. */
export function readToken(home: string): string | undefined {
  const file = join(home, 'token');
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
}

function fromProfile(environment: Variables, home: string, asked: string | undefined): Connection | undefined {
  const { active, profiles } = readProfiles(home);
  const name = asked ?? active;
  if (name === '' || name === 'embedded') return undefined;
  const variables = /^prefect(:|$)/.test(name) ? prefectVariables(environment, name) : profiles[name] && variablesOf(profiles[name]);
  if (variables === undefined) {
    throw new MillraceError('not-found', `There is no profile "${name}". "millrace profile ls" lists those that exist.`);
  }
  return variables['PREFECT_API_URL'] ? { ...addressOf(variables, home), source: 'profile', name } : undefined;
}

/** The settings of `prefect:NAME`, or of the profile that Prefect's own commands use. */
function prefectVariables(environment: Variables, name: string): Variables | undefined {
  const { active, profiles } = readPrefectProfiles(environment);
  return profiles[name.slice('prefect:'.length) || active];
}

function embeddedServer(home: string): Connection | undefined {
  const server = readServerFile(home);
  if (server === undefined) return undefined;
  const token = readToken(home);
  const headers = token === undefined ? {} : { authorization: `Bearer ${token}` };
  return { url: server.url, headers, source: 'embedded', name: 'embedded' };
}

const hasCredentials = ({ headers, login }: Address): boolean => headers['authorization'] !== undefined || login !== undefined;

function readJson<T>(file: string): T {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new MillraceError('invalid', `${file} is not valid JSON: mend it or delete it.`, { cause: error });
  }
}

/** Signal 0 tells whether a process exists; EPERM means that it does and is somebody else's. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && Reflect.get(error, 'code') === 'EPERM';
  }
}
