import type { workQueues as contract } from '../../api/work-pools.ts';
import { parseTime, secondsBetween } from '../../core/time.ts';
import type { Row, Tx } from '../store/database.ts';
import { renderFlowRun } from '../store/flow-runs.ts';
import { agentPoolId, insertQueue, makeRoom, poolByName } from '../store/queues.ts';
import { workQueueCondition } from '../store/relations.ts';
import type { JsonText } from '../store/rows.ts';
import { defineColumns, renderList, renderRow, textOf } from '../store/rows.ts';
import { claimableRuns, markPolled, takenInQueue } from '../store/scheduled-runs.ts';
import { queueSlots } from './concurrency-status.ts';
import type { Handlers, Output } from './route.ts';
import { notFound, refuse } from './route.ts';

const columns = defineColumns({
  id: 'word',
  created: 'word',
  updated: 'word',
  name: 'text',
  description: 'text',
  is_paused: 'boolean',
  concurrency_limit: 'number',
  priority: 'number',
  work_pool_id: 'word',
  work_pool_name: 'text',
  last_polled: 'word',
  status: 'word',
  active_slots: 'number',
  filter: 'json',
});

const select = 'SELECT work_queue.*, p.name AS work_pool_name FROM work_queue JOIN work_pool p ON p.id = work_queue.work_pool_id';

function render(tx: Tx, row: Row): JsonText {
  const polled = textOf(row, 'last_polled');
  const ready = polled !== null && secondsBetween(polled, tx.now()) <= 60;
  const status = row['is_paused'] === 1 ? 'PAUSED' : ready ? 'READY' : 'NOT_READY';
  const slots = row['concurrency_limit'] === null ? null : takenInQueue(tx, String(row['id']));
  return renderRow({ ...row, status, active_slots: slots }, columns);
}

interface Changes {
  name?: string | null;
  description?: string | null;
  is_paused?: boolean;
  concurrency_limit?: number | null;
  priority?: number | null;
}

function byName(tx: Tx, pool: string, name: string): Row {
  const row = tx.get(`${select} WHERE work_queue.work_pool_id = ? AND work_queue.name = ?`, String(poolByName(tx, pool)['id']), name);
  if (row === undefined) throw refuse(404, `Work pool queue '${pool}/${name}' not found.`);
  return row;
}

function byId(tx: Tx, id: string): Row {
  const row = tx.get(`${select} WHERE work_queue.id = ?`, id);
  if (row === undefined) throw notFound('Work Queue');
  return row;
}

function change(tx: Tx, row: Row, changes: Changes): Output {
  const id = String(row['id']);
  if (changes.name) tx.run('UPDATE work_queue SET name = ? WHERE id = ?', changes.name, id);
  if (changes.description !== undefined) tx.run('UPDATE work_queue SET description = ? WHERE id = ?', changes.description, id);
  if (changes.is_paused !== undefined) tx.run('UPDATE work_queue SET is_paused = ? WHERE id = ?', changes.is_paused ? 1 : 0, id);
  if (changes.concurrency_limit !== undefined) {
    tx.run('UPDATE work_queue SET concurrency_limit = ? WHERE id = ?', changes.concurrency_limit, id);
  }
  if (changes.priority && changes.priority !== row['priority']) {
    makeRoom(tx, String(row['work_pool_id']), changes.priority, id);
    tx.run('UPDATE work_queue SET priority = ? WHERE id = ?', changes.priority, id);
  }
  tx.run('UPDATE work_queue SET updated = ? WHERE id = ?', tx.now(), id);
  const what = changes.is_paused === true ? 'paused' : changes.is_paused === false ? 'ready' : 'updated';
  const resource = { 'prefect.resource.id': `prefect.work-queue.${id}`, 'prefect.resource.name': String(row['name']) };
  tx.emit({ event: `prefect.work-queue.${what}`, resource });
  return {};
}

function drop(tx: Tx, row: Row): Output {
  const isDefault = tx.get('SELECT 1 FROM work_pool WHERE default_queue_id = ?', String(row['id'])) !== undefined;
  if (isDefault) throw refuse(409, "The work pool's default queue cannot be deleted.");
  tx.run('DELETE FROM work_queue WHERE id = ?', String(row['id']));
  return {};
}

function create(tx: Tx, poolId: string, given: Changes & { name: string }): Output {
  const { name, description, is_paused: isPaused, concurrency_limit: concurrencyLimit, priority } = given;
  if (tx.get('SELECT 1 FROM work_queue WHERE work_pool_id = ? AND name = ?', poolId, name) !== undefined) {
    throw refuse(409, 'A work queue with this name already exists.');
  }
  const id = insertQueue(tx, poolId, { name, description, isPaused, concurrencyLimit, priority });
  return { status: 201, body: render(tx, byId(tx, id)) };
}

/** When a queue counts as healthy; Prefect's figures. */
const healthPolicy = { maximum_late_runs: 0, maximum_seconds_since_last_polled: 60 };

export const workQueues: Handlers<typeof contract> = {
  create: (tx, { path, body }) => create(tx, String(poolByName(tx, path.pool)['id']), body),
  createAlone: (tx, { body }) => create(tx, agentPoolId(tx), body),
  readByName: (tx, { path }) => ({ body: render(tx, byName(tx, path.pool, path.name)) }),
  updateByName: (tx, { path, body }) => change(tx, byName(tx, path.pool, path.name), body),
  deleteByName: (tx, { path }) => drop(tx, byName(tx, path.pool, path.name)),
  filterByPool(tx, { path, body }) {
    const { sql, parameters } = workQueueCondition(body.work_queues);
    const rows = tx.all(
      `${select} WHERE work_queue.work_pool_id = ? AND ${sql} ORDER BY work_queue.priority LIMIT ? OFFSET ?`,
      ...[String(poolByName(tx, path.pool)['id']), ...parameters, body.limit ?? 200, body.offset ?? 0],
    );
    return { body: renderList(rows.map((row) => render(tx, row))) };
  },
  read: (tx, { path }) => ({ body: render(tx, byId(tx, path.id)) }),
  readByNameAlone(tx, { path }) {
    const row = tx.get(`${select} WHERE work_queue.name = ? ORDER BY work_queue.created LIMIT 1`, path.name);
    if (row === undefined) throw notFound('Work queue');
    return { body: render(tx, row) };
  },
  readStatus(tx, { path }) {
    const row = byId(tx, path.id);
    const late = tx.get<{ count: number }>(
      "SELECT count(*) AS count FROM flow_run WHERE work_queue_id = ? AND state_name = 'Late'",
      path.id,
    );
    const polled = textOf(row, 'last_polled');
    const lateRuns = late?.count ?? 0;
    const fresh = polled !== null && secondsBetween(polled, tx.now()) < healthPolicy.maximum_seconds_since_last_polled;
    const healthy = fresh && lateRuns <= healthPolicy.maximum_late_runs;
    return { body: { healthy, late_runs_count: lateRuns, last_polled: polled, health_check_policy: healthPolicy } };
  },
  update: (tx, { path, body }) => change(tx, byId(tx, path.id), body),
  delete: (tx, { path }) => drop(tx, byId(tx, path.id)),
  getRuns(tx, { path, body }) {
    const queue = byId(tx, path.id);
    const now = tx.now();
    const before = body.scheduled_before ? (parseTime(body.scheduled_before) ?? now) : now;
    const ask = { poolId: String(queue['work_pool_id']), queueNames: [String(queue['name'])], before, limit: body.limit ?? 200 };
    markPolled(tx, ask);
    return { body: renderList(claimableRuns(tx, ask).map((row) => renderFlowRun(row, now))) };
  },
  readConcurrencyStatus(tx, { path, body }) {
    const queue = tx.get('SELECT * FROM work_queue WHERE id = ?', path.id);
    if (queue === undefined) throw refuse(404, 'Work queue not found.');
    return queueSlots(tx, queue, body);
  },
  filter(tx, { body }) {
    const { sql, parameters } = workQueueCondition(body.work_queues);
    const rows = tx.all(
      `${select} WHERE ${sql} ORDER BY p.name, work_queue.priority LIMIT ? OFFSET ?`,
      ...parameters,
      body.limit ?? 200,
      body.offset ?? 0,
    );
    return { body: renderList(rows.map((row) => render(tx, row))) };
  },
};
