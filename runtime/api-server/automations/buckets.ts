import { addSeconds } from '../../core/time.ts';
import type { Tx } from '../store/database.ts';
import type { WireEvent } from '../store/events.ts';
import type { Firing } from './firings.ts';
import { firingOf } from './firings.ts';
import type { EventTrigger } from './triggers.ts';
import { expects, groupOf, startsAfter } from './triggers.ts';

/**
 * Counts events within a trigger's time, in one bucket for each group that it counts apart, by the rules of Prefect's
 * `server/events/triggers.py`: a reactive trigger fires as soon as its threshold is reached and then waits for the rest of
 * its time, a proactive one fires when its time has ended below its threshold.
 */
interface Bucket {
  start: string;
  ends: string;
  count: number;
  /** The last event that counted, or with which the time began. */
  event: WireEvent | null;
}

interface Group {
  automationId: string;
  trigger: EventTrigger;
  labels: Record<string, string>;
}

/** The first bucket also takes events that are so many seconds older than the one that began it. */
const lookback = 900;

/** A bucket lasts no longer than this, a hundred years, so that its end is a time that can be written. */
const longest = 100 * 365 * 86_400;

/** An event has come that a trigger covers. */
export function count(tx: Tx, automationId: string, trigger: EventTrigger, event: WireEvent): Firing | undefined {
  const group: Group = { automationId, trigger, labels: groupOf(trigger, event) };
  if (trigger.after.length > 0) {
    // An event that begins a bucket and counts in it leaves it at nothing.
    if (startsAfter(trigger, event)) ensure(tx, group, newBucket(trigger, event.occurred, expects(trigger, event) ? -1 : 0, event));
    if (!expects(trigger, event)) return undefined;
    const bucket = read(tx, group);
    return bucket === undefined ? undefined : evaluate(tx, group, bucket, event.occurred, event);
  }
  if (isImmediate(trigger) && trigger.threshold <= 1) {
    return firingOf(tx, trigger, { triggering_labels: group.labels, triggering_event: event });
  }
  const fresh = newBucket(trigger, event.occurred, 0, event);
  return evaluate(tx, group, ensure(tx, group, { ...fresh, start: addSeconds(event.occurred, -lookback) }), event.occurred, event);
}

/** What a proactive trigger has not seen in time: a firing for each group. It begins to wait where no event begins it. */
export function overdue(tx: Tx, automationId: string, trigger: EventTrigger): Firing[] {
  const now = tx.now();
  const waitsAlways = trigger.after.length === 0 && trigger.for_each.length === 0;
  if (waitsAlways) ensure(tx, { automationId, trigger, labels: {} }, newBucket(trigger, now, 0, null));
  const rows = tx.all<BucketRow & { bucket_key: string }>(
    'SELECT * FROM automation_bucket WHERE automation_id = ? AND trigger_id = ? AND ends <= ?',
    ...[automationId, trigger.id, now],
  );
  return rows.flatMap((row) => {
    const labels: Record<string, string> = JSON.parse(row.bucket_key);
    return evaluate(tx, { automationId, trigger, labels }, toBucket(row), now, null) ?? [];
  });
}

/** Forgets everything that an automation has counted. */
export function forgetCounts(tx: Tx, automationId: string): void {
  tx.run('DELETE FROM automation_bucket WHERE automation_id = ?', automationId);
  tx.run('DELETE FROM automation_child_firing WHERE automation_id = ?', automationId);
}

function evaluate(tx: Tx, group: Group, found: Bucket, now: string, event: WireEvent | null): Firing | undefined {
  const { trigger, labels } = group;
  if (now < found.start) return undefined;
  const counts = event !== null && (isImmediate(trigger) || now < found.ends);
  const bucket = counts ? { ...found, count: found.count + 1, event } : found;
  if (counts) write(tx, group, bucket);
  const isTime = trigger.posture === 'Reactive' || bucket.ends <= now;
  const meets = meetsThreshold(trigger, bucket.count);
  let firing: Firing | undefined;
  if (isTime && meets) {
    firing = firingOf(tx, trigger, { triggering_labels: labels, triggering_event: event ?? bucket.event });
    remove(tx, group);
  } else if (now < bucket.ends) {
    if (event !== null && !meets) beginAgain(tx, group, event, found.event);
    return undefined;
  }
  // The time is over, or the trigger has fired: the next time begins, unless an event begins it.
  if (trigger.after.length > 0) remove(tx, group);
  else if (trigger.within > 0) return next(tx, group, bucket, now, counts ? null : event) ?? firing;
  return firing;
}

function next(tx: Tx, group: Group, { ends }: Bucket, now: string, unspent: WireEvent | null): Firing | undefined {
  const { trigger } = group;
  const bucket = newBucket(trigger, ends > now ? ends : now, 0, null);
  if (trigger.posture === 'Reactive' && unspent !== null) {
    write(tx, group, bucket);
    return evaluate(tx, group, bucket, now, unspent);
  }
  write(tx, group, unspent === null ? bucket : { ...bucket, count: 1 });
  return undefined;
}

/** For events that are both expected and begin the time, as heartbeats: each begins it anew. */
function beginAgain(tx: Tx, group: Group, event: WireEvent, previous: WireEvent | null): void {
  const { trigger } = group;
  if (trigger.posture !== 'Proactive' || !startsAfter(trigger, event) || !expects(trigger, event)) return;
  const ended = previous !== null && expects(trigger, previous) && !startsAfter(trigger, previous) && previous.occurred >= event.occurred;
  write(tx, group, newBucket(trigger, event.occurred, 0, ended ? previous : event));
}

const isImmediate = ({ posture, within }: EventTrigger): boolean => posture === 'Reactive' && within === 0;

const meetsThreshold = ({ posture, threshold }: EventTrigger, seen: number): boolean =>
  posture === 'Reactive' ? seen >= threshold : seen < threshold;

const newBucket = (trigger: EventTrigger, start: string, seen: number, event: WireEvent | null): Bucket => ({
  start,
  ends: addSeconds(start, Math.min(trigger.within, longest)),
  count: seen,
  event,
});

interface BucketRow {
  start: string;
  ends: string;
  count: number;
  event: string | null;
}

const where = 'automation_id = ? AND trigger_id = ? AND bucket_key = ?';
const keyOf = ({ automationId, trigger, labels }: Group): string[] => [automationId, trigger.id, JSON.stringify(labels)];

const toBucket = ({ start, ends, count: seen, event }: BucketRow): Bucket => ({
  start,
  ends,
  count: seen,
  event: event === null ? null : JSON.parse(event),
});

function read(tx: Tx, group: Group): Bucket | undefined {
  const row = tx.get<BucketRow>(`SELECT * FROM automation_bucket WHERE ${where}`, ...keyOf(group));
  return row === undefined ? undefined : toBucket(row);
}

/** The bucket that there is, else a new one. */
function ensure(tx: Tx, group: Group, fresh: Bucket): Bucket {
  const known = read(tx, group);
  if (known === undefined) write(tx, group, fresh);
  return known ?? fresh;
}

function write(tx: Tx, group: Group, { start, ends, count: seen, event }: Bucket): void {
  tx.run(
    'INSERT OR REPLACE INTO automation_bucket (automation_id, trigger_id, bucket_key, start, ends, count, event) VALUES (?, ?, ?, ?, ?, ?, ?)',
    ...[...keyOf(group), start, ends, seen, event === null ? null : JSON.stringify(event)],
  );
}

const remove = (tx: Tx, group: Group): number => tx.run(`DELETE FROM automation_bucket WHERE ${where}`, ...keyOf(group));
