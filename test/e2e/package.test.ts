import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { listFiles } from '@vscode/vsce';

/** What goes into the .vsix: the bundles and what package.json names, and nothing of the sources. */
const root = join(import.meta.dirname, '../..');

test('sources, tests and packages stay out, and what package.json names goes in', async () => {
  const files = await listFiles({ cwd: root, packageManager: 0 });
  const strange = files.filter(
    (file) => !/^(dist|media|l10n)\/|^(package\.json|package\.nls\.json|LICENSE|README\.md|CHANGELOG\.md|client\/README\.md)$/.test(file),
  );
  assert.deepEqual(strange, []);
  const named = [...readFileSync(join(root, 'package.json'), 'utf8').matchAll(/"(?:\.\/)?(media\/[\w./-]+)"/g)].map(
    (match) => match[1] ?? '',
  );
  assert.deepEqual(
    named.filter((file) => !files.includes(file)),
    [],
  );
});
