import { restring } from './facts/edits.ts';
import { cronsIn, fieldsOf, readCron } from './facts/schedules.ts';
import { allLanguages, defineRule } from './rule.ts';

/** What the embedded server or Prefect refuses, and a star for the seconds, which stand last in both. */
export const invalidCron = defineRule({
  id: 'invalid-cron',
  group: 'schedules',
  summary: 'A cron expression cannot be read',
  severity: 'error',
  preset: 'recommended',
  languages: allLanguages,
  fix: 'suggestion',
  check({ file, report }) {
    for (const { literal, expression, cron } of cronsIn(file)) {
      const wrong = cron === undefined ? { message: unreadable(expression) } : (refused(expression) ?? everySecond(expression));
      if (wrong === undefined) continue;
      const fixes = wrong.better === undefined ? [] : restring(`Use '${wrong.better}'`, literal, wrong.better);
      report({ span: literal.span, message: wrong.message, fixes });
    }
  },
});

const ranges = [
  { name: 'minute', from: 0, to: 59 },
  { name: 'hour', from: 0, to: 23 },
  { name: 'day of month', from: 1, to: 31 },
  { name: 'month', from: 1, to: 12 },
  { name: 'day of week', from: 0, to: 7 },
  { name: 'second', from: 0, to: 59 },
  { name: 'year', from: 1970, to: 2099 },
];

const unreadable = (expression: string): string =>
  `'${expression}' is not a valid cron expression, so the server refuses it: ${reason(expression)}.`;

/** Each field is tried in an expression of its own, so that the message can name the one that is wrong. */
function reason(expression: string): string {
  const fields = expression.trim().split(/\s+/).filter(Boolean);
  if (expression.trim().startsWith('@'))
    return 'the only short forms are @yearly, @annually, @monthly, @weekly, @daily, @midnight and @hourly';
  if (fields.length < 5 || fields.length > 7)
    return `it has ${fields.length} field${fields.length === 1 ? '' : 's'}, and needs 5: minute, hour, day of month, month, day of week`;
  const alone = (at: number): string => fields.map((field, index) => (index === at ? field : '*')).join(' ');
  const wrong = fields.findIndex((_, at) => readCron(alone(at)) === undefined);
  const { name = 'field', from, to } = ranges[wrong] ?? {};
  return `'${fields[wrong]}' is not a valid ${name}. Use ${from} to ${to}, *, a list, a range or a step`;
}

/** What is wrong, and the expression that is meant. */
interface WrongCron {
  readonly message: string;
  readonly better?: string;
}

/** What only the embedded server reads. */
function refused(expression: string): WrongCron | undefined {
  const { day = '', weekday = '' } = fieldsOf(expression) ?? {};
  if (/W/i.test(day)) return { message: `Prefect refuses '${expression}': it does not know the W in '${day}'.` };
  const last = `L${weekday.slice(0, -1)}`;
  return /^\d+L$/i.test(weekday)
    ? {
        message: `Prefect refuses '${expression}': it writes the last weekday of a month as '${last}'. Use '${last}'.`,
        better: expression.trim().replace(/\S+$/, last),
      }
    : undefined;
}

/** Where the seconds stand first elsewhere, all fields are shifted here. */
function everySecond(expression: string): WrongCron | undefined {
  const fields = expression.trim().split(/\s+/);
  if (!/^\*(\/1)?$/.test(fields[5] ?? '')) return undefined;
  const better = fields.slice(1).join(' ');
  const advice = fields.length === 6 ? `Remove the seconds: '${better}'` : 'Remove the field that is too much';
  return {
    message: `The sixth field of '${expression}' is the seconds, and * starts a run every second of the minutes that match. ${advice}.`,
    ...(fields.length === 6 ? { better } : {}),
  };
}
