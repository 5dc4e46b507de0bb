import { submittedTasks } from './facts/callees.ts';
import { callsWithin, networkCall } from './facts/effects.ts';
import { optionOf } from './facts/options.ts';
import { calleeNameSpan, runnableAround } from './facts/places.ts';
import { partsOf } from './facts/walk.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Only tasks that go over the network are looked at; a task runner, tags and short lists in sight are limits enough. */
export const unboundedMap = defineRule({
  id: 'unbounded-map',
  group: 'behaviour',
  summary: 'A task that goes over the network is mapped over a list without a limit',
  severity: 'info',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'none',
  check({ file, report }) {
    for (const { call, callee } of file.calls) {
      const mapped = submittedTasks(callee, 'map')[0];
      if (mapped === undefined) continue;
      const [input] = call.arguments;
      const flow = runnableAround(file, call);
      if (mapped.model === undefined || input === undefined || flow?.kind !== 'flow') continue;
      if (optionOf(flow, 'taskRunner') !== 'absent' || optionOf(mapped.model, 'tags') !== 'absent') continue;
      const request = callsWithin(mapped.model).flatMap((linked) => networkCall(linked) ?? [])[0];
      if (request === undefined) continue;
      const isShort = [...partsOf(file.model, input)].some((part) => part.kind === 'array' || file.arrayOf(part) !== undefined);
      if (isShort) continue;
      report({
        span: calleeNameSpan(call),
        message: `All runs of ${mapped.title} start at once, and each calls ${request}: a long list is as many requests at the same moment. Limit them with taskRunner: concurrent({ maxWorkers: 10 }) in the flow, or a tag with a concurrency limit on the task.`,
      });
    }
  },
});
