import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addConnection, removeConnection } from '../../../client/commands/connections.ts';
import { apiUrl, profileOf } from '../../../client/connections/connections.ts';
import { errorOf, fakeContext } from '../../support/fake-context.ts';

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
  const { context } = await fakeContext({
    answers: ['http://host/api', 'Not at all', 'x'],
    probe: async () => [
      { step: 'DNS', ok: true, text: 'host has the address 10.0.0.1.' },
      { step: 'TCP', ok: false, text: 'Nothing listens at port 80 of host.', cure: 'check the port' },
    ],
  });
  const { message } = await errorOf(addConnection(context));
  assert.equal(message, 'The server was not added. TCP failed: Nothing listens at port 80 of host. Check the port.');
  assert.deepEqual(context.connections.saved(), []);
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
