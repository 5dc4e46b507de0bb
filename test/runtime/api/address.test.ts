import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addressOf, addressOfProfile, environmentOf } from '../../../runtime/api/address.ts';
import { MillraceError } from '../../../runtime/core/errors.ts';

const url = 'http://127.0.0.1:4200/api';

for (const text of ['notaurl', '127.0.0.1:4200/api', 'file:///etc/passwd', 'http://']) {
  test(`"${text}" is refused with an example of what is meant`, () => {
    assert.throws(
      () => addressOf({ PREFECT_API_URL: text }, '/home'),
      (error) => MillraceError.is(error, 'invalid') && error.message.includes(`"${text}" is not the URL of a server`),
    );
  });
}

test('what a process is told leads it to the same server', () => {
  for (const variables of [
    { PREFECT_API_URL: `${url}/` },
    { PREFECT_API_URL: url, PREFECT_API_KEY: 'pnu_key' },
    { PREFECT_API_URL: url, PREFECT_API_AUTH_STRING: 'ada:pass:word' },
    { PREFECT_API_URL: url, PREFECT_CLIENT_CUSTOM_HEADERS: '{"X-Team":"data"}' },
    { PREFECT_API_URL: url, PREFECT_API_SSL_CERT_FILE: '/ca.pem', PREFECT_API_TLS_INSECURE_SKIP_VERIFY: 'true' },
    { PREFECT_API_URL: url, MILLRACE_LOGIN_URL: '/login', MILLRACE_LOGIN_USERNAME: 'ada', MILLRACE_LOGIN_PASSWORD: 'secret' },
  ]) {
    const address = addressOf(variables, '/home');
    assert.equal(address.url, url);
    assert.deepEqual(addressOf(environmentOf(address), '/home'), address);
  }
});

test('a basic auth string wins over a key, as in Prefect, and header names are in small letters', () => {
  const variables = {
    PREFECT_API_URL: url,
    PREFECT_API_KEY: 'key',
    PREFECT_API_AUTH_STRING: 'a:b',
    PREFECT_CLIENT_CUSTOM_HEADERS: '{"X-A":1}',
  };
  assert.deepEqual(addressOf(variables, '/home').headers, { 'x-a': '1', authorization: `Basic ${Buffer.from('a:b').toString('base64')}` });
});

test('a form login is found relative to the server, with the names of its fields', () => {
  const { login } = addressOfProfile(
    { url, loginUrl: '/login', loginUsername: 'ada', loginPassword: 'secret', loginFields: 'user, pass' },
    '/home',
  );
  assert.deepEqual([login?.url, login?.fields], ['http://127.0.0.1:4200/login', { username: 'user', password: 'pass', others: {} }]);
});

for (const [what, variables] of [
  ['a form login without a password', { MILLRACE_LOGIN_URL: '/login', MILLRACE_LOGIN_USERNAME: 'ada' }],
  ['headers that are no JSON', { PREFECT_CLIENT_CUSTOM_HEADERS: 'x-a: 1' }],
] as const) {
  test(`${what} is refused`, () => {
    assert.throws(
      () => addressOf({ PREFECT_API_URL: url, ...variables }, '/home'),
      (error) => MillraceError.is(error, 'invalid'),
    );
  });
}
