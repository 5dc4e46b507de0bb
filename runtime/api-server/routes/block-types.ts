import type { blockTypes as contract } from '../../api/blocks.ts';
import { newId } from '../../core/ids.ts';
import { blockDocumentOf, blockTypeOf } from '../store/blocks.ts';
import type { Row, SqlValue, Tx } from '../store/database.ts';
import type { Fields } from '../store/filters.ts';
import { all, condition, idField, textField } from '../store/filters.ts';
import { insertSql, updateSql } from '../store/rows.ts';
import { installSystemBlocks } from '../store/system-blocks.ts';
import { schemaFields } from './block-schemas.ts';
import type { Handlers } from './route.ts';
import { flagOf, notFound, refuse } from './route.ts';

/** The fields by which block types are filtered. */
export const typeFields: Fields = {
  id: idField('block_type.id'),
  name: textField('block_type.name'),
  slug: textField('block_type.slug'),
};

export const blockTypes: Handlers<typeof contract> = {
  create(tx, { body }) {
    if (body.name.toLowerCase().startsWith('prefect')) throw refuse(403, "Block type names beginning with 'Prefect' are reserved.");
    if (tx.get('SELECT 1 FROM block_type WHERE slug = ?', body.slug) !== undefined) {
      throw refuse(409, `Block type with name "${body.name}" already exists`);
    }
    const now = tx.now();
    const row = {
      id: newId(),
      created: now,
      updated: now,
      name: body.name,
      slug: body.slug,
      logo_url: body.logo_url ?? null,
      documentation_url: body.documentation_url ?? null,
      description: body.description ?? null,
      code_example: body.code_example ?? null,
      is_protected: 0,
    };
    tx.run(insertSql('block_type', Object.keys(row)), ...Object.values(row));
    return { status: 201, body: blockTypeOf(row) };
  },
  read: (tx, { path }) => ({ body: blockTypeOf(find(tx, 'id', path.id)) }),
  readBySlug: (tx, { path }) => ({ body: blockTypeOf(find(tx, 'slug', path.slug)) }),
  update(tx, { path, body }) {
    find(tx, 'id', path.id);
    const changes: Record<string, SqlValue> = { updated: tx.now() };
    for (const name of ['logo_url', 'documentation_url', 'description', 'code_example'] as const) {
      const value = body[name];
      if (value !== undefined) changes[name] = value;
    }
    tx.run(updateSql('block_type', Object.keys(changes)), ...Object.values(changes), path.id);
    return {};
  },
  delete(tx, { path }) {
    if (find(tx, 'id', path.id)['is_protected'] === 1) throw refuse(403, 'protected block types cannot be deleted.');
    tx.run('DELETE FROM block_type WHERE id = ?', path.id);
    return {};
  },
  filter(tx, { body }) {
    const schemas = condition(body.block_schemas, schemaFields);
    const bySchema = { ...schemas, sql: `block_type.id IN (SELECT block_type_id FROM block_schema WHERE ${schemas.sql})` };
    const { sql, parameters } = all([condition(body.block_types, typeFields), ...(schemas.sql === '1' ? [] : [bySchema])]);
    const rows = tx.all(
      `SELECT * FROM block_type WHERE ${sql} ORDER BY name LIMIT ? OFFSET ?`,
      ...[...parameters, body.limit ?? 200, body.offset ?? 0],
    );
    return { body: rows.map(blockTypeOf) };
  },
  readDocuments(tx, { path, query }) {
    const { id } = find(tx, 'slug', path.slug);
    const rows = tx.all('SELECT * FROM block_document WHERE block_type_id = ? AND is_anonymous = 0 ORDER BY name', String(id));
    return { body: rows.map((row) => blockDocumentOf(tx, row, flagOf(query, 'include_secrets'))) };
  },
  readDocument(tx, { path, query }) {
    const row = tx.get(
      'SELECT d.* FROM block_document d JOIN block_type t ON t.id = d.block_type_id WHERE t.slug = ? AND d.name = ?',
      path.slug,
      path.name,
    );
    if (row === undefined) throw notFound('Block document');
    return { body: blockDocumentOf(tx, row, flagOf(query, 'include_secrets')) };
  },
  installSystemTypes(tx) {
    installSystemBlocks(tx);
    return { status: 200, body: null };
  },
};

function find(tx: Tx, column: 'id' | 'slug', value: string): Row {
  const row = tx.get(`SELECT * FROM block_type WHERE ${column} = ?`, value);
  if (row === undefined) throw notFound('Block type');
  return row;
}
