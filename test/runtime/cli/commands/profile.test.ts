import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import type { Profiles } from '../../../../runtime/api/connection.ts';
import { createCli } from '../../../support/cli.ts';

const cli = await createCli({ server: false });
after(() => cli.close());
const file = join(cli.folder, 'home/profiles.json');
const read = (): Profiles => JSON.parse(readFileSync(file, 'utf8'));
const start = (): void => {
  for (const name of Object.keys(cli.env)) if (name !== 'MILLRACE_HOME') Reflect.deleteProperty(cli.env, name);
  writeFileSync(
    file,
    JSON.stringify({
      active: 'cloud',
      profiles: {
        cloud: { url: 'https://api.example.com/api', apiKey: 'hush' },
        local: { url: 'http://127.0.0.1:4200/api', authString: 'admin:hush' },
      },
    }),
  );
};
beforeEach(start);

test('profiles are listed with the one in use, without secrets', async () => {
  const { out } = await cli.run('profile ls');
  assert.match(
    out,
    /\n +embedded +this machine +-\n\* +cloud +https:\/\/api\.example\.com\/api +key\n +local +http:\/\/127\.0\.0\.1:4200\/api +auth string$/,
  );
  assert.doesNotMatch(out + JSON.stringify(await cli.json('profile ls')), /hush/);
});

test('the profile that Prefect uses is listed as the one in use, and can be used only where there is one', async () => {
  const prefect = join(cli.folder, 'prefect');
  mkdirSync(prefect, { recursive: true });
  cli.env['PREFECT_HOME'] = prefect;
  const profiles = join(prefect, 'profiles.toml');
  writeFileSync(profiles, 'active = "ephemeral"\n[profiles.ephemeral]\n[profiles.mine]\nPREFECT_API_URL = "http://127.0.0.1:4200/api"\n');
  const refused = await cli.run('profile use prefect');
  assert.deepEqual([refused.exit, read().active], [3, 'cloud']);
  assert.match(refused.err, /Prefect uses no profile that names a server: "prefect profile use" chooses one/);
  writeFileSync(profiles, readFileSync(profiles, 'utf8').replace('"ephemeral"', '"mine"'));
  await cli.run('profile use prefect');
  assert.match((await cli.run('profile ls')).out, /\n\* +prefect:mine +http/);
  await cli.run('profile use local');
  cli.env['PREFECT_PROFILE'] = 'mine';
  assert.match((await cli.run('profile ls')).out, /\n\* +prefect:mine +http/);
});

test('a variable of the environment that wins is said', async () => {
  cli.env['PREFECT_API_URL'] = 'http://127.0.0.1:9/api';
  assert.match((await cli.run('profile ls')).err, /PREFECT_API_URL is set, and wins over the profile in use\./);
});

test('a profile is created and used; its file is for its owner only', async () => {
  const { out, err } = await cli.run('profile create new --url http://127.0.0.1:4201/');
  assert.equal(out, 'Created profile "new", which is used from now on: http://127.0.0.1:4201');
  assert.match(err, /Prefect's API is usually at http:\/\/127\.0\.0\.1:4201\/api\./);
  assert.deepEqual([read().active, read().profiles['new']], ['new', { url: 'http://127.0.0.1:4201' }]);
  assert.equal(statSync(file).mode & 0o777, 0o600);
});

for (const [line, exit, message] of [
  ['create cloud --url http://x/api', 1, /There is a profile "cloud" already/],
  ['create embedded --url http://x/api', 2, /"embedded" is the server of this machine: choose another name\./],
  ['create a --url nope', 2, /"nope" is not the URL of a server: give one such as/],
  ['create a --url ftp://x', 2, /is not the URL of a server/],
  ['create a --url http://me:secret@x/api', 2, /A URL is no place for a password: give it with "millrace config set auth-string"\./],
  ['delete embedded', 2, /"embedded" is the server of this machine: choose another name\./],
  ['rename embedded a', 2, /"embedded" is the server of this machine/],
  ['use nope', 3, /There is no profile "nope"/],
  ['use clould', 3, /There is no profile "clould"\. Do you mean "cloud"\?/],
  ['inspect nope', 3, /There is no profile "nope"/],
  ['rename nope x', 3, /There is no profile "nope"/],
  ['rename cloud local', 1, /There is a profile "local" already/],
  ['delete nope', 3, /There is no profile "nope"/],
] as const) {
  test(`profile ${line} is refused and changes nothing`, async () => {
    const before = readFileSync(file, 'utf8');
    const given = await cli.run(`profile ${line}`);
    assert.equal(given.exit, exit, given.err);
    assert.match(given.err, message);
    assert.equal(readFileSync(file, 'utf8'), before);
  });
}

test('use, rename, delete', async () => {
  assert.equal((await cli.run('profile use local')).out, 'Profile "local" is used from now on.');
  assert.equal((await cli.run('profile rename local mine')).out, 'Profile "local" has the name "mine" now.');
  assert.deepEqual([read().active, read().profiles['mine']?.authString], ['mine', 'admin:hush']);
  assert.match((await cli.run('profile inspect')).out, /Name +mine\n.*\nCredentials +auth string\nIn use +yes/);
  assert.equal((await cli.run('profile delete mine')).out, 'Deleted profile "mine".');
  assert.deepEqual([read().active, Object.keys(read().profiles)], ['', ['cloud']]);
  assert.match((await cli.run('profile inspect')).out, /Name +embedded\nURL +this machine/);
  await cli.run('profile use cloud');
  await cli.run('profile use embedded');
  assert.equal(read().active, '');
});

test('settings are shown with where they come from, without secrets', async () => {
  cli.env['PREFECT_API_AUTH_STRING'] = 'admin:hush';
  cli.env['PREFECT_LOGGING_LEVEL'] = 'ERROR';
  const { out } = await cli.run('config view');
  assert.match(
    out,
    /PREFECT_API_URL +https:\/\/api\.example\.com\/api +profile cloud\nPREFECT_API_KEY +\*{8} +profile cloud\nPREFECT_API_AUTH_STRING +\*{8} +environment\nPREFECT_LOGGING_LEVEL +ERROR +environment$/,
  );
  assert.doesNotMatch(out + JSON.stringify(await cli.json('config view')), /hush/);
});

test('a URL of the environment does not get the key of the profile', async () => {
  cli.env['PREFECT_API_URL'] = 'http://127.0.0.1:9/api';
  assert.match((await cli.run('config view')).out, /PREFECT_API_URL +http:\/\/127\.0\.0\.1:9\/api +environment\nPREFECT_API_KEY +- +-/);
});

test('a URL is set in both spellings', async () => {
  await cli.run('config set PREFECT_API_URL=https://a.example.com/api');
  assert.equal(read().profiles['cloud']?.url, 'https://a.example.com/api');
  await cli.run('config set url https://b.example.com/api');
  assert.deepEqual(read().profiles['cloud'], { url: 'https://b.example.com/api', apiKey: 'hush' });
});

for (const line of ['set PREFECT_API_KEY=abc', 'set key abc', 'set auth-string me:abc']) {
  test(`config ${line}: a secret on the command line is refused`, async () => {
    const { exit, err } = await cli.run(`config ${line}`);
    assert.equal(exit, 2);
    assert.match(
      err,
      /A secret does not belong on a command line, where others can read it: "millrace config set (key|auth-string)" asks for it/,
    );
    assert.doesNotMatch(err, /abc/);
  });
}

test('a secret is asked for, kept, and never said', async () => {
  cli.answers.push('me:abc');
  const { out, err } = await cli.run('--profile local config set auth-string');
  assert.equal(out, 'Set PREFECT_API_AUTH_STRING of profile "local".');
  assert.doesNotMatch(out + err, /abc/);
  assert.equal(read().profiles['local']?.authString, 'me:abc');
});

test('a setting is removed', async () => {
  assert.equal((await cli.run('config unset key')).out, 'Removed PREFECT_API_KEY from profile "cloud".');
  assert.equal((await cli.run('config unset key')).out, 'PREFECT_API_KEY is not set in profile "cloud".');
  assert.deepEqual(read().profiles['cloud'], { url: 'https://api.example.com/api' });
});

test('settings that do not exist, and the server of this machine, which has none', async () => {
  assert.match((await cli.run('config set colour red')).err, /"colour" is not a setting\. There are PREFECT_API_URL \(url\)/);
  assert.match((await cli.run('config set url')).err, /Give the value, as "millrace config set url http:/);
  await cli.run('profile use embedded');
  assert.match((await cli.run('config set url http://x/api')).err, /The server of this machine is in use and needs no settings/);
});

test('--profile wins over the environment', async () => {
  cli.env['PREFECT_API_URL'] = 'http://127.0.0.1:9/api';
  assert.match((await cli.run('--profile local config view')).out, /PREFECT_API_URL +http:\/\/127\.0\.0\.1:4200\/api +profile local/);
  assert.match((await cli.run('--profile nope config view')).err, /There is no profile "nope"/);
});
