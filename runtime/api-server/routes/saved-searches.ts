import type { savedSearches as contract } from '../../api/ui.ts';
import { newId } from '../../core/ids.ts';
import { defineColumns, renderList, renderRow } from '../store/rows.ts';
import type { Handlers } from './route.ts';
import { notFound } from './route.ts';

const columns = defineColumns({ id: 'word', created: 'word', updated: 'word', name: 'text', filters: 'json' });

export const savedSearches: Handlers<typeof contract> = {
  save(tx, { body }) {
    const now = tx.now();
    const known = tx.get('SELECT 1 FROM saved_search WHERE name = ?', body.name) !== undefined;
    tx.run(
      `INSERT INTO saved_search (id, created, updated, name, filters) VALUES (?, ?, ?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET filters = excluded.filters, updated = excluded.updated`,
      ...[newId(), now, now, body.name, JSON.stringify(body.filters ?? [])],
    );
    const row = tx.get('SELECT * FROM saved_search WHERE name = ?', body.name) ?? {};
    return { status: known ? 200 : 201, body: renderRow(row, columns) };
  },
  read(tx, { path }) {
    const row = tx.get('SELECT * FROM saved_search WHERE id = ?', path.id);
    if (row === undefined) throw notFound('Saved search');
    return { body: renderRow(row, columns) };
  },
  delete(tx, { path }) {
    if (tx.run('DELETE FROM saved_search WHERE id = ?', path.id) === 0) throw notFound('Saved search');
    return {};
  },
  filter(tx, { body }) {
    const rows = tx.all('SELECT * FROM saved_search ORDER BY name LIMIT ? OFFSET ?', body.limit ?? 200, body.offset ?? 0);
    return { body: renderList(rows.map((row) => renderRow(row, columns))) };
  },
};
