import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { callSite, exportAt } from '../../../runtime/sdk/call-site.ts';
import { deploymentBody } from '../../../runtime/sdk/deploy.ts';
import { flow } from '../../../runtime/sdk/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'millrace-site-'));
after(() => rmSync(folder, { recursive: true, force: true }));
const file = join(folder, 'my flow.ts');
writeFileSync(file, "import 'x';\n\nexport const etl = flow(\n  { name: 'etl' },\n  fn,\n);\n\nflow({ name: 'nameless' });\n");

const stacks: { what: string; stack: string; name: string | undefined }[] = [
  { what: 'an export a line above', stack: `Error\n    at ${pathToFileURL(file).href}:4:3`, name: 'etl' },
  { what: 'an export on its line, in a function', stack: `Error\n    at load (${pathToFileURL(file).href}:3:20)`, name: 'etl' },
];

for (const { what, stack, name } of stacks) {
  test(`a call site names its file and ${what}`, () => assert.deepEqual(exportAt({ stack }), { file, name }));
}

test('a call site that says nothing is none, and one without an export has no name', () => {
  for (const site of [{}, { stack: '' }, { stack: 'Error\n    at <anonymous>' }]) assert.equal(exportAt(site), undefined);
  const bare = join(folder, 'bare.ts');
  writeFileSync(bare, 'const a = flow();\n');
  assert.deepEqual(exportAt({ stack: `Error\n    at ${bare}:1:11` }), { file: bare, name: undefined });
});

test('a call site is where its function was called', () => {
  const here = (): { readonly stack?: string } => callSite(here);
  const site = here();
  assert.match(site.stack ?? '', /call-site\.test\.ts:\d+:\d+/);
});

const defined = flow({ name: 'defined' }, async () => 1);
export const exported = flow({ name: 'exported' }, async () => 1);

test('a flow with other options is still where it was defined', () => {
  const { entrypoint } = deploymentBody(exported.withOptions({ retries: 1 }).definition, { name: 'd' }, process.cwd());
  assert.equal(entrypoint, 'test/runtime/sdk/call-site.test.ts:exported');
});

test('a flow that is not exported is named by itself; one that nobody can find must be told', () => {
  assert.equal(deploymentBody(defined.definition, { name: 'd', entrypoint: 'flows.ts:x' }, '/').entrypoint, 'flows.ts:x');
  const { definedAt: _, ...lost } = defined.definition;
  assert.throws(() => deploymentBody(lost, { name: 'd' }, '/'), { code: 'invalid', message: /Say where flow 'defined' is defined/ });
});

const schedules: { given: object; schedule: object | undefined }[] = [
  { given: {}, schedule: undefined },
  { given: { cron: '* * * * *' }, schedule: { cron: '* * * * *', timezone: 'UTC' } },
  { given: { interval: 60, timezone: 'Europe/Paris' }, schedule: { interval: 60, timezone: 'Europe/Paris' } },
];

for (const { given, schedule } of schedules) {
  test(`a deployment with ${JSON.stringify(given)}`, () => {
    const body = deploymentBody(exported.definition, { name: 'd', ...given }, process.cwd());
    assert.deepEqual(body.schedules, schedule === undefined ? [] : [{ schedule, active: true }]);
  });
}
