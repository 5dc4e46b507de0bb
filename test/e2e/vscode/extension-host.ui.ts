import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';

/**
 * The suite inside of the extension host, by VS Code's own test runner. It runs in the VS Code of these tests; with
 * MILLRACE_TEST_VSCODE (a version such as `stable`) in one that the runner downloads.
 */
const root = join(import.meta.dirname, '../../..');
const folder = mkdtempSync(join(tmpdir(), 'millrace-suite-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('the editor finds and uses everything that the extension gives it', async () => {
  const workspace = join(folder, 'examples');
  cpSync(join(root, 'examples'), workspace, { recursive: true, filter: (path) => !path.includes('node_modules') });
  symlinkSync(join(root, 'node_modules'), join(workspace, 'node_modules'));
  writeFileSync(
    join(workspace, 'submits.ts'),
    `import { flow } from 'millrace';\nconst child = flow({ name: 'child' }, async () => 1);\nexport const parent = flow({ name: 'parent' }, async () => child.submit({}));\n`,
  );
  const suite = join(folder, 'suite.cjs');
  await build({
    entryPoints: [join(import.meta.dirname, 'extension/suite.ts')],
    outfile: suite,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    external: ['vscode'],
    logOverride: { 'empty-import-meta': 'silent' },
  });
  const result = join(folder, 'result.json');
  const version = process.env['MILLRACE_TEST_VSCODE'];
  const code = await runTests({
    ...(version === undefined ? { vscodeExecutablePath: join(import.meta.dirname, 'editor-shim.ts') } : { version }),
    extensionDevelopmentPath: root,
    extensionTestsPath: suite,
    extensionTestsEnv: { MILLRACE_SUITE_RESULT: result },
    launchArgs: [workspace],
  });
  const { passed, failed }: { passed: number; failed: string[] } = JSON.parse(readFileSync(result, 'utf8'));
  assert.deepEqual([code, failed], [0, []]);
  assert.ok(passed >= 9);
});
