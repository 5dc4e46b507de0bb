import { capitalized, titleOf } from './facts/names.ts';
import { literalOption, optionOf } from './facts/options.ts';
import { isTestFile } from './facts/places.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** A doc comment above the flow is as good as the option. */
export const undocumentedFlow = defineRule({
  id: 'undocumented-flow',
  group: 'names',
  summary: 'A flow has neither a description nor a doc comment',
  severity: 'info',
  preset: 'strict',
  languages: codeLanguages,
  fix: 'none',
  check({ file, report }) {
    if (isTestFile(file.path)) return;
    for (const flow of file.flows) {
      if (flow.base !== undefined || flow.function === undefined || flow.documentation !== undefined) continue;
      const given = optionOf(flow, 'description');
      if (given !== 'absent' && literalOption(flow, 'description') !== '') continue;
      report({
        span: flow.nameSpan,
        message: `${capitalized(titleOf(flow))} has neither a description nor a doc comment: whoever is called when it fails sees only its name. Set description, or write ${file.model.language === 'python' ? 'a docstring' : '/** … */ above it'}.`,
      });
    }
  },
});
