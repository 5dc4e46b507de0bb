import type { Entity, LinkedFile } from '../model/entities.ts';
import type { Value } from '../model/value.ts';
import type { Callable } from './facts/callees.ts';
import { callsOf, ownerOf, runnablesOf, tasksOf } from './facts/callees.ts';
import { insert } from './facts/edits.ts';
import { capitalized, titleOf } from './facts/names.ts';
import { memberOf } from '../model/object-members.ts';
import type { Edit, Fix } from './rule.ts';
import { defineRule } from './rule.ts';

/** In Python parameters may be positional. */
export const noPositionalParameters = defineRule({
  id: 'no-positional-parameters',
  group: 'calls',
  summary: 'A flow or task is given something other than one object of named parameters',
  severity: 'error',
  preset: 'recommended',
  languages: ['typescript', 'javascript'],
  fix: 'suggestion',
  check({ file, report }) {
    for (const { call, callee } of callsOf(file, { runnables: true, methods: [...passing, 'map'] })) {
      const [first, second] = call.arguments;
      // Nearly all calls are right.
      if (first === undefined || (first.kind === 'object' && second === undefined)) continue;
      const runnable = called(callee)[0];
      if (runnable === undefined) continue;
      const what = kindOf(file, first);
      const isTwo = second !== undefined && first.kind !== 'spread' && isNoSetting(file, runnable, second);
      if (what === undefined && !isTwo) continue;
      report({
        span: what === undefined && second !== undefined ? second.span : first.span,
        message: `${capitalized(runnable.title)} takes one object of named parameters, ({ ${sampleOf(runnable)} }): ${what ?? 'a second argument'} throws when this line is reached.`,
        fixes: what === undefined || what === 'a function' ? [] : naming(runnable, call.arguments),
      });
    }
    for (const { call } of callsOf(file, { sdk: ['concurrent'] })) {
      const [limit] = call.arguments;
      if (limit === undefined || kindOf(file, limit) !== 'a number') continue;
      const message = 'concurrent() takes an object, ({ maxWorkers: … }): a number is ignored, and there is no limit.';
      report({ span: limit.span, message, fixes: [namingLimit(limit)] });
    }
    for (const runnable of [...file.flows, ...file.tasks]) {
      const extra = runnable.functionFile === file ? runnable.function?.parameters[1] : undefined;
      if (extra === undefined || extra.optional || extra.rest) continue;
      const message = `The function of ${titleOf(runnable)} is called with one object of named parameters: this one is always undefined. Take them apart: ({ a, b }) => ….`;
      report({ span: extra.span, message });
    }
  },
});

/** The methods of flows and tasks that take what the function itself does. */
const passing = ['submit', 'returnState', 'delay'];

const called = (callee: Entity): readonly Callable[] => {
  const owner = ownerOf(callee, ...passing);
  if (owner !== undefined) return runnablesOf(owner);
  // Flows have no map, which has a rule of its own.
  const mapped = ownerOf(callee, 'map');
  return mapped === undefined ? runnablesOf(callee) : tasksOf(mapped);
};

/** A flow takes no second argument; a task takes settings of the call, which are an object with `waitFor`. */
function isNoSetting(file: LinkedFile, { kind }: Callable, second: Value): boolean {
  if (second.kind === 'spread') return false;
  if (kind === 'flow' || kindOf(file, second) !== undefined) return true;
  const object = file.objectOf(second);
  return object !== undefined && memberOf(object, 'waitFor') === 'absent';
}

/** What is surely no object of parameters. */
function kindOf(file: LinkedFile, value: Value): string | undefined {
  if (value.kind === 'template') return 'a string';
  const entity = file.entityOf(value);
  if (entity.kind === 'array' || entity.kind === 'list') return 'a list';
  if (entity.kind === 'function') return 'a function';
  if (entity.kind !== 'literal' || entity.value === undefined) return undefined;
  return entity.value === null ? 'null' : `a ${typeof entity.value}`;
}

/** The names that a call has to give, as far as they are known. */
function sampleOf({ model }: Callable): string {
  const names = model?.parameters.fields.map(({ name }) => `${keyOf(name)}: …`) ?? [];
  return names.length === 0 || names.length > 4 ? 'name: value' : names.join(', ');
}

const keyOf = (name: string): string => (/^[\p{L}_$][\p{L}\d_$]*$/u.test(name) ? name : `'${name}'`);

/** Gives the arguments the names of the parameters, in their order. */
function naming({ model }: Callable, values: readonly Value[]): readonly Fix[] {
  const names = model?.parameters.fields.map(({ name }) => keyOf(name)) ?? [];
  const [first, last] = [values[0], values.at(-1)];
  if (first === undefined || last === undefined || values.length !== names.length || model?.parameters.open === true) return [];
  if (values.slice(1).some(({ kind }) => kind === 'spread' || kind === 'object')) return [];
  const title = `Name the ${names.length === 1 ? 'parameter' : 'parameters'}: { ${names.map((name) => `${name}: …`).join(', ')} }`;
  const named = (text: string): readonly Edit[] =>
    values.flatMap(({ span }, at) => (text.slice(span.start, span.end) === names[at] ? [] : [insert(span.start, `${names[at]}: `)]));
  return [{ title, kind: 'suggestion', edits: (text) => [insert(first.span.start, '{ '), ...named(text), insert(last.span.end, ' }')] }];
}

const namingLimit = ({ span }: Value): Fix => ({
  title: 'Name the limit: { maxWorkers: … }',
  kind: 'suggestion',
  edits: () => [insert(span.start, '{ maxWorkers: '), insert(span.end, ' }')],
});
