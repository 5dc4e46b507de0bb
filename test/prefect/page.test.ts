import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import type { Page } from 'playwright-core';
import { findPrefectPage } from '../../runtime/cli/prefect-page.ts';
import { createClient } from '../../runtime/api/client.ts';
import type { RunningServer } from '../../runtime/api-server/server.ts';
import { startServer } from '../../runtime/api-server/server.ts';
import { prefectFolder } from '../../tools/prefect/install.ts';
import { millrace, run } from '../../tools/prefect/processes.ts';
import { prefectEnvironment } from '../../tools/prefect/serve.ts';
import type { Browser } from '../e2e/vscode/browser.ts';
import { findBrowser, openBrowser } from '../e2e/vscode/browser.ts';
import { installHost } from '../e2e/vscode/install-host.ts';

/** Prefect 3.9.1's own page, unmodified, in a real Chromium, on the embedded server with runs of Python and TypeScript. */
const missing = findBrowser() === undefined;
const skip = missing && process.env['CI'] === undefined ? 'no Chromium: set CHROMIUM, or run npm run test:vscode once' : false;
const home = mkdtempSync(join(tmpdir(), 'millrace-page-'));
const project = join(home, 'project');
const failed: string[] = [];
let server: RunningServer;
let browser: Browser;
let page: Page;

before(async () => {
  if (skip !== false) return;
  if (missing)
    assert.equal(
      installHost(() => undefined),
      undefined,
    );
  cpSync(join(import.meta.dirname, 'python'), project, { recursive: true });
  mkdirSync(join(home, '.prefect'));
  const folders = findPrefectPage(join(prefectFolder, '3.9.1'), undefined);
  server = await startServer({ home: join(home, 'server'), database: ':memory:', port: 0, advertise: false, page: folders });
  const env = {
    ...prefectEnvironment(home),
    PATH: `${join(prefectFolder, '3.9.1/bin')}:${process.env['PATH'] ?? ''}`,
    PREFECT_API_URL: server.url,
    PREFECT_API_AUTH_STRING: server.token ?? '',
    PYTHONPATH: project,
  };
  const prefect = (...words: string[]): Promise<string> => run(['prefect', '--no-prompt', ...words], env, { cwd: project, seconds: 120 });
  await prefect('work-pool', 'create', 'python', '--type', 'process');
  await prefect('deploy', '--name', 'python');
  await prefect('automation', 'create', '--from-file', 'automation.yaml');
  await run(['python', '-c', "from flows import hello, pooled; hello('page'); pooled()"], env, { cwd: project, seconds: 200 });
  const ours = { ...process.env, PREFECT_API_URL: server.url, PREFECT_API_KEY: server.token ?? '', MILLRACE_HOME: join(home, 'ours') };
  await run([...millrace, 'run', join(import.meta.dirname, '../../examples/map.ts')], ours, { seconds: 60 });
  browser = await openBrowser();
  page = await browser.context.newPage();
  page.on('response', (answer) => {
    if (answer.status() >= 400) failed.push(`${answer.status()} ${answer.request().method()} ${new URL(answer.url()).pathname}`);
  });
  page.on('pageerror', (error) => failed.push(String(error)));
});

after(async () => {
  await browser?.close();
  await server?.close();
  rmSync(home, { recursive: true, force: true });
});

const client = () => createClient(server.transport);
const open = (path: string) => page.goto(new URL(server.url).origin + path);

/** Opens an address and waits until the page shows each of these; no request of it may fail. */
async function shows(path: string, ...texts: (string | RegExp)[]): Promise<void> {
  await open(path);
  for (const text of texts) await page.getByText(text).filter({ visible: true }).first().waitFor({ timeout: 30_000 });
  await page.waitForLoadState('networkidle');
  assert.deepEqual(failed.splice(0), [], path);
}

test('the page wants the token before it shows anything, and takes no other', { skip }, async () => {
  await open('/');
  const password = page.locator('input[type=password]');
  await password.fill('wrong');
  await page.getByRole('button', { name: 'Login' }).click();
  await page.getByText('Authentication failed.').first().waitFor();
  await password.fill(server.token ?? '');
  await page.getByRole('button', { name: 'Login' }).click();
  await page.waitForURL(/dashboard/);
  assert.ok(failed.splice(0).every((line) => line.startsWith('401 GET /api/admin/')));
});

test('a run of Python is shown with its name, state, lines and parameters', { skip }, async () => {
  const [found] = await client().flowRuns.filter({
    flows: { name: { any_: ['hello'] } },
    flowRuns: { state: { type: { any_: ['COMPLETED'] } } },
  });
  assert.ok(found !== undefined);
  await shows(`/runs/flow-run/${found.id}`, found.name, 'Completed', 'Hello, page!', 'logged by the flow');
  await shows(`/runs/flow-run/${found.id}?tab=Parameters`, /page/);
});

test('a run of TypeScript is shown as one of Python, and its task', { skip }, async () => {
  const [found] = await client().flowRuns.filter({ flows: { name: { any_: ['map'] } } });
  const [taskRun] = await client().taskRuns.filter({ flowRuns: { id: { any_: [found?.id ?? ''] } } });
  await shows(`/runs/flow-run/${found?.id}`, found?.name ?? '', 'Completed', 'map');
  await shows(`/runs/task-run/${taskRun?.id}`, taskRun?.name ?? '', 'Completed');
});

for (const [path, ...texts] of [
  ['/dashboard', 'Task Runs', 'Active Work Pools', 'python'],
  ['/runs', 'pooled', 'hello', 'TimedOut'],
  ['/runs?tab=task-runs', 'Cached', 'RolledBack'],
  ['/flows', 'pooled', '1 Deployment'],
  ['/deployments', 'python', /06:00 AM/],
  ['/work-pools', 'python', 'Process'],
  ['/work-pools/work-pool/python?tab=Work+Queues', 'default'],
  ['/work-pools/create', 'Process'],
  ['/blocks', /Blocks/],
  ['/blocks/catalog', 'Secret'],
  ['/variables', /variable/i],
  ['/automations', 'cancels'],
  ['/automations/create', 'Trigger Template'],
  ['/events', 'Flow run completed'],
  ['/concurrency-limits', /Concurrency/],
  ['/artifacts', 'progress'],
  ['/settings', '3.9.1'],
  ['/v2/dashboard', 'Task Runs'],
  ['/v2/runs', 'pooled'],
] as const) {
  test(`${path} is shown, and nothing that it asks for is refused`, { skip }, () => shows(path, ...texts));
}

test("a deployment is run by the page's form, with the parameters that are typed into it", { skip }, async () => {
  const [deployment] = await client().deployments.filter({});
  await shows(`/deployments/deployment/${deployment?.id}`, 'python', 'Upcoming');
  await shows(`/deployments/deployment/${deployment?.id}/run`, 'Run Name');
  await page.locator('textarea, input').filter({ visible: true }).nth(1).fill('formed');
  await page.getByRole('button', { name: 'Submit' }).click();
  await page.waitForURL(/deployments\/deployment\/[0-9a-f-]+($|\?)|runs\/flow-run/);
  assert.deepEqual(failed.splice(0), []);
  const [created] = await client().flowRuns.filter({ deployments: { id: { any_: [deployment?.id ?? ''] } } });
  assert.deepEqual([created?.stateType, created?.parameters], ['SCHEDULED', { name: 'formed' }]);
});

test('the page asks nobody else', { skip }, () => {
  assert.deepEqual(
    browser.external.filter((address) => !address.includes('/block-logos/')),
    [],
  );
});
