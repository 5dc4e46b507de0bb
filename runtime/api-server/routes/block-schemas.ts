import type { blockCapabilities as capabilitiesContract, blockSchemas as contract } from '../../api/blocks.ts';
import { blockChecksum } from '../store/block-checksum.ts';
import { blockSchemaOf, insertBlockSchema } from '../store/blocks.ts';
import type { Row, Tx } from '../store/database.ts';
import type { Fields } from '../store/filters.ts';
import { condition, idField, jsonTagField, textField } from '../store/filters.ts';
import { parseColumn } from '../store/rows.ts';
import type { Handlers } from './route.ts';
import { notFound, refuse } from './route.ts';

/** The fields by which block schemas are filtered. */
export const schemaFields: Fields = {
  id: idField('block_schema.id'),
  block_type_id: idField('block_schema.block_type_id'),
  version: textField('block_schema.version'),
  block_capabilities: jsonTagField('block_schema.capabilities'),
};

const unversioned = 'non-versioned';

export const blockSchemas: Handlers<typeof contract> = {
  create(tx, { body }) {
    if (tx.get('SELECT 1 FROM block_type WHERE id = ?', body.block_type_id) === undefined) {
      throw refuse(409, `Block type ${body.block_type_id} not found.`);
    }
    const fields = body.fields ?? {};
    const checksum = blockChecksum(fields);
    const version = body.version ?? unversioned;
    const existing = newest(tx, checksum, version);
    if (existing !== undefined) return { status: 200, body: blockSchemaOf(tx, existing) };
    const row = insertBlockSchema(tx, { typeId: body.block_type_id, checksum, version, fields, capabilities: body.capabilities ?? [] });
    return { status: 201, body: blockSchemaOf(tx, row) };
  },
  read(tx, { path }) {
    const row = tx.get('SELECT * FROM block_schema WHERE id = ?', path.id);
    if (row === undefined) throw notFound('Block schema');
    return { body: blockSchemaOf(tx, row) };
  },
  readByChecksum(tx, { path, query }) {
    const row = newest(tx, path.checksum, query.get('version'));
    if (row === undefined) throw notFound('Block schema');
    return { body: blockSchemaOf(tx, row) };
  },
  delete(tx, { path }) {
    if (tx.run('DELETE FROM block_schema WHERE id = ?', path.id) === 0) throw notFound('Block schema');
    return {};
  },
  filter(tx, { body }) {
    const { sql, parameters } = condition(body.block_schemas, schemaFields);
    const rows = tx.all(
      `SELECT * FROM block_schema WHERE ${sql} ORDER BY created DESC LIMIT ? OFFSET ?`,
      ...[...parameters, body.limit ?? 200, body.offset ?? 0],
    );
    return { body: rows.map((row) => blockSchemaOf(tx, row)) };
  },
};

export const blockCapabilities: Handlers<typeof capabilitiesContract> = {
  list(tx) {
    const rows = tx.all('SELECT DISTINCT capabilities FROM block_schema');
    return { body: [...new Set(rows.flatMap((row) => parseColumn<string[]>(row, 'capabilities', [])))].toSorted() };
  },
};

const newest = (tx: Tx, checksum: string, version: string | null): Row | undefined =>
  tx.get(
    'SELECT * FROM block_schema WHERE checksum = ? AND (? IS NULL OR version = ?) ORDER BY created DESC LIMIT 1',
    ...[checksum, version, version],
  );
