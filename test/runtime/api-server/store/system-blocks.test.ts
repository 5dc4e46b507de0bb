import assert from 'node:assert/strict';
import { test } from 'node:test';
import { systemBlocks } from '../../../../runtime/api-server/store/system-blocks.ts';
import { memoryServer } from '../../../support/memory-server.ts';

/** The checksums of the same types in 3.9.1 (`Block._calculate_schema_checksum`): a client asks for its schema by them. */
const checksums: Readonly<Record<string, string>> = {
  webhook: 'sha256:58bb03f0d84592252ad568ed9a8c899792ae5d0ad2dd4a2428e99674f9050cf1',
  secret: 'sha256:c078ed9c1e813e224c0b353d7ad4564a11d51d3198d9ac0686478165a1911c78',
  'local-file-system': 'sha256:0fc8b7f936f38f465715ef2df4a817ac9fe38b80bb01d5c6c9649a6da6ae6971',
};

for (const { slug } of systemBlocks) {
  test(`${slug} is found as 3.9.1 looks for it, and cannot be deleted`, async () => {
    await using server = memoryServer();
    await server.service('system-blocks');
    await server.service('system-blocks');
    const type = await server.client.blockTypes.readBySlug({ slug });
    const schema = await server.client.blockSchemas.readByChecksum({ checksum: checksums[slug] ?? '' }, { query: { version: '3.9.1' } });
    assert.equal(schema.blockTypeId, type.id);
    assert.equal((await server.client.blockSchemas.filter({})).length, systemBlocks.length);
    const refused = await server.request('DELETE', `/block_types/${type.id}`);
    assert.deepEqual([refused.status, refused.body], [403, { detail: 'protected block types cannot be deleted.' }]);
  });
}

test('a type that a client registered before is kept, with its blocks', async () => {
  await using server = memoryServer();
  const type = await server.client.blockTypes.create({ name: 'Secret', slug: 'secret', description: 'its own' });
  const schema = await server.client.blockSchemas.create({ blockTypeId: type.id, fields: {} });
  await server.client.blockDocuments.create({ name: 'kept', data: {}, blockSchemaId: schema.id, blockTypeId: type.id });
  await server.client.blockTypes.installSystemTypes();
  const found = await server.client.blockTypes.readBySlug({ slug: 'secret' });
  assert.deepEqual([found.id, found.description], [type.id, 'its own']);
  assert.equal((await server.client.blockTypes.readDocuments({ slug: 'secret' })).length, 1);
});
