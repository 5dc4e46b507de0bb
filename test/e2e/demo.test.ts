import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';

const root = join(import.meta.dirname, '../..');
const demo = join(root, 'tools/demo.ts');
const leftovers = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('millrace-demo-'));

test('the demo runs a distributed flow over real data to its end', () => {
  const done = spawnSync(process.execPath, [demo], { cwd: root, encoding: 'utf8', timeout: 60_000 });
  assert.equal(done.status, 0, done.stdout + done.stderr);
  assert.match(done.stdout, /20000 flights from 220 airports/);
  assert.match(done.stdout, /chunk chunk-5\.json +Completed/);
});

for (const after of [600, 1500]) {
  test(`the demo leaves nothing behind when it is interrupted after ${after} ms`, async () => {
    const before = leftovers();
    const child = spawn(process.execPath, [demo], { cwd: root, stdio: 'ignore' });
    await sleep(after);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGINT');
    await ended;
    assert.deepEqual(leftovers(), before);
  });
}
