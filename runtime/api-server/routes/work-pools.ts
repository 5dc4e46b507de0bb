import type { workPools as contract } from '../../api/work-pools.ts';
import { newId } from '../../core/ids.ts';
import { parseTime } from '../../core/time.ts';
import type { Row, Tx } from '../store/database.ts';
import { renderFlowRun } from '../store/flow-runs.ts';
import { workPoolCondition } from '../store/relations.ts';
import { insertPool, poolByName } from '../store/queues.ts';
import { defineColumns, JsonText, renderList, renderRow, textOf } from '../store/rows.ts';
import { claimableRuns, markPolled, takenInPool } from '../store/scheduled-runs.ts';
import { isOnline } from '../store/workers.ts';
import { poolSlots } from './concurrency-status.ts';
import { processTemplate } from './worker-metadata.ts';
import type { Handlers } from './route.ts';
import { refuse } from './route.ts';

const columns = defineColumns({
  id: 'word',
  created: 'word',
  updated: 'word',
  name: 'text',
  description: 'text',
  type: 'text',
  base_job_template: 'json',
  is_paused: 'boolean',
  concurrency_limit: 'number',
  status: 'word',
  default_queue_id: 'word',
  active_slots: 'number',
  storage_configuration: 'json',
});

const workerColumns = defineColumns({
  id: 'word',
  created: 'word',
  updated: 'word',
  name: 'text',
  work_pool_id: 'word',
  last_heartbeat_time: 'word',
  heartbeat_interval_seconds: 'number',
  status: 'word',
});

const workersOf = (tx: Tx, poolId: string): Row[] =>
  tx.all('SELECT * FROM worker WHERE work_pool_id = ? ORDER BY last_heartbeat_time DESC', poolId);

function render(tx: Tx, row: Row): JsonText {
  const id = String(row['id']);
  const ready = workersOf(tx, id).some((worker) => isOnline(tx, worker));
  const status = row['is_paused'] === 1 ? 'PAUSED' : ready ? 'READY' : 'NOT_READY';
  const slots = row['concurrency_limit'] === null ? null : takenInPool(tx, id);
  return renderRow({ ...row, status, active_slots: slots, storage_configuration: '{}' }, columns);
}

export const workPools: Handlers<typeof contract> = {
  create(tx, { body }) {
    if (body.name.toLowerCase().startsWith('prefect')) {
      throw refuse(403, 'Worker pools starting with "Prefect" are reserved for internal use.');
    }
    if (tx.get('SELECT 1 FROM work_pool WHERE name = ?', body.name) !== undefined) {
      throw refuse(409, 'A work pool with this name already exists.');
    }
    const type = body.type ?? 'prefect-agent';
    const template = body.base_job_template ?? (type === 'process' ? processTemplate : {});
    const { name, description, is_paused: isPaused, concurrency_limit: concurrencyLimit } = body;
    const id = insertPool(tx, { name, description, type, template, isPaused, concurrencyLimit });
    announce(tx, id, name, 'created');
    return { status: 201, body: render(tx, poolByName(tx, body.name)) };
  },
  read: (tx, { path }) => ({ body: render(tx, poolByName(tx, path.name)) }),
  update(tx, { path, body }) {
    const pool = poolByName(tx, path.name);
    const id = String(pool['id']);
    if (body.description !== undefined) tx.run('UPDATE work_pool SET description = ? WHERE id = ?', body.description, id);
    if (body.is_paused !== undefined && body.is_paused !== null) {
      tx.run('UPDATE work_pool SET is_paused = ? WHERE id = ?', body.is_paused ? 1 : 0, id);
    }
    if (body.base_job_template) {
      tx.run('UPDATE work_pool SET base_job_template = ? WHERE id = ?', JSON.stringify(body.base_job_template), id);
    }
    if (body.concurrency_limit !== undefined) tx.run('UPDATE work_pool SET concurrency_limit = ? WHERE id = ?', body.concurrency_limit, id);
    tx.run('UPDATE work_pool SET updated = ? WHERE id = ?', tx.now(), id);
    announce(tx, id, path.name, body.is_paused === true ? 'paused' : body.is_paused === false ? 'ready' : 'updated');
    return {};
  },
  delete(tx, { path }) {
    const pool = poolByName(tx, path.name);
    tx.run('DELETE FROM work_pool WHERE id = ?', String(pool['id']));
    announce(tx, String(pool['id']), path.name, 'deleted');
    return {};
  },
  filter(tx, { body }) {
    const { sql, parameters } = workPoolCondition(body.work_pools);
    const rows = tx.all(
      `SELECT * FROM work_pool WHERE ${sql} ORDER BY name LIMIT ? OFFSET ?`,
      ...parameters,
      body.limit ?? 200,
      body.offset ?? 0,
    );
    return { body: renderList(rows.map((row) => render(tx, row))) };
  },
  count(tx, { body }) {
    const { sql, parameters } = workPoolCondition(body.work_pools);
    return { body: tx.get<{ count: number }>(`SELECT count(*) AS count FROM work_pool WHERE ${sql}`, ...parameters)?.count ?? 0 };
  },
  getScheduledFlowRuns(tx, { path, body }) {
    const poolId = String(poolByName(tx, path.name)['id']);
    const queueNames = body.work_queue_names ?? [];
    for (const name of queueNames) {
      if (tx.get('SELECT 1 FROM work_queue WHERE work_pool_id = ? AND name = ?', poolId, name) === undefined) {
        throw refuse(404, `Work pool queue '${path.name}/${name}' not found.`);
      }
    }
    const now = tx.now();
    const before = body.scheduled_before ? (parseTime(body.scheduled_before) ?? now) : now;
    const ask = { poolId, queueNames, before, limit: body.limit ?? 200 };
    markPolled(tx, ask);
    const runs = claimableRuns(tx, ask).map(
      (row) =>
        new JsonText(
          `{"work_pool_id":${JSON.stringify(textOf(row, 'work_pool_id'))},"work_queue_id":${JSON.stringify(textOf(row, 'work_queue_id'))},"flow_run":${renderFlowRun(row, now).text}}`,
        ),
    );
    return { body: renderList(runs) };
  },
  heartbeat(tx, { path, body }) {
    const poolId = String(poolByName(tx, path.name)['id']);
    const now = tx.now();
    const interval = body.heartbeat_interval_seconds ?? null;
    const changed = tx.run(
      'UPDATE worker SET last_heartbeat_time = ?, heartbeat_interval_seconds = ?, updated = ? WHERE work_pool_id = ? AND name = ?',
      ...[now, interval, now, poolId, body.name],
    );
    if (changed === 0) {
      tx.run(
        'INSERT INTO worker (id, created, updated, work_pool_id, name, last_heartbeat_time, heartbeat_interval_seconds) VALUES (?, ?, ?, ?, ?, ?, ?)',
        ...[newId(), now, now, poolId, body.name, now, interval],
      );
      announce(tx, poolId, path.name, 'ready');
    }
    return {};
  },
  filterWorkers(tx, { path, body }) {
    const wanted = body.workers?.status?.any_;
    const refused = body.workers?.status?.not_any_;
    const rows = workersOf(tx, String(poolByName(tx, path.name)['id']))
      .map((row): Row => ({ ...row, status: isOnline(tx, row) ? 'ONLINE' : 'OFFLINE' }))
      .filter(({ status }) => (!wanted || wanted.includes(status as 'ONLINE')) && !refused?.includes(status as 'ONLINE'));
    const from = body.offset ?? 0;
    return { body: renderList(rows.slice(from, from + (body.limit ?? 200)).map((row) => renderRow(row, workerColumns))) };
  },
  deleteWorker(tx, { path }) {
    const poolId = String(poolByName(tx, path.name)['id']);
    if (tx.run('DELETE FROM worker WHERE work_pool_id = ? AND name = ?', poolId, path.worker) === 0) throw refuse(404, 'Worker not found.');
    return {};
  },
  readConcurrencyStatus: (tx, { path, body }) => poolSlots(tx, poolByName(tx, path.name), body),
};

function announce(tx: Tx, id: string, name: string, what: string): void {
  tx.emit({
    event: `prefect.work-pool.${what}`,
    resource: { 'prefect.resource.id': `prefect.work-pool.${id}`, 'prefect.resource.name': name },
  });
}
