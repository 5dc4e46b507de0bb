import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, test } from 'node:test';
import type { RunningServer } from '../../../runtime/api-server/server.ts';
import { startServer } from '../../../runtime/api-server/server.ts';

/** A page that a server serves beside its API, and what somebody without the token gets with it. */
const home = mkdtempSync(join(tmpdir(), 'millrace-pages-'));
const folder = (name: string): string => join(home, name);
const placeholder = '/PREFECT_UI_SERVE_BASE_REPLACE_PLACEHOLDER';
const files: Readonly<Record<string, string>> = {
  'ui/index.html': `<title>one</title><script src="${placeholder}/assets/a.js"></script>`,
  'ui/assets/a.js': `import "${placeholder}/assets/b.js"`,
  'ui/ico/a.png': `PNG ${placeholder}`,
  'ui-v2/index.html': `<title>two</title><script src="${placeholder}/assets/c.js"></script>`,
  'ui-v2/assets/c.js': `import "${placeholder}/assets/d.js"`,
};
let server: RunningServer;
let plain: RunningServer;

before(async () => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(folder(name)), { recursive: true });
    writeFileSync(folder(name), text);
  }
  const options = { database: ':memory:', port: 0, advertise: false } as const;
  plain = await startServer({ ...options, home: folder('plain') });
  writeFileSync(folder('secret.txt'), 'secret');
  symlinkSync(folder('secret.txt'), folder('ui/link.txt'));
  symlinkSync(folder('plain'), folder('ui/plain'));
  server = await startServer({ ...options, home: folder('home'), page: { v1: folder('ui'), v2: folder('ui-v2') } });
});

after(async () => {
  await server.close();
  await plain.close();
  rmSync(home, { recursive: true });
});

interface Told {
  status: number;
  text: string;
  headers: Record<string, string | string[] | undefined>;
}

/** One request as bytes, as no browser would send some of them. */
function ask(path: string, headers: Record<string, string> = {}, { method = 'GET', of = server } = {}): Promise<Told> {
  return new Promise((resolve, reject) => {
    const { port } = new URL(of.url);
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text, headers: response.headers }));
    });
    sent.on('error', reject);
    sent.end();
  });
}

const browser = { accept: 'text/html,*/*', 'sec-fetch-site': 'none' };
const own = (): string => new URL(server.url).origin;

for (const [path, headers, type, text] of [
  ['/', browser, 'text/html; charset=utf-8', '<title>one</title><script src="/assets/a.js"></script>'],
  ['/runs/flow-run/1?tab=Logs', browser, 'text/html; charset=utf-8', '<title>one</title><script src="/assets/a.js"></script>'],
  ['/v2/', browser, 'text/html; charset=utf-8', '<title>two</title><script src="/v2/assets/c.js"></script>'],
  ['/v2/dashboard', browser, 'text/html; charset=utf-8', '<title>two</title><script src="/v2/assets/c.js"></script>'],
  ['/assets/a.js', {}, 'text/javascript; charset=utf-8', 'import "/assets/b.js"'],
  ['/v2/assets/c.js', {}, 'text/javascript; charset=utf-8', 'import "/v2/assets/d.js"'],
  ['/ico/a.png', {}, 'image/png', files['ui/ico/a.png']],
] as const) {
  test(`${path} is served as Prefect serves it, to a page that may ask only this server`, async () => {
    const answer = await ask(path, headers);
    assert.deepEqual([answer.status, answer.headers['content-type'], answer.text], [200, type, text]);
    assert.match(String(answer.headers['content-security-policy']), /default-src 'self'.*frame-ancestors 'none'/);
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
  });
}

test('the page learns where the API is by the name that it was asked for, and that a password is needed', async () => {
  const host = `localhost:${new URL(server.url).port}`;
  const settings: unknown = JSON.parse((await ask('/ui-settings', { host })).text);
  assert.deepEqual(settings, {
    api_url: `http://${host}/api`,
    csrf_enabled: false,
    auth: 'BASIC',
    flags: [],
    default_ui: 'v1',
    available_uis: ['v1', 'v2'],
    v1_base_url: '/',
    v2_base_url: '/v2',
  });
});

for (const [what, path] of [
  ['a path that climbs', '/../secret.txt'],
  ['a path that climbs in disguise', '/%2e%2e/secret.txt'],
  ['a path that climbs behind a folder', '/assets/../../secret.txt'],
  ['a path with a backslash', String.raw`/assets\..\..\secret.txt`],
  ['a link out of the folder', '/link.txt'],
  ['a link to a folder', '/plain/token'],
  ['a folder', '/assets'],
  ['a file that is not there', '/assets/none.js'],
  ['a path with a NUL', '/assets/a.js%00.png'],
] as const) {
  test(`${what} is no file of the page`, async () => {
    assert.equal((await ask(path)).status, 404);
    assert.doesNotMatch((await ask(path, browser)).text, /secret|[0-9a-f]{64}/);
  });
}

for (const [what, headers, status] of [
  ['the page without a token', () => ({ origin: own(), 'sec-fetch-site': 'same-origin' }), 401],
  ['the page with the token', () => ({ origin: own(), authorization: `Basic ${btoa(server.token ?? '')}` }), 200],
  ['the page with a wrong token', () => ({ origin: own(), authorization: `Basic ${btoa('wrong')}` }), 401],
  ['a page of another port', () => ({ origin: 'http://127.0.0.1:1', authorization: `Basic ${btoa(server.token ?? '')}` }), 403],
  ['the same page by another name', () => ({ origin: own().replace('127.0.0.1', 'localhost') }), 403],
  ['the same page over https', () => ({ origin: own().replace('http', 'https') }), 403],
  ['a page without an origin', () => ({ origin: 'null' }), 403],
  ['a page of this machine, as an image', () => ({ 'sec-fetch-site': 'same-site' }), 403],
  ['a page from elsewhere, as an image', () => ({ 'sec-fetch-site': 'cross-site' }), 403],
  ['a name that was bound to loopback', () => ({ host: 'evil.example', origin: 'http://evil.example' }), 403],
] as const) {
  test(`the API answers ${what} with ${status}`, async () => {
    assert.equal((await ask('/api/admin/version', headers())).status, status);
  });
}

for (const [what, headers] of [
  ['a name that was bound to loopback', { ...browser, host: 'evil.example' }],
  ['a link of another page', { ...browser, 'sec-fetch-site': 'cross-site' }],
  ['a frame of another page', { ...browser, 'sec-fetch-site': 'same-site', 'sec-fetch-dest': 'iframe' }],
  ['a script of another page', { origin: 'https://evil.example' }],
] as const) {
  test(`${what} gets neither the page nor its settings`, async () => {
    for (const path of ['/', '/assets/a.js', '/ui-settings']) assert.equal((await ask(path, headers)).status, 403);
  });
}

test('a page is only read', async () => {
  for (const method of ['POST', 'PUT', 'DELETE']) assert.equal((await ask('/', browser, { method })).status, 405);
  const answer = await ask('/', browser, { method: 'HEAD' });
  assert.deepEqual([answer.status, answer.text], [200, '']);
});

test('without a page, a browser is told what this is, without any data, and everything else stays as it is', async () => {
  const answer = await ask('/', browser, { of: plain });
  assert.equal(answer.status, 200);
  assert.match(answer.text, /This is a Millrace server[^]*server start --ui/);
  assert.ok(!answer.text.includes(plain.token ?? '?'));
  for (const [path, headers, status] of [
    ['/', {}, 404],
    ['/other', browser, 404],
    ['/ui-settings', browser, 404],
    ['/', { ...browser, host: 'evil.example' }, 403],
    ['/api/admin/version', { origin: new URL(plain.url).origin, authorization: `Bearer ${plain.token}` }, 403],
  ] as const) {
    assert.equal((await ask(path, headers, { of: plain })).status, status, path);
  }
});

test('the page needs no password where the server asks for no token', async () => {
  const open = await startServer({ home, database: ':memory:', port: 0, advertise: false, auth: false, page: { v1: folder('ui') } });
  const { auth, available_uis: available }: Record<string, unknown> = JSON.parse((await ask('/ui-settings', {}, { of: open })).text);
  const { origin } = new URL(open.url);
  const answers = [
    await ask('/api/admin/version', { origin }, { of: open }),
    await ask('/api/admin/version', { origin: 'http://127.0.0.1:1' }, { of: open }),
    await ask('/v2/', browser, { of: open }),
  ];
  await open.close();
  assert.deepEqual({ auth, available }, { auth: null, available: ['v1'] });
  assert.deepEqual(
    answers.map(({ status }) => status),
    [200, 403, 200],
  );
});
