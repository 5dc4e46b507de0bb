import { foreignCalls, projectCalls } from './facts/callees.ts';
import { blockingCall, blockingHelper } from './facts/effects.ts';
import { titleOf } from './facts/names.ts';
import { calleeNameSpan, runnableAround } from './facts/places.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Reading and writing files synchronously is short, and left alone. */
export const blockingCallInFlow = defineRule({
  id: 'blocking-call-in-flow',
  group: 'behaviour',
  summary: 'A flow or task makes a call that blocks the whole process until it is done',
  severity: 'warning',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'none',
  check({ file, report }) {
    const blocked = file.model.language === 'python' ? 'the event loop' : 'the whole process';
    for (const linked of [...foreignCalls(file), ...projectCalls(file)]) {
      const own = blockingCall(file, linked);
      const hidden = own === undefined ? blockingHelper(file, linked) : undefined;
      const name = own ?? hidden?.name;
      const runnable = name === undefined ? undefined : runnableAround(file, linked.call);
      if (name === undefined || runnable === undefined) continue;
      report({
        span: calleeNameSpan(linked.call),
        message: `${hidden === undefined ? `${name}()` : `${hidden.helper}() calls ${name}(), which`} blocks ${blocked} until it is done: while ${titleOf(runnable)} waits for it, other tasks stand still, nothing is logged, and a timeout cannot end it alone. ${instead(name)}`,
      });
    }
  },
});

/** All but spawn can be made a promise as they are. */
function instead(name: string): string {
  if (name === 'Atomics.wait') return "Await setTimeout() of 'node:timers/promises' instead.";
  const other = name === 'spawnSync' ? 'execFile' : name.replace('Sync', '');
  return other === name ? 'Use its asynchronous counterpart.' : `Await promisify(${other})() instead.`;
}
