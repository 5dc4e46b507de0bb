import { secondsBetween } from '../../core/time.ts';
import type { Row, Tx } from '../store/database.ts';
import { takenInPool, takenInQueue } from '../store/scheduled-runs.ts';
import { textOf } from '../store/rows.ts';
import type { Output } from './route.ts';

interface Asked {
  page?: number | null;
  limit?: number | null;
  flow_run_limit?: number;
}

/** Who holds the slots of a pool, queue by queue, as `prefect work-pool slots` shows it. */
export function poolSlots(tx: Tx, pool: Row, asked: Asked): Output {
  const id = String(pool['id']);
  const { limit, offset } = rangeOf(asked);
  const count = countOf(tx, 'SELECT count(*) AS count FROM work_queue WHERE work_pool_id = ?', id);
  const queues = tx.all('SELECT * FROM work_queue WHERE work_pool_id = ? ORDER BY priority LIMIT ? OFFSET ?', id, limit, offset);
  const details = queues.map((queue) => {
    const taken = takenInQueue(tx, String(queue['id']));
    return {
      queue_id: queue['id'],
      queue_name: queue['name'],
      active_slots: taken,
      concurrency_limit: queue['concurrency_limit'],
      flow_runs: holders(tx, String(queue['id']), "('RUNNING', 'PENDING')", asked.flow_run_limit ?? 10, 0),
      flow_run_count: taken,
    };
  });
  const slots = { active_slots: takenInPool(tx, id), concurrency_limit: pool['concurrency_limit'] };
  return { body: { ...slots, queues: details, ...pageOf(asked, count) } };
}

/** Who holds the slots of a queue; here runs that are being cancelled count, as in Prefect. */
export function queueSlots(tx: Tx, queue: Row, asked: Asked): Output {
  const id = String(queue['id']);
  const { limit, offset } = rangeOf(asked);
  const states = "('RUNNING', 'PENDING', 'CANCELLING')";
  const count = countOf(tx, `SELECT count(*) AS count FROM flow_run WHERE work_queue_id = ? AND state_type IN ${states}`, id);
  const slots = { active_slots: count, concurrency_limit: queue['concurrency_limit'] };
  return { body: { ...slots, flow_runs: holders(tx, id, states, limit, offset), ...pageOf(asked, count) } };
}

function holders(tx: Tx, queueId: string, states: string, limit: number, offset: number): object[] {
  const rows = tx.all(
    `SELECT id, name, state_type, state_name, start_time, state_timestamp FROM flow_run
      WHERE work_queue_id = ? AND state_type IN ${states} ORDER BY id LIMIT ? OFFSET ?`,
    ...[queueId, limit, offset],
  );
  const now = tx.now();
  return rows.map((row) => {
    const since = textOf(row, 'state_timestamp');
    return { ...row, time_in_current_state: since === null ? null : secondsBetween(since, now) };
  });
}

function rangeOf({ page, limit }: Asked): { limit: number; offset: number } {
  const most = limit ?? 200;
  return { limit: most, offset: ((page ?? 1) - 1) * most };
}

function pageOf({ page, limit }: Asked, count: number): object {
  const most = limit ?? 200;
  return { count, limit: most, pages: most === 0 ? 0 : Math.ceil(count / most), page: page ?? 1 };
}

const countOf = (tx: Tx, sql: string, id: string): number => tx.get<{ count: number }>(sql, id)?.count ?? 0;
