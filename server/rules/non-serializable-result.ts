import { notJsonIn } from './facts/json.ts';
import { titleOf } from './facts/names.ts';
import { literalOption, optionOf } from './facts/options.ts';
import { defineRule } from './rule.ts';

/** Only results that are kept are looked at: those with persistResult or a cache. Python pickles them. */
export const nonSerializableResult = defineRule({
  id: 'non-serializable-result',
  group: 'data',
  summary: 'A result that is kept holds something that JSON does not carry',
  severity: 'error',
  preset: 'recommended',
  languages: ['typescript', 'javascript'],
  fix: 'none',
  check({ file, report }) {
    for (const runnable of [...file.flows, ...file.tasks]) {
      const isKept = literalOption(runnable, 'persistResult') === true || typeof optionOf(runnable, 'cacheKeyFn') !== 'string';
      if (!isKept || optionOf(runnable, 'resultSerializer') !== 'absent' || runnable.functionFile !== file) continue;
      for (const returned of runnable.function?.returns ?? []) {
        for (const { value, what } of notJsonIn(file, returned)) {
          report({
            span: value.span,
            message: `The result of ${titleOf(runnable)} is kept as JSON, and holds ${what}: a later run that reads it gets something else than this one. Return plain data.`,
          });
        }
      }
    }
  },
});
