import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { z } from 'zod';
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
  { given: { cron: '0 0 1 * 1', dayOr: false }, schedule: { cron: '0 0 1 * 1', timezone: 'UTC', dayOr: false } },
  { given: { interval: 60, anchorDate: '2026-01-01' }, schedule: { interval: 60, timezone: 'UTC', anchorDate: '2026-01-01' } },
  { given: { schedule: { interval: 60 } }, schedule: { interval: 60, timezone: 'UTC' } },
  { given: { rrule: 'FREQ=DAILY' }, schedule: { rrule: 'FREQ=DAILY', timezone: 'UTC' } },
];

for (const { given, schedule } of schedules) {
  test(`a deployment with ${JSON.stringify(given)}`, () => {
    const body = deploymentBody(exported.definition, { name: 'd', ...given }, process.cwd());
    assert.deepEqual(body.schedules, schedule === undefined ? [] : [{ schedule, active: true }]);
  });
}

test('a deployment may have several schedules, each of one kind', () => {
  const several = [
    { cron: '0 6 * * *', slug: 'morning', parameters: { day: 'today' } },
    { interval: 3600, active: false },
  ];
  const body = deploymentBody(exported.definition, { name: 'd', rrule: 'FREQ=WEEKLY', schedules: several }, process.cwd());
  assert.deepEqual(body.schedules, [
    { schedule: { rrule: 'FREQ=WEEKLY', timezone: 'UTC' }, active: true },
    { schedule: { cron: '0 6 * * *', timezone: 'UTC' }, active: true, slug: 'morning', parameters: { day: 'today' } },
    { schedule: { interval: 3600, timezone: 'UTC' }, active: false },
  ]);
  const both = { name: 'd', cron: '* * * * *', interval: 5 };
  assert.throws(() => deploymentBody(exported.definition, both, process.cwd()), { code: 'invalid', message: /use schedules for several/ });
});

export const checked = flow({ name: 'checked', parameters: z.object({ day: z.string(), limit: z.number().default(3) }) }, async () => 1);

test('a deployment of a flow with a validator says what its parameters are', () => {
  const { parameterOpenapiSchema, enforceParameterSchema } = deploymentBody(checked.definition, { name: 'd' }, process.cwd());
  assert.deepEqual(parameterOpenapiSchema['properties'], { day: { type: 'string' }, limit: { type: 'number', default: 3 } });
  assert.deepEqual(
    [parameterOpenapiSchema['title'], parameterOpenapiSchema['required'], enforceParameterSchema],
    ['Parameters', ['day'], true],
  );
  assert.deepEqual(deploymentBody(exported.definition, { name: 'd' }, process.cwd()).parameterOpenapiSchema, {
    title: 'Parameters',
    type: 'object',
    properties: {},
  });
});
