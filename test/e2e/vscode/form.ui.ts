import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { connect, resolveConnection } from '../../../runtime/api/connection.ts';
import type { Fixture } from './fixture.ts';
import { startFixture } from './fixture.ts';
import type { Window } from './window.ts';

/** Parameters: a form made of their types, which says what is wrong and runs the flow with what was typed. */
let fixture: Fixture;
let window: Window;

before(async () => {
  fixture = await startFixture();
  symlinkSync(join(import.meta.dirname, '../../../node_modules'), join(fixture.workspace, 'node_modules'));
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
  await form.locator('button[type=submit]').click();
  await window
    .row(/map · Completed/)
    .first()
    .waitFor();
  const connection = resolveConnection({ MILLRACE_HOME: fixture.home });
  assert.ok(connection !== undefined);
  const client = connect(connection);
  const [run] = await client.flowRuns.filter({ limit: 1 });
  await client.close();
  assert.deepEqual(run?.parameters, { values: [4, 5] });
});
