import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { RunningServer } from '../../../runtime/api-server/server.ts';
import { createGuard } from '../../../runtime/api-server/guard.ts';
import { startServer } from '../../../runtime/api-server/server.ts';

const token = 'a'.repeat(64);
const basic = (text: string): string => `Basic ${Buffer.from(text).toString('base64')}`;

const cases: [what: string, headers: Record<string, string>, target: string, status: number | undefined][] = [
  ['the token', { authorization: `Bearer ${token}` }, '/flows/filter', undefined],
  ['the token, the scheme in small letters', { authorization: `bearer ${token}` }, '/flows/filter', undefined],
  ['the token as an auth string', { authorization: basic(token) }, '/flows/filter', undefined],
  ['the token as a password', { authorization: basic(`admin:${token}`) }, '/flows/filter', undefined],
  ['no token', {}, '/flows/filter', 401],
  ['an empty token', { authorization: 'Bearer ' }, '/flows/filter', 401],
  ['a wrong token', { authorization: `Bearer ${'b'.repeat(64)}` }, '/flows/filter', 401],
  ['the beginning of the token', { authorization: `Bearer ${token.slice(1)}` }, '/flows/filter', 401],
  ['the token as a user', { authorization: basic(`${token}:x`) }, '/flows/filter', 401],
  ['an unknown scheme', { authorization: `Digest ${token}` }, '/flows/filter', 401],
  ['no token, asked for its health', {}, '/health', undefined],
  ['no token, asked whether it is ready', {}, '/ready', undefined],
  ['no token, a path that begins like an open one', {}, '/health/../flows', 401],
  ['a name that was bound to loopback', { host: 'evil.example:4280', authorization: `Bearer ${token}` }, '/health', 403],
  ['a name that begins like loopback', { host: '127.0.0.1.evil.example', authorization: `Bearer ${token}` }, '/health', 403],
  ['no host', { host: '', authorization: `Bearer ${token}` }, '/health', 403],
  ['localhost', { host: 'localhost:4280', authorization: `Bearer ${token}` }, '/flows/filter', undefined],
  ['IPv6 loopback', { host: '[::1]:4280', authorization: `Bearer ${token}` }, '/flows/filter', undefined],
  ['a page of a browser', { origin: 'https://example.com', authorization: `Bearer ${token}` }, '/health', 403],
  ['a page of this machine', { origin: 'http://localhost:3000', authorization: `Bearer ${token}` }, '/health', 403],
  ['an image of a page', { 'sec-fetch-site': 'cross-site', authorization: `Bearer ${token}` }, '/flows/filter', 403],
  ['an address that was typed', { 'sec-fetch-site': 'none', authorization: `Bearer ${token}` }, '/flows/filter', undefined],
  ['a page without an origin', { origin: 'null', authorization: `Bearer ${token}` }, '/health', 403],
  ['an API version of today', { 'x-prefect-api-version': '0.8.4', authorization: `Bearer ${token}` }, '/flows/filter', undefined],
  ['an API version that is too old', { 'x-prefect-api-version': '0.7.9', authorization: `Bearer ${token}` }, '/flows/filter', 400],
  ['an API version of 0.10', { 'x-prefect-api-version': '0.10.0', authorization: `Bearer ${token}` }, '/flows/filter', undefined],
  ['an API version that is none', { 'x-prefect-api-version': 'new', authorization: `Bearer ${token}` }, '/flows/filter', 400],
];

for (const [what, headers, target, status] of cases) {
  test(`${what}: ${status ?? 'passes'}`, () => {
    const guard = createGuard(token);
    assert.equal(guard({ host: '127.0.0.1:4280', ...headers }, target)?.status, status);
  });
}

test('of pages only the own one passes, where there is one', () => {
  const asks = (origin: string, page: boolean): number | undefined =>
    createGuard(token, page)({ host: '127.0.0.1:4280', origin, authorization: `Bearer ${token}` }, '/flows/filter')?.status;
  assert.equal(asks('http://127.0.0.1:4280', true), undefined);
  assert.equal(asks('http://127.0.0.1:4280', false), 403);
  assert.equal(asks('http://127.0.0.1:4281', true), 403);
  assert.equal(createGuard(token, true)({ host: 'evil.example', origin: 'http://evil.example' }, '/health')?.status, 403);
});

test('without authentication the other checks stay', () => {
  const guard = createGuard(undefined);
  assert.equal(guard({ host: 'localhost' }, '/flows/filter'), undefined);
  assert.equal(guard({ host: 'evil.example' }, '/flows/filter')?.status, 403);
  assert.equal(guard({ host: 'localhost', origin: 'http://localhost' }, '/flows/filter')?.status, 403);
});

const home = mkdtempSync(join(tmpdir(), 'millrace-guard-'));
let server: RunningServer;
before(async () => {
  server = await startServer({ home, port: 0, database: ':memory:', settings: { maxRequestSize: 100_000 } });
});
after(async () => {
  await server.close();
  rmSync(home, { recursive: true });
});

interface Told {
  status: number;
  text: string;
}

/** One request as bytes, so that nothing puts headers right on the way. */
function send(path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}): Promise<Told> {
  const { port } = new URL(server.url);
  const headers = { authorization: `Bearer ${server.token}`, ...options.headers };
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port, path, method: options.method ?? 'GET', headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text }));
    });
    sent.on('error', reject);
    sent.end(options.body);
  });
}

test('over a socket: a rebound name, a page and a stranger are refused, in the words of the API', async () => {
  assert.deepEqual(await send('/api/flows/filter', { method: 'POST', headers: { host: 'evil.example' } }), {
    status: 403,
    text: '{"detail":"This server answers only to loopback names."}',
  });
  assert.equal((await send('/api/health', { headers: { origin: 'https://example.com' } })).status, 403);
  assert.deepEqual(await send('/api/flows/filter', { method: 'POST', headers: { authorization: 'Bearer no' } }), {
    status: 401,
    text: '{"exception_message":"Unauthorized"}',
  });
  assert.equal((await send('/other')).status, 404);
});

for (const [what, body, status] of [
  ['half an object', '{"name":', 422],
  ['a comma too many', '{"name":"x",}', 422],
  ['no JSON at all', 'name=x', 422],
  ['text that is not UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]).toString('latin1'), 422],
  ['201 levels', `${'['.repeat(201)}${']'.repeat(201)}`, 422],
  ['a hundred thousand levels', '['.repeat(40_000), 422],
  ['more than is allowed', `{"name":"${'x'.repeat(100_001)}"}`, 413],
] as const) {
  test(`a body with ${what} is answered with ${status}`, async () => {
    const answer = await send('/api/flows/', { method: 'POST', body });
    assert.equal(answer.status, status, answer.text);
    assert.equal(typeof JSON.parse(answer.text), 'object');
    assert.equal((await send('/api/health')).text, 'true');
  });
}

test('a path without its slash is redirected, and keeps its query', async () => {
  const answer = await fetch(`${server.url}/flows?x=1`, {
    method: 'POST',
    redirect: 'manual',
    headers: { authorization: `Bearer ${server.token}` },
  });
  assert.equal(answer.status, 307);
  assert.match(answer.headers.get('location') ?? '', /\/api\/flows\/\?x=1$/);
});

test('the token is 32 random bytes in a file of its owner alone, and stays the same', async () => {
  assert.match(server.token ?? '', /^[0-9a-f]{64}$/);
  assert.equal(statSync(join(home, 'token')).mode & 0o777, 0o600);
  assert.equal(statSync(join(home, 'server.json')).mode & 0o777, 0o600);
  const other = await startServer({ home, port: 0, database: ':memory:', advertise: false });
  assert.equal(other.token, server.token);
  await other.close();
});

test('without authentication no token is asked for, over HTTP and websockets', async () => {
  const open = await startServer({ home, port: 0, database: ':memory:', advertise: false, auth: false });
  assert.equal((await fetch(`${open.url}/flows/filter`, { method: 'POST', body: '{}' })).status, 200);
  const socket = new WebSocket(`${open.url.replace('http', 'ws')}/events/out`);
  await new Promise((resolve, reject) => {
    socket.addEventListener('open', resolve, { once: true });
    socket.addEventListener('error', reject, { once: true });
  });
  socket.close();
  await open.close();
});
