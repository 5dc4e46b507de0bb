import assert from 'node:assert/strict';
import { execFile, spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { promisify } from 'node:util';
import { rightProgramFiles, rightPrograms } from '../support/right-programs.ts';

test('the programs that are called right compile with the SDK', () => {
  assert.ok(rightProgramFiles().size >= 100, 'programs are missing');
  const compiler = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
  const compiled = spawnSync(process.execPath, [compiler, '-p', rightPrograms], { cwd: rightPrograms, encoding: 'utf8' });
  assert.equal(compiled.stdout, '');
});

/** Some of those that need nothing but themselves: each is a process with a database, a second of work. */
const running = [
  'cleanup-on-cancel/flows.ts',
  'dag-executor/dag.ts',
  'dead-letters/flows.ts',
  'named-secrets/flows.ts',
  'plain-cjs-app/flows.cjs',
  'price-watch/flows.ts',
  'promise-shapes/flows.ts',
  'remote-job/flows.ts',
  'tested-flows/flows.test.ts',
  'workspace-packages/apps/jobs/flows.ts',
];

describe('the programs that are called right run', { concurrency: 2 }, () => {
  for (const program of running) {
    test(program, async () => {
      const home = await mkdtemp(join(tmpdir(), 'millrace-right-'));
      const { NODE_TEST_CONTEXT: _, ...around } = process.env;
      const env = { ...around, MILLRACE_HOME: home, PREFECT_HOME: home, PREFECT_API_URL: '', TMPDIR: home };
      try {
        // Rejects with what was written when the program does not end with 0.
        await promisify(execFile)(process.execPath, [join(rightPrograms, program)], { env, timeout: 60_000 });
      } finally {
        await rm(home, { recursive: true, force: true });
      }
    });
  }
});
