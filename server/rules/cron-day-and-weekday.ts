import { restring } from './facts/edits.ts';
import { memberOf } from '../model/object-members.ts';
import type { CronFields } from './facts/schedules.ts';
import { cronsIn } from './facts/schedules.ts';
import { spelled } from './facts/wording.ts';
import { allLanguages, defineRule } from './rule.ts';

/** With `dayOr: false` both must match, and nothing is said. */
export const cronDayAndWeekday = defineRule({
  id: 'cron-day-and-weekday',
  group: 'schedules',
  summary: 'A cron expression restricts both the day of month and the day of week, and either one is enough',
  severity: 'warning',
  preset: 'recommended',
  languages: allLanguages,
  fix: 'suggestion',
  check({ file, report }) {
    for (const { literal, expression, cron, fields, schedule } of cronsIn(file)) {
      if (
        cron === undefined ||
        fields === undefined ||
        (schedule.dayOr?.value !== true && memberOf(schedule.options, 'dayOr') !== 'absent')
      )
        continue;
      const { day, weekday } = fields;
      if (isAny(day) || isAny(weekday)) continue;
      report({
        span: literal.span,
        message: `'${expression}' starts runs on day of month ${day}, and also on every weekday ${weekday}: one of the two is enough for cron. Set ${spelled(file.model.language, 'dayOr')} to false if both must match, or leave one of them as *.`,
        fixes: nthWeekday(fields).flatMap((better) => restring(`Run on that weekday of the month only: '${better}'`, literal, better)),
      });
    }
  },
});

// Where Unix takes a star with a step for any day, Prefect and Millrace do not.
const isAny = (field: string): boolean => field === '*' || field === '?';

/** `1-7` with a weekday is meant to be the first one of the month, which is written `1#1`. */
function nthWeekday({ minute, hour, day, month, weekday }: CronFields): readonly string[] {
  const week = ['1-7', '8-14', '15-21', '22-28'].indexOf(day) + 1;
  return week > 0 && /^([0-7]|sun|mon|tue|wed|thu|fri|sat)$/i.test(weekday) ? [`${minute} ${hour} * ${month} ${weekday}#${week}`] : [];
}
