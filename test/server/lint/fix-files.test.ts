import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { lint } from '../../../server/lint/engine.ts';
import { defineRule } from '../../../server/rules/rule.ts';
import { folderOf } from '../../support/folder.ts';
import { found, righted, submitIn, wrongFile } from '../../support/wrong-files.ts';

const right = righted(wrongFile());

test('--fix writes safe fixes, round after round, and reports what is left', async (t) => {
  const start = "import { flow } from 'millrace'; ";
  const cwd = folderOf(t, { 'a.ts': `${start}AAB`, 'b.ts': `${start}x`, 'broken.ts': `${start}A (`, 'without-sdk.ts': 'A' });
  const oneA = defineRule({
    id: 'one-a',
    group: 'calls',
    summary: 'The letter A',
    severity: 'error',
    preset: 'recommended',
    languages: ['typescript'],
    fix: 'safe',
    check({ file, report }) {
      const length = file.model.lineStarts.length === 1 ? readFileSync(file.path, 'utf8').indexOf('A') : -1;
      if (length >= 0)
        report({
          span: { start: length, end: length + 1 },
          message: 'A',
          fixes: [{ title: 'C', kind: 'safe', edits: () => [{ span: { start: length, end: length + 1 }, text: 'C' }] }],
        });
    },
  });
  const report = await lint({ cwd, fix: true, from: [oneA] });
  assert.equal(readFileSync(join(cwd, 'a.ts'), 'utf8'), `${start}CCB`);
  assert.deepEqual(report.fixed, [{ path: 'a.ts', fixes: 2 }]);
  assert.equal(readFileSync(join(cwd, 'broken.ts'), 'utf8'), `${start}A (`, 'beside a syntax error nothing is changed');
  assert.deepEqual(found(report), ['broken.ts one-a error 1:34']);
});

const encodings: readonly [string, (text: string) => Buffer][] = [
  ['UTF-8 with a mark', (text) => Buffer.from(`\uFEFF${text}`)],
  ['UTF-16, little end first', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ['UTF-16, big end first', (text) => Buffer.from(`\uFEFF${text}`, 'utf16le').swap16()],
];

for (const [name, encoded] of encodings) {
  test(`files, packages and settings are read in ${name}, and fixed in it`, async (t) => {
    const text = (code: string): string => `${code}// naïve 漢字 😀\n`;
    const cwd = folderOf(t, {});
    const write = (path: string, content: string): void => writeFileSync(join(cwd, path), encoded(content));
    const first = `import { etl } from '@/flows.ts'; /* 😀 */ import { etl as own } from '#jobs'; etl(); own.map();`;
    write('etl.ts', first);
    write('flows.ts', text(wrongFile()));
    write('tsconfig.json', '{"compilerOptions":{"paths":{"@/*":["./*"]}}}');
    write('package.json', '{"name":"x","imports":{"#jobs":"./flows.ts"}}');
    const old = text(righted(wrongFile()));
    write('old.ts', `// millrace-disable-next-line flow-no-submit\n${old}`);
    write('millrace.config.json', '{"lint":{"rules":{"flow-no-submit":"warning"}}}');
    const request = { cwd, rules: { 'top-level-side-effect': 'off', 'no-floating-run': 'off' } };
    assert.deepEqual(found(await lint(request)), [
      `etl.ts flow-no-map error 1:${first.indexOf('map') + 1}`,
      submitIn('flows.ts', 'warning'),
      'old.ts unused-suppression warning 1:1',
    ]);
    assert.deepEqual((await lint({ ...request, fix: true })).fixed, [{ path: 'old.ts', fixes: 1 }]);
    assert.deepEqual(readFileSync(join(cwd, 'old.ts')), encoded(old));
  });
}

test('a file in an encoding that is not known is checked, and not written', async (t) => {
  const cwd = folderOf(t, {});
  const text = Buffer.from(`// ä\n// millrace-disable-next-line flow-no-submit\n${right}`, 'latin1');
  writeFileSync(join(cwd, 'a.ts'), text);
  const report = await lint({ cwd, fix: true });
  assert.deepEqual([found(report), report.fixed], [['a.ts unused-suppression warning 2:1'], []]);
  assert.match(report.mistakes.join('\n'), /^a\.ts cannot be fixed: .*UTF-8/);
  assert.deepEqual(readFileSync(join(cwd, 'a.ts')), text);
});

test('a file that cannot be written does not keep others from being fixed', async (t) => {
  const cwd = folderOf(t, { 'a.ts': `${right}// old\n`, 'b.ts': `${righted(wrongFile())}// old\n` });
  const once = defineRule({
    id: 'old',
    group: 'data',
    summary: 'Old',
    severity: 'error',
    preset: 'recommended',
    languages: ['typescript'],
    fix: 'safe',
    check: ({ file, report }) => {
      const end = file.model.lineStarts.at(-1) ?? 0;
      const remove = { title: 'Remove', kind: 'safe' as const, edits: () => [{ span: { start: end - 7, end }, text: '' }] };
      if (file.path.endsWith('a.ts')) rmSync(file.path, { force: true });
      if (file.model.lineStarts.length > 4) report({ span: { start: 0, end: 1 }, message: 'Old', fixes: [remove] });
    },
  });
  const report = await lint({ cwd, fix: true, from: [once] });
  assert.deepEqual(report.fixed, [{ path: 'b.ts', fixes: 1 }]);
  assert.match(report.mistakes.join('\n'), /^a\.ts cannot be fixed: it was changed by another program/);
});

test('what another program wrote while the files were looked at stays as it is', async (t) => {
  const unused = `// millrace-disable-next-line flow-no-submit\n${right}`;
  const cwd = folderOf(t, { 'a.ts': unused });
  const meanwhile = defineRule({
    id: 'meanwhile',
    group: 'calls',
    summary: 'Writes the file',
    severity: 'error',
    preset: 'recommended',
    languages: ['typescript'],
    fix: 'none',
    check: ({ file }) => writeFileSync(file.path, `// a line before\n${unused}`),
  });
  const report = await lint({ cwd, fix: true, from: [meanwhile] });
  assert.match(report.mistakes.join('\n'), /^a\.ts cannot be fixed: it was changed by another program meanwhile/);
  assert.equal(readFileSync(join(cwd, 'a.ts'), 'utf8'), `// a line before\n${unused}`);
});

test('nothing is written while there is a mistake in the settings', async (t) => {
  const unused = `// millrace-disable-next-line flow-no-submit\n${right}`;
  const cwd = folderOf(t, { 'a.ts': unused, 'millrace.config.json': '{"lint":{"preset":"all"}}' });
  const report = await lint({ cwd, fix: true });
  assert.deepEqual([report.fixed, report.mistakes.length], [[], 1]);
  assert.equal(readFileSync(join(cwd, 'a.ts'), 'utf8'), unused);
});
