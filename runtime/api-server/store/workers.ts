import { secondsBetween } from '../../core/time.ts';
import type { Row, Tx } from './database.ts';
import { textOf } from './rows.ts';

/** A worker is online until three of its heartbeats are missing (Prefect's foreman). */
export function isOnline(tx: Tx, worker: Row): boolean {
  const last = textOf(worker, 'last_heartbeat_time');
  const interval = Number(worker['heartbeat_interval_seconds'] ?? tx.settings.workerHeartbeatInterval);
  return last !== null && secondsBetween(last, tx.now()) <= 3 * interval;
}
