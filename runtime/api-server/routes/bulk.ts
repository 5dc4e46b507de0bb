import type { Tx } from '../store/database.ts';
import type { RelationFilters } from '../store/relations.ts';
import { related } from '../store/relations.ts';
import type { Output } from './route.ts';

const orders = { flow: 'flow.name', deployment: 'deployment.name', flow_run: 'flow_run.id DESC' } as const;

/** The ids of what a filter selects, 50 of them unless told, in the order in which Prefect lists them. */
export function selectedIds(tx: Tx, table: keyof typeof orders, filters: RelationFilters, limit = 50): string[] {
  const { sql, parameters } = related(table, filters);
  const rows = tx.all<{ id: string }>(
    `SELECT ${table}.id FROM ${table} WHERE ${sql} ORDER BY ${orders[table]} LIMIT ?`,
    ...parameters,
    limit,
  );
  return rows.map(({ id }) => id);
}

/** Deletes each of them; the answer names them. */
export function deleted(ids: readonly string[], remove: (id: string) => unknown): Output {
  for (const id of ids) remove(id);
  return { status: 200, body: { deleted: ids } };
}
