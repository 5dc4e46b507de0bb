import type { flowRunStates as flowRunContract, taskRunStates as taskRunContract } from '../../api/states.ts';
import { canonicalUuid, isUuid } from '../../core/ids.ts';
import type { Tx } from '../store/database.ts';
import { JsonText, renderList } from '../store/rows.ts';
import type { Handlers, Output } from './route.ts';
import { notFound, unprocessable } from './route.ts';

type Kind = 'flow_run' | 'task_run';

const read = (tx: Tx, kind: Kind, id: string): Output => {
  const row = tx.get<{ state: string }>(`SELECT state FROM ${kind}_state WHERE id = ?`, id);
  if (row === undefined) throw notFound(`${kind === 'flow_run' ? 'Flow' : 'Task'} run state`);
  return { body: new JsonText(row.state) };
};

const list = (tx: Tx, kind: Kind, id: string | null): Output => {
  if (id === null) throw unprocessable(`${kind}_id`, 'Field required', null);
  if (!isUuid(id)) throw unprocessable(`${kind}_id`, 'Input should be a valid UUID', id);
  const rows = tx.all<{ state: string }>(`SELECT state FROM ${kind}_state WHERE ${kind}_id = ? ORDER BY timestamp`, canonicalUuid(id));
  return { body: renderList(rows.map((row) => new JsonText(row.state))) };
};

export const flowRunStates: Handlers<typeof flowRunContract> = {
  read: (tx, { path }) => read(tx, 'flow_run', path.id),
  list: (tx, { query }) => list(tx, 'flow_run', query.get('flow_run_id')),
};

export const taskRunStates: Handlers<typeof taskRunContract> = {
  read: (tx, { path }) => read(tx, 'task_run', path.id),
  list: (tx, { query }) => list(tx, 'task_run', query.get('task_run_id')),
};
