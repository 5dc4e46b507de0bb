import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Fixture } from './fixture.ts';
import { startFixture } from './fixture.ts';
import type { Window } from './window.ts';
import { press } from './window.ts';

/** A folder of somebody else: its flows are seen and checked, and nothing of it is executed. */
let fixture: Fixture;
let window: Window;

before(async () => {
  fixture = await startFixture({ trust: true });
  window = await fixture.window();
});

after(() => fixture.stop());

test('without trust flows are listed, and running one is refused with the reason', async () => {
  await window.statusBar('Restricted Mode').waitFor();
  await window.showViews();
  await window
    .row(/^hello/)
    .first()
    .waitFor();
  await press(window.row(/^hello/), 'Run Flow');
  await window.page.locator('.notification-toast', { hasText: 'not trusted' }).waitFor();
  await window.screenshot('31-untrusted');
  assert.ok(!existsSync(join(fixture.home, 'server.json')));
});
