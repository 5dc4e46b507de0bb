import { MillraceError } from '../../core/errors.ts';
import { canonicalUuid, newId } from '../../core/ids.ts';
import { refuse } from '../routes/route.ts';
import type { Row, Tx } from './database.ts';
import { defineColumns, insertSql, renderRow, textOf } from './rows.ts';

type Json = Record<string, unknown>;

const typeColumns = defineColumns({
  id: 'text',
  created: 'text',
  updated: 'text',
  name: 'text',
  slug: 'text',
  logo_url: 'text',
  documentation_url: 'text',
  description: 'text',
  code_example: 'text',
  is_protected: 'boolean',
});

/** A block type as the answer. */
export const blockTypeOf = (row: Row): Json => JSON.parse(renderRow(row, typeColumns).text);

const schemaColumns = defineColumns({
  id: 'text',
  created: 'text',
  updated: 'text',
  checksum: 'text',
  fields: 'json',
  block_type_id: 'text',
  capabilities: 'json',
  version: 'text',
});

/** A block schema with its type as the answer. */
export function blockSchemaOf(tx: Tx, row: Row): Json {
  const type = tx.get('SELECT * FROM block_type WHERE id = ?', String(row['block_type_id']));
  return { ...JSON.parse(renderRow(row, schemaColumns).text), block_type: type === undefined ? null : blockTypeOf(type) };
}

/** What a block's fields are, and what it can do. */
interface NewBlockSchema {
  typeId: string;
  checksum: string;
  version: string;
  fields: object;
  capabilities: readonly string[];
}

/** Writes a block schema; its row. */
export function insertBlockSchema(tx: Tx, { typeId, checksum, version, fields, capabilities }: NewBlockSchema): Row {
  const now = tx.now();
  const row = {
    id: newId(),
    created: now,
    updated: now,
    checksum,
    fields: JSON.stringify(fields),
    capabilities: JSON.stringify(capabilities),
    version,
    block_type_id: typeId,
  };
  tx.run(insertSql('block_schema', Object.keys(row)), ...Object.values(row));
  return row;
}

const documentColumns = defineColumns({
  id: 'text',
  created: 'text',
  updated: 'text',
  name: 'text',
  block_schema_id: 'text',
  block_type_id: 'text',
  is_anonymous: 'boolean',
});

/** The values of a block, which are encrypted in the database. Who asks is told what is wrong with the key: only people can mend that. */
export function blockDataOf(tx: Tx, row: Row): Json {
  try {
    return JSON.parse(tx.encryption.unseal(textOf(row, 'data') ?? '{}'));
  } catch (error) {
    if (MillraceError.is(error, 'failed')) throw refuse(500, error.message);
    throw error;
  }
}

/** The values of a block as they are stored. */
export const sealedData = (tx: Tx, data: Json): string => tx.encryption.seal(JSON.stringify(data));

/** A block with its schema and type as the answer; blocks that it refers to are put in place, secrets hidden. */
export function blockDocumentOf(tx: Tx, row: Row, withSecrets: boolean): Json {
  const schemaRow = tx.get('SELECT * FROM block_schema WHERE id = ?', String(row['block_schema_id']));
  const schema = schemaRow === undefined ? null : blockSchemaOf(tx, schemaRow);
  const { data, references } = resolved(tx, blockDataOf(tx, row), withSecrets);
  const type = asObject(schema?.['block_type']);
  return {
    ...JSON.parse(renderRow(row, documentColumns).text),
    data: withSecrets ? data : hidden(data, secretFields(schema)),
    block_schema: schema,
    block_type_name: type['name'] ?? null,
    block_type: schema?.['block_type'] ?? null,
    block_document_references: references,
  };
}

/** `{$ref: {block_document_id}}` is replaced by the data of that block, as clients expect it. */
function resolved(tx: Tx, data: Json, withSecrets: boolean): { data: Json; references: Json } {
  const whole: Json = {};
  const references: Json = {};
  for (const [key, value] of Object.entries(data)) {
    const id = asObject(asObject(value)['$ref'])['block_document_id'];
    const row = typeof id === 'string' ? tx.get('SELECT * FROM block_document WHERE id = ?', canonicalUuid(id)) : undefined;
    if (row === undefined) whole[key] = value;
    else {
      const document = blockDocumentOf(tx, row, withSecrets);
      whole[key] = document['data'];
      const { id: childId, name, block_type, is_anonymous, block_document_references } = document;
      references[key] = { block_document: { id: childId, name, block_type, is_anonymous, block_document_references } };
    }
  }
  return { data: whole, references };
}

/** What stands in a secret's place. */
const mask = '********';

/** The paths of a schema's secrets, as `token` or `headers.*`. */
export function secretFields(schema: Json | null): string[][] {
  const paths = asObject(schema?.['fields'])['secret_fields'];
  return Array.isArray(paths) ? paths.map((path) => String(path).split('.')) : [];
}

function hidden(data: Json, secrets: readonly string[][]): Json {
  const copy = structuredClone(data);
  for (const path of secrets) hide(copy, path);
  return copy;
}

function hide(value: Json, [key = '', ...rest]: readonly string[]): void {
  for (const name of key === '*' ? Object.keys(value) : [key]) {
    const inner = value[name];
    if (inner === undefined || inner === null) continue;
    const nested = typeof inner === 'object' && !Array.isArray(inner) ? { ...inner } : undefined;
    if (rest.length > 0 && nested !== undefined) {
      hide(nested, rest);
      value[name] = nested;
    } else if (rest.length === 0 || key === '*') value[name] = mask;
  }
}

/** New values over those there are; a mask that comes back keeps the secret that it stands for. */
export function mergedData(current: Json, given: Json, merge: boolean, secrets: readonly string[][]): Json {
  const next = structuredClone(given);
  for (const path of secrets) keep(next, current, path);
  return merge ? { ...current, ...next } : next;
}

function keep(next: Json, current: Json, [key = '', ...rest]: readonly string[]): void {
  for (const name of key === '*' ? Object.keys(next) : [key]) {
    if (next[name] === mask) next[name] = current[name] ?? mask;
    else if (typeof next[name] === 'object' && next[name] !== null && !Array.isArray(next[name])) {
      const inner = { ...next[name] };
      keep(inner, asObject(current[name]), rest.length > 0 ? rest : ['*']);
      next[name] = inner;
    }
  }
}

const asObject = (value: unknown): Json => (typeof value === 'object' && value !== null ? { ...value } : {});
