import type { Command } from 'commander';
import type { Profile } from '../../api/address.ts';
import { homeFolder, readProfiles, readServerFile } from '../../api/connection.ts';
import { readPrefectProfiles } from '../../api/prefect-profiles.ts';
import { MillraceError } from '../../core/errors.ts';
import { withJson } from '../options.ts';
import { table } from '../output.ts';
import type { Environment, Host, Ports } from '../ports.ts';
import type { Setting } from '../profiles.ts';
import {
  activeName,
  changeProfiles,
  editableProfile,
  embedded,
  isPrefectProfile,
  profileOf,
  settingOf,
  settings,
  urlAdvice,
} from '../profiles.ts';
import type { JsonOption } from '../views.ts';
import { answer } from '../views.ts';

export function addConfigCommands(program: Command, host: Host): void {
  const group = program
    .command('config')
    .description('Settings of the profile in use. Environment variables of the same names win over them.');
  const add = (usage: string, description: string): Command => withJson(group.command(usage).description(description));
  add('view', 'Shows the settings that count and where they come from, without secrets.').action((options: JsonOption) =>
    host.local((ports) => view(ports, options)),
  );
  add(
    'set <name> [value]',
    `Sets ${settings.map(({ short, variable }) => `${short} (${variable})`).join(', ')}. A secret is asked for, or read from stdin: on a command line others could see it.`,
  ).action((name: string, value: string | undefined, options: JsonOption) => host.local((ports) => set(ports, name, value, options)));
  add('unset <name>', 'Removes a setting.').action((name: string, options: JsonOption) =>
    host.local((ports) => unset(ports, name, options)),
  );
}

interface Shown {
  name: string;
  value: string | null;
  source: string | null;
}

function view({ output, env }: Ports, options: JsonOption): void {
  const home = homeFolder(env);
  const profiles = readProfiles(home);
  const name = activeName(profiles, env);
  const profile = name === embedded ? ownServer(home) : isPrefectProfile(name) ? ofPrefect(env, name) : profileOf(profiles, name);
  const level = env['PREFECT_LOGGING_LEVEL'];
  const all: Shown[] = [
    { name: 'MILLRACE_HOME', value: home, source: env['MILLRACE_HOME'] === undefined ? 'default' : 'environment' },
    {
      name: 'MILLRACE_PROFILE',
      value: name,
      source: env['MILLRACE_PROFILE'] ? 'environment' : profiles.active === '' ? 'default' : 'profile',
    },
    ...settings.map((setting) => effective(setting, profile, env, name === embedded ? 'this machine' : `profile ${name}`)).filter(isShown),
    { name: 'PREFECT_LOGGING_LEVEL', value: level ?? 'INFO', source: level ? 'environment' : 'default' },
  ];
  const rows = all.map(({ name: setting, value, source }) => [setting, value ?? '-', source ?? '-']);
  answer(output, options, all, () => table(output, ['SETTING', 'VALUE', 'FROM'], rows));
}

/** The settings that most servers need are shown also when they say nothing. */
const isShown = ({ name, value }: Shown): boolean => value !== null || /^PREFECT_API_(URL|KEY|AUTH_STRING)$/.test(name);

/** What is known of the server of this machine while it runs. */
function ownServer(home: string): Profile {
  const server = readServerFile(home);
  return server === undefined ? {} : { url: server.url };
}

/** What a profile of Prefect says of the same settings. */
function ofPrefect(env: Environment, name: string): Profile {
  const { active, profiles } = readPrefectProfiles(env);
  const values = profiles[name.slice('prefect:'.length) || active] ?? {};
  return Object.assign({}, ...settings.flatMap(({ variable, read }) => (values[variable] ? [read(values[variable])] : [])));
}

/** The value that counts; of a secret only that there is one. The URL of the environment leaves the profile's secrets out. */
function effective({ variable, key, secret }: Setting, profile: Profile, env: Environment, name: string): Shown {
  const fromEnvironment = env[variable];
  const value = fromEnvironment || (env['PREFECT_API_URL'] ? undefined : profile[key]);
  if (typeof value !== 'string' && typeof value !== 'object') return { name: variable, value: null, source: null };
  return { name: variable, value: secret ? '********' : String(value), source: fromEnvironment ? 'environment' : name };
}

async function set(ports: Ports, given: string, value: string | undefined, options: JsonOption): Promise<void> {
  const { output, env, input } = ports;
  const [name = '', ...rest] = given.split('=');
  const text = rest.length > 0 ? rest.join('=') : value;
  const setting = settingOf(name);
  if (setting.secret && text !== undefined) {
    throw new MillraceError(
      'invalid',
      `A secret does not belong on a command line, where others can read it: "millrace config set ${setting.short}" asks for it, or reads it from stdin.`,
    );
  }
  const profile = editableProfile(env);
  if (!setting.secret && text === undefined) {
    throw new MillraceError(
      'invalid',
      `Give the value, as "millrace config set ${setting.short} ${setting.key === 'url' ? 'http://127.0.0.1:4200/api' : '…'}".`,
    );
  }
  const kept = setting.read(text ?? (await input.secret(`${setting.variable}: `)));
  changeProfiles(homeFolder(env), ({ active, profiles }) => ({
    active,
    profiles: { ...profiles, [profile]: { ...profiles[profile], ...kept } },
  }));
  answer(output, options, { profile, name: setting.variable }, () => `Set ${setting.variable} of profile "${profile}".`);
  const advice = kept.url === undefined ? undefined : urlAdvice(kept.url);
  if (advice !== undefined) output.say(advice);
  if (env[setting.variable]) output.say(`${setting.variable} is set in the environment, too, and wins.`);
}

function unset(ports: Ports, name: string, options: JsonOption): void {
  const { variable, key } = settingOf(name);
  const profile = editableProfile(ports.env);
  const wasSet = readProfiles(homeFolder(ports.env)).profiles[profile]?.[key] !== undefined;
  changeProfiles(homeFolder(ports.env), ({ active, profiles }) => {
    const { [key]: _gone, ...others }: Profile = profiles[profile] ?? {};
    return { active, profiles: { ...profiles, [profile]: others } };
  });
  answer(ports.output, options, { profile, name: variable }, () =>
    wasSet ? `Removed ${variable} from profile "${profile}".` : `${variable} is not set in profile "${profile}".`,
  );
}
