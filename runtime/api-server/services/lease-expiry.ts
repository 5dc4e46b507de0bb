import type { Tx } from '../store/database.ts';
import { endLease } from '../store/limits.ts';

/** Frees the slots of those who neither gave them back nor renewed their lease. (Repossessor) */
export function leaseExpiry(tx: Tx): void {
  const ended = tx.all<{ id: string }>('SELECT id FROM concurrency_lease WHERE expiration < ? LIMIT 500', tx.now());
  for (const { id } of ended) endLease(tx, id);
}
