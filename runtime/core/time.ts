/**
 * Times are ISO 8601 strings in UTC with microseconds (`2026-11-21T06:00:00.000000Z`), so that they sort as texts and
 * compare equal whatever form a client sent.
 */
export type Timestamp = string;

/** The years that have four digits: outside them timestamps would not sort as texts. */
const earliest = Date.parse('0001-01-01T00:00:00Z');
const latest = Date.parse('9999-12-31T23:59:59.999Z');

/** A moment in milliseconds since the epoch as a timestamp; one outside the years 1 to 9999 becomes the nearest within. */
export function toTimestamp(milliseconds: number): Timestamp {
  const within = Math.min(Math.max(milliseconds, earliest), latest);
  const whole = Math.floor(within);
  const micros = Math.round((within - whole) * 1000);
  const text = new Date(whole).toISOString();
  return `${text.slice(0, -1)}${String(Math.min(micros, 999)).padStart(3, '0')}Z`;
}

/** What programs send nearly always, of which nothing must be reckoned; days that not every month has take the long way. */
const usual = /^[12]\d{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}(?:\d{3})?Z$/;

const iso = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * What Prefect's clients send as a time (ISO 8601 with `T` or a space, with or without an offset, or epoch seconds) as
 * a timestamp; undefined when it is none. A time without an offset is UTC.
 */
export function parseTime(value: string | number): Timestamp | undefined {
  if (typeof value === 'string' && usual.test(value)) return value.length === 27 ? value : `${value.slice(0, -1)}000Z`;
  if (typeof value === 'number') return isWithin(value * 1000) ? toTimestamp(value * 1000) : undefined;
  const match = iso.exec(value.trim());
  if (match === null) return /^\d{4}-\d{2}-\d{2}$/.test(value) ? parseTime(`${value}T00:00:00Z`) : undefined;
  const [, date, clock, fraction = '', offset = 'Z'] = match;
  const milliseconds = Date.parse(`${date}T${clock}${offset.toUpperCase()}`);
  if (!isWithin(milliseconds)) return undefined;
  const micros = fraction.padEnd(6, '0').slice(0, 6);
  return `${new Date(milliseconds).toISOString().slice(0, 19)}.${micros}Z`;
}

const isWithin = (milliseconds: number): boolean => milliseconds >= earliest && milliseconds <= latest;

/** Milliseconds since the epoch of a timestamp, with its microseconds as a fraction. */
export const toMilliseconds = (timestamp: Timestamp): number => Date.parse(timestamp) + Number(timestamp.slice(23, 26) || 0) / 1000;

/** The timestamp so many seconds later. */
export const addSeconds = (timestamp: Timestamp, seconds: number): Timestamp => toTimestamp(toMilliseconds(timestamp) + seconds * 1000);

/** Seconds from one timestamp to another. */
export const secondsBetween = (from: Timestamp, to: Timestamp): number => (toMilliseconds(to) - toMilliseconds(from)) / 1000;

/** The time of day in this place, as `08:05:09.123`: what logs on a terminal begin with. */
export function timeOfDay(timestamp: Timestamp): string {
  const date = new Date(timestamp);
  const padded = (part: number, width = 2): string => String(part).padStart(width, '0');
  const clock = [date.getHours(), date.getMinutes(), date.getSeconds()].map((part) => padded(part)).join(':');
  return `${clock}.${padded(date.getMilliseconds(), 3)}`;
}
