import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
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

/** A page of somebody else in a real browser, and what it tries with a server of this machine that asks for no token. */
const name = 'rebound.example';
const home = mkdtempSync(join(tmpdir(), 'millrace-pages-'));
const asked: string[] = [];
let server: RunningServer;
let pages: Server;
let browser: Browser;
let page: Awaited<ReturnType<Browser['context']['newPage']>>;

before(async () => {
  server = await startServer({ home, database: ':memory:', port: 0, advertise: false, auth: false });
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
  await server.close();
  rmSync(home, { recursive: true });
});

const flows = async (): Promise<string[]> => (await createClient(server.transport).flows.filter({})).map((flow) => flow.name);

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
    'looks into a worker that it makes of an answer',
    "return new Promise((done) => { try { const w = new Worker(url + '/admin/version'); w.onerror = () => done(''); w.onmessage = () => done('read: it'); } catch { done(''); } })",
  ],
];

async function attempt(script: string): Promise<void> {
  const got = await page.evaluate(`(async (url) => { ${script} })(${JSON.stringify(server.url)}).catch(() => 'refused')`);
  assert.doesNotMatch(String(got ?? ''), /^read:/);
  assert.deepEqual(await flows(), []);
}

for (const [what, script] of attempts) test(`a page that ${what} gets nothing and changes nothing`, () => attempt(script));

test('a page whose name was bound to this machine is refused, although the browser takes the server for its own', async () => {
  const rebound = server.url.replace('127.0.0.1', name);
  const answer = await page.goto(`${rebound}/admin/version`);
  assert.equal(answer?.status(), 403);
  const got = await page.evaluate(`fetch('/api/flows/', { method: 'POST', body: '{"name":"from-a-page"}' }).then((r) => r.status)`);
  assert.equal(got, 403);
  assert.deepEqual(await flows(), []);
});

test('no answer to a page was a success', () => {
  assert.ok(asked.length > 1);
  assert.deepEqual(
    asked.slice(1).filter((line) => !line.startsWith('403')),
    [],
  );
});
