import assert from 'node:assert/strict';
import { test } from 'node:test';
import { memoryServer } from '../../../support/memory-server.ts';

test('the block that stores results is one that can, and is forgotten with it', async () => {
  await using server = memoryServer();
  await server.service('system-blocks');
  const make = async (slug: string): Promise<string> => {
    const type = await server.client.blockTypes.readBySlug({ slug });
    const [schema] = await server.client.blockSchemas.filter({ blockSchemas: { blockTypeId: { any_: [type.id] } } });
    const document = { name: slug, data: {}, blockTypeId: type.id, blockSchemaId: schema?.id ?? '' };
    return (await server.client.blockDocuments.create(document)).id;
  };
  const current = async (): Promise<string | null> => (await server.client.admin.storage({})).defaultResultStorageBlockId;
  const [files, secret] = [await make('local-file-system'), await make('secret')];
  assert.equal(await current(), null);
  for (const [id, status] of [
    [secret, 422],
    ['0190d9f4-5a9c-7e5b-8f00-0000000000ff', 404],
    [files, 200],
  ] as const) {
    assert.equal((await server.request('PUT', '/admin/storage', { default_result_storage_block_id: id })).status, status);
  }
  assert.equal(await current(), files);
  await server.client.admin.clearStorage({});
  assert.equal(await current(), null);
  await server.client.admin.setStorage({ defaultResultStorageBlockId: files });
  await server.client.blockDocuments.delete({ id: files });
  assert.equal(await current(), null);
});
