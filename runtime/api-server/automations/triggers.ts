import { addSeconds } from '../../core/time.ts';
import type { Tx } from '../store/database.ts';
import type { WireEvent } from '../store/events.ts';

/** The part of Prefect's EventTrigger that is evaluated: reactive ones, which act when events come. */
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

/** Why a trigger is not evaluated; undefined when it is. */
function unsupported({ type = 'event', posture = 'Reactive', after = [] }: EventTrigger): string | undefined {
  if (type !== 'event') return `triggers of type ${type}`;
  if (posture !== 'Reactive') return 'proactive triggers';
  return after.length > 0 ? 'triggers that wait for an event after another' : undefined;
}

/** True when this event is one that a trigger waits for, and the last of as many as it wants in its time. */
export function fires(tx: Tx, automationId: string, trigger: EventTrigger, event: WireEvent): boolean {
  if (unsupported(trigger) !== undefined || !matchesEvent(trigger, event)) return false;
  const threshold = trigger.threshold ?? 1;
  return threshold <= 1 || isLast(tx, automationId, trigger, event, threshold);
}

/**
 * Counts an event in the bucket of its group, which lasts `within` seconds from its first event and begins anew once it
 * is full, as Prefect's does: the events themselves are not read again.
 */
function isLast(tx: Tx, automationId: string, trigger: EventTrigger, event: WireEvent, threshold: number): boolean {
  const key = JSON.stringify((trigger.for_each ?? []).map((label) => event.resource[label] ?? null));
  const where = 'automation_id = ? AND bucket_key = ?';
  const bucket = tx.get<{ count: number; ends: string }>(`SELECT count, ends FROM automation_bucket WHERE ${where}`, automationId, key);
  const open = bucket !== undefined && bucket.ends >= event.occurred;
  const count = open ? bucket.count + 1 : 1;
  if (count >= threshold) {
    tx.run(`DELETE FROM automation_bucket WHERE ${where}`, automationId, key);
    return true;
  }
  const ends = open ? bucket.ends : addSeconds(event.occurred, Math.min(trigger.within ?? 0, longest));
  tx.run(
    'INSERT OR REPLACE INTO automation_bucket (automation_id, bucket_key, count, ends) VALUES (?, ?, ?, ?)',
    automationId,
    key,
    count,
    ends,
  );
  return false;
}

/** A bucket lasts no longer than this, a hundred years, so that its end is a time that can be written. */
const longest = 100 * 365 * 86_400;

/** True when a trigger waits for events such as this one. */
function matchesEvent({ expect = [], match = {}, match_related: related = {} }: EventTrigger, event: WireEvent): boolean {
  if (expect.length > 0 && !expect.some((name) => matchesText(name, event.event))) return false;
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
