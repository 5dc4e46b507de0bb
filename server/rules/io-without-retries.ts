import type { LinkedCall, LinkedFile } from '../model/entities.ts';
import { contains } from '../model/span.ts';
import { mayHaveOption, networkTasksWithout } from './facts/effects.ts';
import { calledName } from './facts/helper-calls.ts';
import { capitalized, titleOf } from './facts/names.ts';
import { spelled } from './facts/wording.ts';
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
    for (const { task, request } of networkTasksWithout(file, 'retries', isTriedAgain)) {
      report({
        span: task.nameSpan,
        message: `${capitalized(titleOf(task))} calls ${request} and has no retries: a short outage fails the whole run. Set retries and ${spelled(file.model.language, 'retryDelaySeconds')}.`,
      });
    }
  },
});

/** A client that retries by itself, a loop that tries again, a handler that does without, `pRetry(() => fetch(url))`. */
function isTriedAgain(file: LinkedFile, linked: LinkedCall): boolean {
  const { model } = file;
  const { call } = linked;
  if (mayHaveOption(file, linked, 'retry', 'retries')) return true;
  const handler = model.tries[call.try ?? -1]?.handler;
  if (handler !== undefined && (!handler.rethrows || (call.loops?.length ?? 0) > 0)) return true;
  return model.calls.some(
    (around) => (around === call || contains(around.argumentsSpan, call.span)) && /retr|attempt|backoff/i.test(calledName(file, around)),
  );
}
