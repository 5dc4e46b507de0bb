import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { LintRequest } from '../../../server/lint/request.ts';
import { lint } from '../../../server/lint/engine.ts';
import { folderOf } from '../../support/folder.ts';

const flowFile = (name: string): string =>
  `import { flow } from 'millrace';\nexport const ${name} = flow({ name: '${name}' }, async () => 1);\n`;
const caller = (name: string): string =>
  `import { flow } from 'millrace';\nimport { ${name} } from './${name}.ts';\nexport const top = flow({ name: 'top' }, async () => ${name}.submit({}));\n`;
const files = { 'load.ts': flowFile('load'), 'caller.ts': caller('load'), 'other.ts': flowFile('other'), 'package.json': '{}' };

const problems = async (request: LintRequest): Promise<unknown> => (await lint(request)).files;

/** How many files were read and checked: each makes its rules run. */
const checks = async (request: LintRequest): Promise<boolean> => (await lint({ ...request, timing: true })).timing.rules.length > 0;

test('what an earlier run has found is found again without checking any file', async (t) => {
  const cwd = folderOf(t, files);
  const request = { cwd, cacheFolder: folderOf(t, {}) };
  const first = await problems(request);
  assert.notDeepEqual(first, []);
  assert.deepEqual(await problems(request), first);
  assert.equal(await checks(request), false);
});

const changes: readonly [string, (cwd: string, request: LintRequest) => LintRequest | undefined][] = [
  ['a file has changed', (cwd) => write(cwd, 'caller.ts', caller('load').replace('load.submit({})', 'await load({})'))],
  ['what a file imports has changed', (cwd) => write(cwd, 'load.ts', 'export const load = { submit: (_: object) => 1 };\n')],
  ['what a file imports is gone', (cwd) => remove(cwd, 'load.ts')],
  ['another file has the same name now', (cwd) => write(cwd, 'other.ts', flowFile('top'))],
  ['a file has come', (cwd) => write(cwd, 'third.ts', flowFile('other'))],
  [
    'a configuration has come',
    (cwd) => write(cwd, 'millrace.config.ts', `export default { lint: { rules: { 'flow-no-submit': 'warning' } } };`),
  ],
  ['the version of the SDK is another one', (cwd) => write(cwd, 'package.json', '{"dependencies":{"millrace":"0.1.0"}}')],
  ['other rules are asked for', (_, request) => ({ ...request, preset: 'strict' })],
  ['a rule is set', (_, request) => ({ ...request, rules: { 'flow-no-submit': 'off' } })],
];

for (const [name, change] of changes) {
  test(`the same is found as by a first run when ${name}`, async (t) => {
    const cwd = folderOf(t, files);
    const before = { cwd, cacheFolder: folderOf(t, {}) };
    await lint(before);
    const request = change(cwd, before) ?? before;
    assert.deepEqual(await problems(request), await problems({ ...request, cacheFolder: folderOf(t, {}) }));
    assert.deepEqual(await problems(request), await problems({ ...request, cacheFolder: folderOf(t, {}) }), 'and once more');
  });
}

for (const damage of ['{bad', '5', '[{}]', '[null]']) {
  test(`a result that is damaged (${damage}) is looked for again`, async (t) => {
    const cwd = folderOf(t, files);
    const request = { cwd, cacheFolder: folderOf(t, {}) };
    const first = await problems(request);
    const [name = ''] = readdirSync(request.cacheFolder);
    const path = join(request.cacheFolder, name);
    const cache: { files: Record<string, { result?: { text: string } }> } = JSON.parse(readFileSync(path, 'utf8'));
    for (const { result } of Object.values(cache.files)) if (result !== undefined) result.text = damage;
    writeFileSync(path, JSON.stringify(cache));
    assert.deepEqual(await problems(request), first);
  });
}

test('fixes are made also of what an earlier run has found', async (t) => {
  const cwd = folderOf(t, files);
  const request = { cwd, cacheFolder: folderOf(t, {}) };
  const found = await problems(request);
  const { fixed } = await lint({ ...request, fix: true });
  assert.deepEqual(await problems(request), fixed.length === 0 ? found : []);
});

function write(cwd: string, path: string, text: string): undefined {
  writeFileSync(join(cwd, path), text);
}

function remove(cwd: string, path: string): undefined {
  rmSync(join(cwd, path));
}
