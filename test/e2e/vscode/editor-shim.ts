#!/usr/bin/env node
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { format } from 'node:util';
import { openBrowser } from './browser.ts';
import { startHost, windowUrl } from './host.ts';

/**
 * The executable that `@vscode/test-electron` is given where no VS Code can be downloaded: it takes the same arguments, and
 * runs the tests in the VS Code that came from npm, in a browser.
 */
const argument = (name: string): string | undefined =>
  process.argv.find((each) => each.startsWith(`--${name}=`))?.slice(`--${name}=`.length);
const development = argument('extensionDevelopmentPath');
const tests = argument('extensionTestsPath');
const folder = process.argv.slice(2).find((each) => !each.startsWith('-'));
const result = process.env['MILLRACE_SUITE_RESULT'];
if (development === undefined || tests === undefined || folder === undefined || result === undefined) {
  throw new Error('Give --extensionDevelopmentPath, --extensionTestsPath, a folder, and MILLRACE_SUITE_RESULT.');
}
rmSync(result, { force: true });

const host = await startHost({
  vsix: [],
  smokeTestDriver: true,
  settings: { 'chat.disableAIFeatures': false },
  env: { MILLRACE_SUITE_RESULT: result },
});
const browser = await openBrowser();
let code = 1;
try {
  const [page = await browser.context.newPage()] = browser.context.pages();
  const { promise: ended, resolve: end } = Promise.withResolvers<number>();
  await page.exposeFunction('codeAutomationLog', (type: string, values: unknown[]) =>
    type === 'error' ? process.stderr.write(`${format(...values)}\n`) : undefined,
  );
  await page.exposeFunction('codeAutomationExit', (given: number) => end(given));
  page.on('crash', () => end(97));
  const timer = setTimeout(() => end(124), 180_000);
  await page.goto(windowUrl(host, resolve(folder), { extensionDevelopmentPath: resolve(development), extensionTestsPath: resolve(tests) }));
  code = await ended;
  clearTimeout(timer);
  // A host that crashed is told as success: what counts is what the suite wrote at its end.
  if (code === 0 && !existsSync(result)) code = 95;
  if (existsSync(`${result}.log`)) process.stdout.write(readFileSync(`${result}.log`, 'utf8'));
} finally {
  await browser.close();
  await host.stop();
}
process.exit(code);
