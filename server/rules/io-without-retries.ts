import { networkTasksWithout } from './facts/effects.ts';
import { capitalized, titleOf } from './facts/names.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Retries of the flow around it do not help: they do everything again. */
export const ioWithoutRetries = defineRule({
  id: 'io-without-retries',
  group: 'behaviour',
  summary: 'A task goes over the network and has no retries',
  severity: 'info',
  preset: 'strict',
  languages: codeLanguages,
  fix: 'none',
  check({ file, report }) {
    for (const { task, request } of networkTasksWithout(file, 'retries')) {
      report({
        span: task.nameSpan,
        message: `${capitalized(titleOf(task))} calls ${request} and has no retries: a short outage fails the whole run. Set retries and retryDelaySeconds.`,
      });
    }
  },
});
