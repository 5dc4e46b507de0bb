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
    for (const { task, member, function: made } of cacheKeysIn(file)) {
      const { fields, open } = task.parameters;
      if (fields.length === 0 && !open) continue;
      const takesNone = made.parameters.length === 0;
      const isConstant = made.returns.length === 1 && made.returns.every((one) => one.kind === 'literal' && one.value !== undefined);
      if (!takesNone && !isConstant) continue;
      const isPython = file.model.language === 'python';
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
