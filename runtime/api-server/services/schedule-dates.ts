import { createRequire } from 'node:module';
import type { Cron as CronClass } from 'croner';
import { parseTime, toMilliseconds } from '../../core/time.ts';
import type { WireSchedule } from '../store/schedules.ts';
import { rruleWalls } from './rrule.ts';
import type { WallClock } from './wall-clock.ts';
import { wallClock } from './wall-clock.ts';

const require = createRequire(import.meta.url);

/** At most so many dates of a schedule are looked at, as in Prefect (MAX_ITERATIONS). */
const most = 1000;

const day = 86_400;

/**
 * The dates of a schedule from a moment on, in milliseconds since the epoch. Throws when the schedule cannot be read.
 * The dates are those of Prefect 3.9.1 (test/fixtures/schedules.json), except that a daily interval which daylight
 * saving skips once comes back to its hour the next day.
 */
export function datesOf(schedule: WireSchedule, from: number): Iterable<number> {
  const clock = wallClock(schedule.timezone ?? 'UTC');
  if ('cron' in schedule) return onClock(clock, from, (wall) => cronWalls(schedule.cron, schedule.day_or ?? true, wall));
  if ('rrule' in schedule) return onClock(clock, from, (wall) => rruleWalls(schedule.rrule, wall));
  return intervalDates(schedule, clock, from);
}

/** The last moment that timestamps can name. */
const latest = Date.parse('9999-12-31T23:59:59Z');

/** Longer than any clock is put forward or back. */
const shift = 3 * 3_600_000;

/** Turns what a calendar gives into moments: none twice, although two walls can mean one moment. */
function* onClock(clock: WallClock, from: number, wallsFrom: (wall: number) => Iterable<number>): Generator<number> {
  const moved = clock.offsetAt(from) !== clock.offsetAt(from - day * 1000);
  const seen = new Set<number>();
  for (const wall of wallsFrom(clock.wallOf(from) - (moved ? shift : 0))) {
    const moment = clock.momentOf(wall);
    if (moment < from || seen.has(moment)) continue;
    seen.add(moment);
    yield moment;
    if (seen.size >= most) return;
  }
}

function* cronWalls(expression: string, dayOr: boolean, from: number): Generator<number> {
  const { Cron }: { Cron: typeof CronClass } = require('croner');
  const cron = new Cron(toCroner(expression), { timezone: 'UTC', domAndDow: !dayOr, paused: true });
  for (let wall = cron.nextRun(new Date(from - 1)); wall !== null; wall = cron.nextRun(wall)) yield wall.getTime();
}

/** Prefect's cron (croniter) has its seconds last, ranges that wrap (also of names), `5/20` for 5-59/20 and `L5` for the last Friday. */
function toCroner(expression: string): string {
  const fields = expression.trim().split(/\s+/);
  if (fields.length === 1 && fields[0]?.startsWith('@') === true) return fields[0];
  if (fields.length < 5 || fields.length > 7) throw new RangeError('a cron expression has 5 to 7 fields');
  const written = fields.map((field, index) =>
    field
      .split(',')
      .map((item) => toItem(item, index))
      .join(','),
  );
  const [minute, hour, date, month, weekday, second = '0', ...year] = written;
  return [second, minute, hour, date, month, weekday, ...year].join(' ');
}

/** The least and greatest value of each field: minute, hour, date, month, weekday, second. */
const bounds: readonly (readonly [number, number])[] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 6],
  [0, 59],
];

/** The names that months and weekdays have, the first one for the least value of its field. */
const names: Readonly<Record<number, readonly string[]>> = {
  3: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
  4: ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'],
};

function toItem(text: string, index: number): string {
  const [least, greatest] = bounds[index] ?? [1970, 2099];
  const item = text.replaceAll(/[a-z]{3}/gi, (name) => {
    const at = names[index]?.indexOf(name.toLowerCase()) ?? -1;
    return at < 0 ? name : String(least + at);
  });
  if (index === 4 && /^L[0-7]$/i.test(item)) return `${item.slice(1)}#L`;
  const open = /^(\d+)\/(\d+)$/.exec(item);
  if (open !== null) return `${open[1]}-${greatest}/${open[2]}`;
  const [, from = '', to = '', step = ''] = /^(\d+)-(\d+)(\/\d+)?$/.exec(item) ?? [];
  return Number(from) > Number(to) ? `${from}-${greatest}${step},${least}-${to}${step}` : item;
}

/** Intervals of a day and more keep the wall clock of their zone across daylight saving; shorter ones keep the distance. */
function* intervalDates(schedule: { interval: number; anchor_date?: string }, clock: WallClock, from: number): Generator<number> {
  if (!(schedule.interval > 0)) throw new RangeError('an interval is more than 0 seconds');
  const step = schedule.interval * 1000;
  const anchor = toMilliseconds(parseTime(schedule.anchor_date ?? '') ?? '2020-01-01T00:00:00.000000Z');
  const keepsClock = schedule.interval >= day;
  const start = keepsClock ? clock.wallOf(anchor) : anchor;
  let index = Math.ceil((from - anchor) / step) - (keepsClock ? 1 : 0);
  for (let count = 0; count < most; index += 1) {
    const date = keepsClock ? clock.momentOf(start + index * step) : start + index * step;
    if (date < from) continue;
    if (date > latest) return;
    count += 1;
    yield date;
  }
}
