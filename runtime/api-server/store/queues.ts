import { newId } from '../../core/ids.ts';
import { refuse } from '../routes/route.ts';
import type { Row, Tx } from './database.ts';

/** A pool's row by name; 404 in Prefect's words when there is none. */
export function poolByName(tx: Tx, name: string): Row {
  const pool = tx.get('SELECT * FROM work_pool WHERE name = ?', name);
  if (pool === undefined) throw refuse(404, `Work pool "${name}" not found.`);
  return pool;
}

/** The id of a pool's queue, its default one when no name is given; an unknown name makes a queue, as in Prefect. */
export function queueFor(tx: Tx, poolName: string, queueName: string | null): string {
  const pool = poolByName(tx, poolName);
  if (queueName === null) return String(pool['default_queue_id']);
  const queue = tx.get<{ id: string }>('SELECT id FROM work_queue WHERE work_pool_id = ? AND name = ?', String(pool['id']), queueName);
  return queue?.id ?? insertQueue(tx, String(pool['id']), { name: queueName });
}

/** What a new queue may be given. */
export interface NewQueue {
  name: string;
  description?: string | null | undefined;
  isPaused?: boolean | undefined;
  concurrencyLimit?: number | null | undefined;
  priority?: number | null | undefined;
}

/** Writes a queue with the first free priority unless it has one; its id. */
export function insertQueue(tx: Tx, poolId: string, queue: NewQueue): string {
  const now = tx.now();
  const id = newId();
  const priority = queue.priority ?? firstFreePriority(tx, poolId);
  if (queue.priority) makeRoom(tx, poolId, priority);
  tx.run(
    'INSERT INTO work_queue (id, created, updated, work_pool_id, name, description, is_paused, concurrency_limit, priority) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ...[id, now, now, poolId, queue.name, queue.description ?? '', queue.isPaused ? 1 : 0, queue.concurrencyLimit ?? null, priority],
  );
  return id;
}

/** Moves the queues from this priority on down by one, when it is taken: priorities are unique in a pool. */
export function makeRoom(tx: Tx, poolId: string, priority: number): void {
  const taken = tx.get('SELECT 1 FROM work_queue WHERE work_pool_id = ? AND priority = ?', poolId, priority);
  if (taken !== undefined) {
    tx.run('UPDATE work_queue SET priority = priority + 1 WHERE work_pool_id = ? AND priority >= ?', poolId, priority);
  }
}

function firstFreePriority(tx: Tx, poolId: string): number {
  const rows = tx.all<{ priority: number }>('SELECT priority FROM work_queue WHERE work_pool_id = ? ORDER BY priority', poolId);
  const taken = new Set(rows.map(({ priority }) => priority));
  let priority = 1;
  while (taken.has(priority)) priority += 1;
  return priority;
}
