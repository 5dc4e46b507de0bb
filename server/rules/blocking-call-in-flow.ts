import { blockingCall } from './facts/effects.ts';
import { titleOf } from './facts/names.ts';
import { calleeNameSpan, runnableAround } from './facts/places.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Reading and writing files synchronously is short, and left alone. */
export const blockingCallInFlow = defineRule({
  id: 'blocking-call-in-flow',
  group: 'behaviour',
  summary: 'A flow or task calls something that stops the whole process until it is done',
  severity: 'warning',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'none',
  check({ file, report }) {
    for (const linked of file.calls) {
      const name = blockingCall(file, linked);
      const runnable = name === undefined ? undefined : runnableAround(file, linked.call);
      if (name === undefined || runnable === undefined) continue;
      report({
        span: calleeNameSpan(linked.call),
        message: `${name}() stops the whole process until it is done: other tasks of ${titleOf(runnable)} stand still, and logs, timeouts and cancellation wait. Use ${instead(name)}.`,
      });
    }
  },
});

function instead(name: string): string {
  if (name === 'Atomics.wait') return "await setTimeout() of 'node:timers/promises'";
  if (name.startsWith('exec') || name.startsWith('spawn')) return `${name.replace('Sync', '')}() and await it`;
  return name.endsWith('Sync') ? `${name.replace('Sync', '')}(), which does not block` : 'its asynchronous counterpart';
}
