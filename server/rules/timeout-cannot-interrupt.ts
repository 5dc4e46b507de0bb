import type { FlowModel, LinkedFile, TaskModel } from '../model/entities.ts';
import { contains } from '../model/span.ts';
import { blockingCall, blockingHelper, callsWithin } from './facts/effects.ts';
import { titleOf } from './facts/names.ts';
import { ownOption } from './facts/options.ts';
import { isWithin } from './facts/places.ts';
import { spelled } from './facts/wording.ts';
import { defineRule } from './rule.ts';

/** In Python a plain loop is interrupted, and only submitted tasks are not; that cannot be told from the code. */
export const timeoutCannotInterrupt = defineRule({
  id: 'timeout-cannot-interrupt',
  group: 'behaviour',
  summary: 'A timeout is set on work that blocks the process',
  severity: 'warning',
  preset: 'recommended',
  languages: ['typescript', 'javascript'],
  fix: 'none',
  check({ file, report }) {
    for (const runnable of [...file.flows, ...file.tasks]) {
      const timeout = ownOption(runnable, 'timeoutSeconds');
      if (timeout?.file !== file || runnable.functionFile !== file) continue;
      const what = blockingWork(file, runnable);
      if (what === undefined) continue;
      report({
        span: timeout.member.nameSpan,
        message: `${spelled(file.model.language, 'timeoutSeconds')} cannot interrupt ${titleOf(runnable)}: ${what} blocks the process, so the whole process is ended at that time, with all other runs in it. Do this work asynchronously, or in a child process that can be stopped.`,
      });
    }
  },
});

/** A call that blocks, or an endless loop without an await in it. */
function blockingWork(file: LinkedFile, runnable: FlowModel | TaskModel): string | undefined {
  const calls = callsWithin(runnable);
  for (const linked of calls) {
    const name = blockingCall(file, linked);
    if (name !== undefined) return `${name}()`;
    const hidden = blockingHelper(file, linked);
    if (hidden !== undefined) return `${hidden.name}() in ${hidden.helper}()`;
  }
  const endless = file.model.loops.find((loop) => loop.endless && isWithin(file.model, loop.function, runnable.function));
  return endless !== undefined &&
    runnable.function?.async === false &&
    calls.every(({ call }) => !contains(endless.span, call.span) || !call.usage.awaited)
    ? 'its endless loop'
    : undefined;
}
