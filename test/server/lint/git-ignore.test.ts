import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { TestContext } from 'node:test';
import { test } from 'node:test';
import { GitIgnore } from '../../../server/lint/git-ignore.ts';

/** A folder with some files, and an empty `.git` unless told otherwise. */
function repository(t: TestContext, files: Readonly<Record<string, string>>, top = '.git/HEAD'): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'millrace-ignored-')));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [name, text] of Object.entries({ [top]: '', ...files })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

/** As `git check-ignore --no-index` answers for files of these names. */
const cases: readonly [lines: string, ignored: readonly string[], kept: readonly string[]][] = [
  ['generated', ['generated', 'a/generated', 'generated/a.ts', 'a/generated/b/c.ts'], ['generated.ts', 'a/generated2/b.ts']],
  ['generated/', ['generated/a.ts', 'a/generated/b.ts'], ['generated', 'a/generated']],
  ['/generated', ['generated/a.ts'], ['a/generated/b.ts']],
  ['a/generated', ['a/generated/b.ts'], ['b/a/generated/c.ts']],
  ['*.gen.ts', ['x.gen.ts', '.gen.ts', 'a/x.gen.ts'], ['x.gen.tsx', 'xgen.ts']],
  ['a/*.ts', ['a/b.ts'], ['a/b/c.ts', 'b.ts']],
  ['**/a/b.ts', ['a/b.ts', 'x/y/a/b.ts'], ['b.ts']],
  ['a/**/b.ts', ['a/b.ts', 'a/x/b.ts', 'a/x/y/b.ts'], ['x/a/b.ts']],
  ['a/**', ['a/b.ts', 'a/b/c.ts'], ['b/a/c.ts']],
  ['?.ts', ['a.ts', 'b/a.ts'], ['ab.ts', '.ts']],
  ['[ab].ts\n[!a-y]1.ts\n[]x].js', ['a.ts', 'z1.ts', '].js', 'x.js'], ['c.ts', 'a1.ts', 'y.js']],
  ['*.ts\n!keep.ts', ['a.ts'], ['keep.ts', 'b/keep.ts']],
  ['!keep.ts\n*.ts', ['keep.ts'], []],
  ['a/\n!a/keep.ts', ['a/keep.ts'], []],
  ['# a.ts\n\n  \n\\#b.ts\n\\!c.ts\nd.ts   \r\ne\\ \n\\f.ts', ['#b.ts', '!c.ts', 'd.ts', 'e ', 'f.ts'], ['a.ts', '# a.ts', 'c.ts']],
  ['a+(b|c){1}.ts\n$.ts', ['a+(b|c){1}.ts', '$.ts'], ['ab.ts', 'a.ts']],
  ['[z-a].ts\n[\nb.ts', ['b.ts'], ['a.ts']],
];

for (const [lines, ignored, kept] of cases) {
  test(`a .gitignore with ${JSON.stringify(lines)}`, (t) => {
    const folder = repository(t, { '.gitignore': lines });
    const isIgnored = (path: string): boolean => new GitIgnore().ignores(join(folder, path), folder);
    for (const path of ignored) assert.equal(isIgnored(path), true, path);
    for (const path of kept) assert.equal(isIgnored(path), false, path);
  });
}

test('the .gitignore that is nearer to a file has the last word, up to the top of the repository', (t) => {
  const folder = repository(t, { '.gitignore': '*.ts', 'inner/.gitignore': 'a.ts', 'inner/deep/.gitignore': '!a.ts\n/b.ts' }, 'inner/.git');
  const git = new GitIgnore();
  const found = ['a.ts', 'inner/a.ts', 'inner/b.ts', 'inner/deep/a.ts', 'inner/deep/b.ts', 'inner/deep/x/b.ts'];
  assert.deepEqual(
    found.filter((path) => git.ignores(join(folder, path), folder)),
    ['inner/a.ts', 'inner/deep/b.ts'],
  );
});

test('what is named is meant, though it is ignored: a file, and all that is in a folder', (t) => {
  const folder = repository(t, { '.gitignore': 'build\n*.gen.ts' });
  const git = new GitIgnore();
  const place = (path: string): string => join(folder, path);
  assert.equal(git.ignores(place('build/a.ts'), place('build')), false);
  assert.equal(git.ignores(place('build/a.gen.ts'), place('build')), false);
  assert.equal(git.ignores(place('build/a.gen.ts'), place('build/a.gen.ts')), false);
  assert.equal(git.ignores(place('build/a.ts'), folder), true);
});
