import type { Address } from '../../../runtime/api/address.ts';
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { connectionSteps, failureOf, testConnection } from '../../../runtime/api/connection-test.ts';
import { startServer } from '../../../runtime/api-server/server.ts';
import { authority, startGateway } from '../../support/gateway.ts';

const home = mkdtempSync(join(tmpdir(), 'millrace-connection-'));
const server = await startServer({ home, database: ':memory:', port: 0, advertise: false });
const headers = { authorization: `Bearer ${server.token ?? ''}` };
const port = new URL(server.url).port;
const secured = await startGateway(server.url, { headers, tls: true });
const rubbish = join(home, 'rubbish.pem');
writeFileSync(rubbish, 'not a certificate');
after(async () => {
  await Promise.all([server.close(), secured.close()]);
  rmSync(home, { recursive: true, force: true });
});

const login = {
  url: new URL('/login', secured.url).href,
  username: 'alice',
  password: 'open sesame',
  fields: { username: 'username', password: 'password', others: {} },
  file: join(home, 'cookies.json'),
};

/** The step that fails, what it says, and what it advises. */
const failures: readonly [name: string, address: Address, step: string, text: RegExp, cure: RegExp][] = [
  ['a name without an address', { url: 'http://nowhere.invalid/api', headers }, 'DNS', /The name nowhere\.invalid has no address/, /VPN/],
  [
    'a closed port',
    { url: 'http://127.0.0.1:1/api', headers },
    'TCP',
    /Nothing listens at port 1 of 127\.0\.0\.1/,
    /whether the server runs/,
  ],
  [
    'https where there is none',
    { url: `https://127.0.0.1:${port}/api`, headers },
    'TLS',
    /127\.0\.0\.1:\d+ does not speak TLS\.$/,
    /use http:\/\//,
  ],
  ['an authority that is unknown', { url: secured.url, headers: {} }, 'TLS', /UNABLE_TO_VERIFY/, /PREFECT_API_SSL_CERT_FILE/],
  ['a missing file', { url: secured.url, headers: {}, tls: { caFile: join(home, 'none.pem') } }, 'TLS', /ENOENT/, /must name a PEM file/],
  ['a file that holds no certificate', { url: secured.url, headers: {}, tls: { caFile: rubbish } }, 'TLS', /PEM/, /must name a PEM file/],
  [
    'a path beside the API',
    { url: `http://127.0.0.1:${port}/other`, headers },
    'HTTP',
    /is not the API of Prefect\.$/,
    /usually ends with \/api/,
  ],
  ['no key', { url: server.url, headers: {} }, 'login', /does not accept requests without credentials: .*\.$/, /set PREFECT_API_KEY/],
  ['a wrong key', { url: server.url, headers: { authorization: 'Bearer x' } }, 'login', /does not accept the key/, /config set key/],
  [
    'a wrong auth string',
    { url: server.url, headers: { authorization: 'Basic eA==' } },
    'login',
    /not accept the auth string/,
    /auth-string/,
  ],
  [
    'a login page without a login',
    { url: secured.url, headers: {}, tls: { caFile: authority } },
    'login',
    /was answered with 401/,
    /millrace auth login/,
  ],
  [
    'a wrong password',
    { url: secured.url, headers: {}, tls: { caFile: authority }, login: { ...login, username: 'bob' } },
    'login',
    /The login of bob at .* was not accepted/,
    /millrace auth login/,
  ],
];

/** What the failures were answered with, where they were answered. */
const statuses: Readonly<Record<string, number>> = {
  'a path beside the API': 404,
  'no key': 401,
  'a wrong key': 401,
  'a wrong auth string': 401,
  'a login page without a login': 401,
};

for (const [name, address, step, text, cure] of failures) {
  test(`${name}: ${step} fails, and nothing after it is tried`, async () => {
    const results = await testConnection(address);
    assert.deepEqual(
      results.map((result) => [result.step, result.ok]),
      connectionSteps.slice(0, connectionSteps.indexOf(results.at(-1)?.step ?? 'DNS') + 1).map((each) => [each, each !== step]),
    );
    assert.equal(results.at(-1)?.step, step);
    assert.match(results.at(-1)?.text ?? '', text);
    assert.match(results.at(-1)?.cure ?? '', cure);
    assert.match(failureOf(results)?.message ?? '', new RegExp(`^${step} failed: .*[.] [A-Z].*[.]$`));
    assert.equal(results.at(-1)?.status, statuses[name]);
  });
}

const successes: readonly [name: string, address: Address, found: RegExp[]][] = [
  [
    'a key',
    { url: server.url, headers },
    [/has the address 127/, /is open/, /nothing leaves this machine/, /is the API/, /with the key/, /Prefect 3\./],
  ],
  [
    'cookies, over TLS',
    { url: secured.url, headers: {}, tls: { caFile: authority }, login },
    [/has the address/, /is open/, /TLSv1\.3, with a certificate that is trusted/, /is the API/, /the cookies of https:/, /Prefect 3\./],
  ],
  [
    'cookies, over TLS by a name, with any certificate',
    { url: secured.url.replace('127.0.0.1', 'localhost'), headers: {}, tls: { insecure: true }, login },
    [/localhost has the address/, /is open/, /is not checked, as it was asked for/, /is the API/, /the cookies/, /Prefect 3\./],
  ],
];

for (const [name, address, found] of successes) {
  test(`${name}: every step is gone`, async () => {
    const results = await testConnection(address);
    assert.deepEqual(
      results.map(({ step }) => step),
      connectionSteps,
    );
    for (const [index, pattern] of found.entries()) assert.match(results[index]?.text ?? '', pattern);
    assert.equal(failureOf(results), undefined);
  });
}

for (const [says, ok, text] of [
  ['2.13.7', true, /Prefect 2\.13\.7/],
  ['2.10.4', false, /Prefect 2\.10\.4, which is too old/],
  ['welcome', false, /says "welcome" instead of its version/],
] as const) {
  test(`a server whose version is ${says} is ${ok ? '' : 'not '}one that can be used`, async () => {
    const listener: RequestListener = (request, answer) =>
      void answer
        .writeHead(200, { 'content-type': 'application/json' })
        .end(JSON.stringify(request.url === '/api/admin/version' ? says : 0));
    const old = createServer(listener);
    await new Promise<void>((resolve) => old.listen(0, '127.0.0.1', resolve));
    const address = old.address();
    const results = await testConnection({ url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/api`, headers: {} });
    old.close();
    assert.deepEqual([results.at(-1)?.step, results.at(-1)?.ok], ['version', ok]);
    assert.match(results.at(-1)?.text ?? '', text);
  });
}
