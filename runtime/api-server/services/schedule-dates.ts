import { Cron } from 'croner';
import type { Wire } from '../../api/wire.ts';
import type { Schedule } from '../../core/entities.ts';
import { parseTime, toMilliseconds } from '../../core/time.ts';

/** A schedule as it is stored. */
export type WireSchedule = Wire<Schedule>;

/** At most so many dates of a schedule are looked at, as in Prefect (MAX_ITERATIONS). */
const most = 1000;

/** The dates of a schedule after a moment, in milliseconds since the epoch. Throws when the schedule cannot be read. */
export function datesOf(schedule: WireSchedule, after: number): Iterable<number> {
  if ('cron' in schedule) return cronDates(schedule.cron, schedule.timezone ?? 'UTC', schedule.day_or ?? true, after);
  if ('interval' in schedule) return intervalDates(schedule, after);
  throw new RangeError('RRule schedules are not run by the embedded server yet; use cron or interval.');
}

function* cronDates(expression: string, timezone: string, dayOr: boolean, after: number): Generator<number> {
  const cron = new Cron(expression, { timezone, domAndDow: !dayOr, paused: true });
  let date = cron.nextRun(new Date(after));
  for (let count = 0; date !== null && count < most; count += 1) {
    yield date.getTime();
    date = cron.nextRun(date);
  }
}

const day = 86_400;

/** Intervals of whole days keep the wall clock of their zone across daylight saving; shorter ones keep the distance. */
function* intervalDates(schedule: { interval: number; anchor_date?: string; timezone?: string | null }, after: number): Generator<number> {
  const step = schedule.interval * 1000;
  const anchor = toMilliseconds(parseTime(schedule.anchor_date ?? '2020-01-01T00:00:00Z') ?? '2020-01-01T00:00:00.000000Z');
  const zone = schedule.timezone ?? 'UTC';
  const keepsClock = schedule.interval >= day;
  const offset = keepsClock ? zoneOffset(anchor, zone) : 0;
  let index = Math.max(0, Math.floor((after - anchor) / step) - 1);
  for (let count = 0; count < most; index += 1) {
    const plain = anchor + index * step;
    const date = keepsClock ? plain + offset - zoneOffset(plain, zone) : plain;
    if (date <= after) continue;
    count += 1;
    yield date;
  }
}

/** Milliseconds that a zone's wall clock is ahead of UTC at a moment. */
function zoneOffset(moment: number, zone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(moment);
  const part = (type: string): number => Number(parts.find((candidate) => candidate.type === type)?.value);
  const wall = Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'), part('second'));
  return wall - Math.floor(moment / 1000) * 1000;
}
