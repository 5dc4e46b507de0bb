import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Profile, Profiles } from '../api/connection.ts';
import { readProfiles } from '../api/connection.ts';
import { MillraceError } from '../core/errors.ts';
import type { Environment } from './ports.ts';

/** A setting of a profile: Prefect's environment variable for it, and the short name that `config` also takes. */
export interface Setting {
  readonly variable: 'PREFECT_API_URL' | 'PREFECT_API_KEY' | 'PREFECT_API_AUTH_STRING';
  readonly short: string;
  readonly key: 'url' | 'apiKey' | 'authString';
  readonly secret: boolean;
}

/** What a profile holds. The variables win over it when they are set. */
export const settings: readonly Setting[] = [
  { variable: 'PREFECT_API_URL', short: 'url', key: 'url', secret: false },
  { variable: 'PREFECT_API_KEY', short: 'key', key: 'apiKey', secret: true },
  { variable: 'PREFECT_API_AUTH_STRING', short: 'auth-string', key: 'authString', secret: true },
];

/** The setting of this name. Throws `invalid` with the names that there are. */
export function settingOf(name: string): Setting {
  const found = settings.find(({ variable, short }) => name.toUpperCase() === variable || name.toLowerCase() === short);
  if (found !== undefined) return found;
  const names = settings.map(({ variable, short }) => `${variable} (${short})`).join(', ');
  throw new MillraceError('invalid', `"${name}" is not a setting: there are ${names}.`);
}

/** The name under which the server of this machine stands among the profiles. */
export const embedded = 'embedded';

/** The profile that is in use; `embedded` when none is. */
export const activeName = (profiles: Profiles, env: Environment): string => env['MILLRACE_PROFILE'] || profiles.active || embedded;

/** A profile by its name. Throws `not-found` with the command that lists them. */
export function profileOf(profiles: Profiles, name: string): Profile {
  const profile = profiles.profiles[name];
  if (profile !== undefined) return profile;
  throw new MillraceError('not-found', `There is no profile "${name}". "millrace profile ls" lists those that exist.`);
}

/** Changes `profiles.json`. It holds secrets: only its owner may read it, and nobody sees half of it. */
export function changeProfiles(home: string, change: (profiles: Profiles) => Profiles): void {
  const file = join(home, 'profiles.json');
  const draft = `${file}.${process.pid}`;
  const changed = change(readProfiles(home));
  mkdirSync(home, { recursive: true, mode: 0o700 });
  writeFileSync(draft, `${JSON.stringify(changed, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, file);
}

/** A URL as it can be kept. Throws `invalid` for what is none, and for one with a password in it. */
export function checkUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw new MillraceError('invalid', `"${text}" is not the URL of a server: give one such as http://127.0.0.1:4200/api.`);
  }
  const { username, password } = new URL(text);
  if (username === '' && password === '') return text.replace(/\/+$/, '');
  throw new MillraceError('invalid', 'A URL is no place for a password: give it with "millrace config set auth-string".');
}

/** What to say about a URL that is not wrong and probably not meant. */
export const urlAdvice = (url: string): string | undefined =>
  new URL(url).pathname.includes('/api') ? undefined : `Prefect's API is usually at ${url}/api.`;
