import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { keepCookie } from '../../../runtime/api/cookies.ts';
import type { Address } from '../../../runtime/api/address.ts';
import { openWebSocket, websocketToken } from '../../../runtime/api/websocket.ts';
import { authority, startGateway } from '../../support/gateway.ts';
import { openServer } from '../../support/open-server.ts';

/** What a websocket says of how it went: that it was opened and known, or why it was closed. */
const outcome = (address: Address): Promise<string> =>
  new Promise((resolve) => {
    const socket = openWebSocket(address, '/events/out');
    socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'auth', token: websocketToken(address) })));
    socket.addEventListener('message', ({ data }) => {
      resolve(String(data));
      socket.close();
    });
    socket.addEventListener('error', () => undefined);
    socket.addEventListener('close', ({ reason, code }) => resolve(`closed: ${reason || code}`));
  });

test('a websocket trusts the authorities that requests trust, and nobody else', async () => {
  await using open = await openServer();
  const { server, home } = open;
  const gateway = await startGateway(server.url, { tls: true });
  const login = {
    ...{ url: new URL('/login', gateway.url).href, username: 'alice', password: 'open sesame' },
    ...{ fields: { username: 'username', password: 'password', others: {} }, file: join(home, 'cookies.json') },
  };
  try {
    keepCookie(login, 'session=s1');
    const address = { url: gateway.url, headers: { authorization: `Bearer ${server.token}` }, login };
    assert.equal(await outcome({ ...address, tls: { caFile: authority } }), '{"type":"auth_success"}');
    assert.equal(await outcome({ ...address, tls: { insecure: true } }), '{"type":"auth_success"}');
    assert.match(await outcome(address), /^closed/);
    assert.match(await outcome({ ...address, tls: { caFile: join(home, 'none.pem') } }), /^closed: The PEM file .* cannot be read/);
    assert.equal(gateway.sockets, 2);
  } finally {
    await gateway.close();
  }
});
