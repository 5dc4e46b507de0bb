import { restring } from './facts/edits.ts';
import { cronsIn } from './facts/schedules.ts';
import { allLanguages, defineRule } from './rule.ts';

/** A star in the first field is mostly meant as "any", and means "each". */
export const cronEveryMinute = defineRule({
  id: 'cron-every-minute',
  group: 'schedules',
  summary: 'A cron expression fires every minute, of all time or of one hour',
  severity: 'warning',
  preset: 'recommended',
  languages: allLanguages,
  fix: 'suggestion',
  check({ file, report }) {
    for (const { literal, expression, cron, fields } of cronsIn(file)) {
      if (cron === undefined || fields === undefined || !/^\*(\/1)?$/.test(fields.minute)) continue;
      const { hour, day, month, weekday } = fields;
      const rest = [hour, day, month, weekday];
      const once = `0 ${rest.join(' ')}`;
      const when = hour === '*' ? 'every minute of the days that it names' : `in every minute of hour ${hour}, 60 times`;
      report({
        span: literal.span,
        message: rest.every((field) => field === '*')
          ? `'${expression}' starts a run every minute, 1440 a day: runs pile up as soon as one takes longer. Write '*/5 * * * *' for every fifth minute, or set a concurrencyLimit if this is meant.`
          : `'${expression}' starts a run ${when}: a star as the minute means each one. Write '${once}' to start it at minute 0.`,
        fixes: [restring(`Start it at minute 0: '${once}'`, literal.span, once)],
      });
    }
  },
});
