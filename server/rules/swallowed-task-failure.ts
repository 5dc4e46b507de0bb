import { contains } from '../model/span.ts';
import { callsWithin, networkCall } from './facts/effects.ts';
import { titleOf } from './facts/names.ts';
import { literalOption } from './facts/options.ts';
import { catchSpan, runnableAround } from './facts/places.ts';
import { codeLanguages, defineRule } from './rule.ts';

/**
 * Only where retries are set, so that the failure is surely wanted, and where all that the task waits for is in the block.
 * A handler that does the work in another way is right.
 */
export const swallowedTaskFailure = defineRule({
  id: 'swallowed-task-failure',
  group: 'behaviour',
  summary: 'A task catches its own failure, so that its retries never happen',
  severity: 'warning',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'none',
  check({ file, report }) {
    for (const { handler, block, ...place } of file.model.tries) {
      if (handler === undefined || handler.rethrows || handler.uses || (place.loops?.length ?? 0) > 0) continue;
      const task = runnableAround(file, place);
      const retries = task?.kind === 'task' ? literalOption(task, 'retries') : undefined;
      if (task === undefined || typeof retries !== 'number' || retries < 1) continue;
      const work = callsWithin(task).filter((linked) => linked.call.usage.awaited || networkCall(linked) !== undefined);
      if (work.length === 0 || !work.every((linked) => contains(block, linked.call.span))) continue;
      report({
        span: catchSpan(file, handler.span),
        message: `The failure ends here: ${titleOf(task)} becomes Completed, its ${retries === 1 ? 'retry never happens' : `${retries} retries never happen`}, and the code after it goes on with nothing. Throw the error again after logging it, or remove this handler.`,
      });
    }
  },
});
