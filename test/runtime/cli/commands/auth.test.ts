import assert from 'node:assert/strict';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import type { Profiles } from '../../../../runtime/api/connection.ts';
import { startServer } from '../../../../runtime/api-server/server.ts';
import { createCli } from '../../../support/cli.ts';
import { authority, startGateway } from '../../../support/gateway.ts';

const cli = await createCli({ server: false });
const server = await startServer({ home: join(cli.folder, 'server'), database: ':memory:', port: 0, advertise: false });
const gateway = await startGateway(server.url, {
  headers: { authorization: `Bearer ${server.token ?? ''}` },
  tls: true,
  refusal: 'redirect',
});
after(async () => {
  await Promise.all([gateway.close(), server.close()]);
  await cli.close();
});

const home = join(cli.folder, 'home');
const read = (name: string): string => readFileSync(join(home, name), 'utf8');
const profile = (): Profiles['profiles'][string] | undefined => {
  const kept: Profiles = JSON.parse(read('profiles.json'));
  return kept.profiles['private'];
};

beforeEach(() => {
  const profiles: Profiles = { active: 'private', profiles: { private: { url: gateway.url, caFile: authority } } };
  writeFileSync(join(home, 'profiles.json'), JSON.stringify(profiles));
  writeFileSync(join(home, 'cookies.json'), '{}');
});

test('test says which step fails, and what to do', async () => {
  const { out, err, exit } = await cli.run('auth test');
  assert.equal(exit, 5);
  assert.match(out, /✓ DNS: .*\n✓ TCP: .*\n✓ TLS: .*\n✓ HTTP: It answers, and asks who you are\.\n✗ login: .*\n +→ .*millrace auth login/);
  assert.match(err, /cannot be used: login failed\./);
});

test('login posts the form once, keeps the password and cookies for its owner only, and says neither', async () => {
  cli.answers.push('open sesame');
  const before = gateway.logins;
  const { out, err, exit } = await cli.run('auth login --url /login --username alice');
  assert.equal(exit, 0, err);
  assert.equal(out, `Logged in at ${new URL('/login', gateway.url).href}.`);
  assert.doesNotMatch(out + err, /sesame|session=/);
  assert.deepEqual(profile(), {
    ...{ url: gateway.url, caFile: authority },
    ...{ loginUrl: '/login', loginUsername: 'alice', loginPassword: 'open sesame' },
  });
  assert.match(read('cookies.json'), /session=s1/);
  for (const name of ['profiles.json', 'cookies.json']) assert.equal(statSync(join(home, name)).mode & 0o777, 0o600);
  const { steps } = await cli.json<{ steps: { step: string; ok: boolean }[] }>('auth test');
  assert.deepEqual([steps.length, steps.every(({ ok }) => ok)], [6, true]);
  assert.equal(gateway.logins, before + 1);
  assert.match((await cli.run('profile ls')).out, /\* +private +https:.* +form login/);
  const view = await cli.run('config view');
  assert.match(view.out, /MILLRACE_LOGIN_USERNAME +alice +profile private\nMILLRACE_LOGIN_PASSWORD +\*{8}/);
});

test('a login that is not accepted changes nothing', async () => {
  const before = read('profiles.json');
  cli.answers.push('open barley');
  const { err, exit } = await cli.run('auth login --url /login --username alice');
  assert.equal(exit, 5);
  assert.match(err, /The login of alice at .* was not accepted: it answered with 403/);
  assert.equal(read('profiles.json'), before);
  assert.equal(read('cookies.json'), '{}');
});

test('a login page that is not there is said', async () => {
  cli.answers.push('open sesame');
  const { err } = await cli.run('auth login --url https://127.0.0.1:1/login --username alice');
  assert.match(err, /The login page https:\/\/127\.0\.0\.1:1\/login did not answer/);
});

test('what is missing is asked for', async () => {
  assert.match((await cli.run('auth login')).err, /"millrace auth login --url \/login --username NAME"/);
  assert.match((await cli.run('auth logout')).err, /has no form login/);
  await cli.run('profile use embedded');
  assert.match((await cli.run('auth login --url /login --username alice')).err, /needs no settings/);
  assert.match((await cli.run('auth test')).err, /No server runs on this machine/);
});

test('logout forgets the cookies and the password', async () => {
  cli.answers.push('open sesame');
  await cli.run('auth login --url /login --username alice');
  assert.match((await cli.run('auth logout')).out, /Logged out of https:/);
  assert.deepEqual(profile(), { url: gateway.url, caFile: authority, loginUsername: 'alice' });
  assert.equal(read('cookies.json').trim(), '{}');
});

for (const [line, answer, key, kept] of [
  ['config set headers', '{"X-Tenant": 1}', 'headers', { 'X-Tenant': '1' }],
  ['config set ca-file /etc/ca.pem', undefined, 'caFile', '/etc/ca.pem'],
  ['config set login-fields user,pwd', undefined, 'loginFields', 'user,pwd'],
  ['config set login-password', 'x', 'loginPassword', 'x'],
] as const) {
  test(line, async () => {
    if (answer !== undefined) cli.answers.push(answer);
    assert.equal((await cli.run(line)).exit, 0);
    assert.deepEqual(profile()?.[key], kept);
  });
}

test('headers that are no JSON are refused', async () => {
  cli.answers.push('x-tenant: main');
  assert.match((await cli.run('config set headers')).err, /Give headers as JSON/);
});

test("Prefect's profiles are listed, used and not changed", async () => {
  const file = join(cli.folder, 'profiles.toml');
  const text = 'active = "team"\n\n[profiles.team]\nPREFECT_API_URL = "http://127.0.0.1:4200/api"\nPREFECT_API_KEY = "hush"\n';
  writeFileSync(file, text);
  cli.env['PREFECT_PROFILES_PATH'] = file;
  assert.match((await cli.run('profile ls')).out, / +prefect:team +http:\/\/127\.0\.0\.1:4200\/api +key/);
  assert.equal((await cli.run('profile use prefect')).exit, 0);
  assert.match(
    (await cli.run('config view')).out,
    /PREFECT_API_URL +http:\/\/127\.0\.0\.1:4200\/api +profile prefect\nPREFECT_API_KEY +\*{8}/,
  );
  assert.match(
    (await cli.run('config set url http://127.0.0.1:1/api')).err,
    /is a profile of Prefect: change it with "prefect config set"/,
  );
  assert.match((await cli.run('profile use prefect:none')).err, /There is no profile "prefect:none"/);
  assert.match((await cli.run('profile create prefect:x --url http://x/api')).err, /means a profile of Prefect/);
  assert.equal(readFileSync(file, 'utf8'), text);
});
