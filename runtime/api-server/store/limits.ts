import { newId } from '../../core/ids.ts';
import { addSeconds, secondsBetween } from '../../core/time.ts';
import type { Tx } from './database.ts';

/** A global concurrency limit as it is stored. */
export interface LimitRow {
  id: string;
  created: string;
  updated: string;
  name: string;
  limit: number;
  active: number;
  active_slots: number;
  denied_slots: number;
  slot_decay_per_second: number;
  avg_slot_occupancy_seconds: number;
}

/** Who holds a lease. */
export interface Holder {
  type: string;
  id: string;
}

/** The limits with these names; names without a limit are ignored, as in Prefect. */
export const limitsOf = (tx: Tx, names: readonly string[]): LimitRow[] =>
  [...new Set(names)].flatMap((name) => tx.get<LimitRow>('SELECT * FROM concurrency_limit WHERE name = ?', name) ?? []);

/** Writes a limit; its id. */
export function insertLimit(tx: Tx, limit: { name: string; limit: number } & Partial<LimitRow>): string {
  const now = tx.now();
  const id = newId();
  tx.run(
    `INSERT INTO concurrency_limit (id, created, updated, name, "limit", active, active_slots, denied_slots,
      slot_decay_per_second, avg_slot_occupancy_seconds) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ...[id, now, now, limit.name, limit.limit, limit.active ?? 1, limit.active_slots ?? 0, limit.denied_slots ?? 0],
    ...[limit.slot_decay_per_second ?? 0, 2],
  );
  return id;
}

/** How many slots are taken now: rate limits give theirs back with time. */
export function activeSlots(limit: LimitRow, now: string): number {
  const freed = Math.floor(limit.slot_decay_per_second * secondsBetween(limit.updated, now));
  return Math.max(0, limit.active_slots - freed);
}

/** Takes slots of all limits that are active, or of none; whether they were there. */
export function takeSlots(tx: Tx, limits: readonly LimitRow[], slots: number): boolean {
  const now = tx.now();
  const active = limits.filter(({ active: isActive }) => isActive === 1);
  if (active.some((limit) => activeSlots(limit, now) + slots > limit.limit)) {
    for (const { id } of active) tx.run('UPDATE concurrency_limit SET denied_slots = denied_slots + ? WHERE id = ?', slots, id);
    return false;
  }
  for (const limit of active) setSlots(tx, limit, activeSlots(limit, now) + slots, now);
  return true;
}

/** Gives slots back, and remembers how long they were held, which is what others are told to wait. */
export function freeSlots(tx: Tx, limits: readonly LimitRow[], slots: number, occupancySeconds?: number): void {
  const now = tx.now();
  for (const limit of limits) {
    if (limit.active !== 1) continue;
    setSlots(tx, limit, Math.max(0, activeSlots(limit, now) - slots), now);
    if (occupancySeconds === undefined || occupancySeconds <= 0) continue;
    const samples = Math.max(1, limit.limit) * 2;
    const average =
      limit.avg_slot_occupancy_seconds + (Math.max(occupancySeconds / slots, 0.1) - limit.avg_slot_occupancy_seconds) / samples;
    tx.run('UPDATE concurrency_limit SET avg_slot_occupancy_seconds = ? WHERE id = ?', average, limit.id);
  }
}

function setSlots(tx: Tx, { id }: LimitRow, slots: number, now: string): void {
  tx.run('UPDATE concurrency_limit SET active_slots = ?, updated = ? WHERE id = ?', slots, now, id);
}

/** Seconds after which a slot may be free: what slots were held on average, 30 at most; what a rate limit frees. */
export function waitSeconds(limits: readonly LimitRow[], slots: number): number {
  const waits = limits.map((limit) =>
    limit.slot_decay_per_second > 0 ? slots / limit.slot_decay_per_second : Math.min(limit.avg_slot_occupancy_seconds, 30),
  );
  // Jitter, so that those who wait do not come together again.
  return Math.max(0.1, ...waits) * (0.5 + Math.random());
}

/** Writes a lease on slots that were taken; its id. */
export function insertLease(tx: Tx, limits: readonly LimitRow[], slots: number, seconds: number, holder: Holder | null): string {
  const now = tx.now();
  const id = newId();
  const sql = 'INSERT INTO concurrency_lease (id, created, expiration, slots, holder) VALUES (?, ?, ?, ?, ?)';
  tx.run(sql, id, now, addSeconds(now, seconds), slots, holder === null ? null : JSON.stringify(holder));
  for (const limit of limits) tx.run('INSERT INTO concurrency_lease_limit (lease_id, limit_id) VALUES (?, ?)', id, limit.id);
  return id;
}

/** Gives back what a lease holds; nothing when it has ended already. */
export function endLease(tx: Tx, id: string): void {
  const lease = tx.get<{ created: string; slots: number }>('SELECT created, slots FROM concurrency_lease WHERE id = ?', id);
  if (lease === undefined) return;
  const limits = tx.all<LimitRow>(
    'SELECT concurrency_limit.* FROM concurrency_limit JOIN concurrency_lease_limit l ON l.limit_id = concurrency_limit.id WHERE l.lease_id = ?',
    id,
  );
  freeSlots(tx, limits, lease.slots, secondsBetween(lease.created, tx.now()));
  tx.run('DELETE FROM concurrency_lease WHERE id = ?', id);
}

/** The leases on a limit with their holders. */
export const leasesOn = (tx: Tx, limitId: string): { id: string; holder: Holder | null }[] =>
  tx
    .all<{ id: string; holder: string | null }>(
      'SELECT c.id, c.holder FROM concurrency_lease c JOIN concurrency_lease_limit l ON l.lease_id = c.id WHERE l.limit_id = ? ORDER BY c.id',
      limitId,
    )
    .map(({ id, holder }) => ({ id, holder: holder === null ? null : JSON.parse(holder) }));

/** Ends the leases of a holder on limits, all limits unless some are given. */
export function endLeasesOf(tx: Tx, holder: Holder, limitIds?: readonly string[]): void {
  const rows = tx.all<{ id: string }>('SELECT id FROM concurrency_lease WHERE holder = ?', JSON.stringify(holder));
  for (const { id } of rows) {
    const held = tx.all('SELECT limit_id FROM concurrency_lease_limit WHERE lease_id = ?', id);
    if (limitIds === undefined || held.some(({ limit_id: limit }) => limitIds.includes(String(limit)))) endLease(tx, id);
  }
}
