import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { Client } from './client.ts';
import { MillraceError } from '../core/errors.ts';
import { createClient } from './client.ts';
import { httpTransport } from './http.ts';

/** Which server, and how it knows us. Headers hold secrets: never print them. */
export interface Connection {
  /** Where the API is, as `http://127.0.0.1:4280/api`. */
  url: string;
  headers: Record<string, string>;
  source: 'environment' | 'profile' | 'embedded';
  /** The profile's name, `embedded`, or the variable that named the server. */
  name: string;
}

/** One named server in `profiles.json`. */
export interface Profile {
  url?: string;
  apiKey?: string;
  authString?: string;
  headers?: Record<string, string>;
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

type Environment = Readonly<Record<string, string | undefined>>;

/** Where Millrace keeps its database, token and profiles: `MILLRACE_HOME`, else `~/.millrace`. */
export const homeFolder = (environment: Environment): string => environment['MILLRACE_HOME'] ?? join(homedir(), '.millrace');

/**
 * The server that is meant: Prefect's environment variables first, then the profile in use, then the embedded server
 * that runs. Undefined when there is none, so that the caller may open the embedded store.
 */
export function resolveConnection(environment: Environment): Connection | undefined {
  const home = homeFolder(environment);
  const url = environment['PREFECT_API_URL'];
  if (url !== undefined && url !== '') {
    const headers = {
      ...customHeaders(environment),
      ...credentials(environment['PREFECT_API_KEY'], environment['PREFECT_API_AUTH_STRING']),
    };
    const known = headers['authorization'] === undefined ? embeddedServer(home) : undefined;
    // A URL that names our own running server needs no key beside it: the token file has it.
    if (known !== undefined && known.url === trimmed(url)) return { ...known, source: 'environment', name: 'PREFECT_API_URL' };
    return { url: trimmed(url), headers, source: 'environment', name: 'PREFECT_API_URL' };
  }
  return fromProfile(home, environment['MILLRACE_PROFILE']) ?? embeddedServer(home);
}

/** A client of the server. */
export const connect = (connection: Connection): Client => createClient(httpTransport(connection));

/** The address of one of the server's websockets, as `/events/out`. */
export const websocketUrl = (connection: Connection, path: string): string => connection.url.replace(/^http/, 'ws') + path;

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

function fromProfile(home: string, asked: string | undefined): Connection | undefined {
  const { active, profiles } = readProfiles(home);
  const name = asked ?? active;
  if (name === '' || name === 'embedded') return undefined;
  const profile = profiles[name];
  if (profile === undefined) {
    throw new MillraceError('not-found', `There is no profile "${name}". "millrace profile ls" lists those that exist.`);
  }
  if (profile.url === undefined) return undefined;
  const headers = { ...lowercase(profile.headers ?? {}), ...credentials(profile.apiKey, profile.authString) };
  return { url: trimmed(profile.url), headers, source: 'profile', name };
}

function embeddedServer(home: string): Connection | undefined {
  const server = readServerFile(home);
  if (server === undefined) return undefined;
  return { url: server.url, headers: credentials(readToken(home), undefined), source: 'embedded', name: 'embedded' };
}

/** An auth string wins over a key, as in Prefect's clients. */
function credentials(key: string | undefined, authString: string | undefined): Record<string, string> {
  if (authString) return { authorization: `Basic ${Buffer.from(authString).toString('base64')}` };
  return key ? { authorization: `Bearer ${key}` } : {};
}

function customHeaders(environment: Environment): Record<string, string> {
  const text = environment['PREFECT_CLIENT_CUSTOM_HEADERS'];
  if (!text) return {};
  try {
    return lowercase(JSON.parse(text));
  } catch (error) {
    throw new MillraceError('invalid', 'PREFECT_CLIENT_CUSTOM_HEADERS is not a JSON object of texts.', {
      cause: error,
    });
  }
}

const lowercase = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));

const trimmed = (url: string): string => url.replace(/\/+$/, '');

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
