import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addConnection, removeConnection } from '../../../client/commands/connections.ts';
import { apiUrl, headersOf } from '../../../client/connections/connections.ts';
import { MillraceError } from '../../../runtime/core/errors.ts';
import { errorOf, fakeContext } from '../../support/fake-context.ts';

test('a server is tested, kept with its secret, and used', async () => {
  const asked: string[] = [];
  const { context, shown } = await fakeContext({
    answers: ['127.0.0.1:4200', 'API key', 'pnu_1', 'cloud'],
    probe: async ({ url, headers }) => {
      asked.push(`${url} ${headers['authorization'] ?? ''}`);
      return '3.9.1';
    },
  });
  await addConnection(context);
  assert.deepEqual(asked, ['http://127.0.0.1:4200/api Bearer pnu_1']);
  assert.deepEqual(context.connections.saved(), [{ name: 'cloud', url: 'http://127.0.0.1:4200/api' }]);
  const used = await context.connections.resolve();
  assert.deepEqual([used?.headers['authorization'], used?.name], ['Bearer pnu_1', 'cloud']);
  assert.ok(!JSON.stringify([context.connections.saved(), shown]).includes('pnu_1'));
});

const faults = [
  ['unauthorized', /does not accept this key/],
  ['unreachable', /Nothing answers there/],
  ['not-found', /not the API of Prefect/],
] as const;

for (const [code, expected] of faults) {
  test(`a server that answers with ${code} is not kept, and the reason is told in words`, async () => {
    const { context } = await fakeContext({
      answers: ['http://host/api', 'Not at all', 'x'],
      probe: async () => {
        throw new MillraceError(code, 'as it is');
      },
    });
    assert.match((await errorOf(addConnection(context))).message, expected);
    assert.deepEqual(context.connections.saved(), []);
  });
}

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

test('credentials become the headers of Prefect', () => {
  assert.deepEqual(headersOf({ kind: 'key', key: 'k' }), { authorization: 'Bearer k' });
  assert.deepEqual(headersOf({ kind: 'basic', auth: 'u:p' }), { authorization: 'Basic dTpw' });
  assert.deepEqual(headersOf({ kind: 'cookie', cookie: 'a=b' }), { cookie: 'a=b' });
  assert.deepEqual(headersOf({ kind: 'none' }), {});
});
