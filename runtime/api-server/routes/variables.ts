import type { variables as contract } from '../../api/variables.ts';
import { newId } from '../../core/ids.ts';
import type { Row, SqlValue, Tx } from '../store/database.ts';
import type { Fields } from '../store/filters.ts';
import { condition, idField, jsonTagField, textField } from '../store/filters.ts';
import { defineColumns, insertSql, namedOrders, renderList, renderRow, updateSql } from '../store/rows.ts';
import type { Handlers, Output } from './route.ts';
import { refuse } from './route.ts';

const columns = defineColumns({ id: 'text', created: 'text', updated: 'text', name: 'text', value: 'json', tags: 'json' });
const fields: Fields = { id: idField('id'), name: textField('name'), tags: jsonTagField('tags') };
const orders = namedOrders();

export const variables: Handlers<typeof contract> = {
  create(tx, { body }) {
    refuseTaken(tx, body.name);
    const now = tx.now();
    const row = { id: newId(), created: now, updated: now, name: body.name, value: jsonOf(body.value), tags: jsonOf(body.tags ?? []) };
    tx.run(insertSql('variable', Object.keys(row)), ...Object.values(row));
    return { status: 201, body: renderRow(row, columns) };
  },
  read: (tx, { path }) => ({ body: renderRow(find(tx, 'id', path.id), columns) }),
  readByName: (tx, { path }) => ({ body: renderRow(find(tx, 'name', path.name), columns) }),
  update: (tx, { path, body }) => change(tx, find(tx, 'id', path.id), body),
  updateByName: (tx, { path, body }) => change(tx, find(tx, 'name', path.name), body),
  delete: (tx, { path }) => remove(tx, find(tx, 'id', path.id)),
  deleteByName: (tx, { path }) => remove(tx, find(tx, 'name', path.name)),
  filter(tx, { body }) {
    const { sql, parameters } = condition(body.variables, fields);
    const order = orders[body.sort ?? 'NAME_ASC'];
    const rows = tx.all(
      `SELECT * FROM variable WHERE ${sql} ORDER BY ${order} LIMIT ? OFFSET ?`,
      ...[...parameters, body.limit ?? 200, body.offset ?? 0],
    );
    return { body: renderList(rows.map((row) => renderRow(row, columns))) };
  },
  count(tx, { body }) {
    const { sql, parameters } = condition(body.variables, fields);
    return { body: tx.get<{ count: number }>(`SELECT count(*) AS count FROM variable WHERE ${sql}`, ...parameters)?.count ?? 0 };
  },
};

const jsonOf = (value: unknown): string => JSON.stringify(value ?? null);

function find(tx: Tx, column: 'id' | 'name', value: string): Row {
  const row = tx.get(`SELECT * FROM variable WHERE ${column} = ?`, value);
  if (row === undefined) throw refuse(404, 'Variable not found.');
  return row;
}

function refuseTaken(tx: Tx, name: string): void {
  if (tx.get('SELECT 1 FROM variable WHERE name = ?', name) === undefined) return;
  throw refuse(409, `A variable with the name '${name}' already exists.`);
}

function change(tx: Tx, row: Row, body: { name?: string | null; value?: unknown; tags?: string[] | null }): Output {
  const changes: Record<string, SqlValue> = { updated: tx.now() };
  if (body.name && body.name !== row['name']) {
    refuseTaken(tx, body.name);
    changes['name'] = body.name;
  }
  if (body.value !== undefined) changes['value'] = jsonOf(body.value);
  if (body.tags) changes['tags'] = jsonOf(body.tags);
  tx.run(updateSql('variable', Object.keys(changes)), ...Object.values(changes), String(row['id']));
  return {};
}

function remove(tx: Tx, row: Row): Output {
  tx.run('DELETE FROM variable WHERE id = ?', String(row['id']));
  return {};
}
