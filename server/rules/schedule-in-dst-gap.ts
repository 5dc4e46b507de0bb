import type { Cron } from 'croner';
import type { ClockGap } from './facts/dst.ts';
import { clockGaps } from './facts/dst.ts';
import type { WrittenCron } from './facts/schedules.ts';
import { cronsIn, isZone } from './facts/schedules.ts';
import { allLanguages, defineRule } from './rule.ts';

/** Schedules that fire every hour or more often have runs before and after the gap, and are left alone. */
export const scheduleInDstGap = defineRule({
  id: 'schedule-in-dst-gap',
  group: 'schedules',
  summary: 'A schedule fires at a local time that does not exist on the day when clocks go forward',
  severity: 'info',
  preset: 'recommended',
  languages: allLanguages,
  fix: 'none',
  check({ file, report }) {
    for (const written of cronsIn(file)) {
      const zone = written.schedule.timezone?.value;
      const gap = typeof zone === 'string' && isZone(zone) ? lostIn(written, zone) : undefined;
      if (gap === undefined) continue;
      const [day, from] = new Date(gap.from).toISOString().split('T');
      report({
        span: written.literal.span,
        message: `On ${day} this time does not exist in ${String(zone)}: clocks go from ${from?.slice(0, 5)} to ${new Date(gap.to).toISOString().slice(11, 16)}, and the run starts that much later. Choose a time outside of that gap, or schedule in UTC.`,
      });
    }
  },
});

const hour = 3_600_000;
const minute = 60_000;

/** The next gap that swallows the only run of its hours. Remembered, because files are checked at every keystroke. */
function lostIn({ cron, fields, expression }: WrittenCron, zone: string): ClockGap | undefined {
  if (cron === undefined || fields === undefined) return undefined;
  const today = Math.floor(Date.now() / (24 * hour)) * 24 * hour;
  const key = `${today} ${zone} ${expression}`;
  if (!found.has(key)) {
    if (found.size > 1000) found.clear();
    found.set(
      key,
      clockGaps(zone, today).find((gap) => isLost(cron, gap)),
    );
  }
  return found.get(key);
}

const found = new Map<string, ClockGap | undefined>();

/** Whether a run falls into the gap and none stands within the hour before and after it. */
const isLost = (cron: Cron, { from, to }: ClockGap): boolean =>
  fires(cron, from, to) && !fires(cron, from - hour, from) && !fires(cron, to, to + hour);

/** Whether the expression fires at a wall clock time of a span; its cron is in UTC, as the span. */
function fires(cron: Cron, from: number, to: number): boolean {
  for (let at = from; at < to; at += minute) {
    const isHit: boolean = cron.match(new Date(at));
    if (isHit) return true;
  }
  return false;
}
