import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

const root = join(import.meta.dirname, '../..');

for (const [file, expected] of [
  ['hello', 'Hello, world!'],
  ['retries', 'succeeded at attempt 3'],
  ['map', '[10,40,90]'],
  ['nested', '7 words'],
] as const) {
  test(`examples/${file}.ts runs by itself`, () => {
    const home = mkdtempSync(join(tmpdir(), 'millrace-example-'));
    const env = { ...process.env, MILLRACE_HOME: home, PREFECT_API_URL: '' };
    const done = spawnSync(process.execPath, [join(root, 'examples', `${file}.ts`)], { env, encoding: 'utf8', timeout: 30_000 });
    rmSync(home, { recursive: true, force: true });
    assert.equal(done.stdout.trim(), expected, done.stderr);
  });
}

test('the examples have none of the faults that the linter finds', () => {
  const lint = [join(root, 'runtime/bin/millrace.mjs'), 'lint', 'examples', '--max-warnings', '0'];
  const done = spawnSync(process.execPath, lint, { cwd: root, encoding: 'utf8', timeout: 60_000 });
  assert.equal(done.status, 0, done.stdout + done.stderr);
});
