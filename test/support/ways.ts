import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineAt } from '../../server/model/span.ts';
import { flowNoSubmit } from '../../server/rules/flow-no-submit.ts';
import { lintFile } from '../../server/workspace/lint-file.ts';
import { projectOf } from './project-of.ts';

/** A file with a flow, which it also exports as its default, and something else that has a `submit`. */
export const etlFile = `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
export default etl;
export const plain = { submit() {} };
`;

/** A project of that file and another one that imports it. */
export const withEtl = (text: string): Readonly<Record<string, string>> => ({
  'etl.ts': etlFile,
  'a.ts': `import { etl, plain } from './etl.ts';\nimport { flow, task } from 'millrace';\n${text}`,
});

/**
 * Tests projects by their titles. Lines that end in `// flow` use `submit` of one, and the rule finds all of them and no
 * other line. Lines with `// ?` do so too, and are not found, as docs/language-server.md says: what a function gives
 * that calls itself or has overloads, what is put into something that came from elsewhere, what the instance of a class was
 * made with, guards, values that change places, and members of the global object are not followed.
 */
export function findsAll(projects: Readonly<Record<string, Readonly<Record<string, string>>>>): void {
  for (const [title, files] of Object.entries(projects)) {
    test(`found: ${title}`, () => {
      const project = projectOf(files);
      for (const [path, text] of Object.entries(files)) {
        if (path.endsWith('.json')) continue;
        const texts = text.split('\n');
        const shown = (line: number): string => `${line + 1} ${texts[line] ?? ''}`;
        const expected = texts.flatMap((line, index) => (line.endsWith('// flow') ? [shown(index)] : []));
        const lineStarts = project.file(path)?.model.lineStarts ?? [];
        const found = lintFile(project, path, [{ rule: flowNoSubmit, severity: 'error', options: {} }]);
        const lines = new Set(found.map(({ span }) => shown(lineAt(lineStarts, span.start))));
        assert.deepEqual([...lines], expected, path);
      }
    });
  }
}
