import type { LinkedFile } from '../model/entities.ts';
import type { Call, FunctionModel } from '../model/file.ts';
import { alternativesOf, flowsOf, submittedTasks, tasksOf } from './facts/callees.ts';
import { ownOption } from './facts/options.ts';
import { isWithin } from './facts/places.ts';
import { titleOf } from './facts/names.ts';
import { spelled } from './facts/wording.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Flows that hand a task on, or call functions that cannot be looked into with one, are left alone. */
export const taskRunnerWithoutSubmit = defineRule({
  id: 'task-runner-without-submit',
  group: 'calls',
  summary: 'A flow chooses a task runner but submits nothing to it',
  severity: 'warning',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'none',
  check({ file, report }) {
    for (const flow of file.flows) {
      const runner = ownOption(flow, 'taskRunner');
      if (runner?.file !== file || flow.function === undefined) continue;
      const verdict = use(flow.functionFile, flow.function, new Set());
      if (verdict !== 'calls') continue;
      report({
        span: runner.member.nameSpan,
        message: `The task runner of ${titleOf(flow)} has nothing to run: tasks that are called directly do not go through it. Use submit or map to run them side by side within its limit, or remove ${spelled(file.model.language, 'taskRunner')}.`,
      });
    }
  },
});

/** Whether a function submits tasks, only calls them, or does neither. */
function use(file: LinkedFile, of: FunctionModel, seen: Set<FunctionModel>): 'submits' | 'calls' | 'neither' {
  if (seen.has(of)) return 'neither';
  seen.add(of);
  let found: 'calls' | 'neither' = 'neither';
  for (const { call, callee } of file.calls) {
    if (!isWithin(file.model, call.function, of)) continue;
    if (submittedTasks(callee, 'submit', 'map', 'delay').length > 0 || handsTaskOn(file, call)) return 'submits';
    if (tasksOf(callee).length > 0) found = 'calls';
    for (const one of alternativesOf(callee)) {
      const inner = one.kind === 'function' ? use(one.file, one.function, seen) : 'neither';
      if (inner === 'submits') return inner;
      if (inner === 'calls') found = inner;
    }
  }
  return file.model.accesses.some((access) => isWithin(file.model, access.function, of) && tasksOf(file.entityOf(access.object)).length > 0)
    ? 'submits'
    : found;
}

/** A task among the arguments: whoever gets it may submit it. */
const handsTaskOn = (file: LinkedFile, call: Call): boolean =>
  call.arguments.some((argument) => {
    const entity = file.entityOf(argument);
    return tasksOf(entity).length > 0 || flowsOf(entity).length > 0 || entity.kind === 'object' || entity.kind === 'array'
      ? holdsTask(file, argument)
      : false;
  });

function holdsTask(file: LinkedFile, value: Call['arguments'][number]): boolean {
  if (tasksOf(file.entityOf(value)).length > 0) return true;
  const [list, object] = [file.arrayOf(value), file.objectOf(value)];
  if (list !== undefined) return list.value.items.some((item) => tasksOf(list.file.entityOf(item)).length > 0);
  return object?.value.members.some((member) => tasksOf(object.file.entityOf(member.value)).length > 0) ?? false;
}
