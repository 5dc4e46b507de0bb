import type { flowRunInputs as contract } from '../../api/flow-run-inputs.ts';
import { insertInput } from '../store/flow-run-inputs.ts';
import { isIn, startsWith } from '../store/filters.ts';
import { defineColumns, JsonText, renderList, renderRow, textOf } from '../store/rows.ts';
import type { Handlers } from './route.ts';
import { notFound, refuse } from './route.ts';

const columns = defineColumns({
  id: 'text',
  created: 'text',
  updated: 'text',
  flow_run_id: 'text',
  key: 'text',
  value: 'text',
  sender: 'text',
});

export const flowRunInputs: Handlers<typeof contract> = {
  create(tx, { path, body }) {
    if (tx.get('SELECT 1 FROM flow_run WHERE id = ?', path.id) === undefined) throw notFound('Flow run');
    const taken = tx.get('SELECT 1 FROM flow_run_input WHERE flow_run_id = ? AND key = ?', path.id, body.key);
    if (taken !== undefined) throw refuse(409, 'A flow run input with this key already exists.');
    insertInput(tx, path.id, body.key, body.value, body.sender ?? null);
    return { status: 201, body: null };
  },
  read(tx, { path }) {
    const row = tx.get('SELECT value FROM flow_run_input WHERE flow_run_id = ? AND key = ?', path.id, path.key);
    if (row === undefined) throw notFound('Flow run input');
    return { body: new JsonText(textOf(row, 'value') ?? ''), headers: { 'content-type': 'text/plain; charset=utf-8' } };
  },
  filter(tx, { path, body }) {
    const prefix = startsWith('key', body.prefix);
    const except = isIn('key', body.exclude_keys ?? [], true);
    const rows = tx.all(
      `SELECT * FROM flow_run_input WHERE flow_run_id = ? AND ${prefix.sql} AND ${except.sql} ORDER BY created LIMIT ?`,
      ...[path.id, ...prefix.parameters, ...except.parameters, body.limit ?? 1],
    );
    return { body: renderList(rows.map((row) => renderRow(row, columns))) };
  },
  delete(tx, { path }) {
    const gone = tx.run('DELETE FROM flow_run_input WHERE flow_run_id = ? AND key = ?', path.id, path.key);
    if (gone === 0) throw notFound('Flow run input');
    return {};
  },
};
