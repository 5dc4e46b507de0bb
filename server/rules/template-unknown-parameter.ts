import type { Span } from '../model/span.ts';
import type { LiteralValue } from '../model/value.ts';
import { replacing } from './facts/edits.ts';
import { titleOf } from './facts/names.ts';
import type { MemberAt } from '../model/object-members.ts';
import { ownOption } from './facts/options.ts';
import { listed, nearest } from './facts/wording.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Flows and tasks whose parameters are not all known are left alone. */
export const templateUnknownParameter = defineRule({
  id: 'template-unknown-parameter',
  group: 'names',
  summary: 'The template of run names asks for a parameter that does not exist',
  severity: 'error',
  preset: 'recommended',
  languages: codeLanguages,
  fix: 'suggestion',
  check({ file, report }) {
    for (const runnable of [...file.flows, ...file.tasks]) {
      const option = ownOption(runnable, runnable.kind === 'flow' ? 'flowRunName' : 'taskRunName');
      const template = option === undefined ? undefined : literalOf(option);
      if (option?.file !== file || template === undefined || runnable.parameters.open) continue;
      const names = runnable.parameters.fields.map((field) => field.name);
      for (const { name, span } of placeholders(template, forms[file.model.language === 'python' ? 'python' : 'typescript'])) {
        if (names.includes(name)) continue;
        const meant = nearest(name, names);
        const has = names.length === 0 ? 'it has none' : `it has ${listed(names)}`;
        report({
          span,
          message: `No parameter of ${titleOf(runnable)} is called '${name}': ${has}. ${file.model.language === 'python' ? 'The run fails with a KeyError.' : 'The template is not used, and runs get a generated name.'}`,
          fixes:
            meant === undefined || span === template.span
              ? []
              : [replacing(`Use '{${meant}}'`, { start: span.start + 1, end: span.start + 1 + name.length }, meant)],
        });
      }
    }
  },
});

function literalOf({ file, member }: MemberAt): (LiteralValue & { readonly value: string }) | undefined {
  const found = file.literalOf(member.value);
  const value = found?.value.value;
  return found?.file === file && typeof value === 'string' ? { ...found.value, value } : undefined;
}

/** What is a placeholder: `{day}` and `{chunk.id}`, in Python also `{day:%Y}`; but not `{{day}}`. */
const forms = { typescript: /(?<!\{)\{(\w+)(?:\.\w+)*\}/g, python: /(?<!\{)\{(\w+)[^{}]*\}/g };

/** The placeholders of a template, each with its place; with the whole literal's where escapes shift them. */
function* placeholders({ value, span }: LiteralValue & { readonly value: string }, form: RegExp): Generator<{ name: string; span: Span }> {
  const isExact = span.end - span.start === value.length + 2;
  for (const match of value.matchAll(form)) {
    const start = span.start + 1 + match.index;
    yield { name: match[1] ?? '', span: isExact ? { start, end: start + match[0].length } : span };
  }
}
