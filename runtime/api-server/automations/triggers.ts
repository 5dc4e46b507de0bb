import { addSeconds } from '../../core/time.ts';
import type { Tx } from '../store/database.ts';
import type { WireEvent } from '../store/events.ts';

/** Prefect's EventTrigger: a reactive one acts when events come, a proactive one when they do not come in time. */
export interface EventTrigger {
  type?: string;
  posture?: string;
  expect?: string[];
  match?: Labels;
  match_related?: Labels | Labels[];
  threshold?: number;
  within?: number;
  after?: string[];
  for_each?: string[];
}

type Labels = Record<string, string | string[]>;

/** True when this event is one that a trigger waits for, and the last of as many as it wants in its time. */
export function fires(tx: Tx, automationId: string, trigger: EventTrigger, event: WireEvent): boolean {
  const { type = 'event', after = [], threshold = 1 } = trigger;
  if (type !== 'event' || !isAbout(trigger, event)) return false;
  const bucket = bucketOf(automationId, trigger, event);
  if (after.some((name) => matchesText(name, event.event))) begin(tx, bucket, trigger, event);
  if (!expects(trigger, event)) return false;
  if (isProactive(trigger)) {
    if (isLast(tx, bucket, trigger, event) && after.length === 0) begin(tx, bucket, trigger, event);
    return false;
  }
  if (after.length > 0) return isLast(tx, bucket, trigger, event);
  return threshold <= 1 || isLast(tx, bucket, trigger, event);
}

/** Whether a trigger acts when what it expects does not come. */
export const isProactive = ({ type = 'event', posture }: EventTrigger): boolean => type === 'event' && posture === 'Proactive';

/** The events that are counted together: those with the same values of the labels of `for_each`. */
interface Bucket {
  automationId: string;
  key: string;
}

const bucketOf = (automationId: string, { for_each: labels = [] }: EventTrigger, event: WireEvent): Bucket => ({
  automationId,
  key: JSON.stringify(labels.map((label) => event.resource[label] ?? null)),
});

interface BucketRow {
  count: number;
  ends: string;
  event_id: string | null;
}

const where = 'automation_id = ? AND bucket_key = ?';

/** Begins to wait with an event, unless it has begun. */
function begin(tx: Tx, { automationId, key }: Bucket, trigger: EventTrigger, event: WireEvent): void {
  const ends = addSeconds(event.occurred, Math.min(trigger.within ?? 0, longest));
  tx.run(
    `DELETE FROM automation_bucket WHERE ${where} AND ends < ? AND ? = 0`,
    automationId,
    key,
    event.occurred,
    isProactive(trigger) ? 1 : 0,
  );
  tx.run(
    'INSERT OR IGNORE INTO automation_bucket (automation_id, bucket_key, count, ends, event_id) VALUES (?, ?, 0, ?, ?)',
    ...[automationId, key, ends, event.id],
  );
}

/**
 * Counts an event in the bucket of its group, which lasts `within` seconds from its first event, or from the one after
 * which it counts, and begins anew once it is full, as Prefect's does: the events themselves are not read again.
 */
function isLast(tx: Tx, bucket: Bucket, trigger: EventTrigger, event: WireEvent): boolean {
  const { automationId, key } = bucket;
  const read = (): BucketRow | undefined => tx.get(`SELECT count, ends, event_id FROM automation_bucket WHERE ${where}`, automationId, key);
  const remove = (): void => void tx.run(`DELETE FROM automation_bucket WHERE ${where}`, automationId, key);
  const before = read();
  const isOver = before !== undefined && before.ends < event.occurred;
  // What is over for a proactive trigger has its consequences by the service.
  if (isOver && isProactive(trigger)) return false;
  if (isOver) remove();
  if ((trigger.after ?? []).length > 0 && (before === undefined || isOver)) return false;
  begin(tx, bucket, trigger, event);
  const count = (read()?.count ?? 0) + 1;
  if (count >= (trigger.threshold ?? 1)) {
    remove();
    return true;
  }
  tx.run(`UPDATE automation_bucket SET count = ? WHERE ${where}`, count, automationId, key);
  return false;
}

/** A bucket lasts no longer than this, a hundred years, so that its end is a time that can be written. */
const longest = 100 * 365 * 86_400;

const expects = ({ expect = [] }: EventTrigger, event: WireEvent): boolean =>
  expect.length === 0 || expect.some((name) => matchesText(name, event.event));

/** True when an event is about what a trigger looks at. */
function isAbout({ match = {}, match_related: related = {} }: EventTrigger, event: WireEvent): boolean {
  if (!matchesLabels(match, event.resource)) return false;
  const wanted = Array.isArray(related) ? related : [related];
  return wanted.every((labels) => Object.keys(labels).length === 0 || event.related.some((resource) => matchesLabels(labels, resource)));
}

function matchesLabels(wanted: Labels, resource: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([label, values]) => {
    const value = resource[label];
    return value !== undefined && [values].flat().some((candidate) => matchesText(candidate, value));
  });
}

/** `*` at the end stands for anything, `!` at the beginning for everything else. */
function matchesText(pattern: string, text: string): boolean {
  if (pattern.startsWith('!')) return !matchesText(pattern.slice(1), text);
  return pattern.endsWith('*') ? text.startsWith(pattern.slice(0, -1)) : pattern === text;
}
