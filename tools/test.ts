import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Runs every test file with Node's runner: first what needs no processes, then what starts some, one file at a time. The tests
 * against a real Prefect are tools/prefect/test.ts.
 */
const root = join(import.meta.dirname, '..');
const all = globSync('test/**/*.test.ts', { cwd: root, exclude: ['test/prefect/**'] }).toSorted();
const slow = all.filter((file) => file.startsWith('test/e2e/'));
const quick = all.filter((file) => !file.startsWith('test/e2e/'));

for (const [files, options] of [
  [quick, []],
  [slow, ['--test-concurrency=1']],
] as const) {
  if (files.length === 0) continue;
  const done = spawnSync(
    process.execPath,
    ['--test', '--test-reporter=spec', '--disable-warning=ExperimentalWarning', ...options, ...files],
    { cwd: root, stdio: 'inherit' },
  );
  if (done.status !== 0) process.exit(done.status ?? 1);
}
process.stdout.write('\nNot part of this: the tests in a real VS Code. "npm run test:vscode" runs them, and .ci/run does.\n');
