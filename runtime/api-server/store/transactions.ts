import type { DatabaseSync } from 'node:sqlite';

/** Whether a connection is in a transaction: a full disk ends one by itself. Before Node 22.16 only a second BEGIN tells. */
export function isInTransaction(connection: Pick<DatabaseSync, 'exec'>): boolean {
  const known: unknown = Reflect.get(connection, 'isTransaction');
  if (typeof known === 'boolean') return known;
  try {
    connection.exec('BEGIN; ROLLBACK');
    return false;
  } catch {
    return true;
  }
}
