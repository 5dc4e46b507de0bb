import { Cron } from 'croner';
import { toCroner } from '../../runtime/core/cron.ts';

/** The next times a cron fires after `from`, none when it never does; undefined when it, or the time zone, cannot be read. */
export function nextTimes(schedule: { cron: string; timezone?: string; dayOr?: boolean }, from: Date, count: number): Date[] | undefined {
  const { cron, timezone = 'UTC', dayOr = true } = schedule;
  try {
    return new Cron(toCroner(cron), { paused: true, domAndDow: !dayOr, timezone }).nextRuns(count, from);
  } catch {
    return undefined; // The rules `invalid-cron` and `invalid-timezone` report it, with the reason.
  }
}

/** The next times of an interval that counts from a moment; none when that cannot be read. */
export function intervalTimes(seconds: number, anchor: Date, from: Date, count: number): Date[] {
  const step = seconds * 1000;
  if (Number.isNaN(anchor.getTime()) || !(step > 0)) return [];
  const passed = Math.floor((from.getTime() - anchor.getTime()) / step);
  return Array.from({ length: count }, (_, index) => new Date(anchor.getTime() + (passed + 1 + index) * step));
}
