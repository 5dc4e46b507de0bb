import type { NewEvent } from '../../core/ports.ts';
import type { Tx } from '../store/database.ts';
import type { WireEvent } from '../store/events.ts';
import type { Delivery } from './triggered.ts';

/** What is to be sent, and the event that then says what has come of it. */
export interface Kept {
  delivery: Delivery;
  outcome: Omit<NewEvent, 'event'>;
}

/** Keeps what is to be sent once the transaction is committed; encrypted, as addresses and headers are secrets. */
export function keepDelivery(tx: Tx, invocation: string, kept: Kept): void {
  const sealed = tx.encryption.seal(JSON.stringify(kept));
  tx.run('INSERT INTO automation_delivery (invocation, created, body) VALUES (?, ?, ?)', invocation, tx.now(), sealed);
}

/** What waits to be sent, oldest first, by the invocation of the action. */
export const waitingDeliveries = (tx: Tx): [string, Kept][] =>
  tx
    .all<{ invocation: string; body: string }>('SELECT invocation, body FROM automation_delivery ORDER BY created LIMIT 100')
    .map(({ invocation, body }) => [invocation, JSON.parse(tx.encryption.unseal(body))]);

/** An event says what has come of an action: nothing of it waits any more. */
export function isSent(tx: Tx, { event, payload }: WireEvent): void {
  if (event === 'prefect.automation.action.triggered') return;
  tx.run('DELETE FROM automation_delivery WHERE invocation = ?', String(payload['invocation']));
}
