import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { startServer } from '../../../runtime/api-server/server.ts';
import { overTransport } from '../../contract/ask.ts';

/** What automations send out of the server, to an address of this machine. */
const home = mkdtempSync(join(tmpdir(), 'millrace-outgoing-'));
const server = await startServer({ home, database: ':memory:', port: 0, advertise: false, auth: false });
const ask = overTransport(server.transport);
const received: { method: string | undefined; url: string | undefined; headers: IncomingMessage['headers']; body: string }[] = [];
const target = createServer((request, response) => {
  let body = '';
  request.setEncoding('utf8').on('data', (chunk: string) => (body += chunk));
  request.on('end', () => {
    received.push({ method: request.method, url: request.url, headers: request.headers, body });
    response.end('thanks');
  });
});
target.listen(0, '127.0.0.1');
await once(target, 'listening');
const address = target.address();
const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/secret-path`;

after(async () => {
  await server.close();
  target.close();
  rmSync(home, { recursive: true, force: true });
});

const idOf = (body: unknown): string => String(typeof body === 'object' && body !== null ? Reflect.get(body, 'id') : body);

async function block(slug: string, data: Record<string, unknown>): Promise<string> {
  const known = await ask('GET', `/block_types/slug/${slug}`);
  const type = known.status === 200 ? known : await ask('POST', '/block_types/', { name: slug, slug });
  const fields = {
    title: slug,
    type: 'object',
    properties: {},
    block_type_slug: slug,
    secret_fields: ['url'],
    block_schema_references: {},
  };
  const schema = await ask('POST', '/block_schemas/', { block_type_id: idOf(type.body), fields, capabilities: ['notify'] });
  const name = `b-${crypto.randomUUID().slice(0, 8)}`;
  const made = await ask('POST', '/block_documents/', { name, data, block_type_id: idOf(type.body), block_schema_id: idOf(schema.body) });
  return idOf(made.body);
}

/** Lets an automation do this once; the event that says what has come of it. */
async function outcome(action: Record<string, unknown>): Promise<{ event: string; payload: Record<string, unknown>; text: string }> {
  const name = `e-${crypto.randomUUID().slice(0, 8)}`;
  const trigger = { type: 'event', posture: 'Reactive', expect: [name] };
  const made = await ask('POST', '/automations/', { name, trigger, actions: [action] });
  assert.equal(made.status, 201, JSON.stringify(made.body));
  const resource = { 'prefect.resource.id': 'thing.1', 'prefect.resource.name': 'Ada' };
  const sent = await ask('POST', '/events', [{ id: crypto.randomUUID(), occurred: new Date().toISOString(), event: name, resource }]);
  assert.equal(sent.status, 204, JSON.stringify(sent.body));
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { body } = await ask('POST', '/events/filter', {
      filter: {
        resource: { id: [`prefect.automation.${idOf(made.body)}`] },
        event: { name: ['prefect.automation.action.executed', 'prefect.automation.action.failed'] },
      },
    });
    const list: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'events') : [];
    const [event] = Array.isArray(list) ? list : [];
    if (event !== undefined) return { event: event.event.split('.').at(-1), payload: event.payload, text: JSON.stringify(event) };
    await sleep(20);
  }
  throw new Error('Nothing was said.');
}

test('a webhook is called with its payload, and no event says where', async () => {
  const id = await block('webhook', { url, method: 'PUT', headers: { 'x-key': 'k' } });
  const { event, payload, text } = await outcome({
    type: 'call-webhook',
    block_document_id: id,
    payload: '{"who": "{{ event.resource.name }}"}',
  });
  assert.equal(event, 'executed');
  assert.deepEqual([payload['status_code'], payload['response_body']], [200, 'thanks']);
  assert.ok(!text.includes('secret-path'));
  const [sent] = received.splice(0);
  assert.deepEqual([sent?.method, sent?.url, sent?.headers['x-key'], sent?.body], ['PUT', '/secret-path', 'k', '{"who": "Ada"}']);
});

test('Slack is told the subject and the body; a custom webhook what its block says', async () => {
  const slack = await block('slack-webhook', { url });
  await outcome({ type: 'send-notification', block_document_id: slack, subject: 'About {{ event.resource.name }}', body: 'Hello' });
  assert.equal(received.splice(0)[0]?.body, String.raw`{"text":"*About Ada*\nHello"}`);
  const custom = await block('custom-webhook', {
    ...{ name: 'mine', url: `${url}?k={{key}}`, params: { s: '{{subject}}' }, cookies: { c: '{{name}}' }, secrets: { key: 'K' } },
    json_data: { text: '{{body}}', left: '{{nobody}}' },
  });
  await outcome({ type: 'send-notification', block_document_id: custom, subject: 's', body: 'say "hi"' });
  const [sent] = received.splice(0);
  assert.deepEqual(
    [sent?.url, sent?.headers.cookie, sent?.body],
    ['/secret-path?k=K&s=s', 'c=mine', String.raw`{"text":"say \"hi\"","left":"{{nobody}}"}`],
  );
  const form = await block('custom-webhook', { name: 'mine', url, form_data: { a: '{{body}}' } });
  await outcome({ type: 'send-notification', block_document_id: form, body: 'x y' });
  assert.equal(received.splice(0)[0]?.body, 'a=x+y');
});

test('what cannot be sent says why, without the address', async () => {
  const cases: [string, Record<string, unknown>, RegExp][] = [
    ['webhook', { url, allow_private_urls: false }, /private network/],
    ['webhook', { url: url.replace('127.0.0.1', 'localhost'), allow_private_urls: false }, /private network/],
    ['webhook', { url: 'http://127.0.0.1:1/secret-path' }, /ECONNREFUSED/],
    ['webhook', { url: 'file:///secret-path' }, /only addresses of http/],
  ];
  for (const [slug, data, reason] of cases) {
    const { event, payload, text } = await outcome({ type: 'call-webhook', block_document_id: await block(slug, data), payload: '' });
    assert.equal(event, 'failed');
    assert.match(String(payload['reason']), reason);
    assert.ok(!text.includes('secret-path'), text);
  }
  const { payload } = await outcome({ type: 'send-notification', block_document_id: await block('pager-duty', {}), body: 'x' });
  assert.match(String(payload['reason']), /Blocks of type pager-duty send nothing/);
  assert.deepEqual(received, []);
});
