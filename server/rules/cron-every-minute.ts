import { restring } from './facts/edits.ts';
import { cronsIn } from './facts/schedules.ts';
import { spelled } from './facts/wording.ts';
import { allLanguages, defineRule } from './rule.ts';

/** A star in the first field is mostly read as "any", and means "each". */
export const cronEveryMinute = defineRule({
  id: 'cron-every-minute',
  group: 'schedules',
  summary: 'A cron expression starts a run every minute, of the day or of an hour',
  severity: 'warning',
  preset: 'recommended',
  languages: allLanguages,
  fix: 'suggestion',
  check({ file, report }) {
    for (const { literal, expression, cron, fields } of cronsIn(file)) {
      if (cron === undefined || fields === undefined || !/^(\*|0-59)(\/1)?$/.test(fields.minute)) continue;
      const { hour, day, month, weekday } = fields;
      const rest = [hour, day, month, weekday];
      const isAlways = rest.every((field) => field === '*');
      const once = `0 ${rest.join(' ')}`;
      const when = hour === '*' ? '' : ` of hour ${hour}`;
      const limit = spelled(file.model.language, 'concurrencyLimit');
      report({
        span: literal.span,
        message: isAlways
          ? `'${expression}' starts a run every minute, 1440 a day: runs pile up as soon as one takes longer. Write '${once}' for once an hour or '${fifth}' for every fifth minute. If this is meant, set ${limit}.`
          : `'${expression}' starts a run in every minute${when}, 60 an hour: ${fields.minute} as the minute means each of them. Write '${once}' to start one at minute 0.`,
        fixes: [
          ...restring(`Start it at minute 0: '${once}'`, literal, once),
          ...(isAlways ? restring(`Start it every fifth minute: '${fifth}'`, literal, fifth) : []),
        ],
      });
    }
  },
});

const fifth = '*/5 * * * *';
