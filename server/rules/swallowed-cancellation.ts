import type { FlowModel, LinkedCall, LinkedFile, TaskModel } from '../model/entities.ts';
import type { Span } from '../model/span.ts';
import { contains } from '../model/span.ts';
import { callsOf, isSdk, ownerOf, runnablesOf } from './facts/callees.ts';
import { insert } from './facts/edits.ts';
import { nameOfSdk } from './facts/import-edits.ts';
import { titleOf } from './facts/names.ts';
import { catchSpan, loopsAround, runnableAround } from './facts/places.ts';
import type { Fix } from './rule.ts';
import { defineRule } from './rule.ts';

/** A handler that looks at the error, leaves the loop or throws may well do the right thing. */
export const swallowedCancellation = defineRule({
  id: 'swallowed-cancellation',
  group: 'behaviour',
  summary: 'A loop catches every error of its runs, and so goes on after the run was cancelled',
  severity: 'warning',
  preset: 'recommended',
  languages: ['typescript', 'javascript'],
  fix: 'suggestion',
  check({ file, report }) {
    for (const { handler, block, ...place } of file.model.tries) {
      const runnable = handler === undefined ? undefined : runnableAround(file, place);
      if (handler === undefined || runnable === undefined || loopsAround(file.model, place).length === 0) continue;
      if (asksItself(file, runnable)) continue;
      if (handler.rethrows || handler.uses || handler.returns || handler.leaves === true) continue;
      if (!file.calls.some((linked) => contains(block, linked.call.span) && isAwaitedRun(linked))) continue;
      report({
        span: catchSpan(file, handler.span),
        message: `This also catches the error by which ${titleOf(runnable)} learns that it was cancelled or out of time: the loop goes on and starts runs that crash at once. Throw the error again when ${contextOf(runnable)}()?.signal.aborted is true, or leave the loop.`,
        fixes: [rethrowing(file, handler.span, contextOf(runnable))],
      });
    }
  },
});

/** Whether it looks into its context, which says that it was cancelled: it may end the loop by that. */
const asksItself = (file: LinkedFile, runnable: FlowModel | TaskModel): boolean =>
  callsOf(file, { sdk: ['flowRunContext', 'taskRunContext'] }).some(({ call }) => runnableAround(file, call) === runnable);

const contextOf = ({ kind }: FlowModel | TaskModel): string => (kind === 'flow' ? 'flowRunContext' : 'taskRunContext');

/** Puts a line into the handler; not where the error is taken apart. */
const rethrowing = (file: LinkedFile, { start, end }: Span, context: string): Fix => ({
  title: 'Throw the error again when the run was cancelled',
  kind: 'suggestion',
  edits(text) {
    const handler = text.slice(start, end);
    const [head, caught] = /^catch\s*(?:\(\s*([\p{L}_$][\p{L}\d_$]*)[^(){}]*\)\s*)?\{/u.exec(handler) ?? [];
    const found = nameOfSdk(text, file, context);
    if (head === undefined || found === undefined) return undefined;
    const name = caught ?? (/\berror\b/.test(handler) ? 'caught' : 'error');
    // On a line of its own where the handler has lines, with the white space of the next one.
    const before = /^[ \t]*(?:\/\/.*)?(\r?\n[ \t]*)(?=\S)(?!\})/.exec(handler.slice(head.length))?.[1] ?? ' ';
    return [
      ...found.edits,
      ...(caught === undefined ? [insert(start + 'catch'.length, ` (${name})`)] : []),
      insert(
        start + head.length,
        `${before}if (${found.written}()?.signal.aborted) throw ${name};${handler.slice(head.length).startsWith('}') ? ' ' : ''}`,
      ),
    ];
  },
});

const isAwaitedRun = ({ call, callee }: LinkedCall): boolean => {
  if (!call.usage.awaited) return false;
  const waited = ownerOf(callee, 'result', 'wait');
  return (
    runnablesOf(callee).length > 0 ||
    isSdk(callee, 'runDeployment', 'waitForFlowRuns', 'wait', 'pauseFlowRun', 'suspendFlowRun') ||
    waited?.kind === 'future' ||
    waited?.kind === 'futures'
  );
};
