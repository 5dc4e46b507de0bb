import type { FlowModel } from '../model/entities.ts';
import type { Value } from '../model/value.ts';
import { isFuture } from './facts/futures.ts';
import { nameOf } from './facts/names.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** A future, or a list of nothing but futures, decides the state of the flow that returns it; inside an object it does not. */
export const lostTaskFailure = defineRule({
  id: 'lost-task-failure',
  group: 'calls',
  summary: 'A flow returns futures or states inside of something else, and completes whatever they come to',
  severity: 'warning',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'none',
  check({ file, report }) {
    for (const flow of file.flows) {
      for (const returned of flow.function?.returns ?? []) {
        for (const { value, what } of hidden(flow, returned, 0)) {
          report({
            span: value.span,
            message: `${what} inside of the returned value does not count: flow '${nameOf(flow)}' becomes Completed even when the task fails. Return its value (await its result()), or return the futures themselves.`,
          });
        }
      }
    }
  },
});

/** Futures and states below the top of a returned value. A list that holds nothing else is looked into by the engine. */
function* hidden(flow: FlowModel, value: Value, depth: number): Generator<{ value: Value; what: string }> {
  const file = flow.functionFile;
  const inner = value.kind === 'awaited' ? value.value : value;
  if (inner.kind === 'object') for (const member of inner.members) yield* hidden(flow, member.value, depth + 1);
  if (inner.kind === 'array') {
    const decides = depth === 0 && inner.items.every((item) => futureOrState(flow, item) !== undefined);
    if (!decides) for (const item of inner.items) yield* hidden(flow, item, depth + 1);
  }
  const what = futureOrState(flow, value);
  if (depth > 0 && what !== undefined && flow.file === file) yield { value, what };
}

function futureOrState({ functionFile }: FlowModel, value: Value): string | undefined {
  const entity = functionFile.entityOf(value);
  if (isFuture(entity)) return 'A future';
  return entity.kind === 'state' ? 'A state' : undefined;
}
