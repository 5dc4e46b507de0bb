import { after, before, test } from 'node:test';
import type { Fixture } from './fixture.ts';
import { startFixture } from './fixture.ts';
import type { Window } from './window.ts';

/** Coding agents in the editor: it offers our MCP server, starts it, and finds its tools. */
let fixture: Fixture;
let window: Window;

before(async () => {
  fixture = await startFixture({ settings: { 'chat.disableAIFeatures': false } });
  window = await fixture.window();
  await window.showViews();
  await window
    .row(/^hello/)
    .first()
    .waitFor();
});

after(() => fixture.stop());

test('the MCP server is offered by the editor, starts, and tells its tools', async () => {
  await window.command('MCP: List Servers');
  await window.choose('Millrace');
  await window.choose('Start Server');
  // The editor shows by itself what a server says that it starts.
  await window.page
    .locator('.view-line', { hasText: /Discovered\s9\stools/ })
    .first()
    .waitFor();
  await window.screenshot('71-mcp-server');
});
