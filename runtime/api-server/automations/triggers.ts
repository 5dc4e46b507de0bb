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
export function fires(tx: Tx, trigger: EventTrigger, event: WireEvent): boolean {
  if (unsupported(trigger) !== undefined || !matchesEvent(trigger, event)) return false;
  const threshold = trigger.threshold ?? 1;
  if (threshold <= 1) return true;
  const since = addSeconds(event.occurred, -(trigger.within ?? 0));
  const rows = tx.all<{ body: string }>('SELECT body FROM event WHERE occurred BETWEEN ? AND ? ORDER BY occurred', since, event.occurred);
  const alike = rows
    .map(({ body }): WireEvent => JSON.parse(body))
    .filter((other) => matchesEvent(trigger, other) && sameGroup(trigger, event, other));
  return alike.length > 0 && alike.length % threshold === 0;
}

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

const sameGroup = ({ for_each: labels = [] }: EventTrigger, one: WireEvent, two: WireEvent): boolean =>
  labels.every((label) => one.resource[label] === two.resource[label]);
