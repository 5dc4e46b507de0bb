import { cacheKeysIn } from './facts/cache-keys.ts';
import { changingCall } from './facts/effects.ts';
import { titleOf } from './facts/names.ts';
import { isWithin } from './facts/places.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** A date with arguments, as the day of a parameter, is as good as any value. */
export const cacheKeyNondeterministic = defineRule({
  id: 'cache-key-nondeterministic',
  group: 'behaviour',
  summary: 'A cache key is another one each time, so nothing is ever found in the cache',
  severity: 'error',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'none',
  check({ file, report }) {
    for (const key of cacheKeysIn(file)) {
      for (const linked of key.file.calls) {
        const name = isWithin(key.file.model, linked.call.function, key.index) ? changingCall(linked) : undefined;
        if (name === undefined) continue;
        report({
          span: key.file === file ? linked.call.span : key.member.value.span,
          message: `The cache key of ${titleOf(key.task)} changes with ${name}: no run ever finds the result of another, and each one stores its own. Make the key of the parameters; for results that grow old use cacheExpiration.`,
        });
      }
    }
  },
});
