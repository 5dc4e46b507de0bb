import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { test } from 'node:test';
import { folderOf } from '../support/folder.ts';

const bin = join(import.meta.dirname, '../../runtime/bin/millrace.mjs');
const flow = `import { flow } from 'millrace';\nexport const etl = flow({ name: 'etl' }, async () => 1);\n`;

const home = '/proc/none/here';
const advice = 'MILLRACE_HOME';
const cases: readonly [string, number, string][] = [
  ['lint', 0, ''],
  ['flow-run ls', 2, advice],
  ['run etl.ts:etl', 2, advice],
  ['server start', 2, advice],
  ['server start --background', 1, advice],
  ['profile create other --url http://127.0.0.1:1/api', 1, advice],
];

for (const [line, exit, said] of cases) {
  test(`where ${home} cannot be made, millrace ${line} says so and ends`, { skip: process.platform !== 'linux' }, (t) => {
    const cwd = folderOf(t, { 'etl.ts': flow });
    const env = { ...process.env, MILLRACE_HOME: home, PREFECT_API_URL: undefined, NO_COLOR: '1' };
    const options = { cwd, env, encoding: 'utf8', timeout: 20_000, killSignal: 'SIGKILL' } as const;
    const { status, stderr } = spawnSync(process.execPath, [bin, ...line.split(' ')], options);
    assert.equal(status, exit, stderr);
    assert.ok(stderr.includes(said), stderr);
  });
}
