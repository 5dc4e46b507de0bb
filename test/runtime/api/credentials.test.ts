import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { test } from 'node:test';
import { createClient } from '../../../runtime/api/client.ts';
import { httpTransport } from '../../../runtime/api/http.ts';

/** A server with Prefect's CSRF protection: a token of a client is good for so many requests that change something. */
async function protectedServer(uses: number, work: (url: string, seen: string[]) => Promise<void>): Promise<void> {
  const tokens = new Map<string, { token: string; left: number }>();
  const seen: string[] = [];
  const server = createServer((request, answer) => {
    const url = new URL(request.url ?? '', 'http://x');
    seen.push(`${request.method} ${url.pathname}`);
    const say = (status: number, body: unknown): void =>
      void answer.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    if (url.pathname === '/api/csrf-token') {
      const client = url.searchParams.get('client') ?? '';
      const token = `token-${seen.length}`;
      tokens.set(client, { token, left: uses });
      return say(200, { token, client, expiration: '2026-11-21T07:00:00Z' });
    }
    if (request.method === 'GET') return say(200, '3.9.1');
    const { 'prefect-csrf-token': token, 'prefect-csrf-client': client } = request.headers;
    if (token === undefined) return say(403, { detail: 'Missing CSRF token.' });
    const known = tokens.get(String(client));
    if (known?.token !== token || known.left === 0) return say(403, { detail: 'Invalid CSRF token or client identifier.' });
    known.left -= 1;
    return say(201, { id: '0190d9f4-5a9c-7e5b-8f00-000000000001' });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  try {
    await work(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api`, seen);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

test('a token is asked for when a server wants one, used again, and asked for anew when it has ended', () =>
  protectedServer(2, async (url, seen) => {
    const client = createClient(httpTransport({ url, retries: 0 }));
    await client.admin.version();
    for (const name of ['a', 'b', 'c']) await client.flows.create({ name });
    await client.close();
    const [create, token] = ['POST /api/flows/', 'GET /api/csrf-token'];
    // The version is known to the dialects after the first request that asks.
    assert.deepEqual(
      seen.filter((request) => !request.includes('version')),
      [create, token, create, create, create, token, create],
    );
  }));

test('a token that is refused at once is not asked for again and again', () =>
  protectedServer(0, async (url, seen) => {
    const client = createClient(httpTransport({ url, retries: 0 }));
    await assert.rejects(client.flows.create({ name: 'a' }), /Invalid CSRF token/);
    await client.close();
    assert.equal(seen.filter((request) => request.includes('csrf')).length, 1);
  }));

test('who is not let in to get a token is told so', async () => {
  const server = createServer((request, answer) => {
    const asksForToken = request.url?.startsWith('/api/csrf-token') === true;
    answer.writeHead(asksForToken ? 401 : 403, { 'content-type': 'application/json' });
    answer.end(JSON.stringify(asksForToken ? { exception_message: 'Unauthorized' } : { detail: 'Missing CSRF token.' }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const client = createClient(
    httpTransport({ url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api`, retries: 0 }),
  );
  await assert.rejects(client.workPools.count({}), {
    code: 'unauthorized',
    message: /GET \/csrf-token was answered with 401: .*Unauthorized/,
  });
  await client.close();
  server.close();
});
