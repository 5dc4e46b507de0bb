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

/** What a new pool may be given. */
export interface NewPool {
  name: string;
  type: string;
  template: object;
  description?: string | null | undefined;
  isPaused?: boolean | undefined;
  concurrencyLimit?: number | null | undefined;
}

/** Writes a pool with its default queue; its id. */
export function insertPool(tx: Tx, pool: NewPool): string {
  const now = tx.now();
  const id = newId();
  const { name, description = null, type, template, isPaused, concurrencyLimit = null } = pool;
  tx.run(
    'INSERT INTO work_pool (id, created, updated, name, description, type, base_job_template, is_paused, concurrency_limit) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ...[id, now, now, name, description, type, JSON.stringify(template), isPaused ? 1 : 0, concurrencyLimit],
  );
  const queue = insertQueue(tx, id, { name: 'default', description: "The work pool's default queue.", priority: 1 });
  tx.run('UPDATE work_pool SET default_queue_id = ? WHERE id = ?', queue, id);
  return id;
}

/** The pool to which queues belong that are made without one, as in Prefect. */
const agentPool = 'default-agent-pool';

/** The id of that pool, which is made when it is first needed. */
export function agentPoolId(tx: Tx): string {
  const pool = tx.get<{ id: string }>('SELECT id FROM work_pool WHERE name = ?', agentPool);
  return pool?.id ?? insertPool(tx, { name: agentPool, type: 'prefect-agent', template: {} });
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

/** Moves the queues that stand in the way of a priority down, no further than the next gap: priorities are unique in a pool. */
export function makeRoom(tx: Tx, poolId: string, priority: number, moved = ''): void {
  const rows = tx.all<{ id: string; priority: number }>(
    'SELECT id, priority FROM work_queue WHERE work_pool_id = ? AND priority >= ? AND id <> ? ORDER BY priority',
    ...[poolId, priority, moved],
  );
  let last = priority;
  for (const row of rows) {
    if (row.priority > last) return;
    last += 1;
    tx.run('UPDATE work_queue SET priority = ? WHERE id = ?', last, row.id);
  }
}

function firstFreePriority(tx: Tx, poolId: string): number {
  const rows = tx.all<{ priority: number }>('SELECT priority FROM work_queue WHERE work_pool_id = ? ORDER BY priority', poolId);
  const taken = new Set(rows.map(({ priority }) => priority));
  let priority = 1;
  while (taken.has(priority)) priority += 1;
  return priority;
}
