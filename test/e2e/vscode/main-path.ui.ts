import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Fixture } from './fixture.ts';
import { startFixture } from './fixture.ts';
import type { Window } from './window.ts';
import { press } from './window.ts';

/** A newcomer: opens a folder with flows, presses one button, and sees the run complete. Nothing was installed or set. */
let fixture: Fixture;
let window: Window;

before(async () => {
  fixture = await startFixture();
  window = await fixture.window();
});

after(() => fixture.stop());

test('the flows of the folder are there at once', async () => {
  await window.showViews();
  await window.row('hello').first().waitFor();
  await window.statusBar('Millrace: no server').waitFor();
  await window.screenshot('01-flows');
});

test('one button runs a flow to Completed, and starts the server that it needs', async () => {
  const begin = performance.now();
  await press(window.row(/^hello/), 'Run Flow');
  await window
    .row(/Completed/)
    .first()
    .waitFor();
  process.stdout.write(`# button to Completed, cold: ${Math.round(performance.now() - begin)} ms\n`);
  await window.statusBar('Millrace: embedded').waitFor();
  await window.screenshot('02-completed');
});

test('the log is a document', async () => {
  await press(window.row(/hello · Completed/), 'Open Logs');
  await window.page.locator('.tab', { hasText: 'millrace-log' }).waitFor();
  await window.page.locator('.view-lines', { hasText: 'Greeting world' }).waitFor();
  assert.match(await window.editorText(), /INFO/);
  await window.screenshot('03-log');
});

test('nothing outside of this machine was asked', () => {
  assert.deepEqual(fixture.browser.external, []);
});
