import type { Row, Tx } from './database.ts';
import { selectFlowRuns } from './flow-runs.ts';

/** What a worker asks for. */
export interface Claimable {
  poolId: string;
  queueNames: readonly string[];
  before: string;
  limit: number;
}

interface QueueSlots {
  id: string;
  concurrency_limit: number | null;
  taken: number;
}

/**
 * The runs that may be claimed, by priority of their queue and then by time, no more than there are slots
 * (prefect-api.md 6). Only unclaimed runs are looked at, through their partial index.
 */
export function claimableRuns(tx: Tx, ask: Claimable): Row[] {
  const pool = tx.get<{ is_paused: number; concurrency_limit: number | null }>(
    'SELECT is_paused, concurrency_limit FROM work_pool WHERE id = ?',
    ask.poolId,
  );
  if (pool === undefined || pool.is_paused === 1) return [];
  const queues = openQueues(tx, ask);
  const { concurrency_limit: slots } = pool;
  let free = Math.min(ask.limit, slots === null ? Infinity : slots - takenInPool(tx, ask.poolId));
  const runs: Row[] = [];
  for (const queue of queues) {
    if (free <= 0) break;
    const most = Math.min(free, (queue.concurrency_limit ?? Infinity) - queue.taken);
    if (most <= 0) continue;
    const found = tx.all(
      `${selectFlowRuns} WHERE flow_run.work_queue_id = ? AND flow_run.state_type = 'SCHEDULED' AND flow_run.next_scheduled_start_time <= ?
        AND coalesce(json_extract(flow_run.empirical_policy, '$.retry_type'), '') <> 'in_process'
        ORDER BY flow_run.next_scheduled_start_time LIMIT ?`,
      queue.id,
      ask.before,
      Math.min(most, 200),
    );
    runs.push(...found);
    free -= found.length;
  }
  return runs;
}

/** Says that somebody looks after these queues: they and their deployments are ready. */
export function markPolled(tx: Tx, ask: Claimable): void {
  const now = tx.now();
  const named = ask.queueNames.length === 0 ? '' : ` AND name IN (${ask.queueNames.map(() => '?').join(',')})`;
  const inQueues = `work_queue_id IN (SELECT id FROM work_queue WHERE work_pool_id = ?${named})`;
  tx.run(`UPDATE work_queue SET last_polled = ? WHERE work_pool_id = ?${named}`, now, ask.poolId, ...ask.queueNames);
  tx.run(`UPDATE deployment SET last_polled = ? WHERE ${inQueues}`, now, ask.poolId, ...ask.queueNames);
}

/** Said so that SQLite sees that the index of the runs under way has them all, and need not look at the finished ones. */
const holdsSlot = "flow_run.state_type IN ('RUNNING', 'PENDING', 'CANCELLING') AND flow_run.state_type <> 'CANCELLING'";

/** How many runs of a pool hold a slot. */
export function takenInPool(tx: Tx, poolId: string): number {
  const row = tx.get<{ count: number }>(
    `SELECT count(*) AS count FROM flow_run INDEXED BY flow_run_slots JOIN work_queue q ON q.id = flow_run.work_queue_id
      WHERE q.work_pool_id = ? AND ${holdsSlot}`,
    poolId,
  );
  return row?.count ?? 0;
}

/** How many runs of a queue hold a slot. */
export const takenInQueue = (tx: Tx, queueId: string): number =>
  tx.get<{ count: number }>(
    `SELECT count(*) AS count FROM flow_run INDEXED BY flow_run_slots WHERE work_queue_id = ? AND ${holdsSlot}`,
    queueId,
  )?.count ?? 0;

function openQueues(tx: Tx, ask: Claimable): QueueSlots[] {
  const named = ask.queueNames.length === 0 ? '' : ` AND name IN (${ask.queueNames.map(() => '?').join(',')})`;
  const rows = tx.all<{ id: string; concurrency_limit: number | null }>(
    `SELECT id, concurrency_limit FROM work_queue WHERE work_pool_id = ? AND is_paused = 0${named} ORDER BY priority`,
    ask.poolId,
    ...ask.queueNames,
  );
  return rows.map((row) => ({ ...row, taken: row.concurrency_limit === null ? 0 : takenInQueue(tx, row.id) }));
}
