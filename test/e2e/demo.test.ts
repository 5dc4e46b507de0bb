import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { processesWith } from '../support/processes.ts';

const root = join(import.meta.dirname, '../..');
const demo = join(root, 'tools/demo.ts');

test('the demo runs a distributed flow over real data to its end', () => {
  const done = spawnSync(process.execPath, [demo], { cwd: root, encoding: 'utf8', timeout: 60_000 });
  assert.equal(done.status, 0, done.stdout + done.stderr);
  assert.match(done.stdout, /20000 flights from 220 airports/);
  assert.match(done.stdout, /chunk-5 +Completed/);
});

for (const after of [50, 300, 600, 1000, 1500, 2500]) {
  test(`the demo leaves nothing behind when it is interrupted after ${after} ms`, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'millrace-interrupt-'));
    const child = spawn(process.execPath, [demo], { cwd: root, stdio: 'ignore', detached: true, env: { ...process.env, TMPDIR: folder } });
    await sleep(after);
    const ended = once(child, 'exit');
    // As Ctrl-C does: every process of the terminal's group gets the signal.
    process.kill(-(child.pid ?? 0), 'SIGINT');
    await ended;
    // Idle processes of a worker end by themselves a moment after it.
    for (let waited = 0; waited < 3000 && processesWith(folder).length > 0; waited += 50) await sleep(50);
    assert.deepEqual(processesWith(folder), []);
    const files = readdirSync(folder).filter((name) => name.startsWith('millrace'));
    rmSync(folder, { recursive: true, force: true });
    assert.deepEqual(files, []);
  });
}
