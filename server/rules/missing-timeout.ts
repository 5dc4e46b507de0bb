import type { LinkedCall, LinkedFile } from '../model/entities.ts';
import { isSdk } from './facts/callees.ts';
import { mayHaveOption, networkTasksWithout } from './facts/effects.ts';
import { capitalized, titleOf } from './facts/names.ts';
import { optionOf } from './facts/options.ts';
import { memberOf } from '../model/object-members.ts';
import { runnableAround } from './facts/places.ts';
import { spelled } from './facts/wording.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Tasks that go over the network, and waits for other runs. */
export const missingTimeout = defineRule({
  id: 'missing-timeout',
  group: 'behaviour',
  summary: 'Something that may hang is waited for without a limit',
  severity: 'info',
  preset: 'strict',
  languages: codeLanguages,
  fix: 'none',
  check({ file, report }) {
    for (const { task, request } of networkTasksWithout(file, 'timeoutSeconds', isLimited)) {
      report({
        span: task.nameSpan,
        message: `${capitalized(titleOf(task))} calls ${request} and has no timeout: if the other side never answers, the run waits for good. Set ${spelled(file.model.language, 'timeoutSeconds')}.`,
      });
    }
    for (const { call, callee } of file.calls) {
      const options = isSdk(callee, 'runDeployment', 'waitForFlowRuns') ? call.arguments[1] : undefined;
      const object = options === undefined ? undefined : file.objectOf(options);
      if (callee.kind !== 'sdk' || !isSdk(callee, 'runDeployment', 'waitForFlowRuns') || call.arguments.length === 0) continue;
      if (options === undefined ? false : object === undefined || memberOf(object, 'timeout') !== 'absent') continue;
      const around = runnableAround(file, call);
      // Who calls other functions may have a limit.
      if (around === undefined ? call.function >= 0 : optionOf(around, 'timeoutSeconds') !== 'absent') continue;
      report({
        span: call.calleeSpan,
        message: `${spelled(file.model.language, callee.name)} has no timeout: if no worker picks up the run, this waits for good. Set timeout, in seconds.`,
      });
    }
  },
});

/** `fetch(url, { signal: AbortSignal.timeout(5000) })`, `axios.get(url, { timeout: 5000 })`. */
const isLimited = (file: LinkedFile, linked: LinkedCall): boolean => mayHaveOption(file, linked, 'signal', 'timeout');
