import { isSdk } from './facts/callees.ts';
import { networkTasksWithout } from './facts/effects.ts';
import { capitalized, titleOf } from './facts/names.ts';
import { memberOf } from './facts/options.ts';
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
    for (const { task, request } of networkTasksWithout(file, 'timeoutSeconds')) {
      report({
        span: task.nameSpan,
        message: `${capitalized(titleOf(task))} calls ${request} and has no timeout: when the other side hangs, the run hangs, too. Set timeoutSeconds.`,
      });
    }
    for (const { call, callee } of file.calls) {
      const options = isSdk(callee, 'runDeployment', 'waitForFlowRuns') ? call.arguments[1] : undefined;
      const object = options === undefined ? undefined : file.objectOf(options);
      if (callee.kind !== 'sdk' || !isSdk(callee, 'runDeployment', 'waitForFlowRuns') || call.arguments.length === 0) continue;
      if (options === undefined ? false : object === undefined || memberOf(object, 'timeout') !== 'absent') continue;
      report({
        span: call.calleeSpan,
        message: `${callee.name} waits without a limit: a run that no worker takes is waited for until somebody looks. Set timeout, in seconds.`,
      });
    }
  },
});
