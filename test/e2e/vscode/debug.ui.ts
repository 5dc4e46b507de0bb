import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Fixture } from './fixture.ts';
import { startFixture } from './fixture.ts';
import type { Window } from './window.ts';

/** Breakpoints in TypeScript stop a flow that is debugged; the run goes on and completes after them. */
let fixture: Fixture;
let window: Window;

before(async () => {
  fixture = await startFixture();
  symlinkSync(join(import.meta.dirname, '../../../node_modules'), join(fixture.workspace, 'node_modules'));
  window = await fixture.window();
  await window.showViews();
  await window
    .row(/^hello/)
    .first()
    .waitFor();
});

after(() => fixture.stop());

test('a breakpoint in a task stops the flow, and it completes when it goes on', async () => {
  const { page } = window;
  await window.openFile('hello.ts');
  await page.locator('.view-line', { hasText: 'Greeting' }).first().click();
  await page.keyboard.press('F9');
  await page.locator('.codicon-debug-breakpoint, .codicon-debug-breakpoint-unverified').first().waitFor();
  await page.locator('.codelens-decoration a', { hasText: 'Debug' }).first().click();
  await page.locator('.debug-top-stack-frame-line').first().waitFor();
  // What is shown is the file, with its types.
  await page.locator('.editor-group-container.active .view-line', { hasText: 'name: string' }).first().waitFor();
  await window.screenshot('61-breakpoint');
  await page.keyboard.press('F5');
  await window.command('Millrace: Focus on Runs View').catch(() => undefined);
  await window
    .row(/hello · Completed/)
    .first()
    .waitFor();
  // Until it is gone, F5 would go on with this session instead of beginning another.
  await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
});

test('F5 without a configuration debugs the flow at the cursor', async () => {
  const { page } = window;
  await window.openFile('hello.ts');
  await page.locator('.editor-group-container.active .view-line', { hasText: 'Greeting' }).first().click();
  await page.keyboard.press('F5');
  await window.choose('Millrace Flow');
  await page.locator('.debug-top-stack-frame-line').first().waitFor();
  await page.keyboard.press('F5');
});
