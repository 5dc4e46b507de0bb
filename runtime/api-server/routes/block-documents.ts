import type { blockDocuments as contract } from '../../api/blocks.ts';
import { newId } from '../../core/ids.ts';
import { blockDataOf, blockDocumentOf, blockSchemaOf, mergedData, sealedData, secretFields } from '../store/blocks.ts';
import type { Row, Tx } from '../store/database.ts';
import type { Condition, Fields, Filter } from '../store/filters.ts';
import { all, condition, idField, numberField, textField } from '../store/filters.ts';
import { insertSql } from '../store/rows.ts';
import { schemaFields } from './block-schemas.ts';
import { typeFields } from './block-types.ts';
import type { Handlers } from './route.ts';
import { flagOf, notFound, refuse } from './route.ts';

const fields: Fields = {
  id: idField('block_document.id'),
  name: textField('block_document.name'),
  block_type_id: idField('block_document.block_type_id'),
  is_anonymous: numberField('block_document.is_anonymous'),
};

const orders = {
  NAME_ASC: 'block_document.name ASC',
  NAME_DESC: 'block_document.name DESC',
  BLOCK_TYPE_AND_NAME_ASC: '(SELECT t.name FROM block_type t WHERE t.id = block_document.block_type_id), block_document.name',
} as const;

export const blockDocuments: Handlers<typeof contract> = {
  create(tx, { body }) {
    const anonymous = body.is_anonymous === true;
    const id = newId();
    const name = body.name ?? (anonymous ? `anonymous-${id}` : undefined);
    if (name === undefined) throw refuse(422, 'Names must be provided for block documents.');
    if (tx.get('SELECT 1 FROM block_schema WHERE id = ?', body.block_schema_id) === undefined) throw notFound('Block schema');
    const taken = tx.get('SELECT 1 FROM block_document WHERE block_type_id = ? AND name = ?', body.block_type_id, name);
    if (taken !== undefined) throw refuse(409, 'Block already exists');
    const now = tx.now();
    const row = {
      id,
      created: now,
      updated: now,
      name,
      data: sealedData(tx, body.data ?? {}),
      is_anonymous: anonymous ? 1 : 0,
      block_schema_id: body.block_schema_id,
      block_type_id: body.block_type_id,
    };
    tx.run(insertSql('block_document', Object.keys(row)), ...Object.values(row));
    return { status: 201, body: blockDocumentOf(tx, row, false) };
  },
  read: (tx, { path, query }) => ({ body: blockDocumentOf(tx, find(tx, path.id), flagOf(query, 'include_secrets')) }),
  update(tx, { path, body }) {
    const row = find(tx, path.id);
    const schemaId = body.block_schema_id ?? String(row['block_schema_id']);
    const schema = tx.get('SELECT * FROM block_schema WHERE id = ?', schemaId);
    if (schema === undefined || schema['block_type_id'] !== row['block_type_id']) {
      throw refuse(400, 'Must migrate block document to a block schema of the same block type.');
    }
    const secrets = secretFields(blockSchemaOf(tx, schema));
    const data = mergedData(blockDataOf(tx, row), body.data ?? {}, body.merge_existing_data !== false, secrets);
    const sql = 'UPDATE block_document SET data = ?, block_schema_id = ?, updated = ? WHERE id = ?';
    tx.run(sql, sealedData(tx, data), schemaId, tx.now(), path.id);
    return {};
  },
  delete(tx, { path }) {
    if (tx.run('DELETE FROM block_document WHERE id = ?', path.id) === 0) throw notFound('Block document');
    return {};
  },
  filter(tx, { body }) {
    const { sql, parameters } = conditionOf(body);
    const rows = tx.all(
      `SELECT * FROM block_document WHERE ${sql} ORDER BY ${orders[body.sort ?? 'NAME_ASC']} LIMIT ? OFFSET ?`,
      ...[...parameters, body.limit ?? 200, body.offset ?? 0],
    );
    return { body: rows.map((row) => blockDocumentOf(tx, row, body.include_secrets === true)) };
  },
  count(tx, { body }) {
    const { sql, parameters } = conditionOf(body);
    return { body: tx.get<{ count: number }>(`SELECT count(*) AS count FROM block_document WHERE ${sql}`, ...parameters)?.count ?? 0 };
  },
};

interface Filters {
  block_documents?: Filter;
  block_types?: Filter;
  block_schemas?: Filter;
}

/** Blocks without a name are shown only to those who ask for them. */
function conditionOf(filters: Filters): Condition {
  const own = { is_anonymous: { eq_: false }, ...filters.block_documents };
  const types = condition(filters.block_types, typeFields);
  const schemas = condition(filters.block_schemas, schemaFields);
  return all([
    condition(own, fields),
    { ...types, sql: `block_document.block_type_id IN (SELECT block_type.id FROM block_type WHERE ${types.sql})` },
    { ...schemas, sql: `block_document.block_schema_id IN (SELECT block_schema.id FROM block_schema WHERE ${schemas.sql})` },
  ]);
}

function find(tx: Tx, id: string): Row {
  const row = tx.get('SELECT * FROM block_document WHERE id = ?', id);
  if (row === undefined) throw notFound('Block document');
  return row;
}
