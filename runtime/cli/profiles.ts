import { renameSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Profiles } from '../api/connection.ts';
import type { Profile } from '../api/address.ts';
import { homeFolder, readProfiles } from '../api/connection.ts';
import { makeFolder } from '../api/make-folder.ts';
import { profileVariables, serverUrl } from '../api/address.ts';
import { MillraceError } from '../core/errors.ts';
import { didYouMean } from '../core/nearest.ts';
import type { Environment } from './ports.ts';

/** A setting of a profile: its environment variable, and the short name that `config` also takes. */
export interface Setting {
  readonly variable: string;
  readonly short: string;
  readonly key: keyof Profile;
  readonly secret: boolean;
  /** What is kept for a text that was given. Throws `invalid`. */
  read(text: string): Profile;
}

/** What a profile holds. The variables win over it when they are set. */
export const settings: readonly Setting[] = [
  setting('url', 'url', (text) => ({ url: checkUrl(text) })),
  setting('apiKey', 'key', (text) => ({ apiKey: text }), true),
  setting('authString', 'auth-string', (text) => ({ authString: text }), true),
  setting('headers', 'headers', (text) => ({ headers: readHeaders(text) }), true),
  setting('caFile', 'ca-file', (text) => ({ caFile: resolve(text) })),
  setting('loginUrl', 'login-url', (text) => ({ loginUrl: text })),
  setting('loginUsername', 'login-username', (text) => ({ loginUsername: text })),
  setting('loginPassword', 'login-password', (text) => ({ loginPassword: text }), true),
  setting('loginFields', 'login-fields', (text) => ({ loginFields: text })),
];

function setting(key: keyof Profile, short: string, read: Setting['read'], secret = false): Setting {
  return { variable: profileVariables[key], short, key, secret, read };
}

function readHeaders(text: string): Record<string, string> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(Object.entries(value).map(([name, header]) => [name, String(header)]));
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw new MillraceError('invalid', 'Give headers as JSON: {"x-tenant": "main"}.');
}

/** The setting of this name. Throws `invalid` with the names that there are. */
export function settingOf(name: string): Setting {
  const found = settings.find(({ variable, short }) => name.toUpperCase() === variable || name.toLowerCase() === short);
  if (found !== undefined) return found;
  const names = settings.map(({ variable, short }) => `${variable} (${short})`).join(', ');
  const meant = didYouMean(
    name,
    settings.flatMap(({ variable, short }) => [short, variable]),
  );
  throw new MillraceError('invalid', `"${name}" is not a setting.${meant} There are ${names}.`);
}

/** The name under which the server of this machine stands among the profiles. */
export const embedded = 'embedded';

/** The profile that is in use; `embedded` when none is. */
export const activeName = (profiles: Profiles, env: Environment): string =>
  env['MILLRACE_PROFILE'] || (env['PREFECT_PROFILE'] ? `prefect:${env['PREFECT_PROFILE']}` : profiles.active) || embedded;

/** A profile by its name. Throws `not-found` with the command that lists them. */
export function profileOf(profiles: Profiles, name: string): Profile {
  const profile = profiles.profiles[name];
  if (profile !== undefined) return profile;
  const meant = didYouMean(name, [embedded, ...Object.keys(profiles.profiles)]);
  throw new MillraceError('not-found', `There is no profile "${name}".${meant} "millrace profile ls" lists those that exist.`);
}

/** The name of the profile in use, which must be one of ours that has settings. */
export function editableProfile(env: Environment): string {
  const profiles = readProfiles(homeFolder(env));
  const name = activeName(profiles, env);
  if (name === embedded) {
    throw new MillraceError(
      'invalid',
      'The server of this machine is in use and needs no settings: name another with "millrace profile create NAME --url URL".',
    );
  }
  if (isPrefectProfile(name)) {
    throw new MillraceError('invalid', `"${name}" is a profile of Prefect: change it with "prefect config set".`);
  }
  profileOf(profiles, name);
  return name;
}

/** Whether a name means one of Prefect's own profiles: `prefect` for the one it uses, or `prefect:NAME`. */
export const isPrefectProfile = (name: string): boolean => /^prefect(:|$)/.test(name);

/** Changes `profiles.json`. It holds secrets: only its owner may read it, and nobody sees half of it. */
export function changeProfiles(home: string, change: (profiles: Profiles) => Profiles): void {
  const file = join(home, 'profiles.json');
  const draft = `${file}.${process.pid}`;
  const changed = change(readProfiles(home));
  makeFolder(home, 0o700);
  writeFileSync(draft, `${JSON.stringify(changed, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}

/** A URL as it can be kept. Throws `invalid` for what is none, and for one with a password in it. */
export function checkUrl(text: string): string {
  const url = serverUrl(text);
  const { username, password } = new URL(url);
  if (username === '' && password === '') return url;
  throw new MillraceError('invalid', 'A URL is no place for a password: give it with "millrace config set auth-string".');
}

/** What to say about a URL that is not wrong and probably not meant. */
export const urlAdvice = (url: string): string | undefined =>
  new URL(url).pathname.includes('/api') ? undefined : `Prefect's API is usually at ${url}/api.`;
