/**
 * Times are ISO 8601 strings in UTC with microseconds (`2026-11-21T06:00:00.000000Z`), so that they sort as texts and
 * compare equal whatever form a client sent.
 */
export type Timestamp = string;

/** A moment in milliseconds since the epoch as a timestamp. */
export function toTimestamp(milliseconds: number): Timestamp {
  const whole = Math.floor(milliseconds);
  const micros = Math.round((milliseconds - whole) * 1000);
  const text = new Date(whole).toISOString();
  return `${text.slice(0, -1)}${String(Math.min(micros, 999)).padStart(3, '0')}Z`;
}

const iso = /^(\d{4}-\d{2}-\d{2})[T ](\d{2}:\d{2}(?::\d{2})?)(?:[.,](\d{1,9}))?\s*(Z|[+-]\d{2}:?\d{2})?$/i;

/**
 * What Prefect's clients send as a time (ISO 8601 with `T` or a space, with or without an offset, or epoch seconds) as
 * a timestamp; undefined when it is none. A time without an offset is UTC.
 */
export function parseTime(value: string | number): Timestamp | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? toTimestamp(value * 1000) : undefined;
  const match = iso.exec(value.trim());
  if (match === null) return /^\d{4}-\d{2}-\d{2}$/.test(value) ? parseTime(`${value}T00:00:00Z`) : undefined;
  const [, date, clock, fraction = '', offset = 'Z'] = match;
  const milliseconds = Date.parse(`${date}T${clock}${offset.toUpperCase()}`);
  if (Number.isNaN(milliseconds)) return undefined;
  const micros = fraction.padEnd(6, '0').slice(0, 6);
  return `${new Date(milliseconds).toISOString().slice(0, 19)}.${micros}Z`;
}

/** Milliseconds since the epoch of a timestamp, with its microseconds as a fraction. */
export const toMilliseconds = (timestamp: Timestamp): number => Date.parse(timestamp) + Number(timestamp.slice(23, 26) || 0) / 1000;

/** The timestamp so many seconds later. */
export const addSeconds = (timestamp: Timestamp, seconds: number): Timestamp => toTimestamp(toMilliseconds(timestamp) + seconds * 1000);

/** Seconds from one timestamp to another. */
export const secondsBetween = (from: Timestamp, to: Timestamp): number => (toMilliseconds(to) - toMilliseconds(from)) / 1000;
