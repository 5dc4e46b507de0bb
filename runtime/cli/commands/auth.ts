import type { Command } from 'commander';
import type { Profile } from '../../api/address.ts';
import { homeFolder, readProfiles, resolveConnection } from '../../api/connection.ts';
import type { StepResult } from '../../api/connection-test.ts';
import { MillraceError } from '../../core/errors.ts';
import { withJson } from '../options.ts';
import type { Output } from '../output.ts';
import type { Host, Ports } from '../ports.ts';
import { activeName, changeProfiles, editableProfile } from '../profiles.ts';
import type { JsonOption } from '../views.ts';
import { answer } from '../views.ts';

interface LoginOptions extends JsonOption {
  url?: string;
  username?: string;
  fields?: string;
}

export function addAuthCommands(program: Command, host: Host): void {
  const group = program.command('auth').description('How the server knows you: tests it, and logs in by a form.');
  const add = (usage: string, description: string): Command => withJson(group.command(usage).description(description));
  add('test', 'Goes to the server step by step (DNS, TCP, TLS, HTTP, login, version) and says which step fails.').action(
    (options: JsonOption) => host.local((ports) => test(ports, options)),
  );
  add(
    'login',
    'Logs in by a form that answers with cookies, for a server behind a login page. The password is asked for, or read from stdin, and kept in the profile in use, which only you can read; the cookies are renewed when they end.',
  )
    .option('--url <url>', 'where the form is posted to; a path such as /login is one of the server')
    .option('--username <name>', 'who logs in')
    .option(
      '--fields <names>',
      "the names of the form's two fields, and what else it wants, as user,word,tenant=acme (default: username,password)",
    )
    .action((options: LoginOptions) => host.local((ports) => login(ports, options)));
  add('logout', 'Forgets the cookies and the password of the form login.').action((options: JsonOption) =>
    host.local((ports) => logout(ports, options)),
  );
}

async function test({ env, output }: Ports, options: JsonOption): Promise<void> {
  const connection = resolveConnection(env);
  if (connection === undefined) {
    throw new MillraceError(
      'unreachable',
      'No server runs on this machine, and no other is named: start one with "millrace server start".',
    );
  }
  const { failureOf, testConnection } = await import('../../api/connection-test.ts');
  const results = await testConnection(connection);
  const { url, source, name } = connection;
  answer(output, options, { url, source, name, steps: results }, () => results.map((result) => line(output, result)).join('\n'));
  const failure = failureOf(results);
  if (failure !== undefined) throw new MillraceError(failure.code, `${url} cannot be used: ${results.at(-1)?.step} failed.`);
}

function line(output: Output, { step, ok, text, cure }: StepResult): string {
  const sign = ok ? output.style('green', '✓') : output.style('red', '✗');
  return `${sign} ${output.style('bold', step)}: ${text}${cure === undefined ? '' : `\n  → ${cure}`}`;
}

async function login(ports: Ports, { url, username, fields, json }: LoginOptions): Promise<void> {
  const { env, input, output } = ports;
  const home = homeFolder(env);
  const name = editableProfile(env);
  const profile = readProfiles(home).profiles[name] ?? {};
  const given: Profile = {
    ...profile,
    ...(url === undefined ? {} : { loginUrl: url }),
    ...(username === undefined ? {} : { loginUsername: username }),
    ...(fields === undefined ? {} : { loginFields: fields }),
  };
  if (given.loginUrl === undefined || given.loginUsername === undefined) {
    throw new MillraceError('invalid', 'Say where the login form is and who logs in: "millrace auth login --url /login --username NAME".');
  }
  const changed = { ...given, loginPassword: await input.secret(`Password of ${given.loginUsername}: `) };
  const { postLogin } = await import('../../api/login.ts');
  const { keepCookie } = await import('../../api/cookies.ts');
  const { addressOfProfile } = await import('../../api/address.ts');
  const address = addressOfProfile(changed, home);
  if (address.login === undefined) throw new MillraceError('invalid', `Profile "${name}" has no URL of a login form.`);
  keepCookie(address.login, await postLogin(address.login, address.tls));
  changeProfiles(home, ({ active, profiles }) => ({ active, profiles: { ...profiles, [name]: changed } }));
  const { url: place } = address.login;
  answer(output, { json: json === true }, { profile: name, url: place, username: changed.loginUsername }, () => `Logged in at ${place}.`);
  if (env['PREFECT_API_URL']) output.say('PREFECT_API_URL is set, and wins over the profile.');
}

async function logout({ env, output }: Ports, options: JsonOption): Promise<void> {
  const home = homeFolder(env);
  const name = activeName(readProfiles(home), env);
  const connection = resolveConnection(env);
  if (connection?.login === undefined) throw new MillraceError('invalid', 'The server that is used has no form login.');
  const { keepCookie } = await import('../../api/cookies.ts');
  keepCookie(connection.login, undefined);
  const { url } = connection.login;
  if (connection.source === 'profile' && name in readProfiles(home).profiles) {
    changeProfiles(home, ({ active, profiles }) => {
      const { loginPassword: _password, loginUrl: _url, ...others } = profiles[name] ?? {};
      return { active, profiles: { ...profiles, [name]: others } };
    });
  }
  answer(output, options, { name, url }, () => `Logged out of ${url}.`);
}
