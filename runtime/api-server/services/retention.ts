import { addSeconds } from '../../core/time.ts';
import type { Tx } from '../store/database.ts';

/** Forgets old events; runs and logs are kept. */
export function retention(tx: Tx): void {
  tx.run('DELETE FROM event WHERE occurred < ?', addSeconds(tx.now(), -tx.settings.eventRetentionDays * 86_400));
  tx.run('DELETE FROM automation_bucket WHERE ends < ?', tx.now());
}
