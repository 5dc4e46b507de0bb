import type { Command } from 'commander';
import type { Profile } from '../../api/connection.ts';
import { homeFolder, readProfiles, readServerFile } from '../../api/connection.ts';
import { MillraceError } from '../../core/errors.ts';
import { withJson } from '../options.ts';
import { table } from '../output.ts';
import type { Environment, Host, Ports } from '../ports.ts';
import type { Setting } from '../profiles.ts';
import { activeName, changeProfiles, checkUrl, embedded, profileOf, settingOf, settings, urlAdvice } from '../profiles.ts';
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
    'Sets PREFECT_API_URL (url), PREFECT_API_KEY (key) or PREFECT_API_AUTH_STRING (auth-string). A secret is asked for, or read from stdin: on a command line others could see it.',
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
  const profile = name === embedded ? ownServer(home) : profileOf(profiles, name);
  const level = env['PREFECT_LOGGING_LEVEL'];
  const all: Shown[] = [
    { name: 'MILLRACE_HOME', value: home, source: env['MILLRACE_HOME'] === undefined ? 'default' : 'environment' },
    {
      name: 'MILLRACE_PROFILE',
      value: name,
      source: env['MILLRACE_PROFILE'] ? 'environment' : profiles.active === '' ? 'default' : 'profile',
    },
    ...settings.map((setting) => effective(setting, profile, env, name === embedded ? 'this machine' : `profile ${name}`)),
    { name: 'PREFECT_LOGGING_LEVEL', value: level ?? 'INFO', source: level ? 'environment' : 'default' },
  ];
  const rows = all.map(({ name: setting, value, source }) => [setting, value ?? '-', source ?? '-']);
  answer(output, options, all, () => table(output, ['SETTING', 'VALUE', 'FROM'], rows));
}

/** What is known of the server of this machine while it runs. */
function ownServer(home: string): Profile {
  const server = readServerFile(home);
  return server === undefined ? {} : { url: server.url };
}

/** The value that counts; of a secret only that there is one. The URL of the environment leaves the profile's secrets out. */
function effective({ variable, key, secret }: Setting, profile: Profile, env: Environment, name: string): Shown {
  const fromEnvironment = env[variable];
  const value = fromEnvironment || (env['PREFECT_API_URL'] ? undefined : profile[key]);
  if (!value) return { name: variable, value: null, source: null };
  return { name: variable, value: secret ? '********' : value, source: fromEnvironment ? 'environment' : name };
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
  const profile = editable(ports);
  if (!setting.secret && text === undefined) {
    throw new MillraceError('invalid', `Give the value, as "millrace config set ${setting.variable}=http://127.0.0.1:4200/api".`);
  }
  const kept = text === undefined ? await input.secret(`${setting.variable}: `) : checkUrl(text);
  changeProfiles(homeFolder(env), ({ active, profiles }) => ({
    active,
    profiles: { ...profiles, [profile]: { ...profiles[profile], [setting.key]: kept } },
  }));
  answer(output, options, { profile, name: setting.variable }, () => `Set ${setting.variable} of profile "${profile}".`);
  const advice = setting.secret ? undefined : urlAdvice(kept);
  if (advice !== undefined) output.say(advice);
  if (env[setting.variable]) output.say(`${setting.variable} is set in the environment, too, and wins.`);
}

function unset(ports: Ports, name: string, options: JsonOption): void {
  const { variable, key } = settingOf(name);
  const profile = editable(ports);
  changeProfiles(homeFolder(ports.env), ({ active, profiles }) => {
    const { [key]: _gone, ...others }: Profile = profiles[profile] ?? {};
    return { active, profiles: { ...profiles, [profile]: others } };
  });
  answer(ports.output, options, { profile, name: variable }, () => `Removed ${variable} from profile "${profile}".`);
}

/** The name of the profile in use, which must be one that has settings. */
function editable({ env }: Ports): string {
  const profiles = readProfiles(homeFolder(env));
  const name = activeName(profiles, env);
  if (name === embedded) {
    throw new MillraceError(
      'invalid',
      'The server of this machine is in use and needs no settings: name another with "millrace profile create NAME --url URL".',
    );
  }
  profileOf(profiles, name);
  return name;
}
