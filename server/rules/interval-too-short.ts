import type { LinkedFile, ScheduleModel } from '../model/entities.ts';
import { allLanguages, defineRule } from './rule.ts';

/** Intervals are seconds. A flow that is served runs in a process that is there already, and that looks each second. */
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
      default: 10,
      description: 'Shorter intervals are reported, in seconds. Workers of Prefect look for runs every 10 seconds.',
    },
  },
  check({ file, options, report }) {
    const minimum = Number(options['minimumSeconds']);
    for (const { schedule, isServed } of schedulesOf(file)) {
      const { interval } = schedule;
      const seconds = interval?.value;
      if (interval === undefined || typeof seconds !== 'number' || seconds >= minimum || (isServed && seconds > 0)) continue;
      report({
        span: interval.span,
        message:
          seconds > 0
            ? `A run every ${seconds} second${seconds === 1 ? '' : 's'} is more than most workers keep up with: Prefect's look for runs every 10 seconds, and each run is a process of its own. Runs pile up and start late. Do the short steps in a loop within one run.`
            : `The server refuses an interval of ${seconds} seconds: it must be greater than 0.`,
      });
    }
  },
});

function* schedulesOf(file: LinkedFile): Generator<{ schedule: ScheduleModel; isServed: boolean }> {
  for (const { schedules, source } of file.deployments) {
    const isServed = source === 'toDeployment' && file.model.language !== 'python';
    for (const schedule of schedules) if (schedule.file === file) yield { schedule, isServed };
  }
}
