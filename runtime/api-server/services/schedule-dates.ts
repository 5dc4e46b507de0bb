import { createRequire } from 'node:module';
import type { Cron as CronClass } from 'croner';
import { toCroner } from '../../core/cron.ts';
import { parseTime, toMilliseconds } from '../../core/time.ts';
import type { WallClock } from '../../core/wall-clock.ts';
import { wallClock } from '../../core/wall-clock.ts';
import type { WireSchedule } from '../store/schedules.ts';
import { rruleWalls } from './rrule.ts';

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
  const clock = wallClock(schedule.timezone || 'UTC');
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
