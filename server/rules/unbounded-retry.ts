import type { LinkedFile } from '../model/entities.ts';
import type { Value } from '../model/value.ts';
import { capitalized, titleOf } from './facts/names.ts';
import { ownOption } from './facts/options.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** A large number is as good as no limit. */
export const unboundedRetry = defineRule({
  id: 'unbounded-retry',
  group: 'behaviour',
  summary: 'A failing run is tried again without an end in sight',
  severity: 'warning',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'none',
  options: { maximum: { type: 'number', default: 50, description: 'More retries than this are reported.' } },
  check({ file, options, report }) {
    const maximum = Number(options['maximum']);
    for (const runnable of [...file.flows, ...file.tasks]) {
      const retries = ownOption(runnable, 'retries');
      if (retries?.file !== file) continue;
      const count = countOf(file, retries.member.value);
      if (count === undefined || (count <= maximum && count >= 0)) continue;
      report({
        span: retries.member.value.span,
        message:
          count < 0
            ? `A negative number means no retries: ${titleOf(runnable)} fails at its first error. Remove retries, or give a number above 0.`
            : `${capitalized(titleOf(runnable))} is tried again ${count === Infinity ? 'without end' : `${count} times`}: with an error that does not go away it ${count === Infinity ? 'never becomes Failed' : 'becomes Failed only after all of them'}, and until then nobody is told. Give it a few retries with growing delays.`,
      });
    }
  },
});

function countOf(file: LinkedFile, value: Value): number | undefined {
  const literal = file.literalOf(value)?.value.value;
  if (typeof literal === 'number') return literal;
  const entity = file.entityOf(value);
  const name =
    entity.kind === 'method' && entity.of.kind === 'global'
      ? `${entity.of.name}.${entity.name}`
      : entity.kind === 'global'
        ? entity.name
        : '';
  return ['Infinity', 'Number.POSITIVE_INFINITY', 'Number.MAX_SAFE_INTEGER', 'Number.MAX_VALUE'].includes(name) ? Infinity : undefined;
}
