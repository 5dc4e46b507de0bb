import assert from 'node:assert/strict';
import type { AddressInfo, Socket } from 'node:net';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { createClient } from '../../../runtime/api/client.ts';
import { httpTransport } from '../../../runtime/api/http.ts';

const answer = 'HTTP/1.1 201 Created\r\ncontent-length: 2\r\ncontent-type: application/json\r\n\r\n{}';

/** A server whose connections are served so, by their number, and how many requests it heard. */
async function listen(serve: (socket: Socket, connection: number, request: number) => void) {
  let connections = 0;
  const heard: number[] = [];
  const server = createServer((socket) => {
    const connection = connections;
    connections += 1;
    let requests = 0;
    socket.on('error', () => undefined);
    socket.on('data', () => {
      heard.push(connection);
      serve(socket, connection, requests);
      requests += 1;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const client = createClient(httpTransport({ url: `http://127.0.0.1:${port}/api`, retries: 0 }));
  const close = async (): Promise<void> => {
    await client.close();
    server.close();
  };
  return { client, heard, close };
}

test('a kept connection that the server has ended is not the end of a request that may be sent only once', async () => {
  const { client, heard, close } = await listen((socket, connection, request) => {
    if (connection === 0 && request === 1) socket.destroy();
    else socket.write(answer);
  });
  await client.logs.create([]);
  await client.logs.create([]);
  assert.deepEqual(heard, [0, 0, 1]);
  await close();
});

test('a new connection that ends without an answer is: the server may have done what was asked', async () => {
  const { client, heard, close } = await listen((socket) => socket.destroy());
  await assert.rejects(client.logs.create([]), /did not answer POST \/logs\/: socket hang up/);
  assert.deepEqual(heard, [0]);
  await close();
});
