import type { LinkedCall, LinkedFile } from '../model/entities.ts';
import type { Usage } from '../model/file.ts';
import { futureMembers } from '../model/sdk.ts';
import type { Callable } from './facts/callees.ts';
import { globalName, submittedTasks } from './facts/callees.ts';
import { insert, replace } from './facts/edits.ts';
import { holdsFutures } from './facts/futures.ts';
import { calleeNameSpan } from './facts/places.ts';
import { usesOf } from './facts/unused.ts';
import { capitalized } from './facts/names.ts';
import type { Fix } from './rule.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Prefect 2 let asynchronous tasks' submissions be awaited, so its projects are left alone. */
export const noAwaitSubmit = defineRule({
  id: 'no-await-submit',
  group: 'calls',
  summary: 'A future is awaited as if it were a promise',
  severity: 'error',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'safe',
  check({ file, project, report }) {
    if (file.model.language === 'python' && project.sdkVersions().some(({ version }) => /^\D*2\./.test(version))) return;
    for (const linked of file.calls) {
      const { call } = linked;
      const task = call.usage.awaited ? submittedTasks(linked.callee)[0] : undefined;
      if (task !== undefined) {
        const span = calleeNameSpan(call);
        report({ span, message: `${nothingWaits(task)}. Await its result(), or leave the await away.`, fixes: fixesOf(file, linked) });
      }
      const combinator = globalName(linked.callee);
      const list = combinator !== undefined && waitsForAll.has(combinator) ? call.arguments[0] : undefined;
      if (list !== undefined && holdsFutures(file, list)) {
        report({
          span: call.calleeSpan,
          message: `${combinator} does not wait for futures: they are not promises, so it gives them back at once, failures unseen. Await the result() of each, or use the task's map and the result() of its list.`,
        });
      }
    }
  },
});

const waitsForAll = new Set(['Promise.all', 'Promise.allSettled', 'Promise.any', 'Promise.race', 'asyncio.gather']);

const nothingWaits = (task: Callable): string =>
  `${capitalized(task.title)} is submitted, and a TaskFuture is not a promise: await gives the future itself, at once, and a failure of the task is not seen here`;

/** When the future is used as one afterwards, the await goes away, which changes nothing; otherwise its value is wanted. */
function fixesOf(file: LinkedFile, { call }: LinkedCall): readonly Fix[] {
  const isFuture = [...usesOf(file, call)].some(isUsedAsFuture);
  const { awaitSpan } = call.usage;
  const result: Fix = { title: 'Await its result()', kind: 'suggestion', edits: () => [insert(call.span.end, '.result()')] };
  if (awaitSpan === undefined) return [result];
  const without: Fix = {
    title: 'Leave the await away',
    kind: isFuture ? 'safe' : 'suggestion',
    edits: () => [replace({ start: awaitSpan.start, end: call.span.start }, ''), replace({ start: call.span.end, end: awaitSpan.end }, '')],
  };
  return isFuture ? [without] : [result, without];
}

const isUsedAsFuture = ({ as, member }: Usage): boolean => as === 'member' && futureMembers.some((name) => name === member);
