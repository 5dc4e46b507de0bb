import { addSeconds, parseTime, toMilliseconds, toTimestamp } from '../../core/time.ts';
import { refuse } from '../routes/route.ts';
import type { Tx } from './database.ts';
import type { Condition } from './filters.ts';
import type { EventFilter } from './events.ts';
import { eventCondition } from './events.ts';

/** Events that were counted together. */
interface Count {
  value: string;
  label: string;
  count: number;
  start_time: string;
  end_time: string;
}

/** What events can be counted by. */
export const countables = ['day', 'time', 'event', 'resource'] as const;

/** See {@link countables}. */
export type Countable = (typeof countables)[number];

/** The lengths of intervals in seconds. */
const timeUnits = { week: 604_800, day: 86_400, hour: 3600, minute: 60, second: 1 } as const;

/** The length of intervals: so many of a unit. */
export interface Interval {
  unit: keyof typeof timeUnits;
  count: number;
}

/** Counts the events that a filter selects: by kind and by resource the most frequent first, by time in the order of time. */
export function countEvents(tx: Tx, filter: EventFilter, by: Countable, interval: Interval): Count[] {
  const range = rangeOf(tx, filter);
  const condition = eventCondition({ ...filter, occurred: { since: range.since, until: range.until } });
  const each: Interval = by === 'day' ? { unit: 'day', count: 1 } : interval;
  checkCount(range, interval);
  checkCount(range, each);
  if (by === 'event' || by === 'resource') return countNames(tx, condition, by);
  return countTimes(tx, condition, range, each);
}

/** Prefect's filters without a beginning begin 180 days ago. */
const longestAgo = 180 * 86_400;

interface Range {
  since: string;
  until: string;
}

function rangeOf(tx: Tx, { occurred }: EventFilter): Range {
  const today = `${tx.now().slice(0, 10)}T00:00:00.000000Z`;
  return {
    since: (occurred?.since ? parseTime(occurred.since) : undefined) ?? addSeconds(today, -longestAgo),
    until: (occurred?.until ? parseTime(occurred.until) : undefined) ?? tx.now(),
  };
}

const most = 1000;

function checkCount({ since, until }: Range, { unit, count }: Interval): void {
  const number = Math.ceil((toMilliseconds(until) - toMilliseconds(since)) / (timeUnits[unit] * count * 1000));
  if (number <= most) return;
  throw refuse(
    422,
    `The given interval would create ${number} buckets, which is too many. Please increase the interval or reduce the time range to produce ${most} buckets or fewer.`,
  );
}

/** The name of a resource is the one that its latest event gives. */
const names = {
  event: { value: 'event', label: 'event' },
  resource: {
    value: 'resource_id',
    label: `coalesce(json_extract(body, '$.resource."prefect.resource.name"'), json_extract(body, '$.resource."prefect.name"'), resource_id)`,
  },
} as const;

function countNames(tx: Tx, { sql, parameters }: Condition, by: keyof typeof names): Count[] {
  const { value, label } = names[by];
  // With max() alone SQLite takes the other columns from the row that has the maximum.
  return tx
    .all<{ value: string; label: string; count: number; start_time: string; end_time: string }>(
      `SELECT all_of.value, latest.label, all_of.count, all_of.start_time, latest.end_time
        FROM (SELECT ${value} AS value, count(*) AS count, min(occurred) AS start_time FROM event WHERE ${sql} GROUP BY value) AS all_of
        JOIN (SELECT ${value} AS value, ${label} AS label, max(occurred) AS end_time FROM event WHERE ${sql} GROUP BY value) AS latest
        ON latest.value = all_of.value ORDER BY all_of.count DESC, latest.label`,
      ...parameters,
      ...parameters,
    )
    .map((row) => ({ ...row, start_time: shortest(row.start_time), end_time: shortest(row.end_time) }));
}

/** Intervals are counted from this Monday, before which there are no events. */
const pivot = Date.parse('2024-04-01T00:00:00Z');

function countTimes(tx: Tx, { sql, parameters }: Condition, { since, until }: Range, { unit, count }: Interval): Count[] {
  const step = timeUnits[unit] * count * 1000;
  const first = Math.floor((toMilliseconds(since) - pivot) / step);
  const now = toMilliseconds(tx.now());
  const end = toMilliseconds(until) > now ? endOf(unit, now) : toMilliseconds(until);
  const counts: Count[] = [];
  for (let from = pivot + step * first; from < end; from += step) {
    const [start, last] = [toTimestamp(from), toTimestamp(from + step - 0.001)];
    counts.push({ value: String(counts.length), label: inPython(start), count: 0, start_time: shortest(start), end_time: shortest(last) });
  }
  const rows = tx.all<{ place: number; count: number }>(
    `SELECT floor((CAST(strftime('%s', occurred) AS INTEGER) - ?) / ?) AS place, count(*) AS count FROM event WHERE ${sql} GROUP BY place`,
    pivot / 1000,
    step / 1000,
    ...parameters,
  );
  for (const { place, count: number } of rows) {
    const interval = counts[place - first];
    if (interval !== undefined) interval.count = number;
  }
  return counts;
}

/** The end of the unit of time that is under way. */
function endOf(unit: Interval['unit'], now: number): number {
  const length = timeUnits[unit] * 1000;
  return Math.floor((now - pivot) / length) * length + pivot + length - 0.001;
}

const shortest = (timestamp: string): string => timestamp.replace('.000000Z', 'Z');
const inPython = (timestamp: string): string => shortest(timestamp).replace('Z', '+00:00');
