import type { globalConcurrencyLimits as contract } from '../../api/concurrency-limits.ts';
import { canonicalUuid, isUuid } from '../../core/ids.ts';
import type { SqlValue, Tx } from '../store/database.ts';
import { withTakenSlots } from '../store/deployment-limits.ts';
import type { Holder, LimitRow } from '../store/limits.ts';
import { activeSlots, endLease, freeSlots, insertLease, insertLimit, limitsOf, takeSlots, waitSeconds } from '../store/limits.ts';
import { updateSql } from '../store/rows.ts';
import type { Handlers, Output } from './route.ts';
import { HttpError, refuse } from './route.ts';

interface Wanted {
  names: string[];
  slots: number;
  mode?: 'concurrency' | 'rate_limit' | null;
}

export const globalConcurrencyLimits: Handlers<typeof contract> = {
  create(tx, { body }) {
    const { active, ...rest } = body;
    insertLimit(tx, { ...rest, active: active === false ? 0 : 1 });
    const limit = find(tx, body.name);
    const { denied_slots, avg_slot_occupancy_seconds } = limit;
    return { status: 201, body: { ...render(tx, limit), denied_slots, avg_slot_occupancy_seconds } };
  },
  read: (tx, { path }) => ({ body: render(tx, find(tx, path.name)) }),
  update(tx, { path, body }) {
    const { id } = find(tx, path.name);
    const changes: Record<string, SqlValue> = { updated: tx.now() };
    for (const name of ['name', 'limit', 'active_slots', 'denied_slots', 'slot_decay_per_second'] as const) {
      const value = body[name];
      if (value !== undefined && value !== null) changes[`"${name}"`] = value;
    }
    if (typeof body.active === 'boolean') changes['active'] = body.active ? 1 : 0;
    tx.run(updateSql('concurrency_limit', Object.keys(changes)), ...Object.values(changes), id);
    return {};
  },
  delete(tx, { path }) {
    tx.run('DELETE FROM concurrency_limit WHERE id = ?', find(tx, path.name).id);
    return {};
  },
  filter(tx, { body }) {
    const rows = tx.all<LimitRow>('SELECT * FROM concurrency_limit ORDER BY name LIMIT ? OFFSET ?', body.limit ?? 200, body.offset ?? 0);
    return { body: rows.map((row) => render(tx, row)) };
  },
  increment: (tx, { body }) => ({ status: 200, body: take(tx, body).map(minimal) }),
  incrementWithLease(tx, { body }) {
    const limits = take(tx, body);
    const lease = insertLease(tx, limits, body.slots, body.lease_duration ?? 300, toHolder(body.holder));
    return { status: 200, body: { lease_id: lease, limits: limits.map(minimal) } };
  },
  decrement(tx, { body }) {
    const limits = limitsOf(tx, body.names);
    freeSlots(tx, limits, body.slots, body.occupancy_seconds ?? undefined);
    return { status: 200, body: limits.map(minimal) };
  },
  decrementWithLease(tx, { body }): Output {
    endLease(tx, canonicalUuid(body.lease_id));
    return {};
  },
  renewLease(tx, { path, body }) {
    const until = new Date(Date.parse(tx.now()) + (body.lease_duration ?? 300) * 1000).toISOString();
    const sql = 'UPDATE concurrency_lease SET expiration = ? WHERE id = ? AND expiration > ?';
    const renewed = isUuid(path.lease) && tx.run(sql, until, canonicalUuid(path.lease), tx.now()) > 0;
    if (!renewed) throw refuse(410, 'Lease not found - it may have expired or been revoked');
    return {};
  },
};

function find(tx: Tx, idOrName: string): LimitRow {
  const id = isUuid(idOrName) ? canonicalUuid(idOrName) : '';
  const row = tx.get<LimitRow>('SELECT * FROM concurrency_limit WHERE id = ? OR name = ?', id, idOrName);
  if (row === undefined) throw refuse(404, 'Concurrency Limit not found');
  return row;
}

/** Takes slots of the limits that exist; 422 for what can never be had, 423 with the time to wait for what is taken. */
function take(tx: Tx, { names, slots, mode }: Wanted): LimitRow[] {
  const limits = limitsOf(tx, names);
  const active = limits.filter((limit) => limit.active === 1);
  if (active.some(({ limit }) => limit < slots)) throw refuse(422, 'Slots requested is greater than the limit');
  const lasting = active.filter((limit) => limit.slot_decay_per_second === 0).map(({ name }) => name);
  if (mode === 'rate_limit' && lasting.length > 0) {
    const which = `The following limits do not have a decay configured: '${lasting.join(',')}'`;
    throw refuse(422, `Only concurrency limits with slot decay can be used for rate limiting. ${which}`);
  }
  if (takeSlots(tx, active, slots)) return limits;
  throw new HttpError(423, { detail: 'Locked' }, { 'retry-after': String(waitSeconds(active, slots)) });
}

const minimal = ({ id, name, limit }: LimitRow): object => ({ id, name, limit });

const render = (tx: Tx, row: LimitRow): object => ({
  id: row.id,
  created: row.created,
  updated: row.updated,
  active: row.active === 1,
  name: row.name,
  limit: row.limit,
  active_slots: activeSlots(withTakenSlots(tx, row), tx.now()),
  slot_decay_per_second: row.slot_decay_per_second,
});

function toHolder(value: Record<string, unknown> | null | undefined): Holder | null {
  if (!value) return null;
  const { type, id } = value;
  return { type: String(type), id: String(id) };
}
