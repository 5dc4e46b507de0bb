import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { createClient } from '../../../runtime/api/client.ts';
import type { RunningServer } from '../../../runtime/api-server/server.ts';
import { startServer } from '../../../runtime/api-server/server.ts';
import type { Browser } from './browser.ts';
import { openBrowser } from './browser.ts';

/**
 * A page of somebody else in a real browser, and what it tries with servers of this machine that ask for no token: one that has
 * no page, and one that serves its own.
 */
const name = 'rebound.example';
const home = mkdtempSync(join(tmpdir(), 'millrace-pages-'));
const asked: string[] = [];
const servers: Record<'without a page' | 'with a page of its own', RunningServer | undefined> = {
  'without a page': undefined,
  'with a page of its own': undefined,
};
type Kind = keyof typeof servers;
const kinds = ['without a page', 'with a page of its own'] as const;
let pages: Server;
let browser: Browser;
let page: Awaited<ReturnType<Browser['context']['newPage']>>;

before(async () => {
  mkdirSync(join(home, 'page'));
  writeFileSync(join(home, 'page/index.html'), '<title>own</title><body></body>');
  const options = { database: ':memory:', port: 0, advertise: false, auth: false } as const;
  servers['without a page'] = await startServer({ ...options, home: join(home, 'one') });
  servers['with a page of its own'] = await startServer({ ...options, home: join(home, 'other'), page: { v1: join(home, 'page') } });
  pages = createServer((_request, response) => response.setHeader('content-type', 'text/html').end('<title>page</title><body></body>'));
  await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve));
  browser = await openBrowser(undefined, name);
  page = await browser.context.newPage();
  page.on('response', (response) => void asked.push(`${response.status()} ${response.request().method()}`));
  const address = pages.address();
  await page.goto(`http://localhost:${typeof address === 'object' ? address?.port : ''}/`);
});

after(async () => {
  await browser.close();
  pages.close();
  for (const kind of kinds) await server(kind).close();
  rmSync(home, { recursive: true });
});

function server(kind: Kind): RunningServer {
  const found = servers[kind];
  if (found === undefined) throw new Error(`No server ${kind} runs.`);
  return found;
}

const flows = async (kind: Kind): Promise<string[]> =>
  (await createClient(server(kind).transport).flows.filter({})).map((flow) => flow.name);

/** What the page does, as text of a function body over `url`; it answers `read: …` when it has got hold of anything. */
const attempts: readonly (readonly [what: string, script: string])[] = [
  ['reads by fetch', "return fetch(url + '/flows/filter', { method: 'POST', body: '{}' }).then((r) => r.text()).then((t) => 'read: ' + t)"],
  [
    'writes by a request that browsers send without asking',
    "return fetch(url + '/flows/', { method: 'POST', mode: 'no-cors', body: '{\"name\":\"from-a-page\"}' }).then(async (r) => (await r.text()) && 'read: ' + r.status)",
  ],
  [
    'writes with JSON, for which browsers ask first',
    "return fetch(url + '/flows/', { method: 'POST', headers: { 'content-type': 'application/json' }, body: '{\"name\":\"from-a-page\"}' }).then(() => 'read: it')",
  ],
  [
    'sends a beacon',
    'navigator.sendBeacon(url + \'/flows/\', \'{"name":"from-a-page"}\'); return new Promise((done) => setTimeout(done, 500))',
  ],
  [
    'submits a form into a frame',
    "const frame = document.createElement('iframe'); frame.name = 'f'; document.body.append(frame); const form = document.createElement('form'); form.method = 'post'; form.enctype = 'text/plain'; form.action = url + '/flows/'; form.target = 'f'; const input = document.createElement('input'); input.name = '{\"name\":\"from-a-page\",\"x\":\"'; input.value = '\"}'; form.append(input); document.body.append(form); form.submit(); return new Promise((done) => setTimeout(done, 800))",
  ],
  [
    'shows an answer as an image, a script and a style',
    "return Promise.all(['img', 'script', 'link'].map((tag) => new Promise((done) => { const e = document.createElement(tag); if (tag === 'link') { e.rel = 'stylesheet'; e.href = url + '/admin/version'; } else e.src = url + '/admin/version'; e.onload = () => done('read: ' + tag); e.onerror = () => done(''); document.body.append(e); }))).then((all) => all.join(''))",
  ],
  [
    'follows the events over a websocket',
    "return new Promise((done) => { const s = new WebSocket(url.replace('http', 'ws') + '/events/out', 'prefect'); s.onopen = () => done('read: open'); s.onerror = () => done(''); })",
  ],
  [
    'holds what is at the root in a frame',
    "return new Promise((done) => { const f = document.createElement('iframe'); f.src = new URL('/', url).href; f.onload = () => { try { done(f.contentDocument?.title === 'own' ? 'read: it' : ''); } catch { done(''); } }; document.body.append(f); setTimeout(() => done(''), 2000); })",
  ],
  ['asks where the API is', "return fetch(new URL('/ui-settings', url)).then((r) => r.text()).then((t) => 'read: ' + t)"],
  [
    'looks into a worker that it makes of an answer',
    "return new Promise((done) => { try { const w = new Worker(url + '/admin/version'); w.onerror = () => done(''); w.onmessage = () => done('read: it'); } catch { done(''); } })",
  ],
];

async function attempt(kind: Kind, script: string): Promise<void> {
  const got = await page.evaluate(`(async (url) => { ${script} })(${JSON.stringify(server(kind).url)}).catch(() => 'refused')`);
  assert.doesNotMatch(String(got ?? ''), /^read:/);
  assert.deepEqual(await flows(kind), []);
}

for (const kind of kinds) {
  for (const [what, script] of attempts)
    test(`a page that ${what} gets nothing and changes nothing of a server ${kind}`, () => attempt(kind, script));
}

async function rebind(kind: Kind): Promise<void> {
  const rebound = server(kind).url.replace('127.0.0.1', name);
  assert.equal((await page.goto(`${rebound}/admin/version`))?.status(), 403);
  assert.equal((await page.goto(new URL('/', rebound).href))?.status(), 403);
  const got = await page.evaluate(`fetch('/api/flows/', { method: 'POST', body: '{"name":"from-a-page"}' }).then((r) => r.status)`);
  assert.equal(got, 403);
  assert.deepEqual(await flows(kind), []);
}

for (const kind of kinds) {
  test(`a page whose name was bound to this machine is refused by a server ${kind}, although the browser takes it for its own`, () =>
    rebind(kind));
}

test('no answer to a page was a success', () => {
  assert.ok(asked.length > 1);
  assert.deepEqual(
    asked.slice(1).filter((line) => !line.startsWith('403')),
    [],
  );
});

test('the own page is answered, and only that of the server that serves it', async () => {
  const { origin } = new URL(server('with a page of its own').url);
  await page.goto(`${origin}/`);
  assert.equal(await page.title(), 'own');
  const version = (url: string): Promise<unknown> =>
    page.evaluate(`fetch(${JSON.stringify(url)}).then((r) => r.status).catch(() => 'refused')`);
  assert.equal(await version('/api/admin/version'), 200);
  assert.equal(await version(`${server('without a page').url}/admin/version`), 'refused');
});
