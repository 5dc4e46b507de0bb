import type { Address } from '../../../runtime/api/address.ts';
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { environmentOf } from '../../../runtime/api/address.ts';
import { createClient } from '../../../runtime/api/client.ts';
import type { Client } from '../../../runtime/api/client.ts';
import { connect, resolveConnection } from '../../../runtime/api/connection.ts';
import { httpTransport } from '../../../runtime/api/http.ts';
import { openWebSocket } from '../../../runtime/api/websocket.ts';
import { startServer } from '../../../runtime/api-server/server.ts';
import { MillraceError } from '../../../runtime/core/errors.ts';
import type { Gateway, GatewayOptions } from '../../support/gateway.ts';
import { authority, startGateway } from '../../support/gateway.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-login-'));
const server = await startServer({ home: root, database: ':memory:', port: 0, advertise: false });
const headers = { authorization: `Bearer ${server.token ?? ''}` };
after(async () => {
  await server.close();
  rmSync(root, { recursive: true, force: true });
});

let homes = 0;

/** A gateway before the embedded server, and the server as one process after another finds it. */
async function behind(
  options: GatewayOptions,
  work: (gateway: Gateway, address: Address, open: () => Client) => Promise<void>,
): Promise<void> {
  const gateway = await startGateway(server.url, { headers, ...options });
  homes += 1;
  const address = addressAt(gateway, join(root, `home-${homes}`));
  const clients: Client[] = [];
  const open = (): Client => {
    const client = createClient(httpTransport({ ...address, retries: 0 }));
    clients.push(client);
    return client;
  };
  try {
    await work(gateway, address, open);
  } finally {
    for (const client of clients) await client.close();
    await gateway.close();
  }
}

function addressAt(gateway: Gateway, home: string, more: Record<string, string> = {}): Address {
  const found = resolveConnection({
    MILLRACE_HOME: home,
    PREFECT_API_URL: gateway.url,
    MILLRACE_LOGIN_URL: '/login',
    MILLRACE_LOGIN_USERNAME: 'alice',
    MILLRACE_LOGIN_PASSWORD: 'open sesame',
    ...more,
  });
  assert.ok(found !== undefined);
  return found;
}

for (const refusal of ['status', 'redirect', 'page'] as const) {
  test(`cookies are got, and got anew when a gateway that answers with a ${refusal} has forgotten them`, () =>
    behind({ refusal }, async (gateway, _, open) => {
      const client = open();
      assert.match(await client.admin.version(), /^3\./);
      await client.workPools.filter({});
      assert.equal(gateway.logins, 1);
      gateway.expire();
      const answers = await Promise.all([1, 2, 3, 4].map(() => client.flows.create({ name: 'etl' })));
      assert.equal(new Set(answers.map(({ id }) => id)).size, 1);
      assert.equal(gateway.logins, 2, 'requests that are refused together log in once');
    }));
}

test('cookies are kept for the next process, in a file that only its owner may read, without the password', () =>
  behind({}, async (gateway, { login }, open) => {
    await open().admin.version();
    await open().admin.version();
    assert.equal(gateway.logins, 1);
    const file = login?.file ?? '';
    assert.equal(statSync(file).mode & 0o777, 0o600);
    assert.deepEqual(JSON.parse(readFileSync(file, 'utf8')), { [`alice ${new URL('/login', gateway.url).href}`]: 'session=s1; lang=en' });
    assert.doesNotMatch(readFileSync(file, 'utf8'), /sesame/);
  }));

test("another process's new cookies are taken before the form is posted again", () =>
  behind({}, async (gateway, _, open) => {
    const [first, second] = [open(), open()];
    await first.admin.version();
    await second.admin.version();
    gateway.expire();
    await first.admin.version();
    await second.admin.version();
    assert.equal(gateway.logins, 2);
  }));

test('a wrong password is said with the place and the name, and without the password', () =>
  behind({}, async (gateway) => {
    const address = addressAt(gateway, join(root, 'wrong'), { MILLRACE_LOGIN_PASSWORD: 'open barley' });
    const client = createClient(httpTransport({ ...address, retries: 0 }));
    await assert.rejects(client.admin.version(), (error) => {
      assert.ok(MillraceError.is(error, 'unauthorized'));
      assert.match(error.message, /The login of alice at http:\/\/127\.0\.0\.1:\d+\/login was not accepted: it answered with 403/);
      assert.doesNotMatch(error.message, /barley/);
      return true;
    });
    await client.close();
  }));

test('without a login, a gateway is said to be one', () =>
  behind({ refusal: 'redirect' }, async (gateway) => {
    const client = createClient(httpTransport({ url: gateway.url, retries: 0 }));
    await assert.rejects(client.admin.version(), /GET \/admin\/version was answered with 302: it leads to \/login, which is not the API/);
    await client.close();
  }));

test('fields of other names are posted under theirs', () =>
  behind({}, async (gateway) => {
    const address = addressAt(gateway, join(root, 'fields'), { MILLRACE_LOGIN_FIELDS: 'user, secret, tenant=a=b' });
    assert.deepEqual(address.login?.fields, { username: 'user', password: 'secret', others: { tenant: 'a=b' } });
    assert.equal(environmentOf(address)['MILLRACE_LOGIN_FIELDS'], 'user,secret,tenant=a=b');
    const client = createClient(httpTransport({ ...address, retries: 0 }));
    await assert.rejects(client.admin.version(), /was not accepted/);
    assert.equal(gateway.form, 'user=alice&secret=open+sesame&tenant=a%3Db');
    await client.close();
  }));

test('a login without a name or a password is refused with the command that asks for them', () => {
  const given = { PREFECT_API_URL: 'http://127.0.0.1:1/api', MILLRACE_LOGIN_URL: '/login', MILLRACE_HOME: root };
  assert.throws(() => resolveConnection(given), /"millrace auth login" asks for them/);
});

test('websockets pass the gateway with the cookies of the login', () =>
  behind({}, async (gateway, address, open) => {
    await open().admin.version();
    const socket = openWebSocket(address, '/events/out');
    await new Promise((resolve, reject) => {
      socket.addEventListener('open', resolve);
      socket.addEventListener('error', reject);
    });
    assert.equal(gateway.sockets, 1);
    socket.close();
  }));

test('a certificate is trusted by the authority that PREFECT_API_SSL_CERT_FILE names, and not without', () =>
  behind({ tls: true }, async (gateway, address) => {
    const patient = createClient(httpTransport({ url: gateway.url }));
    const began = performance.now();
    await assert.rejects(
      patient.admin.version(),
      /The certificate of https:.* is not trusted: unable to verify the first certificate.*millrace auth test/,
    );
    assert.ok(performance.now() - began < 1000, 'a certificate is not tried again');
    await patient.close();
    for (const more of [{ PREFECT_API_SSL_CERT_FILE: authority }, { PREFECT_API_TLS_INSECURE_SKIP_VERIFY: 'true' }]) {
      const client = connect({ ...addressAt(gateway, join(root, `tls-${Object.keys(more)[0]}`), more), source: 'environment', name: '' });
      assert.match(await client.admin.version(), /^3\./);
      await client.close();
    }
    assert.equal(address.tls, undefined);
  }));
