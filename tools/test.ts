import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Runs every test file with Node's runner: first what needs no processes of its own, all in one, since loading the same
 * modules again for each file took ten times as long as the tests; then those that give the SDK its client, of which a
 * process has one; then what starts processes, one file at a time. The tests against a real Prefect are tools/prefect/test.ts.
 */
const root = join(import.meta.dirname, '..');
const all = globSync('test/**/*.test.ts', { cwd: root, exclude: ['test/prefect/**'] }).toSorted();
const processes = all.filter((file) => file.startsWith('test/e2e/'));
const withClient = all.filter((file) => !processes.includes(file) && givesClient(file));
const quick = all.filter((file) => !processes.includes(file) && !withClient.includes(file));

for (const [files, options] of [
  [quick, ['--test-isolation=none']],
  [withClient, []],
  [processes, ['--test-concurrency=1']],
] as const) {
  const done = spawnSync(
    process.execPath,
    ['--test', '--test-reporter=spec', '--disable-warning=ExperimentalWarning', ...options, ...files],
    { cwd: root, stdio: 'inherit' },
  );
  if (done.status !== 0) process.exit(done.status ?? 1);
}
process.stdout.write('\nNot part of this: the tests in a real VS Code. "npm run test:vscode" runs them, and .ci/run does.\n');

function givesClient(file: string): boolean {
  return /\/(sdk\/client|sdk-server)\.ts'/.test(readFileSync(join(root, file), 'utf8'));
}
