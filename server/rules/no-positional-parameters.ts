import type { Entity, LinkedFile } from '../model/entities.ts';
import type { Value } from '../model/value.ts';
import type { Callable } from './facts/callees.ts';
import { ownerOf, runnablesOf } from './facts/callees.ts';
import { replacing } from './facts/edits.ts';
import { titleOf } from './facts/names.ts';
import type { Fix } from './rule.ts';
import { defineRule } from './rule.ts';

/** In Python parameters may be positional. */
export const noPositionalParameters = defineRule({
  id: 'no-positional-parameters',
  group: 'calls',
  summary: 'A flow or task is given something else than one object of named parameters',
  severity: 'error',
  preset: 'recommended',
  languages: ['typescript', 'javascript'],
  fix: 'suggestion',
  check({ file, report }) {
    for (const { call, callee } of file.calls) {
      const runnable = called(callee)[0];
      if (runnable === undefined) continue;
      const [first, second] = call.arguments;
      if (first === undefined) continue;
      const what = kindOf(file, first);
      const isTwo = runnable.kind === 'flow' && second !== undefined && second.kind !== 'spread' && first.kind !== 'spread';
      if (what === undefined && !isTwo) continue;
      report({
        span: what === undefined && second !== undefined ? second.span : first.span,
        message: `${what ?? 'A second argument'} throws: ${runnable.title} takes one object of named parameters, as ({ name: value }).`,
        fixes: what === undefined ? [] : naming(runnable, first, call.arguments.length),
      });
    }
    for (const runnable of [...file.flows, ...file.tasks]) {
      const extra = runnable.functionFile === file ? runnable.function?.parameters[1] : undefined;
      if (extra === undefined || extra.optional || extra.rest) continue;
      const message = `The function of ${titleOf(runnable)} is called with one object of named parameters: this one is always undefined. Take them apart: ({ a, b }) => ….`;
      report({ span: extra.span, message });
    }
  },
});

const called = (callee: Entity): readonly Callable[] => {
  const owner = ownerOf(callee, 'submit', 'returnState', 'delay');
  return owner === undefined ? runnablesOf(callee) : runnablesOf(owner);
};

/** What is surely no object of parameters. */
function kindOf(file: LinkedFile, value: Value): string | undefined {
  if (value.kind === 'template') return 'A string';
  const entity = file.entityOf(value);
  if (entity.kind === 'array') return 'A list';
  if (entity.kind !== 'literal' || entity.value === undefined) return undefined;
  return entity.value === null ? 'null' : `A ${typeof entity.value}`;
}

/** With one parameter it is clear what the value is meant for. */
function naming({ model }: Callable, { span }: Value, count: number): readonly Fix[] {
  const [field, ...more] = model?.parameters.fields ?? [];
  if (field === undefined || more.length > 0 || model?.parameters.open === true || count > 1) return [];
  const fix: Fix = {
    title: `Name the parameter: { ${field.name}: … }`,
    kind: 'suggestion',
    edits: (text) => replacing('', span, `{ ${field.name}: ${text.slice(span.start, span.end)} }`).edits(text),
  };
  return [fix];
}
