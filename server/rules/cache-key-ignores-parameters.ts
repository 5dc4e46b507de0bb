import type { FileModel } from '../model/file.ts';
import type { Value } from '../model/value.ts';
import { cacheKeysIn } from './facts/cache-keys.ts';
import { titleOf } from './facts/names.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** A task without parameters may have one key for all. */
export const cacheKeyIgnoresParameters = defineRule({
  id: 'cache-key-ignores-parameters',
  group: 'behaviour',
  summary: 'A cache key does not depend on the parameters, so other parameters get the same result',
  severity: 'error',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'none',
  check({ file, report }) {
    for (const { task, member, function: made, file: where } of cacheKeysIn(file)) {
      const { fields, open } = task.parameters;
      if (fields.length === 0 && !open) continue;
      const isPython = file.model.language === 'python';
      const takesNone = made.parameters.length === 0;
      const isFixed = made.returns.length === 1 && made.returns.every((one) => isOfTask(where.model, one));
      // What is no arrow function may have `arguments`; and without a key nothing is cached.
      if (!isFixed && !(takesNone && (isPython || made.expression))) continue;
      if (!(takesNone && isPython) && made.returns.every(isNothing)) continue;
      report({
        span: member.value.span,
        message:
          isPython && takesNone
            ? `The cache key function of ${titleOf(task)} takes no arguments, but is called with the context and the parameters: the call fails, and nothing is cached. Let it take both.`
            : `The cache key of ${titleOf(task)} is the same for all parameters: a run with others gets the result of the first one. Build it from the parameters, which are the function's second argument.`,
      });
    }
  },
});

const isNothing = (value: Value): boolean => value.kind === 'literal' && (value.value ?? null) === null;

/** Whether a value is as it is written, or of the context no more than what all runs of the task share: the task itself. */
function isOfTask(model: FileModel, value: Value): boolean {
  if (value.kind === 'literal') return true;
  if (value.kind === 'template') return value.values.every((one) => isOfTask(model, one));
  const [first] = membersOfContext(model, value) ?? [];
  return first === 'task';
}

/** The names of the members by which a value is reached from the first parameter; undefined where it is something else. */
function membersOfContext(model: FileModel, value: Value): readonly string[] | undefined {
  if (value.kind === 'handed' || value.kind === 'argument') return value.parameter === 0 ? [] : undefined;
  if (value.kind === 'member') {
    const names = membersOfContext(model, value.object);
    return names && [...names, value.name];
  }
  const binding = value.kind === 'reference' ? model.bindings[value.binding] : undefined;
  return binding?.kind === 'parameter' && binding.value !== undefined ? membersOfContext(model, binding.value) : undefined;
}
