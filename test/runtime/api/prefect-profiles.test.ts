import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { environmentOf } from '../../../runtime/api/address.ts';
import { resolveConnection } from '../../../runtime/api/connection.ts';
import { prefectProfilesFile, readPrefectProfiles } from '../../../runtime/api/prefect-profiles.ts';

const folder = mkdtempSync(join(tmpdir(), 'millrace-prefect-profiles-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'profiles.toml');
const home = join(folder, 'home');
mkdirSync(home);
const environment = { PREFECT_HOME: folder, MILLRACE_HOME: home };

/** As Prefect writes it, and as people do. */
const written = `active = "team"

[profiles.ephemeral]

# the server of the team
[profiles.team]
PREFECT_API_URL = "https://prefect.example.com/api" # behind the VPN
PREFECT_API_AUTH_STRING = 'me:a\\b'
PREFECT_API_REQUEST_TIMEOUT = 60.0
PREFECT_API_TLS_INSECURE_SKIP_VERIFY = false

[profiles."old one"]
PREFECT_API_URL="http://127.0.0.1:4200/api/"
PREFECT_API_KEY = "a\\"b\\u0041"
PREFECT_CLIENT_CUSTOM_HEADERS = '{"X-Tenant": "main"}'
`;
const write = (text: string): void => writeFileSync(file, text);
write(written);

test("Prefect's profiles are read", () => {
  assert.deepEqual(readPrefectProfiles(environment), {
    active: 'team',
    profiles: {
      ephemeral: {},
      team: {
        PREFECT_API_URL: 'https://prefect.example.com/api',
        PREFECT_API_AUTH_STRING: String.raw`me:a\b`,
        PREFECT_API_REQUEST_TIMEOUT: '60.0',
        PREFECT_API_TLS_INSECURE_SKIP_VERIFY: 'false',
      },
      'old one': {
        PREFECT_API_URL: 'http://127.0.0.1:4200/api/',
        PREFECT_API_KEY: 'a"bA',
        PREFECT_CLIENT_CUSTOM_HEADERS: '{"X-Tenant": "main"}',
      },
    },
  });
});

for (const [line, message] of [
  ['PREFECT_API_URL = [1]', /profiles\.toml, line 3 cannot be read: give the value as "text"/],
  ['PREFECT_API_URL = "open', /line 3 cannot be read/],
  ['[[profiles]]', /line 3 cannot be read: there are \[profiles\.NAME\]/],
  ['what', /line 3 cannot be read/],
] as const) {
  test(`${line} is refused with its place`, (t) => {
    t.after(() => write(written));
    write(`active = "a"\n[profiles.a]\n${line}\n`);
    assert.throws(() => readPrefectProfiles(environment), message);
  });
}

test('no file is no profiles, and its place is where Prefect looks', () => {
  assert.deepEqual(readPrefectProfiles({ PREFECT_PROFILES_PATH: join(folder, 'none.toml') }), { active: '', profiles: {} });
  assert.equal(prefectProfilesFile({ PREFECT_HOME: '/x' }), '/x/profiles.toml');
  assert.match(prefectProfilesFile({}), /\.prefect.profiles\.toml$/);
});

for (const [variables, url, name] of [
  [{}, undefined, undefined],
  [{ MILLRACE_PROFILE: 'prefect' }, 'https://prefect.example.com/api', 'prefect'],
  [{ MILLRACE_PROFILE: 'prefect:old one' }, 'http://127.0.0.1:4200/api', 'prefect:old one'],
  [{ PREFECT_PROFILE: 'old one' }, 'http://127.0.0.1:4200/api', 'prefect:old one'],
  [{ PREFECT_PROFILE: 'old one', MILLRACE_PROFILE: 'prefect:team' }, 'https://prefect.example.com/api', 'prefect:team'],
  [{ MILLRACE_PROFILE: 'prefect:ephemeral' }, undefined, undefined],
  [{ MILLRACE_PROFILE: 'prefect', PREFECT_API_URL: 'http://127.0.0.1:1/api' }, 'http://127.0.0.1:1/api', 'PREFECT_API_URL'],
] as const) {
  test(`${JSON.stringify(variables)} means ${url}; the file stays as it is`, () => {
    const found = resolveConnection({ ...environment, ...variables });
    assert.deepEqual([found?.url, found?.name], [url, name]);
    assert.equal(readFileSync(file, 'utf8'), written);
  });
}

test('a profile that is not there is said', () => {
  assert.throws(() => resolveConnection({ ...environment, MILLRACE_PROFILE: 'prefect:none' }), /There is no profile "prefect:none"/);
});

const ways: readonly Record<string, string>[] = [
  { PREFECT_API_KEY: 'pnu_1' },
  { PREFECT_API_AUTH_STRING: 'admin:pass:word' },
  { PREFECT_CLIENT_CUSTOM_HEADERS: '{"x-tenant":"main"}', PREFECT_API_SSL_CERT_FILE: '/ca.pem' },
  { PREFECT_API_TLS_INSECURE_SKIP_VERIFY: 'true' },
  {
    MILLRACE_LOGIN_URL: 'https://x.example.com/in',
    MILLRACE_LOGIN_USERNAME: 'u',
    MILLRACE_LOGIN_PASSWORD: 'p',
    MILLRACE_LOGIN_FIELDS: 'a,b',
  },
];

for (const way of ways) {
  test(`a process that is started gets ${Object.keys(way).join(', ')} as we did`, () => {
    const variables = { ...environment, PREFECT_API_URL: 'https://x.example.com/api', ...way };
    const found = resolveConnection(variables);
    assert.ok(found !== undefined);
    const passed = environmentOf(found);
    assert.deepEqual(Object.fromEntries(Object.entries(passed).filter(([name, value]) => value !== '' && name !== 'PREFECT_API_URL')), {
      ...way,
    });
    assert.deepEqual(resolveConnection({ ...environment, ...passed }), found);
  });
}
