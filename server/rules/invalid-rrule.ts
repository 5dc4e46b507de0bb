import { rruleProblem } from './facts/rrule.ts';
import { schedulesIn } from './facts/schedules.ts';
import { allLanguages, defineRule } from './rule.ts';

/** Checks the grammar of RFC 5545 and its ranges. */
export const invalidRrule = defineRule({
  id: 'invalid-rrule',
  group: 'schedules',
  summary: 'A recurrence rule cannot be read',
  severity: 'error',
  preset: 'recommended',
  languages: allLanguages,
  fix: 'none',
  check({ file, report }) {
    for (const { rrule } of schedulesIn(file)) {
      const problem = typeof rrule?.value === 'string' ? rruleProblem(rrule.value) : undefined;
      if (rrule !== undefined && problem !== undefined) {
        report({
          span: rrule.span,
          message: `This is not a valid recurrence rule, so the server refuses the schedule: ${problem}.`,
        });
      }
    }
  },
});
