import { newId } from '../../core/ids.ts';
import type { Tx } from './database.ts';

/** Gives a flow run a value; JSON text. */
export function insertInput(tx: Tx, flowRunId: string, key: string, value: string, sender: string | null): void {
  const now = tx.now();
  const sql = 'INSERT INTO flow_run_input (id, created, updated, flow_run_id, key, value, sender) VALUES (?, ?, ?, ?, ?, ?, ?)';
  tx.run(sql, newId(), now, now, flowRunId, key, value, sender);
}

/** The value's text of a key; undefined when there is none. */
export const inputOf = (tx: Tx, flowRunId: string, key: string): string | undefined =>
  tx.get<{ value: string }>('SELECT value FROM flow_run_input WHERE flow_run_id = ? AND key = ?', flowRunId, key)?.value;
