import { deploymentFix, flowMethodUses, subflowFix, taskFix } from './facts/flow-method.ts';
import { spelled } from './facts/wording.ts';
import { capitalized } from './facts/names.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Flows bound to their infrastructure have `submit` and are left alone. */
export const flowNoSubmit = defineRule({
  id: 'flow-no-submit',
  group: 'calls',
  summary: '`submit` is called on a flow: only tasks have it',
  severity: 'error',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'suggestion',
  check({ file, project, report }) {
    const run = spelled(file.model.language, 'runDeployment');
    for (const { flow, isOneOf, span, call } of flowMethodUses(file, 'submit')) {
      const own = call === undefined || isOneOf ? [] : [deploymentFix(file, project, flow, call), taskFix(file, flow)];
      report({
        span,
        message: `${capitalized(flow.title)} has no submit: only tasks have one, so this line fails when it is reached. Call it as a subflow, start its deployment with ${run} (timeout 0) and wait for the runs, or make it a task.`,
        fixes: call === undefined ? [] : [subflowFix(file, flow, call), ...own],
      });
    }
  },
});
