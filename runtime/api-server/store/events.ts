import type { eventFilter } from '../../api/filters.ts';
import type { Wire } from '../../api/wire.ts';
import type { Event } from '../../core/entities.ts';
import { newId } from '../../core/ids.ts';
import type { NewEvent } from '../../core/ports.ts';
import type { Static } from '../../core/schema.ts';
import { addSeconds, parseTime } from '../../core/time.ts';
import type { Tx } from './database.ts';
import type { Condition } from './filters.ts';
import { all, any, isIn, startsWith } from './filters.ts';

/** An event as it is stored and sent. */
export type WireEvent = Wire<Event>;

/** Which events a client wants. */
export type EventFilter = Static<typeof eventFilter>;

/** Gives an event its id and times and stores it; what is published after the COMMIT. Nothing when it was sent before. */
export function storeEvent(tx: Tx, event: NewEvent): WireEvent | undefined {
  const received = tx.now();
  const stored: WireEvent = {
    id: event.id ?? newId(),
    occurred: event.occurred ?? received,
    event: event.event,
    resource: event.resource,
    related: event.related ?? [],
    payload: event.payload ?? {},
    follows: event.follows ?? null,
    received,
  };
  const resource = event.resource['prefect.resource.id'] ?? '';
  const added = tx.run(
    'INSERT OR IGNORE INTO event (id, occurred, received, event, resource_id, body) VALUES (?, ?, ?, ?, ?, ?)',
    ...[stored.id, stored.occurred, received, stored.event, resource, JSON.stringify(stored)],
  );
  return added === 0 ? undefined : stored;
}

/** The condition on the event table that a filter means. */
export function eventCondition(filter: EventFilter): Condition {
  const { event: names, occurred, id } = filter;
  const conditions: Condition[] = [];
  if (occurred?.since) conditions.push({ sql: 'occurred >= ?', parameters: [parseTime(occurred.since) ?? '~'] });
  if (occurred?.until) conditions.push({ sql: 'occurred <= ?', parameters: [parseTime(occurred.until) ?? ''] });
  if (filled(id?.id)) conditions.push(isIn('id', id.id));
  if (filled(names?.prefix)) conditions.push(any(names.prefix.map((text) => startsWith('event', text))));
  if (filled(names?.name)) conditions.push(isIn('event', names.name));
  if (filled(names?.exclude_prefix)) conditions.push(not(any(names.exclude_prefix.map((text) => startsWith('event', text)))));
  if (filled(names?.exclude_name)) conditions.push(isIn('event', names.exclude_name, true));
  return all([...conditions, ...resourceConditions(filter)]);
}

function resourceConditions({ resource, any_resource: anyResource }: EventFilter): Condition[] {
  const conditions: Condition[] = [];
  if (filled(resource?.id)) conditions.push(isIn('resource_id', resource.id));
  if (filled(resource?.id_prefix)) conditions.push(any(resource.id_prefix.map((text) => startsWith('resource_id', text))));
  // The ids of related resources are only in the body: any text of it that begins so is close enough, and `matches` decides.
  const anywhere = [...(anyResource?.id ?? []), ...(anyResource?.id_prefix ?? [])];
  if (anywhere.length > 0) {
    conditions.push(any(anywhere.map((text) => ({ sql: 'instr(body, ?) > 0', parameters: [JSON.stringify(text).slice(0, -1)] }))));
  }
  return conditions;
}

/** How far back, and how many events, a subscriber may ask for when it connects; Prefect's figures. */
const backfillSeconds = 900;
const mostBackfilled = 250;

/** The events of the last minutes that a filter selects, oldest first, as JSON texts. */
export function recentEvents(tx: Tx, filter: EventFilter): string[] {
  const { sql, parameters } = eventCondition(filter);
  const since = addSeconds(tx.now(), -backfillSeconds);
  const rows = tx.all<{ body: string }>(
    `SELECT body FROM event WHERE ${sql} AND occurred >= ? ORDER BY occurred DESC LIMIT ?`,
    ...parameters,
    since,
    mostBackfilled,
  );
  return rows.toReversed().map(({ body }) => body);
}

/** True when an event is one of those that the filter selects; an absent part selects all. */
export function matches(filter: EventFilter, event: WireEvent): boolean {
  const { event: names, resource, any_resource: anyResource } = filter;
  const id = event.resource['prefect.resource.id'] ?? '';
  if (names) {
    if (names.prefix && names.prefix.length > 0 && !names.prefix.some((prefix) => event.event.startsWith(prefix))) return false;
    if (names.exclude_prefix?.some((prefix) => event.event.startsWith(prefix)) === true) return false;
    if (names.name && names.name.length > 0 && !names.name.includes(event.event)) return false;
    if (names.exclude_name?.includes(event.event) === true) return false;
  }
  if (resource && !isResource(resource, [id])) return false;
  const related = event.related.map((labels) => labels['prefect.resource.id'] ?? '');
  return !anyResource || isResource(anyResource, [id, ...related]);
}

function isResource(wanted: { id?: string[] | null; id_prefix?: string[] | null }, ids: readonly string[]): boolean {
  if (wanted.id && wanted.id.length > 0 && !ids.some((id) => wanted.id?.includes(id) === true)) return false;
  return (
    !(wanted.id_prefix && wanted.id_prefix.length > 0) ||
    ids.some((id) => wanted.id_prefix?.some((prefix) => id.startsWith(prefix)) === true)
  );
}

const filled = <T>(list: readonly T[] | null | undefined): list is readonly T[] => list !== null && list !== undefined && list.length > 0;

const not = ({ sql, parameters }: Condition): Condition => ({ sql: `NOT ${sql}`, parameters });
