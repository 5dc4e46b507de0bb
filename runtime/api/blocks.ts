import type { BlockDocument, BlockSchema, BlockType } from '../core/client-resources.ts';
import { array, boolean, entityName, freeObject, maybe, object, optional, string, uuid, words } from '../core/schema.ts';
import { get, patch, post, query, remove } from './contract.ts';
import { blockDocumentFilter, blockSchemaFilter, blockTypeFilter, noBody, page } from './filters.ts';

const slugPattern = { pattern: '^[a-z0-9-]*$' };
const description = {
  logo_url: maybe(string()),
  documentation_url: maybe(string()),
  description: maybe(string()),
  code_example: maybe(string()),
};

const withSecrets = object({ include_secrets: optional(boolean()) });

/** Kinds of blocks. */
export const blockTypes = {
  create: post('/block_types/', object({ name: entityName(), slug: string(slugPattern), ...description })).gives<BlockType>(),
  read: get('/block_types/:id').gives<BlockType>(),
  readBySlug: get('/block_types/slug/:slug').gives<BlockType>(),
  update: patch('/block_types/:id', object(description)).gives<null>(),
  delete: remove('/block_types/:id').gives<null>(),
  filter: query(
    '/block_types/filter',
    object({ block_types: maybe(blockTypeFilter), block_schemas: maybe(blockSchemaFilter), ...page }),
  ).gives<BlockType[]>(),
  readDocuments: get('/block_types/slug/:slug/block_documents', undefined, withSecrets).gives<BlockDocument[]>(),
  readDocument: get('/block_types/slug/:slug/block_documents/name/:name', undefined, withSecrets).gives<BlockDocument>(),
  installSystemTypes: post('/block_types/install_system_block_types', noBody).gives<null>(),
};

/** The fields of block types. */
export const blockSchemas = {
  create: post(
    '/block_schemas/',
    object({
      fields: optional(freeObject()),
      block_type_id: uuid(),
      capabilities: optional(array(string())),
      version: optional(string()),
    }),
  ).gives<BlockSchema>(),
  read: get('/block_schemas/:id').gives<BlockSchema>(),
  readByChecksum: get('/block_schemas/checksum/:checksum', undefined, object({ version: optional(string()) })).gives<BlockSchema>(),
  delete: remove('/block_schemas/:id').gives<null>(),
  filter: query('/block_schemas/filter', object({ block_schemas: maybe(blockSchemaFilter), ...page })).gives<BlockSchema[]>(),
};

const documentFilters = {
  block_documents: maybe(blockDocumentFilter),
  block_types: maybe(blockTypeFilter),
  block_schemas: maybe(blockSchemaFilter),
};

/** Blocks: values by name, secrets hidden unless `include_secrets` is asked for. */
export const blockDocuments = {
  create: post(
    '/block_documents/',
    object({
      name: maybe(string(slugPattern)),
      data: optional(freeObject()),
      block_schema_id: uuid(),
      block_type_id: uuid(),
      is_anonymous: optional(boolean()),
    }),
  ).gives<BlockDocument>(),
  read: get('/block_documents/:id', undefined, withSecrets).gives<BlockDocument>(),
  update: patch(
    '/block_documents/:id',
    object({ block_schema_id: maybe(uuid()), data: optional(freeObject()), merge_existing_data: optional(boolean()) }),
  ).gives<null>(),
  delete: remove('/block_documents/:id').gives<null>(),
  filter: query(
    '/block_documents/filter',
    object({
      ...documentFilters,
      include_secrets: optional(boolean()),
      sort: maybe(words('NAME_ASC', 'NAME_DESC', 'BLOCK_TYPE_AND_NAME_ASC')),
      ...page,
    }),
  ).gives<BlockDocument[]>(),
  count: query('/block_documents/count', object(documentFilters)).gives<number>(),
};

/** What blocks can do, by words. */
export const blockCapabilities = { list: get('/block_capabilities/').gives<string[]>() };
