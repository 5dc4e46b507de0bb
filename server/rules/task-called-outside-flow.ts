import type { Entity, LinkedFile } from '../model/entities.ts';
import { submittedTasks, tasksOf } from './facts/callees.ts';
import { calleeNameSpan, isTestFile } from './facts/places.ts';
import { capitalized } from './facts/names.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** In a file of flows the call runs at each import, which is worse: top-level-side-effect. Functions may be called by flows, so only calls at the top of a file are surely outside. It works; it is only good to know. */
export const taskCalledOutsideFlow = defineRule({
  id: 'task-called-outside-flow',
  group: 'calls',
  summary: 'A task is called at the top of a file, outside of every flow',
  severity: 'info',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'none',
  check({ file, report }) {
    // In a text that is half written, a call may stand at the top only because the flow around it cannot be read.
    if (file.model.broken || isTestFile(file.path)) return;
    for (const { call, callee } of file.calls) {
      if (call.function >= 0 || call.inField === true || (file.flows.length > 0 && call.mainOnly !== true)) continue;
      const [task] = [...tasksOf(callee), ...submittedTasks(callee)];
      if (task === undefined) continue;
      report({
        span: calleeNameSpan(call),
        message: `${capitalized(task.title)} is called outside of a flow: ${allowed(file, callee)}its run belongs to no flow run, and no task runner limits it. Call it in a flow if it should be found among the runs of that flow.`,
      });
    }
  },
});

/** Python's releases differ in what they allow. */
function allowed({ model }: LinkedFile, callee: Entity): string {
  if (model.language !== 'python') return 'this works, but ';
  return submittedTasks(callee).length > 0
    ? 'Prefect refuses to submit it there. Where it is called, '
    : 'Prefect 2 refuses that, and in Prefect 3 ';
}
