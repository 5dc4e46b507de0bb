import type { LiteralValue } from '../model/value.ts';
import { restring } from './facts/edits.ts';
import type { CronFields } from './facts/schedules.ts';
import { cronsIn } from './facts/schedules.ts';
import type { Fix } from './rule.ts';
import { allLanguages, defineRule } from './rule.ts';

/** Leap years are waited for: 29 February fires. A weekday beside the day lets it fire on that weekday. */
export const cronNeverFires = defineRule({
  id: 'cron-never-fires',
  group: 'schedules',
  summary: 'A cron expression names a day that does not exist',
  severity: 'error',
  preset: 'recommended',
  languages: allLanguages,
  fix: 'suggestion',
  check({ file, report }) {
    for (const { literal, expression, cron, fields, schedule } of cronsIn(file)) {
      if (cron === undefined || fields === undefined || exists(fields)) continue;
      if (fields.weekday !== '*' && schedule.dayOr?.value !== false) continue;
      const message = `'${expression}' never starts a run: no month that it names has a day ${fields.day.replaceAll(',', ' or ')}. The deployment looks scheduled all the same. Choose a day that exists, or L for the last one of the month.`;
      report({ span: literal.span, message, fixes: fields.weekday === '*' ? onLastDay(literal, fields) : [] });
    }
  },
});

const onLastDay = (literal: LiteralValue, { minute, hour, month, weekday }: CronFields): readonly Fix[] => {
  const last = `${minute} ${hour} L ${month} ${weekday}`;
  return restring(`Run on the last day of the month: '${last}'`, literal, last);
};

const names = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Whether one of the days is in one of the months; whatever is not a plain list or range may be. */
function exists({ day, month }: CronFields): boolean {
  const days = day.split(',').map((item) => /^(\d+)(-\d+)?(\/\d+)?$/.exec(item)?.[1]);
  const months = month.split(',').flatMap(monthsOf);
  if (days.includes(undefined) || months.includes(undefined)) return true;
  const first = Math.min(...days.map(Number));
  return months.some((index) => first <= new Date(Date.UTC(2024, index ?? 12, 0)).getUTCDate());
}

/** The numbers of the months of one item, from 1; undefined for what is no month or range of months. */
function monthsOf(item: string): readonly (number | undefined)[] {
  const [from, to = from] = item
    .split('-')
    .map((name) => names.indexOf(name.toLowerCase()) + 1 || (/^\d+$/.test(name) ? Number(name) : undefined));
  if (from === undefined || to === undefined || to < from) return [undefined];
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}
