import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { Address } from '../../../runtime/api/address.ts';
import { createClient } from '../../../runtime/api/client.ts';
import { httpTransport } from '../../../runtime/api/http.ts';
import { startServer } from '../../../runtime/api-server/server.ts';
import { heartbeatOf } from '../../../runtime/core/heartbeat.ts';
import { subscribe } from '../../../runtime/worker/events.ts';
import { startRelay } from '../../../runtime/worker/relay.ts';
import { authority, startGateway } from '../../support/gateway.ts';

/** Programs that know nothing of logins, before a server behind a login page. */
const home = mkdtempSync(join(tmpdir(), 'millrace-relay-'));
const server = await startServer({ home, port: 0, database: ':memory:', advertise: false });
after(async () => {
  await server.close();
  rmSync(home, { recursive: true, force: true });
});
const headers = { authorization: `Bearer ${server.token ?? ''}` };

async function open(refusal: 'status' | 'redirect' | 'page', password = 'open sesame') {
  const gateway = await startGateway(server.url, { refusal, tls: true });
  const fields = { username: 'username', password: 'password', others: {} };
  const login = { url: new URL('/login', gateway.url).href, username: 'alice', password, fields, file: join(home, `${refusal}.json`) };
  const address: Address = { url: gateway.url, headers, login, tls: { caFile: authority } };
  const relay = await startRelay(address);
  const client = createClient(httpTransport({ ...relay.address, retries: 0 }));
  const close = async (): Promise<void> => {
    await client.close();
    relay.close();
    await gateway.close();
  };
  return { gateway, relay, client, close };
}

for (const refusal of ['status', 'redirect', 'page'] as const) {
  test(`refused by ${refusal}: a program is let in, and still is when the cookies have ended`, async () => {
    const { gateway, client, close } = await open(refusal);
    const { id } = await client.flows.create({ name: 'étude' });
    gateway.expire();
    assert.equal((await client.flows.readByName({ name: 'étude' })).id, id);
    assert.equal(gateway.logins, 2);
    await close();
  });
}

test('websockets pass, also when the cookies have ended', async () => {
  const { gateway, relay, client, close } = await open('status');
  await client.admin.version();
  gateway.expire();
  const heard: string[] = [];
  const sent: Promise<null>[] = [];
  const connection = { ...relay.address, source: 'environment', name: 'test' } as const;
  const arrived = new Promise<void>((resolve) => {
    const subscription = subscribe(connection, ['thing.'], ({ event }) => {
      heard.push(event);
      if (event === 'connected') sent.push(client.events.create([{ ...heartbeatOf('x'), event: 'thing.happened' }]));
      if (event !== 'thing.happened') return;
      subscription.close();
      resolve();
    });
  });
  await arrived;
  await Promise.all(sent);
  assert.deepEqual([heard, gateway.sockets], [['connected', 'thing.happened'], 1]);
  await close();
});

test('what the server refuses is said as it says it, and who does not know the address is told nothing', async () => {
  const { gateway, relay, client, close } = await open('page');
  await assert.rejects(client.flows.readByName({ name: 'nobody' }), { code: 'not-found' });
  const passed = gateway.passed.length;
  const { origin, pathname } = new URL(relay.address.url);
  for (const path of ['/api/flows/name/x', '/', pathname]) assert.equal((await fetch(origin + path)).status, 404);
  assert.equal(gateway.passed.length, passed);
  await close();
});

test('a login that is not accepted is said', async () => {
  const { client, close } = await open('redirect', 'wrong');
  await assert.rejects(client.flows.readByName({ name: 'x' }), /The login of alice at .* was not accepted/);
  await close();
});
