import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { rightProgramFiles, rightPrograms } from '../support/right-programs.ts';

test('the programs that are called right compile with the SDK', () => {
  assert.ok(rightProgramFiles().size >= 60, 'programs are missing');
  const compiler = join(import.meta.dirname, '../../node_modules/typescript/bin/tsc');
  const compiled = spawnSync(process.execPath, [compiler, '-p', rightPrograms], { cwd: rightPrograms, encoding: 'utf8' });
  assert.equal(compiled.stdout, '');
});
