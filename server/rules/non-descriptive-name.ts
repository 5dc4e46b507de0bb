import { isTestFile } from './facts/places.ts';
import { codeLanguages, defineRule } from './rule.ts';

/** Names that would fit any flow or task. */
export const nonDescriptiveName = defineRule({
  id: 'non-descriptive-name',
  group: 'names',
  summary: 'The name of a flow or task says nothing about it',
  severity: 'info',
  preset: 'strict',
  languages: codeLanguages,
  fix: 'none',
  check({ file, report }) {
    if (isTestFile(file.path)) return;
    for (const { name, nameSpan, kind, base } of [...file.flows, ...file.tasks]) {
      // One without a name is another rule's.
      if (name === undefined || name === '' || base !== undefined || !isEmptyName(name)) continue;
      report({
        span: nameSpan,
        message: `'${name}' says nothing about this ${kind}: lists of runs, alerts and logs show little else. Name it after what it does, such as 'load-orders'.`,
      });
    }
  },
});

const empty = new Set(
  'my the a an new test tests main foo bar baz temp tmp example demo sample untitled default flow flows task tasks function func fn job run process step pipeline workflow thing stuff do it'.split(
    ' ',
  ),
);

/** Whether each word of a name is empty, a number or a letter of the alphabet; one sign of other scripts may be a word. */
const isEmptyName = (name: string): boolean =>
  name
    .replaceAll(/(?<=[a-z])(?=[A-Z\d])/g, '-')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .every((word) => /^(?:[a-z]?|\d+)$/.test(word) || empty.has(word));
