import assert from 'node:assert/strict';
import { readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Fixture } from './fixture.ts';
import { startFixture } from './fixture.ts';
import type { Window } from './window.ts';

/** The code itself: what cannot work, what mends it, what stands above a flow, and where a run failed. */
let fixture: Fixture;
let window: Window;

const submits = `import { flow } from 'millrace';

const child = flow({ name: 'child' }, async ({ n }: { n: number }) => n);

export const parent = flow({ name: 'parent' }, async () => {
  const future = child.submit({ n: 1 });
  return future;
});
`;

const fails = `import { flow, task } from 'millrace';

const load = task({ name: 'load' }, async () => {
  throw new Error('the disk is full');
});

export const failing = flow({ name: 'failing' }, async () => load({}));
`;

before(async () => {
  fixture = await startFixture();
  symlinkSync(join(import.meta.dirname, '../../../node_modules'), join(fixture.workspace, 'node_modules'));
  writeFileSync(join(fixture.workspace, 'submits.ts'), submits);
  writeFileSync(join(fixture.workspace, 'fails.ts'), fails);
  window = await fixture.window();
  await window.showViews();
});

after(() => fixture.stop());

const lens = (text: string) => window.page.locator('.codelens-decoration a', { hasText: text });
const problems = (text: string) => window.page.locator('.markers-panel .monaco-list-row', { hasText: text });

test('a flow that is submitted is a problem, and a quick fix mends it', async () => {
  await window.openFile('submits.ts');
  await window.command('Problems: Focus on Problems View');
  await problems('has no submit').first().waitFor();
  await window.screenshot('21-problem');
  // The compiler of the editor finds it, too: from then on it answers what else could be mended.
  await problems('does not exist on type').first().waitFor();
  // Not by a double click on the problem: it selects twice, and the second time closes the menu that is open by then.
  await window.goTo('submits.ts', 6, 26);
  await window.page.keyboard.press('Control+.');
  const fix = window.page.locator('.action-widget .monaco-list-row.action').first();
  await fix.waitFor();
  await window.screenshot('22-quick-fix');
  await window.page.keyboard.press('Enter');
  await problems('has no submit').first().waitFor({ state: 'detached' });
  await window.page.keyboard.press('Control+S');
  const deadline = Date.now() + 5000;
  while (readFileSync(join(fixture.workspace, 'submits.ts'), 'utf8').includes('.submit(') && Date.now() < deadline)
    await new Promise((resolve) => setTimeout(resolve, 50));
  assert.ok(!readFileSync(join(fixture.workspace, 'submits.ts'), 'utf8').includes('.submit('));
});

test('a run that fails is a problem at the failing line', async () => {
  await window.openFile('fails.ts');
  await lens('Run').first().click();
  await problems('the disk is full').first().waitFor();
  await lens('Failed').first().waitFor();
  await window.screenshot('23-failed-run');
});

test('the next success takes the problem away', async () => {
  writeFileSync(join(fixture.workspace, 'fails.ts'), fails.replace("throw new Error('the disk is full');", 'return 1;'));
  await lens('Run').first().click();
  await lens('Completed').first().waitFor();
  await problems('the disk is full').first().waitFor({ state: 'detached' });
  await window.screenshot('24-completed-run');
});
