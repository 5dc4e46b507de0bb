import { schedulesIn } from './facts/schedules.ts';
import { allLanguages, defineRule } from './rule.ts';

/** Intervals are seconds. */
export const intervalTooShort = defineRule({
  id: 'interval-too-short',
  group: 'schedules',
  summary: 'The interval of a schedule is shorter than workers look for runs',
  severity: 'warning',
  preset: 'recommended',
  languages: allLanguages,
  fix: 'none',
  options: {
    minimumSeconds: {
      type: 'number',
      default: 15,
      description: 'Shorter intervals are reported; workers of Prefect look every 15 seconds.',
    },
  },
  check({ file, options, report }) {
    const minimum = Number(options['minimumSeconds']);
    for (const { interval } of schedulesIn(file)) {
      const seconds = interval?.value;
      if (interval === undefined || typeof seconds !== 'number' || seconds >= minimum) continue;
      report({
        span: interval.span,
        message:
          seconds > 0
            ? `A run every ${seconds} second${seconds === 1 ? '' : 's'} is more than workers keep up with: they look for runs every ${minimum} seconds, so runs pile up and start late. Do the short steps in a loop within one run.`
            : `An interval of ${seconds} seconds is refused by the server: it must be greater than 0.`,
      });
    }
  },
});
