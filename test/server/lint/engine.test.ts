import assert from 'node:assert/strict';
import { readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import type { LintRequest } from '../../../server/lint/request.ts';
import { lint } from '../../../server/lint/engine.ts';
import { typescriptFrontEnd } from '../../../server/parsers/typescript/front-end.ts';
import { defineRule } from '../../../server/rules/rule.ts';
import { folderOf } from '../../support/folder.ts';
import { found, righted, submitIn, wrongFile } from '../../support/wrong-files.ts';

const wrong = wrongFile();
const right = righted(wrongFile());

test('problems have places counted from 1 and paths relative to the folder', async (t) => {
  const cwd = folderOf(t, { 'flows/etl.ts': wrong, 'ok.ts': right });
  const report = await lint({ cwd });
  assert.deepEqual(found(report), [submitIn('flows/etl.ts')]);
  assert.equal(report.counts.error, 1);
  assert.deepEqual([report.timing.filesRead, report.timing.filesLinted], [2, 2]);
});

test('files of which nothing is said are not counted: Git ignores them, or the configuration leaves them out', async (t) => {
  const cwd = folderOf(t, {
    '.git': '',
    '.gitignore': 'generated',
    'millrace.config.json': '{"lint":{"ignore":["old"]}}',
    'a.ts': wrong,
    'generated/b.ts': wrongFile(),
    'generated/no-flows.ts': '',
    'old/c.ts': wrongFile(),
    'old/no-flows.ts': '',
    'no-flows.ts': '',
  });
  const counted = async (patterns: string[]): Promise<number> => (await lint({ cwd, patterns })).timing.filesLinted;
  assert.deepEqual([await counted([]), await counted(['generated']), await counted(['old'])], [2, 2, 0]);
});

test('of many files, one that all others import is read a few times, and each of them once', async (t) => {
  const parse = t.mock.method(typescriptFrontEnd, 'parse');
  const shared = `import { flow } from 'millrace';\nexport const etl = flow({ name: 'etl' }, async () => 1);\n`;
  const caller = `import { flow } from 'millrace';\nimport { etl } from './shared.ts';\n`;
  const files = Array.from({ length: 100 }, (_, index): [string, string] => [
    `f${index}.ts`,
    `${caller}export const f${index} = flow({ name: 'f${index}' }, async () => void (await etl.submit({})));\n`,
  ]);
  const report = await lint({ cwd: folderOf(t, { ...Object.fromEntries(files), 'shared.ts': shared }) });
  assert.equal(report.counts.error, 100);
  const reads = (end: string): number => parse.mock.calls.filter(({ arguments: [path] }) => path.endsWith(end)).length;
  assert.ok(reads('shared.ts') <= 3, `read ${reads('shared.ts')} times`);
  assert.equal(reads('f1.ts') + reads('f50.ts') + reads('f99.ts'), 3);
});

const selections: readonly [string, Partial<LintRequest>, Record<string, string>, string[]][] = [
  ['files', { patterns: ['b.ts'] }, { 'a.ts': wrong, 'b.ts': wrongFile() }, [submitIn('b.ts')]],
  ['folders', { patterns: ['x'] }, { 'x/a.ts': wrong, 'y/a.ts': wrongFile(), 'xy/a.ts': wrongFile() }, [submitIn('x/a.ts')]],
  ['globs', { patterns: ['*/a.ts'] }, { 'x/a.ts': wrong, 'x/b.ts': wrongFile() }, [submitIn('x/a.ts')]],
  ['a rule that is off', { rules: { 'flow-no-submit': 'off' } }, { 'a.ts': wrong }, []],
  ['a rule of another severity', { rules: { 'flow-no-submit': 'warn' } }, { 'a.ts': wrong }, [submitIn('a.ts', 'warning')]],
  ['no preset', { preset: 'none' }, { 'a.ts': wrong }, []],
  ['no preset, one rule', { preset: 'none', rules: { 'flow-no-submit': 'info' } }, { 'a.ts': wrong }, [submitIn('a.ts', 'info')]],
  ['a configuration', {}, { 'a.ts': wrong, 'millrace.config.json': '{"lint":{"rules":{"flow-no-submit":"off"}}}' }, []],
  [
    'what the configuration leaves out',
    {},
    {
      'a.ts': wrong,
      'x/generated/b.ts': wrongFile(),
      'x/c.ts': wrongFile(),
      'x/deep/d.gen.ts': wrongFile(),
      'y/e.ts': wrongFile(),
      'millrace.config.json': '{"lint":{"ignore":["**/generated","./y/","**/*.gen.{ts,js}"]}}',
    },
    [submitIn('a.ts'), submitIn('x/c.ts')],
  ],
  [
    'what Git ignores',
    {},
    {
      '.git': '',
      '.gitignore': 'generated\n/b.ts',
      'a.ts': wrong,
      'b.ts': wrongFile(),
      'generated/c.ts': wrongFile(),
      'x/b.ts': wrongFile(),
    },
    [submitIn('a.ts'), submitIn('x/b.ts')],
  ],
  [
    'what Git ignores, where it is named',
    { patterns: ['b.ts', 'generated'] },
    { '.git': '', '.gitignore': 'generated\n/b.ts', 'a.ts': wrong, 'b.ts': wrongFile(), 'generated/c.ts': wrongFile() },
    [submitIn('b.ts'), submitIn('generated/c.ts')],
  ],
  [
    'what Git ignores, where a pattern finds it',
    { patterns: ['**/*.ts'] },
    { '.git': '', '.gitignore': 'generated', 'a.ts': wrong, 'generated/c.ts': wrongFile() },
    [submitIn('a.ts')],
  ],
  [
    'patterns from the folder of their configuration',
    { config: 'x/other.json' },
    { 'a.ts': wrong, 'x/a.ts': wrongFile(), 'x/other.json': '{"lint":{"ignore":["a.ts"]}}' },
    [submitIn('a.ts')],
  ],
  [
    'the nearest configuration',
    {},
    { 'a.ts': wrong, 'x/a.ts': wrongFile(), 'x/package.json': '{"millrace":{"lint":{"rules":{"flow-no-submit":"off"}}}}' },
    [submitIn('a.ts')],
  ],
  [
    'a configuration in TypeScript, read and not executed',
    {},
    {
      'a.ts': wrong,
      'millrace.config.ts': `const off = 'off' as const;\nexport default { lint: { rules: { 'flow-no-submit': off } } };\nprocess.exit(3);\n`,
    },
    [],
  ],
  [
    'a configuration that is named',
    { config: 'strict.json' },
    { 'a.ts': wrong, 'strict.json': '{"lint":{"rules":{"flow-no-submit":"hint"}}}', 'millrace.config.json': '{"lint":{"enabled":false}}' },
    [submitIn('a.ts', 'hint')],
  ],
  [
    'the command line over a configuration',
    { rules: { 'flow-no-submit': 'warning' } },
    { 'a.ts': wrong, 'millrace.config.json': '{"lint":{"rules":{"flow-no-submit":"off"}}}' },
    [submitIn('a.ts', 'warning')],
  ],
  [
    'a comment',
    {},
    { 'a.ts': wrong.replace('export const top', '// millrace-disable-next-line flow-no-submit: shown on purpose\nexport const top') },
    [],
  ],
  [
    'nesting that no parser can follow',
    {},
    { 'a.ts': `${right}const deep = ${'['.repeat(30_000)}${']'.repeat(30_000)};\n` },
    ['a.ts unreadable-file error 1:1'],
  ],
  ['such nesting in a file that does not use the SDK', {}, { 'a.ts': `const deep = ${'['.repeat(30_000)}${']'.repeat(30_000)};\n` }, []],
  [
    'unreadable-file as a warning',
    { rules: { 'unreadable-file': 'warning' } },
    { 'a.ts': `${right}const deep = ${'f('.repeat(30_000)}${')'.repeat(30_000)};\n` },
    ['a.ts unreadable-file warning 1:1'],
  ],
  [
    'a comment that silences nothing',
    {},
    { 'a.ts': right.replace('export const top', '// millrace-disable-next-line flow-no-submit: no more\nexport const top') },
    ['a.ts unused-suppression warning 3:1'],
  ],
];

for (const [name, request, files, expected] of selections) {
  test(`${name} ${expected.length === 0 ? 'leaves nothing' : 'decides what is reported'}`, async (t) => {
    const report = await lint({ cwd: folderOf(t, files), ...request });
    assert.deepEqual([found(report), report.mistakes], [expected, []]);
  });
}

const deploys = (deployment: string): string =>
  `import { runDeployment } from 'millrace';\nawait runDeployment('${deployment}', { timeout: 0 });\n`;
const deployed = `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
await etl.deploy({ name: 'nightly' });
`;
const flowFile = (name: string): string =>
  `import { flow } from 'millrace';\nexport const etl = flow({ name: '${name}' }, async () => 1);\n`;

/** Files are looked at while others have not been read: whatever comes later must count all the same. */
const later: readonly [string, Record<string, string>, string[]][] = [
  ['a flow of the same name', { 'a.ts': flowFile('x'), 'b.ts': flowFile('x') }, ['a.ts duplicate-flow-name', 'b.ts duplicate-flow-name']],
  ['a deployment that is meant', { 'a.ts': deploys('etl/nightly'), 'b.ts': deployed }, []],
  ['a deployment that is nearly meant', { 'a.ts': deploys('etl/nightli'), 'b.ts': deployed }, ['a.ts deployment-not-found']],
  ['the same, read before', { 'a.ts': deployed, 'b.ts': deploys('etl/nightli') }, ['b.ts deployment-not-found']],
];

for (const [name, files, expected] of later) {
  test(`what is read later is known: ${name}`, async (t) => {
    const rules = { 'duplicate-flow-name': 'warning', 'deployment-not-found': 'warning' };
    const report = await lint({ cwd: folderOf(t, files), preset: 'none', rules });
    assert.deepEqual(
      found(report).map((one) => one.split(' ').slice(0, 2).join(' ')),
      expected,
    );
  });
}

const mistakes: readonly [Partial<LintRequest>, Record<string, string>, RegExp][] = [
  [{ patterns: ['nothing/*.ts'] }, {}, /^No file matches "nothing\/\*\.ts"\.$/],
  [{ rules: { 'flow-no-sumbit': 'error' } }, {}, /There is no rule "flow-no-sumbit"\. Do you mean "flow-no-submit"\?$/],
  [{ rules: { 'flow-no-submit': 'loud' } }, {}, /is set to "loud"; it can be off, hint, info, warning or error/],
  [{}, { 'millrace.config.json': '{' }, /^millrace\.config\.json: It is no JSON/],
  [{}, { 'millrace.config.json': '{"lint":{"preset":"all"}}' }, /"lint\.preset" is "all"; it can be recommended, strict or none/],
  [{}, { 'millrace.config.ts': 'export default makeConfig();' }, /must be an object of plain values/],
  [{}, { 'millrace.config.ts': 'export default {' }, /^millrace\.config\.ts: It has syntax errors/],
  [{ config: 'gone.json' }, {}, /^There is no file gone\.json \(--config\)/],
  [{ config: 'c.yaml' }, { 'c.yaml': 'lint: {}' }, /^c\.yaml \(--config\) is no configuration that can be read/],
  [{}, { 'millrace.config.json': '{"lint":{"ignore":"a.ts"}}' }, /"lint\.ignore" is "a\.ts"; it must be a list of patterns/],
  [{}, { 'millrace.config.json': '{"lnit":{}}' }, /There is no setting "lnit"\. Do you mean "lint"\?/],
  [{}, { 'millrace.config.json': '{"maximumFiles":"all"}' }, /"maximumFiles" is "all"; it must be a number/],
  [{}, { 'millrace.config.json': '{"lint":{"rules":{"flow-no-submit":["error",5]}}}' }, /options of rule "flow-no-submit" are 5/],
];

for (const [request, files, expected] of mistakes) {
  test(`a mistake is said: ${expected.source}`, async (t) => {
    const report = await lint({ cwd: folderOf(t, { 'a.ts': wrong, ...files }), ...request });
    assert.equal(report.mistakes.length, 1, report.mistakes.join('\n'));
    assert.match(report.mistakes[0] ?? '', expected);
  });
}

test('a rule that throws is reported once, and the others go on', async (t) => {
  const cwd = folderOf(t, { 'a.ts': wrong, 'b.ts': wrongFile() });
  const failing = defineRule({
    id: 'failing',
    group: 'calls',
    summary: 'Fails',
    severity: 'error',
    preset: 'recommended',
    languages: ['typescript'],
    fix: 'none',
    check() {
      throw new Error('not today');
    },
  });
  const other = defineRule({ ...failing, id: 'other', check: ({ report }) => report({ span: { start: 0, end: 1 }, message: 'Seen' }) });
  const report = await lint({ cwd, from: [failing, other] });
  assert.deepEqual(report.failures, [{ rule: 'failing', path: 'a.ts', reason: 'not today' }]);
  assert.deepEqual(found(report), ['a.ts other error 1:1', 'b.ts other error 1:1']);
});

test('a cache changes nothing but the time, also after files have changed or gone', async (t) => {
  const [a, b] = [wrongFile(), wrongFile()];
  const cwd = folderOf(t, { 'a.ts': a, 'b.ts': righted(b), 'c.ts': wrongFile() });
  const request = { cwd, cacheFolder: join(cwd, '.cache') };
  const first = await lint(request);
  assert.deepEqual(found(first), [submitIn('a.ts'), submitIn('c.ts')]);
  assert.deepEqual(found(await lint(request)), found(first));
  writeFileSync(join(cwd, 'a.ts'), righted(a));
  writeFileSync(join(cwd, 'b.ts'), b);
  rmSync(join(cwd, 'c.ts'));
  assert.deepEqual(found(await lint(request)), [submitIn('b.ts')]);
});

test('a folder or file that is left out is linted when it is named, and a link is followed', async (t) => {
  const cwd = folderOf(t, { 'flows/etl.ts': wrong, 'dist/built.js': wrongFile(), 'node_modules/x/y.ts': wrongFile() });
  symlinkSync('flows', join(cwd, 'link'));
  symlinkSync('..', join(cwd, 'flows/circle'));
  const named: readonly [string, string[]][] = [
    ['.', [submitIn('flows/etl.ts')]],
    ['link', [submitIn('flows/etl.ts')]],
    ['link/etl.ts', [submitIn('flows/etl.ts')]],
    ['dist', [submitIn('dist/built.js')]],
    ['dist/built.js', [submitIn('dist/built.js')]],
  ];
  for (const [pattern, expected] of named) {
    const report = await lint({ cwd, patterns: [pattern] });
    assert.deepEqual([found(report), report.mistakes], [expected, []], pattern);
  }
});

test('one file is reported once, by the path that the command has, however it is named and wherever the command runs', async (t) => {
  const folder = folderOf(t, { 'w/flows/etl.ts': wrong, 'w/other.ts': 'export {};' });
  symlinkSync('w', join(folder, 'l'));
  symlinkSync('flows', join(folder, 'w/link'));
  for (const [at, real] of [
    ['w', 'l'],
    ['l', 'w'],
  ] as const) {
    for (const pattern of [
      'flows',
      'link',
      'link/*.ts',
      `../${real}`,
      `../${real}/link`,
      join(folder, real, 'flows/etl.ts'),
      `../${real}/**/*.ts`,
    ]) {
      const report = await lint({ cwd: join(folder, at), patterns: ['flows', pattern] });
      assert.deepEqual([found(report), report.mistakes], [[submitIn('flows/etl.ts')], []], `${at}: ${pattern}`);
    }
  }
});

test('outside of a repository only that of what is named is read', async (t) => {
  const cwd = folderOf(t, { 'repo/.git': '', 'repo/flows/etl.ts': wrong, 'repo/other.ts': right, 'else/where.ts': '', 'loose.ts': '' });
  const read = async (patterns: readonly string[], from = cwd): Promise<readonly [number, readonly string[]]> => {
    const report = await lint({ cwd: from, patterns });
    return [report.timing.filesRead, found(report)];
  };
  const expected = [submitIn('repo/flows/etl.ts')];
  assert.deepEqual(await read(['repo/flows']), [2, expected]);
  assert.deepEqual(await read([join(cwd, 'repo/flows/etl.ts')]), [2, expected]);
  // Who is in a repository means it, and without one all may belong together.
  assert.deepEqual(await read(['../..', '../../../loose.ts'], join(cwd, 'repo/flows')), [4, [submitIn('etl.ts')]]);
  const text = await lint({ cwd, document: { path: 'repo/flows/etl.ts', text: wrong } });
  assert.deepEqual([text.timing.filesRead, found(text)], [2, expected]);
  for (const patterns of [[], ['repo', 'loose.ts'], ['repo/**/*.ts']]) assert.deepEqual(await read(patterns), [4, expected]);
});

test('a link that leads in a circle matches nothing', async (t) => {
  const cwd = folderOf(t, { 'a.ts': right });
  symlinkSync('circle', join(cwd, 'circle'));
  assert.deepEqual((await lint({ cwd, patterns: ['circle', 'a.ts'] })).mistakes, ['No file matches "circle".']);
});

test('packages of the workspace are followed to their sources, although only what is built is named and nothing is installed', async (t) => {
  const cwd = folderOf(t, {
    'packages/flows/package.json': '{"name":"@acme/flows","exports":{".":"./dist/index.js","./etl":"./dist/etl.js"}}',
    'packages/flows/src/index.ts': `export * from './etl.js';\n`,
    'packages/flows/src/etl.ts': `import { flow } from 'millrace';\nexport const etl = flow({ name: 'acme-etl' }, async () => 1);\n`,
    'packages/flows/dist/etl.js': `export const etl = () => {};\n`,
    'packages/app/package.json': '{"name":"@acme/app","dependencies":{"@acme/flows":"workspace:*"}}',
    'packages/app/a.ts': `import { etl } from '@acme/flows';\nimport { etl as two } from '@acme/flows/etl';\netl.submit({});\ntwo.map({});\n`,
  });
  assert.deepEqual(found(await lint({ cwd })), ['packages/app/a.ts flow-no-submit error 3:5', 'packages/app/a.ts flow-no-map error 4:5']);
});

test('a cache that cannot be written is noted, and nothing is missing', async (t) => {
  const cwd = folderOf(t, { 'a.ts': wrong, cache: 'a file' });
  const report = await lint({ cwd, cacheFolder: join(cwd, 'cache') });
  assert.deepEqual([found(report), report.mistakes], [[submitIn('a.ts')], []]);
  assert.match(report.notes.join('\n'), /^The cache cannot be written/);
});

test('a file that holds no flows is named without harm, as hooks do', async (t) => {
  const cwd = folderOf(t, { 'a.ts': wrong, 'a.js': '', 'README.md': '', 'types.d.ts': '' });
  const report = await lint({ cwd, patterns: ['a.ts', 'a.js', 'README.md', 'types.d.ts'] });
  assert.deepEqual([found(report), report.mistakes], [[submitIn('a.ts')], []]);
  assert.match(report.notes.join('\n'), /^a\.js is not linted: .*\nREADME\.md is not linted: .*\ntypes\.d\.ts is not linted: /);
});

test('a pattern without a file can be allowed', async (t) => {
  const report = await lint({ cwd: folderOf(t, {}), patterns: ['gone/*.ts'], unmatched: 'allowed' });
  assert.deepEqual([report.mistakes, report.notes], [[], []]);
});

for (const path of ['a.ts', 'b.ts', 'dist/new.ts', '../outside.ts']) {
  test(`a text counts as the content of ${path}, and what is on disk for all others`, async (t) => {
    const folder = folderOf(t, { 'in/a.ts': right, 'in/other.ts': `export { etl } from './a.ts';` });
    const cwd = join(folder, 'in');
    const cacheFolder = join(folder, 'cache');
    const request: LintRequest = { cwd, cacheFolder, document: { path, text: wrong }, fix: true };
    assert.deepEqual(found(await lint(request)), [submitIn(path)]);
    assert.deepEqual(found(await lint({ ...request, document: { path, text: righted(wrong) } })), []);
    assert.deepEqual(found(await lint({ cwd, cacheFolder, patterns: ['a.ts'] })), []);
    assert.equal(readFileSync(join(cwd, 'a.ts'), 'utf8'), right);
  });
}

test('the folder is told as the repository knows it', async (t) => {
  const top = folderOf(t, { '.git': 'gitdir: elsewhere', 'packages/jobs/a.ts': wrong });
  assert.equal((await lint({ cwd: join(top, 'packages/jobs') })).folder, 'packages/jobs');
  assert.equal((await lint({ cwd: top })).folder, '');
});

test('whoever interrupts it does not wait for the end', async (t) => {
  const cwd = folderOf(t, Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`${index}.ts`, wrongFile()])));
  const stopping = new AbortController();
  setImmediate(() => stopping.abort(new Error('enough')));
  await assert.rejects(lint({ cwd, signal: stopping.signal }), /^Error: enough$/);
});
