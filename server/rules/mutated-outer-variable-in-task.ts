import type { LinkedFile } from '../model/entities.ts';
import type { Binding, Write } from '../model/file.ts';
import { capitalized, titleOf } from './facts/names.ts';
import { isTestFile, isWithin, runnableAround } from './facts/places.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** A connection that is made once, and maps that serve as a cache, are left alone; tests count what is called. */
export const mutatedOuterVariableInTask = defineRule({
  id: 'mutated-outer-variable-in-task',
  group: 'behaviour',
  summary: 'A task changes a variable outside of it',
  severity: 'warning',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'none',
  check({ file, report }) {
    if (isTestFile(file.path)) return;
    for (const write of file.model.writes) {
      const runnable = runnableAround(file, write);
      const binding = file.model.bindings[write.binding];
      if (runnable?.kind !== 'task' || binding === undefined || runnable.functionFile !== file) continue;
      if (isWithin(file.model, binding.function, runnable.function) || !collects(file, binding, write)) continue;
      report({
        span: write.span,
        message: `${capitalized(titleOf(runnable))} changes '${binding.name}', which is declared outside of it: a retry changes it again, a cached result does not change it, and every process has its own. Return the value instead.`,
      });
    }
  },
});

/** Whether the variable collects results: a list, an object, a number or a text. */
function collects(file: LinkedFile, { value, kind }: Binding, { how }: Write): boolean {
  const values = value?.kind === 'union' ? value.of : value === undefined ? [] : [value];
  const [first] = values;
  if (first === undefined || kind === 'parameter') return false;
  const isData =
    first.kind === 'array' || (first.kind === 'literal' && (typeof first.value === 'number' || typeof first.value === 'string'));
  if (how === 'assign') return isData;
  return (
    isData || (first.kind === 'object' && how === 'member' && !file.model.exports.some((item) => 'value' in item && item.value === first))
  );
}
