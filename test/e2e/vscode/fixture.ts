import { cpSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isAlive, readServerFile } from '../../../runtime/api/connection.ts';
import type { Browser } from './browser.ts';
import { openBrowser } from './browser.ts';
import type { Host, HostOptions } from './host.ts';
import { startHost, windowUrl } from './host.ts';
import { Window } from './window.ts';

const root = join(import.meta.dirname, '../../..');

/** The extension as it is shipped; `tools/test-vscode.ts` has made it. */
export const vsix = process.env['MILLRACE_VSIX'] ?? join(root, 'dist/millrace.vsix');

/** VS Code with the extension, a copy of the examples, and a home of Millrace that nothing else uses. */
export interface Fixture {
  host: Host;
  browser: Browser;
  workspace: string;
  home: string;
  /** Opens a window on the workspace, the first on the page that exists. */
  window(folder?: string): Promise<Window>;
  stop(): Promise<void>;
}

/** Starts everything that a UI test needs. */
export async function startFixture(options: Partial<HostOptions> & { size?: { width: number; height: number } } = {}): Promise<Fixture> {
  const host = await startHost({ ...options, vsix: [vsix] });
  const browser = await openBrowser(options.size);
  const workspace = join(host.folder, 'examples');
  const home = join(host.folder, 'home/.millrace');
  mkdirSync(workspace);
  cpSync(join(root, 'examples'), workspace, { recursive: true, filter: (path) => !path.includes('node_modules') });
  let opened = 0;
  return {
    host,
    browser,
    workspace,
    home,
    async window(folder = workspace) {
      const page = opened === 0 ? (browser.context.pages()[0] ?? (await browser.context.newPage())) : await browser.context.newPage();
      opened += 1;
      const window = new Window(page);
      await window.open(windowUrl(host, folder));
      return window;
    },
    async stop() {
      const server = readServerFile(home);
      // What the windows showed last tells most when a test has failed.
      const name = basename(process.argv[1] ?? 'window', '.ui.ts');
      await Promise.all(
        browser.context.pages().map((page, index) => new Window(page).screenshot(`last-${name}-${index + 1}`).catch(() => undefined)),
      );
      await browser.close();
      await host.stop();
      if (server !== undefined && isAlive(server.pid)) process.kill(server.pid, 'SIGTERM');
    },
  };
}
