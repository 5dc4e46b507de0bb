import type { LinkedFile } from '../model/entities.ts';
import type { Call, Language } from '../model/file.ts';
import type { DeploymentRun } from './facts/deployments.ts';
import { deploymentRuns, waitOf } from './facts/deployments.ts';
import { memberOf } from '../model/object-members.ts';
import { calleeNameSpan, runnableAround } from './facts/places.ts';
import { isLost, mappedOver } from './facts/unused.ts';
import { spelled } from './facts/wording.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** One run that is started and left to itself may be meant; a fan-out hardly is. */
export const runDeploymentWithoutWait = defineRule({
  id: 'run-deployment-without-wait',
  group: 'calls',
  summary: 'Runs are started in a loop with `timeout: 0`, and nobody waits for them',
  severity: 'warning',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'none',
  check({ file, report }) {
    const { language } = file.model;
    for (const run of deploymentRuns(file)) {
      const { call } = run.linked;
      if (waitOf(run) !== 0 || isApart(run) || !startsMany(file, call) || !isLost(file, call)) continue;
      report({
        span: calleeNameSpan(call),
        message: `These runs are started with timeout 0, and nothing waits for them: ${runnableAround(file, call) === undefined ? 'this code goes on before they are done, and never learns that one failed' : 'the flow completes before they do, even when they fail'}. Keep what ${spelled(language, 'runDeployment')} returns and wait for it with ${waiting(language)}.`,
      });
    }
  },
});

/** Prefect waits for one run at a time. */
const waiting = (language: Language): string => (language === 'python' ? 'wait_for_flow_run' : 'waitForFlowRuns');

/** With `asSubflow: false` the runs are meant to be nobody's. */
function isApart({ options }: DeploymentRun): boolean {
  const found = options === undefined ? 'absent' : memberOf(options, 'asSubflow');
  return typeof found === 'string' ? found === 'unknown' : found.file.literalOf(found.member.value)?.value.value !== true;
}

const startsMany = (file: LinkedFile, call: Call): boolean => (call.loops?.length ?? 0) > 0 || mappedOver(file, call) !== undefined;
