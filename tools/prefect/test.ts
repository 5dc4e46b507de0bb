import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { companions, installPrefect, prefectVersions, PythonMissing } from './install.ts';

/**
 * Runs the tests against real Prefect releases, which it installs first. Without Python nothing can be said about them:
 * that fails in CI, and is said loudly elsewhere.
 */
const root = join(import.meta.dirname, '../..');
try {
  for (const name of [...prefectVersions, ...companions]) await installPrefect(name);
} catch (error) {
  if (!(error instanceof PythonMissing)) throw error;
  const line = '!'.repeat(100);
  process.stderr.write(`${line}\nNOT TESTED against real Prefect: ${error.message}\n${line}\n`);
  process.exit(process.env['CI'] ? 1 : 0);
}
const asked = process.argv.slice(2);
const files = asked.length > 0 ? asked : globSync('test/prefect/**/*.test.ts', { cwd: root }).toSorted();
const options = ['--test', '--test-reporter=spec', '--disable-warning=ExperimentalWarning', '--test-concurrency=2'];
const done = spawnSync(process.execPath, [...options, ...files], { cwd: root, stdio: 'inherit' });
process.exitCode = done.status ?? 1;
