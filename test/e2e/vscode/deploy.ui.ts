import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import type { Fixture } from './fixture.ts';
import { startFixture } from './fixture.ts';
import type { Window } from './window.ts';
import { press } from './window.ts';

/** The keyboard's way: deploy from the palette, start a worker, run the deployment, look at its page. */
let fixture: Fixture;
let window: Window;

before(async () => {
  fixture = await startFixture();
  window = await fixture.window();
  await window.showViews();
  await window.row('map').first().waitFor();
});

after(() => fixture.stop());

test('a flow is deployed from the palette, after a look at what changes', async () => {
  await window.command('Millrace: Deploy Flow');
  await window.choose('map.ts:map');
  const dialog = window.page.locator('.monaco-dialog-box');
  await dialog.getByText('to pool "default"').waitFor();
  await window.screenshot('11-deploy-dialog');
  await dialog.getByRole('button', { name: 'Deploy' }).click();
  await window.row(/^map/).first().locator('.monaco-tl-twistie.collapsible').waitFor();
});

test('a run waits for a worker and says so; the worker is one click away', async () => {
  await window.command('Millrace: Run Deployment');
  await window.choose('map/');
  await window.button('Start Worker').waitFor();
  await window.screenshot('12-no-worker');
  await window.button('Start Worker').click();
  await window
    .row(/map · Completed/)
    .first()
    .waitFor();
  await window
    .row(/editor-.*online/)
    .first()
    .waitFor();
  await window.screenshot('13-worker');
});

test('the page of a run shows its timeline, its graph and its states', async () => {
  await window
    .row(/map · Completed/)
    .first()
    .click();
  const page = window.webview();
  await page.locator('.row').first().waitFor();
  await page.getByText('Completed').first().waitFor();
  await window.screenshot('14-timeline');
  await page.getByRole('tab', { name: 'Graph' }).click();
  await page.locator('.node').first().waitFor();
  await window.screenshot('15-graph');
  await page.getByRole('tab', { name: 'Details' }).click();
  await page.getByText('Parameters').waitFor();
  assert.ok((await page.locator('.details li').count()) >= 3);
});

test('a worker stops with its button', async () => {
  await press(window.row(/editor-.*started here/), 'Stop Worker');
  await window
    .row(/editor-.*started here/)
    .first()
    .waitFor({ state: 'detached' });
});
