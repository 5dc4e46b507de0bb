import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lint } from '../../server/lint/engine.ts';
import { folderOf } from './folder.ts';

/**
 * Tests projects by their titles, written to a folder and read as `millrace lint` reads them. Lines that end in `// flow`
 * use `submit` of one: all of them are found and no other line, and no flow is seen twice.
 */
export function findsOnDisk(projects: Readonly<Record<string, Readonly<Record<string, string>>>>): void {
  for (const [title, files] of Object.entries(projects)) {
    test(`found on disk: ${title}`, async (t) => {
      const cwd = folderOf(t, files);
      const report = await lint({ cwd, preset: 'none', rules: { 'flow-no-submit': 'error', 'duplicate-flow-name': 'error' } });
      const found = report.files.flatMap(({ path, problems }) => problems.map(({ rule, line }) => `${path}:${line} ${rule}`));
      const expected = Object.entries(files).flatMap(([path, text]) =>
        text.split('\n').flatMap((line, index) => (line.endsWith('// flow') ? [`${path}:${index + 1} flow-no-submit`] : [])),
      );
      assert.deepEqual([...new Set(found)].toSorted(), expected.toSorted());
    });
  }
}
