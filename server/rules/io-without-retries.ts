import { callsWithin, networkCall } from './facts/effects.ts';
import { titleOf } from './facts/names.ts';
import { optionOf } from './facts/options.ts';
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
    for (const task of file.tasks) {
      if (task.base !== undefined || optionOf(task, 'retries') !== 'absent') continue;
      const request = callsWithin(task).flatMap((linked) => networkCall(linked) ?? [])[0];
      if (request === undefined) continue;
      report({
        span: task.nameSpan,
        message: `${titleOf(task).replace(/^t/, 'T')} calls ${request} and has no retries: a short outage fails the whole run. Set retries and retryDelaySeconds.`,
      });
    }
  },
});
