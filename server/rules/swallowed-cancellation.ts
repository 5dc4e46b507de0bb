import type { LinkedCall } from '../model/entities.ts';
import { contains } from '../model/span.ts';
import { isSdk, ownerOf, runnablesOf } from './facts/callees.ts';
import { titleOf } from './facts/names.ts';
import { catchSpan, loopsAround, runnableAround } from './facts/places.ts';
import { defineRule } from './rule.ts';

/** A handler that looks at the error, leaves the loop or throws may well do the right thing. */
export const swallowedCancellation = defineRule({
  id: 'swallowed-cancellation',
  group: 'behaviour',
  summary: 'A loop catches every error of its runs, and so goes on after the run was cancelled',
  severity: 'warning',
  preset: 'recommended',
  languages: ['typescript', 'javascript'],
  fix: 'none',
  check({ file, report }) {
    for (const { handler, block, ...place } of file.model.tries) {
      const runnable = handler === undefined ? undefined : runnableAround(file, place);
      if (handler === undefined || runnable === undefined || loopsAround(file.model, place).length === 0) continue;
      if (handler.rethrows || handler.uses || handler.returns || handler.leaves === true) continue;
      if (!file.calls.some((linked) => contains(block, linked.call.span) && isAwaitedRun(linked))) continue;
      report({
        span: catchSpan(file, handler.span),
        message: `This also catches the error by which ${titleOf(runnable)} learns that it was cancelled or out of time: the loop goes on and starts further runs until the process is ended. Throw the error again when it is none of yours, or leave the loop.`,
      });
    }
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
