import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { after, before, beforeEach, test } from 'node:test';
import { isAlive, readServerFile } from '../../../runtime/api/connection.ts';
import type { Fixture } from './fixture.ts';
import { startFixture } from './fixture.ts';
import type { Window } from './window.ts';
import { press } from './window.ts';

/** Two windows of one user share a server; when the editor is killed, nothing stays behind. */
let fixture: Fixture;
let first: Window;
let second: Window;

before(async () => {
  fixture = await startFixture();
  first = await fixture.window();
  second = await fixture.window();
  for (const window of [first, second]) await window.showViews();
});

/** A page behind another one is drawn late, or not at all. */
beforeEach(() => first.page.bringToFront());

after(() => fixture.stop());

test('what one window runs is seen in the other', async () => {
  await press(first.row(/^hello/), 'Run Flow');
  await first
    .row(/hello · Completed/)
    .first()
    .waitFor();
  await second.page.bringToFront();
  await second
    .row(/hello · Completed/)
    .first()
    .waitFor();
  await second.screenshot('41-second-window');
});

test('a worker of one window is seen in the other', async () => {
  await press(first.row(/^map/), 'Deploy Flow');
  await first.page.locator('.monaco-dialog-box').getByRole('button', { name: 'Deploy' }).click();
  await first.command('Millrace: Start Worker');
  await first
    .row(/editor-.*online.*started here/)
    .first()
    .waitFor();
  await second.page.bringToFront();
  await second
    .row(/editor-.*online/)
    .first()
    .waitFor();
});

test('when the editor is killed, its server and its workers end by themselves', async () => {
  const server = readServerFile(fixture.home);
  assert.ok(server !== undefined);
  const ours = (): string =>
    execFileSync('ps', ['-eo', 'pid,args'], { encoding: 'utf8' })
      .split('\n')
      .filter((line) => line.includes(fixture.host.folder))
      .join('\n');
  assert.match(ours(), /worker start/);
  fixture.host.kill();
  const deadline = Date.now() + 60_000;
  while ((isAlive(server.pid) || ours() !== '') && Date.now() < deadline) await new Promise((resolve) => setTimeout(resolve, 250));
  assert.equal(ours(), '');
  assert.ok(!isAlive(server.pid));
});
