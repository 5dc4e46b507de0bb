import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { BrowserContext } from 'playwright-core';
import { chromium } from 'playwright-core';
import { hostFolder } from './install-host.ts';

/** A browser with a profile of its own. */
export interface Browser {
  context: BrowserContext;
  /** Addresses outside of this machine that were asked for; there must be none. */
  external: string[];
  close(): Promise<void>;
}

/**
 * Opens the Chromium that CHROMIUM names, the system's, or the one that came from npm. `rebound` is a name that leads to
 * this machine, as an attacker's name server would say; all others lead nowhere.
 */
export async function openBrowser(size?: { width: number; height: number }, rebound = 'localhost'): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), 'millrace-chromium-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: await browserPath(),
    headless: process.env['MILLRACE_HEADED'] === undefined,
    viewport: size ?? { width: 1400, height: 900 },
    locale: 'en-US',
    timezoneId: 'UTC',
    colorScheme: 'dark',
    reducedMotion: 'reduce',
    permissions: ['clipboard-read', 'clipboard-write'],
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--disable-dev-shm-usage',
      `--host-resolver-rules=MAP ${rebound} 127.0.0.1, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost`,
    ],
  });
  const external: string[] = [];
  context.on('request', (request) => {
    const { hostname, protocol } = new URL(request.url());
    // Webviews ask a host of that name, and VS Code's service worker answers.
    if (/^(https?|wss?):$/.test(protocol) && hostname !== '127.0.0.1' && hostname !== 'localhost' && !hostname.endsWith('vscode-cdn.net')) {
      external.push(request.url());
    }
  });
  return {
    context,
    external,
    async close() {
      await context.close();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
    },
  };
}

/** The browser that is there without an installation by npm, or where that one has put it; undefined when there is none. */
export const findBrowser = (): string | undefined =>
  [process.env['CHROMIUM'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', packagedEntry].find(
    (path) => path !== undefined && existsSync(path),
  );

const packagedEntry = join(hostFolder, 'node_modules/@sparticuz/chromium/build/esm/index.mjs');

async function browserPath(): Promise<string> {
  const installed = findBrowser();
  if (installed !== undefined && installed !== packagedEntry) return installed;
  // With this it also unpacks the libraries and fonts that a bare machine lacks.
  process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs22.x';
  const { default: packaged }: { default: { executablePath(): Promise<string> } } = await import(pathToFileURL(packagedEntry).href);
  return packaged.executablePath();
}
