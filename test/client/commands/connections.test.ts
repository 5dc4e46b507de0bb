import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addConnection, removeConnection } from '../../../client/commands/connections.ts';
import { apiUrl, profileOf } from '../../../client/connections/connections.ts';
import { fakeContext } from '../../support/fake-context.ts';

test('a server is tested, kept with its secret, and used', async () => {
  const asked: string[] = [];
  const { context, shown } = await fakeContext({
    answers: ['127.0.0.1:4200', 'API key', 'pnu_1', 'cloud'],
    probe: async ({ url, headers }) => {
      asked.push(`${url} ${headers['authorization'] ?? ''}`);
      return [];
    },
  });
  await addConnection(context);
  assert.deepEqual(asked, ['http://127.0.0.1:4200/api Bearer pnu_1']);
  assert.deepEqual(context.connections.saved(), [{ name: 'cloud', url: 'http://127.0.0.1:4200/api' }]);
  const used = await context.connections.resolve();
  assert.deepEqual([used?.headers['authorization'], used?.name], ['Bearer pnu_1', 'cloud']);
  assert.ok(!JSON.stringify([context.connections.saved(), shown]).includes('pnu_1'));
});

test('a server behind a login page is kept with the name and password as a secret', async () => {
  const { context, shown } = await fakeContext({ answers: ['https://host/api', 'Login page', '/login', 'alice', 'open sesame', 'mine'] });
  await addConnection(context);
  const { login } = (await context.connections.resolve()) ?? {};
  assert.deepEqual([login?.url, login?.username, login?.password], ['https://host/login', 'alice', 'open sesame']);
  assert.ok(!JSON.stringify([context.connections.saved(), shown]).includes('sesame'));
});

test('a server that cannot be used is not kept, and the step that failed is told with its cure', async () => {
  const { context, shown } = await fakeContext({
    answers: ['http://host/api', 'Not at all', 'x'],
    probe: async () => [
      { step: 'DNS', ok: true, text: 'host has the address 10.0.0.1.' },
      { step: 'TCP', ok: false, text: 'Nothing listens at port 80 of host.', cure: 'check the port' },
    ],
  });
  await addConnection(context);
  assert.equal(shown.at(-1), 'error The server was not added. TCP failed: Nothing listens at port 80 of host. Check the port.');
  assert.deepEqual(context.connections.saved(), []);
});

test('wrong credentials are told in words of the editor, whichever they are', async () => {
  const refused = 'http://host/api does not accept the key: POST /work_pools/count was answered with 401: no';
  const cases: [string[], number, string, RegExp][] = [
    [['Not at all'], 401, refused, /^It asks who you are: try again with an API key/],
    [['API key', 'pnu_1'], 401, refused, /^It does not accept this API key: /],
    [['API key', 'pnu_1'], 403, refused, /^It does not accept this API key: /],
    [['Basic auth', 'a:b'], 401, refused, /^It does not accept this user and password: /],
    [['Cookie', 'sid=1'], 401, refused, /^It does not accept this cookie, which may have expired: /],
    [['Login page', '/login', 'ann', 'pw'], 401, 'The login of ann was not accepted.', /^The login of ann was not accepted\.$/],
    [['API key', 'pnu_1'], 502, 'It was answered with 502: bad gateway.', /^It was answered with 502: bad gateway\.$/],
  ];
  for (const [given, status, text, expected] of cases) {
    const probe = async () => [{ step: 'login' as const, ok: false, text, status, cure: 'use "millrace config"' }];
    const { context, shown } = await fakeContext({ answers: ['http://host/api', ...given, 'mine'], probe });
    await addConnection(context);
    const [, said = ''] = /^error The server was not added\. (.*)$/.exec(shown.at(-1) ?? '') ?? [];
    assert.match(said, expected);
  }
});

test('after a fault the address need not be typed again', async () => {
  const tried: string[] = [];
  const { context } = await fakeContext({
    answers: ['http://host/api', 'API key', 'wrong', 'mine', 'Try Again', 'http://host/api', 'API key', 'right', 'mine'],
    probe: async ({ headers }) => {
      tried.push(headers['authorization'] ?? '');
      return [{ step: 'login', ok: headers['authorization'] === 'Bearer right', text: 'It was answered with 401: no', status: 401 }];
    },
  });
  await addConnection(context);
  assert.deepEqual(tried, ['Bearer wrong', 'Bearer right']);
  assert.deepEqual(context.connections.saved(), [{ name: 'mine', url: 'http://host/api' }]);
});

test('a server is removed with its secret', async () => {
  const { context } = await fakeContext({ answers: ['host', 'Not at all', 'mine', undefined, 'mine'] });
  await addConnection(context);
  await removeConnection(context);
  assert.deepEqual(context.connections.saved(), []);
  assert.equal(context.connections.choice, '');
});

test('addresses are understood as people write them', () => {
  const cases: [string, string][] = [
    ['http://host:4200', 'http://host:4200/api'],
    ['http://host:4200/', 'http://host:4200/api'],
    ['https://host/api/', 'https://host/api'],
    ['host:4200', 'http://host:4200/api'],
    ['https://api.example/api/accounts/1/workspaces/2', 'https://api.example/api/accounts/1/workspaces/2'],
  ];
  for (const [text, url] of cases) assert.equal(apiUrl(text), url);
});

test('credentials become what a profile has', () => {
  assert.deepEqual(profileOf({ kind: 'key', key: 'k' }), { apiKey: 'k' });
  assert.deepEqual(profileOf({ kind: 'basic', auth: 'u:p' }), { authString: 'u:p' });
  assert.deepEqual(profileOf({ kind: 'cookie', cookie: 'a=b' }), { headers: { cookie: 'a=b' } });
  assert.deepEqual(profileOf({ kind: 'none' }), {});
});
