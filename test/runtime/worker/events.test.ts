import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { Connection } from '../../../runtime/api/connection.ts';
import type { SeenEvent, Subscription } from '../../../runtime/worker/events.ts';
import { subscribe } from '../../../runtime/worker/events.ts';

/** A server of events that a test speaks for. */
const http = createServer();
const sockets = new WebSocketServer({ server: http });
const connections: {
  socket: WebSocket;
  said: { type: string; token?: string | null; filter?: { event: unknown; occurred: { until: string } } }[];
}[] = [];
sockets.on('connection', (socket) => {
  const said: (typeof connections)[number]['said'] = [];
  connections.push({ socket, said });
  socket.on('message', (data) => {
    const message: (typeof said)[number] = JSON.parse(String(data));
    said.push(message);
    if (message.type === 'auth') socket.send(JSON.stringify({ type: 'auth_success' }));
  });
});
await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
const { port } = http.address() as AddressInfo;
after(() => {
  sockets.close();
  http.closeAllConnections();
  http.close();
});

const connection = (authorization: string | undefined): Connection => ({
  url: `http://127.0.0.1:${port}/api`,
  headers: authorization === undefined ? {} : { authorization },
  source: 'profile',
  name: 'test',
});

async function until(done: () => boolean): Promise<void> {
  for (let waited = 0; waited < 5000 && !done(); waited += 10) await sleep(10);
  assert.ok(done());
}

async function listen(authorization?: string): Promise<{ heard: SeenEvent[]; subscription: Subscription; number: number }> {
  const number = connections.length;
  const heard: SeenEvent[] = [];
  const subscription = subscribe(connection(authorization), ['prefect.flow-run.'], (event) => void heard.push(event));
  await until(() => heard.length > 0);
  return { heard, subscription, number };
}

const secrets: { what: string; authorization: string | undefined; token: string | null }[] = [
  { what: 'a key', authorization: 'Bearer secret', token: 'secret' },
  { what: 'a user and a password', authorization: `Basic ${Buffer.from('user:word').toString('base64')}`, token: 'user:word' },
  { what: 'nothing', authorization: undefined, token: null },
];

for (const { what, authorization, token } of secrets) {
  test(`a subscription with ${what} says who it is, then what it wants to hear`, async () => {
    const { subscription, number } = await listen(authorization);
    await until(() => connections[number]?.said.length === 2);
    const [first, { filter, ...second } = { type: 'nothing' }] = connections[number]?.said ?? [];
    assert.deepEqual(
      [first, second],
      [
        { type: 'auth', token },
        { type: 'filter', backfill: false },
      ],
    );
    assert.deepEqual(filter?.event, { prefix: ['prefect.flow-run.'] });
    // Prefect sends nothing that happens after the end of the range, which is now unless told.
    assert.ok(Date.parse(filter?.occurred.until ?? '') > Date.now() + 86_400_000);
    subscription.close();
  });
}

test('a subscription hears events, and says when it does not', async () => {
  const { heard, subscription, number } = await listen('Bearer secret');
  assert.equal(subscription.live, true);
  const event = { event: 'prefect.flow-run.Scheduled', resource: { 'prefect.resource.id': 'prefect.flow-run.x' } };
  connections[number]?.socket.send(JSON.stringify({ type: 'event', event }));
  await until(() => heard.length === 2);
  assert.deepEqual(heard, [{ event: 'connected', resource: {} }, event]);
  connections[number]?.socket.terminate();
  await until(() => !subscription.live);
  // It comes back, and tells that something may have been missed.
  await until(() => heard.length === 3);
  assert.deepEqual([subscription.live, heard[2]?.event], [true, 'connected']);
  subscription.close();
  await until(() => !subscription.live);
  await sleep(300);
  assert.equal(connections.length, number + 2, 'a closed subscription does not come back');
});
