import assert from 'node:assert/strict';
import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Client } from '../../../runtime/api/client.ts';
import { connect, resolveConnection } from '../../../runtime/api/connection.ts';
import type { Fixture } from './fixture.ts';
import { accessibilityFaults } from './accessibility.ts';
import { startFixture } from './fixture.ts';
import type { Window } from './window.ts';
import { press } from './window.ts';

/** Forms: parameters made of their types, and the answer that a paused run asks for; and what a run leaves for people. */
let fixture: Fixture;
let window: Window;

const asks = `import { flow, pauseFlowRun } from 'millrace';
import { z } from 'zod';

const answer = z.object({ approved: z.boolean(), copies: z.number().int().min(1), region: z.enum(['eu', 'us']) });

export const approve = flow({ name: 'approve' }, async () =>
  pauseFlowRun({ waitForInput: answer, description: 'Three releases are ready. Ship them?' }),
);
`;

before(async () => {
  fixture = await startFixture();
  symlinkSync(join(import.meta.dirname, '../../../node_modules'), join(fixture.workspace, 'node_modules'));
  writeFileSync(join(fixture.workspace, 'asks.ts'), asks);
  window = await fixture.window();
  await window.showViews();
  await window.row(/^map/).first().waitFor();
});

after(() => fixture.stop());

test('a form has the parameters of the flow, and runs it with them', async () => {
  await window.openFile('map.ts');
  await window.page.locator('.codelens-decoration a', { hasText: 'Run' }).first().waitFor();
  const form = window.webview();
  // Until the language server has read the types, the form has no inputs: it is opened again then.
  for (let attempt = 0; attempt < 10; attempt += 1) {
    await window.command('Millrace: Run Flow with Parameters');
    await window.choose('map.ts:map');
    await form.locator('button[type=submit]').waitFor();
    if ((await form.locator('textarea').count()) > 0) break;
    await window.command('View: Close Editor');
    await new Promise((resolve) => setTimeout(resolve, 1000));
  }
  await form.locator('textarea').fill('[4, 5');
  await form.getByText('This is not JSON').waitFor();
  await window.screenshot('51-form-fault');
  await form.locator('textarea').fill('[4, 5]');
  await window.screenshot('52-form');
  assert.deepEqual(await accessibilityFaults(form), []);
  await form.locator('button[type=submit]').click();
  await window
    .row(/map · Completed/)
    .first()
    .waitFor();
  const client = connectToServer();
  const [run] = await client.flowRuns.filter({ limit: 1 });
  await client.close();
  assert.deepEqual(run?.parameters, { values: [4, 5] });
});

function connectToServer(): Client {
  const connection = resolveConnection({ MILLRACE_HOME: fixture.home });
  assert.ok(connection !== undefined);
  return connect(connection);
}

test('a paused run asks in a form for what its flow wants to know, and goes on with the answer', async () => {
  await press(window.row(/^approve/), 'Run Flow');
  await press(window.row(/approve · Paused/), 'Resume Paused Run');
  const form = window.webview();
  await form.getByText('Three releases are ready').waitFor();
  await form.getByLabel('copies').fill('0');
  await form.getByText('Give at least 1').waitFor();
  await form.getByLabel('copies').fill('2');
  await form.getByLabel('approved').check();
  await form.getByLabel('region').selectOption('us');
  await window.screenshot('53-resume-form');
  await form.getByRole('button', { name: 'Resume' }).click();
  await window
    .row(/approve · Completed/)
    .first()
    .waitFor();
});

test('what a run leaves for people is on its page, and a page without says so', async () => {
  await window
    .row(/approve · Completed/)
    .first()
    .click();
  const page = window.webview();
  await page.getByRole('tab', { name: 'Artifacts' }).click();
  await page.getByText('has left no artifacts').waitFor();
  await window.command('View: Close Editor');
  const client = connectToServer();
  const [run] = await client.flowRuns.filter({ flows: { name: { any_: ['approve'] } }, limit: 1 });
  const left = { flowRunId: run?.id ?? '' };
  await client.artifacts.create({
    ...left,
    key: 'notes',
    type: 'markdown',
    data: '# Release 3\n\nShip **all**: [list](https://example.org)\n\n<b>no HTML</b>',
  });
  await client.artifacts.create({ ...left, key: 'rows', type: 'table', data: '[{"region":"eu","rows":1200},{"region":"us","rows":1800}]' });
  await client.artifacts.create({ ...left, key: 'share', type: 'progress', data: 42 });
  await client.close();
  await window
    .row(/approve · Completed/)
    .first()
    .click();
  await page.getByRole('tab', { name: 'Artifacts (3)' }).click();
  await page.getByRole('heading', { name: 'Release 3' }).waitFor();
  await page.getByText('<b>no HTML</b>').waitFor();
  await page.getByRole('cell', { name: '1800' }).waitFor();
  await page.getByText('42 %').waitFor();
  await window.screenshot('54-artifacts');
});

test('each part of a page is reached by the keyboard, and is what screen readers need', async () => {
  const page = window.webview();
  for (const part of ['Details', 'Timeline', 'Graph', 'Artifacts (3)']) {
    await window.page.keyboard.press('ArrowRight');
    await page.getByRole('tab', { name: part, selected: true }).waitFor();
    assert.deepEqual(await accessibilityFaults(page), [], part);
  }
});
