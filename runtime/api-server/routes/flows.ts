import type { flows as contract } from '../../api/flows.ts';
import { newId } from '../../core/ids.ts';
import { forgetRunsOf } from '../store/forget-runs.ts';
import type { Row, Tx } from '../store/database.ts';
import { related } from '../store/relations.ts';
import { defineColumns, namedOrders, renderList, renderRow } from '../store/rows.ts';
import { deleted, selectedIds } from './bulk.ts';
import { paginated } from './paginate.ts';
import type { Handlers } from './route.ts';
import { notFound } from './route.ts';

const columns = defineColumns({ id: 'word', created: 'word', updated: 'word', name: 'text', tags: 'json', labels: 'json' });

const orders: Readonly<Record<string, string>> = namedOrders();

export const flows: Handlers<typeof contract> = {
  create(tx, { body }) {
    const existing = tx.get('SELECT * FROM flow WHERE name = ?', body.name);
    if (existing !== undefined) return { status: 200, body: renderRow(existing, columns) };
    const now = tx.now();
    const values = [newId(), now, now, body.name, JSON.stringify(body.tags ?? []), JSON.stringify(body.labels ?? {})];
    tx.run('INSERT INTO flow (id, created, updated, name, tags, labels) VALUES (?, ?, ?, ?, ?, ?)', ...values);
    const row = tx.get('SELECT * FROM flow WHERE name = ?', body.name) ?? {};
    return { status: 201, body: renderRow(row, columns) };
  },
  read(tx, { path }) {
    return { body: renderRow(find(tx, path.id), columns) };
  },
  readByName(tx, { path }) {
    const row = tx.get('SELECT * FROM flow WHERE name = ?', path.name);
    if (row === undefined) throw notFound('Flow');
    return { body: renderRow(row, columns) };
  },
  update(tx, { path, body }) {
    const tags = body.tags === undefined ? null : JSON.stringify(body.tags);
    const changed = tx.run('UPDATE flow SET tags = coalesce(?, tags), updated = ? WHERE id = ?', tags, tx.now(), path.id);
    if (changed === 0) throw notFound('Flow');
    return {};
  },
  delete(tx, { path }) {
    find(tx, path.id);
    if (!forgetRunsOf(tx, path.id)) return { again: true };
    tx.run('DELETE FROM flow WHERE id = ?', path.id);
    return {};
  },
  bulkDelete: (tx, input) =>
    deleted(selectedIds(tx, 'flow', { flows: input.body.flows ?? {} }, input.body.limit), (id) => {
      while (!forgetRunsOf(tx, id));
      tx.run('DELETE FROM flow WHERE id = ?', id);
    }),
  paginate(tx, input) {
    const { filter: list, count } = flows;
    return paginated(
      input.body,
      (range) => list(tx, { ...input, body: { ...input.body, ...range } }),
      () => count(tx, input),
    );
  },
  filter(tx, { body }) {
    const { sql, parameters } = related('flow', body);
    const rows = tx.all(
      `SELECT * FROM flow WHERE ${sql} ORDER BY ${orders[body.sort ?? 'NAME_ASC']} LIMIT ? OFFSET ?`,
      ...parameters,
      body.limit ?? 200,
      body.offset ?? 0,
    );
    return { body: renderList(rows.map((row) => renderRow(row, columns))) };
  },
  count(tx, { body }) {
    const { sql, parameters } = related('flow', body);
    return { body: tx.get<{ count: number }>(`SELECT count(*) AS count FROM flow WHERE ${sql}`, ...parameters)?.count ?? 0 };
  },
};

function find(tx: Tx, id: string): Row {
  const row = tx.get('SELECT * FROM flow WHERE id = ?', id);
  if (row === undefined) throw notFound('Flow');
  return row;
}
