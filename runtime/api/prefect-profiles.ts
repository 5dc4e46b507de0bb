import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { MillraceError } from '../core/errors.ts';

/** Prefect's own profiles: settings by the names of their environment variables. */
export interface PrefectProfiles {
  active: string;
  profiles: Record<string, Record<string, string>>;
}

/** Where Prefect keeps them, by its own variables. */
export const prefectProfilesFile = (environment: Readonly<Record<string, string | undefined>>): string =>
  environment['PREFECT_PROFILES_PATH'] || join(environment['PREFECT_HOME'] || join(homedir(), '.prefect'), 'profiles.toml');

/**
 * Reads Prefect's `profiles.toml`, and never writes it. Prefect writes one plain table for each profile, so that is the
 * TOML that is understood. Throws `invalid` with the line that is something else.
 */
export function readPrefectProfiles(environment: Readonly<Record<string, string | undefined>>): PrefectProfiles {
  const file = prefectProfilesFile(environment);
  const found: PrefectProfiles = { active: '', profiles: {} };
  if (!existsSync(file)) return found;
  let settings: Record<string, string> | undefined;
  for (const [index, line] of readFileSync(file, 'utf8').split(/\r?\n/).entries()) {
    const table = /^\s*\[\s*profiles\s*\.\s*(?:"([^"]+)"|'([^']+)'|([\w-]+))\s*\]\s*(?:#.*)?$/.exec(line);
    const entry = /^\s*([\w-]+)\s*=\s*(.*?)\s*$/.exec(line);
    if (table !== null) settings = found.profiles[table[1] ?? table[2] ?? table[3] ?? ''] ??= {};
    else if (entry !== null) {
      const value = valueOf(entry[2] ?? '');
      if (value === undefined) throw new MillraceError('invalid', `${file}, line ${index + 1} cannot be read: give the value as "text".`);
      if (settings !== undefined) settings[entry[1] ?? ''] = value;
      else if (entry[1] === 'active') found.active = value;
    } else if (!/^\s*(#.*|\[profiles\]\s*)?$/.test(line)) {
      throw new MillraceError('invalid', `${file}, line ${index + 1} cannot be read: there are [profiles.NAME] and NAME = "text".`);
    }
  }
  return found;
}

/** A text in either quotes, a number or a truth value, as a text; undefined for anything else. */
function valueOf(text: string): string | undefined {
  const basic = /^("(?:[^"\\]|\\["\\/bfnrt]|\\u[0-9a-fA-F]{4})*")\s*(?:#.*)?$/.exec(text);
  if (basic?.[1] !== undefined) return String(JSON.parse(basic[1]));
  return (/^'([^']*)'\s*(?:#.*)?$/.exec(text) ?? /^(true|false|[-+]?[\d_.]+)\s*(?:#.*)?$/.exec(text))?.[1];
}
