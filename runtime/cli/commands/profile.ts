import type { Command } from 'commander';
import type { Profile } from '../../api/address.ts';
import type { Profiles } from '../../api/connection.ts';
import { homeFolder, readProfiles } from '../../api/connection.ts';
import { readPrefectProfiles } from '../../api/prefect-profiles.ts';
import { MillraceError } from '../../core/errors.ts';
import type { DeleteOptions } from '../input.ts';
import { confirmDeletion } from '../input.ts';
import { withJson, withYes } from '../options.ts';
import { table } from '../output.ts';
import type { Host, Ports } from '../ports.ts';
import { activeName, changeProfiles, checkUrl, embedded, isPrefectProfile, profileOf, urlAdvice } from '../profiles.ts';
import type { JsonOption } from '../views.ts';
import { answer, facts } from '../views.ts';

export function addProfileCommands(program: Command, host: Host): void {
  const group = program
    .command('profile')
    .description(
      'Profiles: the servers that are used. "embedded" is the one of this machine; "prefect:NAME" is a profile of Prefect\'s own, which is only read.',
    );
  const add = (usage: string, description: string): Command => withJson(group.command(usage).description(description));
  add('ls', 'Lists the profiles.').action((options: JsonOption) => host.local((ports) => list(ports, options)));
  add('inspect [name]', 'Shows a profile, without its secrets.').action((name: string | undefined, options: JsonOption) =>
    host.local((ports) => inspect(ports, name, options)),
  );
  add('create <name>', 'Creates a profile and uses it. Secrets are added with "millrace config set".')
    .requiredOption('--url <url>', 'where the API is, as http://127.0.0.1:4200/api')
    .action((name: string, options: JsonOption & { url: string }) => host.local((ports) => create(ports, name, options)));
  add('use <name>', 'Uses this profile from now on.').action((name: string, options: JsonOption) =>
    host.local((ports) => use(ports, name, options)),
  );
  add('rename <name> <new-name>', 'Gives a profile another name.').action((name: string, newName: string, options: JsonOption) =>
    host.local((ports) => rename(ports, name, newName, options)),
  );
  withYes(add('delete <name>', 'Deletes a profile with its secrets.')).action((name: string, options: DeleteOptions) =>
    host.local((ports) => remove(ports, name, options)),
  );
}

/** A profile as it may be shown: that there is a secret, and not which. */
const shown = (name: string, profile: Profile, active: string): Record<string, unknown> => ({
  name,
  active: name === active,
  url: profile.url ?? null,
  credentials: profile.loginUrl
    ? 'form login'
    : profile.authString
      ? 'auth string'
      : profile.apiKey
        ? 'key'
        : profile.headers
          ? 'headers'
          : null,
});

function list({ output, env }: Ports, options: JsonOption): void {
  const profiles = readProfiles(homeFolder(env));
  const active = usedName(profiles, env);
  const all = Object.entries({ [embedded]: {}, ...profiles.profiles, ...prefectProfiles(env) }).map(([name, profile]) =>
    shown(name, profile, active),
  );
  const rows = all.map(({ name, url, credentials }) => [
    name === active ? '*' : '',
    String(name),
    String(url ?? (name === embedded ? 'this machine' : '-')),
    String(credentials ?? '-'),
  ]);
  answer(output, options, all, () => table(output, ['', 'NAME', 'URL', 'CREDENTIALS'], rows));
  if (env['PREFECT_API_URL']) output.say('PREFECT_API_URL is set, and wins over the profile in use.');
}

/** The profile in use as it is listed: `prefect` is the one that Prefect's own commands use. */
function usedName(profiles: Profiles, env: Ports['env']): string {
  const active = activeName(profiles, env);
  return active === 'prefect' ? `prefect:${readPrefectProfiles(env).active}` : active;
}

/** Prefect's own profiles that name a server, as ours would be. */
function prefectProfiles(env: Ports['env']): Record<string, Profile> {
  const { profiles } = readPrefectProfiles(env);
  const named = Object.entries(profiles).flatMap(([name, values]): [string, Profile][] => {
    const { PREFECT_API_URL: url, PREFECT_API_KEY: apiKey = '', PREFECT_API_AUTH_STRING: authString = '' } = values;
    return url ? [[`prefect:${name}`, { url, apiKey, authString }]] : [];
  });
  return Object.fromEntries(named);
}

function inspect({ output, env }: Ports, given: string | undefined, options: JsonOption): void {
  const profiles = readProfiles(homeFolder(env));
  const active = activeName(profiles, env);
  const name = given ?? active;
  const value = shown(name, name === embedded ? {} : (prefectProfiles(env)[name] ?? profileOf(profiles, name)), active);
  answer(output, options, value, () =>
    facts(output, [
      ['Name', name],
      ['URL', value['url'] ?? (name === embedded ? 'this machine' : null)],
      ['Credentials', value['credentials']],
      ['In use', name === active ? 'yes' : 'no'],
    ]),
  );
}

function create({ output, env }: Ports, name: string, options: JsonOption & { url: string }): void {
  const url = checkUrl(options.url);
  changeProfiles(homeFolder(env), ({ profiles }) => {
    requireFree(profiles, name);
    return { active: name, profiles: { ...profiles, [name]: { url } } };
  });
  answer(output, options, { name, url, active: true }, () => `Created profile "${name}", which is used from now on: ${url}`);
  const advice = urlAdvice(url);
  if (advice !== undefined) output.say(advice);
  output.say('Give its credentials, if it wants some, with "millrace config set key" or "millrace config set auth-string".');
}

function requireOwn(name: string): void {
  if (name === embedded) throw new MillraceError('invalid', `"${embedded}" is the server of this machine: choose another name.`);
  if (isPrefectProfile(name)) throw new MillraceError('invalid', `"${name}" means a profile of Prefect: choose another name.`);
}

function requireFree(profiles: Readonly<Record<string, Profile>>, name: string): void {
  requireOwn(name);
  if (name in profiles) {
    throw new MillraceError('conflict', `There is a profile "${name}" already: change it with "millrace --profile ${name} config set".`);
  }
}

function use({ output, env }: Ports, name: string, options: JsonOption): void {
  changeProfiles(homeFolder(env), ({ profiles }) => {
    const theirs = prefectProfiles(env);
    if (name === 'prefect' && theirs[`prefect:${readPrefectProfiles(env).active}`] === undefined) {
      throw new MillraceError('not-found', 'Prefect uses no profile that names a server: "prefect profile use" chooses one.');
    }
    if (name !== embedded && name !== 'prefect') profileOf({ active: '', profiles: { ...profiles, ...theirs } }, name);
    return { active: name === embedded ? '' : name, profiles };
  });
  answer(output, options, { name, active: true }, () => `Profile "${name}" is used from now on.`);
  if (env['PREFECT_API_URL']) output.say('PREFECT_API_URL is set, and wins over it.');
}

function rename({ output, env }: Ports, name: string, newName: string, options: JsonOption): void {
  changeProfiles(homeFolder(env), ({ active, profiles }) => {
    requireOwn(name);
    const moved = profileOf({ active, profiles }, name);
    const { [name]: _gone, ...others } = profiles;
    requireFree(others, newName);
    return { active: active === name ? newName : active, profiles: { ...others, [newName]: moved } };
  });
  answer(output, options, { name: newName }, () => `Profile "${name}" has the name "${newName}" now.`);
}

async function remove({ output, env, input }: Ports, name: string, options: DeleteOptions): Promise<void> {
  const home = homeFolder(env);
  requireOwn(name);
  profileOf(readProfiles(home), name);
  await confirmDeletion(input, options, `profile "${name}"`);
  changeProfiles(home, ({ active, profiles }) => {
    const { [name]: _gone, ...others } = profiles;
    return { active: active === name ? '' : active, profiles: others };
  });
  answer(output, options, { name, deleted: true }, () => `Deleted profile "${name}".`);
}
