import type { concurrencyLimits as contract } from '../../api/concurrency-limits.ts';
import { canonicalUuid } from '../../core/ids.ts';
import type { Tx } from '../store/database.ts';
import type { LimitRow } from '../store/limits.ts';
import { endLease, endLeasesOf, insertLease, insertLimit, leasesOn, limitsOf, takeSlots } from '../store/limits.ts';
import type { Handlers, Output } from './route.ts';
import { notFound, refuse } from './route.ts';

/** A slot that no client renews is held for so many seconds at most: a hundred years, as in Prefect. */
const unlimited = 100 * 365 * 24 * 3600;

/** Tag limits are the global limits `tag:<tag>`; their slots are leases of task runs. */
export const concurrencyLimits: Handlers<typeof contract> = {
  create(tx, { body }) {
    const [existing] = limitsOf(tx, [nameOf(body.tag)]);
    if (existing === undefined) insertLimit(tx, { name: nameOf(body.tag), limit: body.concurrency_limit });
    else tx.run('UPDATE concurrency_limit SET "limit" = ?, updated = ? WHERE id = ?', body.concurrency_limit, tx.now(), existing.id);
    return { status: existing === undefined ? 201 : 200, body: render(tx, byTag(tx, body.tag)) };
  },
  read: (tx, { path }) => ({ body: render(tx, byId(tx, path.id)) }),
  readByTag: (tx, { path }) => ({ body: render(tx, byTag(tx, path.tag)) }),
  filter(tx, { body }) {
    const sql = "SELECT * FROM concurrency_limit WHERE name LIKE 'tag:%' ORDER BY name LIMIT ? OFFSET ?";
    return { body: tx.all<LimitRow>(sql, body.limit ?? 200, body.offset ?? 0).map((row) => render(tx, row)) };
  },
  reset(tx, { path, body }) {
    const limit = byTag(tx, path.tag);
    for (const { id } of leasesOn(tx, limit.id)) endLease(tx, id);
    tx.run('UPDATE concurrency_limit SET active_slots = 0 WHERE id = ?', limit.id);
    for (const id of body.slot_override ?? []) {
      const [now = limit] = limitsOf(tx, [limit.name]);
      takeSlots(tx, [now], 1);
      insertLease(tx, [now], 1, unlimited, { type: 'task_run', id: canonicalUuid(id) });
    }
    return { status: 200, body: null };
  },
  delete: (tx, { path }) => remove(tx, byId(tx, path.id)),
  deleteByTag: (tx, { path }) => remove(tx, byTag(tx, path.tag)),
  increment(tx, { body }) {
    const limits = limitsOf(tx, body.names.map(nameOf));
    for (const limit of limits) {
      const tag = limit.name.slice('tag:'.length);
      const deadlock = `The concurrency limit on tag "${tag}" is 0 and will deadlock if the task tries to run again.`;
      if (limit.limit === 0) throw refuse(423, deadlock);
      if (!takeSlots(tx, [limit], 1)) throw refuse(423, `Concurrency limit for the ${tag} tag has been reached`);
    }
    if (limits.length > 0) insertLease(tx, limits, 1, unlimited, { type: 'task_run', id: canonicalUuid(body.task_run_id) });
    return { status: 200, body: limits.map(({ id, name, limit }) => ({ id, name: name.slice('tag:'.length), limit })) };
  },
  decrement(tx, { body }) {
    const limits = limitsOf(tx, body.names.map(nameOf));
    const ids = limits.map(({ id }) => id);
    endLeasesOf(tx, { type: 'task_run', id: canonicalUuid(body.task_run_id) }, ids);
    return { status: 200, body: limits.map(({ id, name, limit }) => ({ id, name, limit })) };
  },
};

const nameOf = (tag: string): string => `tag:${tag}`;

function byTag(tx: Tx, tag: string): LimitRow {
  const [limit] = limitsOf(tx, [nameOf(tag)]);
  if (limit === undefined) throw notFound('Concurrency limit');
  return limit;
}

function byId(tx: Tx, id: string): LimitRow {
  const limit = tx.get<LimitRow>("SELECT * FROM concurrency_limit WHERE id = ? AND name LIKE 'tag:%'", id);
  if (limit === undefined) throw notFound('Concurrency limit');
  return limit;
}

function remove(tx: Tx, { id }: LimitRow): Output {
  tx.run('DELETE FROM concurrency_lease WHERE id IN (SELECT lease_id FROM concurrency_lease_limit WHERE limit_id = ?)', id);
  tx.run('DELETE FROM concurrency_limit WHERE id = ?', id);
  return { status: 200, body: null };
}

function render(tx: Tx, { id, created, updated, name, limit }: LimitRow): object {
  const holders = leasesOn(tx, id).flatMap(({ holder }) => (holder?.type === 'task_run' ? [holder.id] : []));
  return { id, created, updated, tag: name.slice('tag:'.length), concurrency_limit: limit, active_slots: holders };
}
