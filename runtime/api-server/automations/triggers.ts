import { fnmatch } from './patterns.ts';
import type { WireEvent } from '../store/events.ts';

/** Prefect's EventTrigger: a reactive one acts when events come, a proactive one when they do not come in time. */
export interface EventTrigger {
  type: 'event';
  id: string;
  posture: 'Reactive' | 'Proactive';
  expect: string[];
  match: Labels;
  match_related: Labels | Labels[];
  threshold: number;
  /** Seconds. */
  within: number;
  after: string[];
  for_each: string[];
}

/** Several triggers of which some must fire, or all in their order, within so many seconds. */
export interface CompositeTrigger {
  type: 'compound' | 'sequence';
  id: string;
  triggers: Trigger[];
  within: number | null;
  require?: number | 'any' | 'all';
}

/** What makes an automation act. */
export type Trigger = EventTrigger | CompositeTrigger;

type Labels = Record<string, string | string[]>;

/** A trigger for events, and the triggers that it is part of, from the innermost. */
export interface Placed {
  trigger: EventTrigger;
  parents: readonly CompositeTrigger[];
}

/** The triggers for events that a trigger is made of. */
export function eventTriggers(trigger: Trigger, parents: readonly CompositeTrigger[] = []): Placed[] {
  if (!isComposite(trigger)) return [{ trigger, parents }];
  return trigger.triggers.flatMap((part) => eventTriggers(part, [trigger, ...parents]));
}

/** Whether a trigger is made of others. */
export const isComposite = (trigger: Trigger): trigger is CompositeTrigger => trigger.type === 'compound' || trigger.type === 'sequence';

/** Whether an event is one that a trigger waits for or begins with, and about what it looks at. */
export function covers({ expect, after, match, match_related: related }: EventTrigger, event: WireEvent): boolean {
  if (expect.length > 0 && ![...expect, ...after].some((name) => isNamed(name, event))) return false;
  if (!matchesLabels(match, event.resource)) return false;
  const wanted = Array.isArray(related) ? related : [related];
  return wanted.every((labels) => Object.keys(labels).length === 0 || event.related.some((resource) => matchesLabels(labels, resource)));
}

/** Whether a trigger begins to wait with an event. */
export const startsAfter = ({ after }: EventTrigger, event: WireEvent): boolean => after.some((name) => isNamed(name, event));

/** Whether an event is one of those that a trigger counts. */
export const expects = ({ expect }: EventTrigger, event: WireEvent): boolean =>
  expect.length === 0 || expect.some((name) => isNamed(name, event));

/** In the names of events only `*` stands for others. */
const isNamed = (name: string, { event }: WireEvent): boolean => fnmatch(name.replaceAll(/[?[]/g, '[$&]'), event);

/** The labels by whose values events are counted apart, with those of an event. */
export const groupOf = ({ for_each: labels }: EventTrigger, event: WireEvent): Record<string, string> =>
  Object.fromEntries(labels.toSorted().map((label) => [label, labelOf(event, label) ?? '']));

/** `related:<role>:<label>` is a label of the first related resource in that role. */
function labelOf(event: WireEvent, label: string): string | undefined {
  const [, role, name] = /^related:([^:]*):(.*)$/.exec(label) ?? [];
  if (role === undefined || name === undefined) return event.resource[label];
  const related = event.related.find((labels) => labels['prefect.resource.role'] === role);
  return related === undefined ? event.resource[label] : related[name];
}

function matchesLabels(wanted: Labels, resource: Readonly<Record<string, string>>): boolean {
  return Object.entries(wanted).every(([label, values]) => {
    const value = resource[label];
    return value !== undefined && [values].flat().some((candidate) => matchesText(candidate, value));
  });
}

/** `!` at the beginning stands for everything else. */
const matchesText = (pattern: string, text: string): boolean =>
  pattern.startsWith('!') ? !fnmatch(pattern.slice(1), text) : fnmatch(pattern, text);
