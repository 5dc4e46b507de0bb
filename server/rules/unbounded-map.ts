import type { FlowModel, LinkedFile } from '../model/entities.ts';
import { isSdk, methodCalls, submittedTasks } from './facts/callees.ts';
import { insert, insertBehind } from './facts/edits.ts';
import { nameOfSdk } from './facts/import-edits.ts';
import { callsWithin, networkCall } from './facts/effects.ts';
import { optionOf } from './facts/options.ts';
import { calleeNameSpan, runnableAround } from './facts/places.ts';
import { allPartsOf } from './facts/all-parts.ts';
import type { Edit, Fix } from './rule.ts';
import { codeLanguages, defineRule } from './rule.ts';

/**
 * Only tasks that go over the network are looked at; a task runner, tags and short lists in sight are limits enough. What
 * functions of other files do is not asked: their files would all have to be read, for a hint.
 */
export const unboundedMap = defineRule({
  id: 'unbounded-map',
  group: 'behaviour',
  summary: 'A task that goes over the network is mapped over a list without a limit',
  severity: 'info',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'suggestion',
  check({ file, report }) {
    for (const { call, callee } of methodCalls(file, 'map')) {
      const mapped = submittedTasks(callee, 'map')[0];
      if (mapped === undefined) continue;
      const [input] = call.arguments;
      const flow = runnableAround(file, call);
      if (mapped.model === undefined || input === undefined || flow?.kind !== 'flow') continue;
      if (isLimited(flow) || mapped.model.kind !== 'task' || optionOf(mapped.model, 'tags') !== 'absent') continue;
      const request = callsWithin(mapped.model).flatMap((linked) => networkCall(linked) ?? [])[0];
      if (request === undefined) continue;
      const isShort = allPartsOf(file.model, input).some((part) => part.kind === 'array' || file.arrayOf(part) !== undefined);
      if (isShort) continue;
      report({
        span: calleeNameSpan(call),
        message: `All runs of ${mapped.title} start at once, and each calls ${request}: a long list makes as many requests at the same moment. Set ${runnerOf(file)} on the flow, or give the task a tag with a concurrency limit.`,
        fixes: limiting(file, flow),
      });
    }
  },
});

/** Whether a flow has a task runner; `concurrent()` without a number lets all runs start at once, too. */
function isLimited(flow: FlowModel): boolean {
  const runner = optionOf(flow, 'taskRunner');
  if (typeof runner === 'string') return runner === 'unknown';
  const { file, member } = runner;
  const made = member.value.kind === 'call' ? file.calls[member.value.call] : undefined;
  return made === undefined || !isSdk(made.callee, 'concurrent') || made.call.arguments.length > 0;
}

const runnerOf = ({ model }: LinkedFile, concurrent = 'concurrent'): string =>
  model.language === 'python' ? 'task_runner=ThreadPoolTaskRunner(max_workers=10)' : `taskRunner: ${concurrent}({ maxWorkers: 10 })`;

function limiting(file: LinkedFile, { options }: FlowModel): readonly Fix[] {
  const last = options?.file === file ? options.value.members.at(-1) : undefined;
  if (last === undefined) return [];
  const unlimited = options?.value.members.find(({ name }) => name === 'taskRunner');
  const edits = (text: string): readonly Edit[] | undefined => {
    if (unlimited !== undefined) return [insert(unlimited.value.span.end - 1, '{ maxWorkers: 10 }')];
    const concurrent = nameOfSdk(text, file, 'concurrent');
    return concurrent && [...concurrent.edits, ...insertBehind(text, last.span, runnerOf(file, concurrent.written))];
  };
  return [{ title: 'Run at most 10 at once', kind: 'suggestion', edits }];
}
