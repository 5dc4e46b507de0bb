import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import type { Client } from '../../../../runtime/api/client.ts';
import { createClient } from '../../../../runtime/api/client.ts';
import { startServer } from '../../../../runtime/api-server/server.ts';
import { encryptionBeside } from '../../../../runtime/api-server/store/encryption.ts';
import { memoryServer } from '../../../support/memory-server.ts';

function folder(): { path: string; [Symbol.dispose](): void } {
  const home = mkdtempSync(join(tmpdir(), 'millrace-encryption-'));
  return { path: join(home, 'millrace.db'), [Symbol.dispose]: () => rmSync(home, { recursive: true }) };
}

test('what is sealed can be opened with the key beside the database, which only its owner reads', () => {
  using home = folder();
  const one = encryptionBeside(home.path);
  const sealed = one.seal('geheim é 😀');
  assert.doesNotMatch(sealed, /geheim/);
  assert.notEqual(one.seal('geheim é 😀'), sealed, 'no two are alike');
  assert.equal(encryptionBeside(home.path).unseal(sealed), 'geheim é 😀');
  assert.equal(statSync(`${home.path}.key`).mode & 0o777, 0o600);
});

test('what was stored before there was a key is read as it is', () => {
  using home = folder();
  assert.equal(encryptionBeside(home.path).unseal('{"value":"old"}'), '{"value":"old"}');
});

for (const [what, key, reason] of [
  ['no key', undefined, /is missing: put it back/],
  ['another key', Buffer.alloc(32, 1).toString('base64'), /another key/],
  ['half a key', 'AAAA', /holds no key of 32 bytes/],
] as const) {
  test(`with ${what} it is said what to put back`, () => {
    using home = folder();
    const sealed = encryptionBeside(home.path).seal('text');
    if (key === undefined) rmSync(`${home.path}.key`);
    else writeFileSync(`${home.path}.key`, key);
    assert.throws(() => encryptionBeside(home.path).unseal(sealed), reason);
  });
}

test('a text that was changed on the disk is not taken for what it was', () => {
  using home = folder();
  const encryption = encryptionBeside(home.path);
  const sealed = encryption.seal('text');
  assert.throws(() => encryption.unseal(`${sealed.slice(0, -8)}AAAAAAA=`));
});

/** A secret block whose value is known. */
async function save(client: Client, value: string): Promise<string> {
  const type = await client.blockTypes.create({ name: 'Service', slug: 'service' });
  const fields = { properties: { password: {} }, secret_fields: ['password'] };
  const schema = await client.blockSchemas.create({ blockTypeId: type.id, fields });
  const document = { name: 'one', data: { password: value, address: 'here' }, blockSchemaId: schema.id, blockTypeId: type.id };
  return (await client.blockDocuments.create(document)).id;
}

test('no file of the home holds a secret; who asks for it gets it, also after a restart', async () => {
  const home = mkdtempSync(join(tmpdir(), 'millrace-encryption-'));
  const start = () => startServer({ home, port: 0, advertise: false });
  const first = await start();
  const id = await save(createClient(first.transport), 'swordfish');
  await first.close();
  for (const file of readdirSync(home)) assert.doesNotMatch(readFileSync(join(home, file), 'latin1'), /swordfish/, file);
  const second = await start();
  try {
    const client = createClient(second.transport);
    await client.blockDocuments.update({ id }, { data: { address: 'there' } });
    const { data } = await client.blockDocuments.read({ id }, { query: { include_secrets: 'true' } });
    assert.deepEqual(data, { password: 'swordfish', address: 'there' });
  } finally {
    await second.close();
    rmSync(home, { recursive: true });
  }
});

test('who asks for a block whose key is gone is told so', async () => {
  await using server = memoryServer();
  const id = await save(server.client, 'swordfish');
  server.database.run('UPDATE block_document SET data = ?', `aes-256-gcm:${'A'.repeat(80)}`);
  const answer = await server.request('GET', `/block_documents/${id}`);
  assert.equal(answer.status, 500);
  assert.match(JSON.stringify(answer.body), /encrypted with another key/);
});

test('every answer hides secrets unless it is asked for them', async () => {
  await using server = memoryServer();
  const id = await save(server.client, 'swordfish');
  const ways: [string, string, unknown?][] = [
    ['GET', `/block_documents/${id}`],
    ['GET', '/block_types/slug/service/block_documents'],
    ['GET', '/block_types/slug/service/block_documents/name/one'],
    ['POST', '/block_documents/filter', {}],
  ];
  for (const [method, path, body] of ways) {
    const hidden = JSON.stringify((await server.request(method, path, body)).body);
    assert.match(hidden, /\*{8}/, path);
    assert.doesNotMatch(hidden, /swordfish/, path);
    const told = await (method === 'GET'
      ? server.request(method, `${path}?include_secrets=true`)
      : server.request(method, path, { include_secrets: true }));
    assert.match(JSON.stringify(told.body), /swordfish/, path);
  }
  server.database.run('UPDATE block_document SET data = ?', '{"password":"old","address":"x"}');
  assert.deepEqual((await server.client.blockDocuments.read({ id }, { query: { include_secrets: 'true' } })).data, {
    password: 'old',
    address: 'x',
  });
});
