import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { after, test } from 'node:test';
import { rehearse } from '../../../runtime/worker/rehearsal.ts';

const asked: string[] = [];
const server = createServer((request, response) => {
  asked.push(`${request.method} ${request.url} ${request.headers.authorization ?? ''}`);
  response.writeHead(200, { 'content-type': 'application/json' }).end('true');
});
await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
after(() => server.close());
const connection = once(server, 'connection');
const { port } = server.address() as AddressInfo;

test('a rehearsal asks the server for its health, as who the worker is, records nothing, and keeps no connection', async () => {
  await rehearse({ url: `http://127.0.0.1:${port}/api`, headers: { authorization: 'Bearer secret' } });
  assert.deepEqual(asked, ['GET /api/health Bearer secret']);
  const [socket]: Socket[] = await connection;
  if (socket?.closed === false) await once(socket, 'close');
});

test('a server that does not answer spoils no rehearsal', async () => {
  await assert.doesNotReject(rehearse({ url: 'http://127.0.0.1:1/api', headers: {} }));
});
