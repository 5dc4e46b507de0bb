import type { FlowModel, TaskModel } from '../model/entities.ts';
import { notKeptIn } from './facts/json.ts';
import { titleOf } from './facts/names.ts';
import { givenOption, literalOption, optionOf } from './facts/options.ts';
import { defineRule } from './rule.ts';

/** Only results that are kept are looked at: those with persistResult or a cache. Python pickles nearly everything. */
export const nonSerializableResult = defineRule({
  id: 'non-serializable-result',
  group: 'data',
  summary: 'A result that is to be kept holds something that cannot be kept',
  severity: 'error',
  preset: 'recommended',
  languages: ['typescript', 'javascript'],
  fix: 'none',
  check({ file, report }) {
    for (const runnable of [...file.flows, ...file.tasks]) {
      if (!isKept(runnable) || runnable.functionFile !== file) continue;
      for (const returned of runnable.function?.returns ?? []) {
        for (const { value, what } of notKeptIn(file, returned)) {
          report({
            span: value.span,
            message: `The result of ${titleOf(runnable)} is to be kept, and holds ${what}, which cannot be written: the run fails after all its work is done. Return plain data.`,
          });
        }
      }
    }
  },
});

/** An option that keeps results is set, and none that says otherwise. */
function isKept(runnable: FlowModel | TaskModel): boolean {
  const persists = literalOption(runnable, 'persistResult');
  if (persists !== undefined) return persists === true;
  if (optionOf(runnable, 'persistResult') !== 'absent' || optionOf(runnable, 'resultSerializer') !== 'absent') return false;
  return ['cacheKeyFn', 'cachePolicy', 'resultStorageKey'].some((name) => givenOption(runnable, name) !== undefined);
}
