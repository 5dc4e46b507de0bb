import type { flowRunStates as flowRunContract, taskRunStates as taskRunContract } from '../../api/states.ts';
import { canonicalUuid } from '../../core/ids.ts';
import type { Tx } from '../store/database.ts';
import { JsonText, renderList } from '../store/rows.ts';
import type { Handlers, Output } from './route.ts';
import { notFound } from './route.ts';

type Kind = 'flow_run' | 'task_run';

const read = (tx: Tx, kind: Kind, id: string): Output => {
  const row = tx.get<{ state: string }>(`SELECT state FROM ${kind}_state WHERE id = ?`, id);
  if (row === undefined) throw notFound(`${kind === 'flow_run' ? 'Flow' : 'Task'} run state`);
  return { body: new JsonText(row.state) };
};

const list = (tx: Tx, kind: Kind, query: URLSearchParams): Output => {
  const id = query.get(`${kind}_id`) ?? '';
  const rows = tx.all<{ state: string }>(`SELECT state FROM ${kind}_state WHERE ${kind}_id = ? ORDER BY timestamp`, canonicalUuid(id));
  return { body: renderList(rows.map((row) => new JsonText(row.state))) };
};

export const flowRunStates: Handlers<typeof flowRunContract> = {
  read: (tx, { path }) => read(tx, 'flow_run', path.id),
  list: (tx, { query }) => list(tx, 'flow_run', query),
};

export const taskRunStates: Handlers<typeof taskRunContract> = {
  read: (tx, { path }) => read(tx, 'task_run', path.id),
  list: (tx, { query }) => list(tx, 'task_run', query),
};
