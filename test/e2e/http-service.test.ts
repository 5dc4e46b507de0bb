import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

/** The example that starts runs from an HTTP service, as a process, spoken to as its callers do. */
const root = join(import.meta.dirname, '../..');
const home = mkdtempSync(join(tmpdir(), 'millrace-service-'));
const env = { ...process.env, MILLRACE_HOME: home, PREFECT_API_URL: '', PORT: '0' };
const service = spawn(process.execPath, [join(root, 'examples/http-service.ts')], { env, stdio: ['ignore', 'pipe', 'pipe'] });
let url = '';

before(async () => {
  const [line] = await once(service.stdout, 'data');
  const { port }: { port: number } = JSON.parse(String(line));
  url = `http://127.0.0.1:${port}`;
});

after(async () => {
  const ended = once(service, 'exit');
  service.kill('SIGINT');
  await ended;
  rmSync(home, { recursive: true, force: true });
});

interface Answer {
  id: string;
  href: string;
  state: string;
  message: string | null;
  error: string;
}

async function ask(path: string, body?: string, headers: Record<string, string> = {}): Promise<{ status: number; body: Answer }> {
  const response = await fetch(url + path, body === undefined ? {} : { method: 'POST', body, headers });
  const answer: Answer = JSON.parse(await response.text());
  return { status: response.status, body: answer };
}

async function untilFinal(href: string): Promise<Answer> {
  for (let waited = 0; waited < 20_000; waited += 100) {
    const { body } = await ask(href);
    if (['Completed', 'Failed', 'Crashed'].includes(body.state)) return body;
    await sleep(100);
  }
  throw new Error(`${href} is not final after 20 seconds`);
}

/** Asks until the deployment is registered: the service answers from its first moment. */
async function start(text: string, headers?: Record<string, string>): Promise<Answer> {
  for (let waited = 0; waited < 20_000; waited += 100) {
    const { status, body } = await ask('/reports', JSON.stringify({ text }), headers);
    if (status === 202) return body;
    assert.equal(status, 404, body.error);
    await sleep(100);
  }
  throw new Error('the service did not register its deployment in 20 seconds');
}

test('a run is started, and its states are answered until it is final', async () => {
  const started = await start('one two three');
  assert.equal(started.state, 'Scheduled');
  assert.equal((await untilFinal(started.href)).state, 'Completed');
});

test('a run that fails says why', async () => {
  const { href } = await start(' ');
  const { state, message } = await untilFinal(href);
  assert.equal(state, 'Failed');
  assert.match(message ?? '', /the text has no words/);
});

test('the same key gives the same run', async () => {
  const first = await start('again', { 'idempotency-key': 'k1' });
  assert.equal((await start('again', { 'idempotency-key': 'k1' })).id, first.id);
});

for (const [path, body, status] of [
  ['/reports', 'nonsense', 422],
  ['/reports', '{"words": 1}', 422],
  ['/reports/00000000-0000-4000-8000-000000000000', undefined, 404],
  ['/elsewhere', undefined, 404],
] as const) {
  test(`${path} ${body ?? ''} is answered with ${status} and a reason`, async () => {
    const answer = await ask(path, body);
    assert.equal(answer.status, status);
    assert.notEqual(answer.body.error, '');
  });
}
