import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Client } from '../../api/client.ts';
import type { Connection } from '../../api/connection.ts';
import { homeFolder, readProfiles, readServerFile, resolveConnection } from '../../api/connection.ts';
import { messageOf, MillraceError } from '../../core/errors.ts';
import type { Environment } from '../ports.ts';
import type { Finding } from './finding.ts';
import { error, ok, warning } from './finding.ts';

/** The files in the home that hold secrets: nobody else may read them. */
export function checkHome(env: Environment): Finding[] {
  const home = homeFolder(env);
  if (!isWritable(home)) return [error('home', `${home} cannot be written.`, 'export MILLRACE_HOME=FOLDER')];
  const open = ['token', 'profiles.json', 'server.json']
    .map((name) => join(home, name))
    // Windows has no such modes.
    .filter((file) => process.platform !== 'win32' && existsSync(file) && (statSync(file).mode & 0o077) !== 0);
  if (open.length === 0) return [ok('home', home)];
  return open.map((file) => error('home', `Other users of this machine may read ${file}, which holds secrets.`, `chmod 600 '${file}'`));
}

/** Whether files can be made in a folder, or it can be made itself. */
function isWritable(folder: string): boolean {
  if (!existsSync(folder)) return dirname(folder) !== folder && isWritable(dirname(folder));
  try {
    accessSync(folder, constants.W_OK);
    return statSync(folder).isDirectory();
  } catch {
    // What cannot be looked at cannot be written either.
    return false;
  }
}

/** Which server is meant, and whether anything that is set says otherwise. Without a server there is no connection. */
export function checkSettings(env: Environment): { findings: Finding[]; connection: Connection | undefined } {
  try {
    const connection = resolveConnection(env);
    if (connection === undefined) {
      return {
        connection,
        findings: [error('connection', 'No server runs on this machine, and no other is named.', 'millrace server start')],
      };
    }
    return {
      connection,
      findings: [ok('connection', `${connection.url}, ${sourceText(connection)}`), ...shadowed(connection, env), ...insecure(connection)],
    };
  } catch (error_) {
    return { connection: undefined, findings: [error('connection', messageOf(error_), 'millrace profile ls')] };
  }
}

function sourceText({ source, name, headers }: Connection): string {
  const scheme = headers['authorization']?.split(' ')[0];
  const credentials =
    source === 'embedded'
      ? ''
      : scheme === undefined
        ? ', without credentials'
        : scheme === 'Basic'
          ? ', with an auth string'
          : ', with a key';
  const from = source === 'embedded' ? 'the server of this machine' : source === 'profile' ? `of profile "${name}"` : `named by ${name}`;
  return `${from}${credentials}`;
}

/** A variable that hides another server is easily forgotten. */
function shadowed(connection: Connection, env: Environment): Finding[] {
  if (connection.source !== 'environment') return [];
  const { active } = readProfiles(homeFolder(env));
  const own = readServerFile(homeFolder(env));
  if (own?.url === connection.url) return [];
  const hidden = active !== '' ? `profile "${active}"` : own === undefined ? undefined : `the server of this machine (${own.url})`;
  return hidden === undefined ? [] : [warning('connection', `PREFECT_API_URL is set, and hides ${hidden}.`, 'unset PREFECT_API_URL')];
}

function insecure({ url, headers }: Connection): Finding[] {
  const { protocol, hostname } = new URL(url);
  const local = /^(localhost|127\.|\[::1\])/.test(hostname);
  if (protocol === 'https:' || local || headers['authorization'] === undefined) return [];
  return [warning('connection', `Credentials are sent to ${hostname} unencrypted.`, 'use an https:// URL')];
}

/** Whether the server answers, and accepts us; what it is. */
export async function checkServer(client: Client, connection: Connection): Promise<Finding[]> {
  try {
    const version = await client.admin.version();
    // Prefect answers this one to everybody; what follows needs credentials.
    await client.workPools.count({});
    return [ok('server', `answers, with the API of Prefect ${version}`)];
  } catch (error_) {
    return [explain(error_, connection)];
  }
}

function explain(thrown: unknown, connection: Connection): Finding {
  const { url, source, name } = connection;
  if (MillraceError.is(thrown, 'unauthorized')) {
    const cure = source === 'profile' ? `millrace --profile ${name} config set key` : 'set PREFECT_API_KEY or PREFECT_API_AUTH_STRING';
    return error(
      'server',
      `${url} does not accept ${connection.headers['authorization'] === undefined ? 'requests without credentials' : 'the credentials that are set'}.`,
      cure,
    );
  }
  if (MillraceError.is(thrown, 'unreachable') && thrown.response === undefined) {
    const { hostname, port } = new URL(url);
    const local = /^(localhost|127\.)/.test(hostname);
    const cure = source === 'embedded' ? 'millrace server start' : `millrace server start --port ${port}`;
    return error('server', messageOf(thrown), local ? cure : 'check the URL and the network');
  }
  if (!new URL(url).pathname.includes('/api')) {
    const cure = source === 'profile' ? `millrace --profile ${name} config set url ${url}/api` : `export PREFECT_API_URL=${url}/api`;
    return error('server', `${url} answers, and not with Prefect's API, which is usually below /api.`, cure);
  }
  return error('server', messageOf(thrown), 'check the URL');
}
