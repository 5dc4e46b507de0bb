import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { test } from 'node:test';
import { makeFolder } from '../../../runtime/api/make-folder.ts';
import { folderOf } from '../../support/folder.ts';

test('all folders of a path are made with one mode, and made again are kept', (t) => {
  const folder = folderOf(t, {});
  const made = ['a', 'a/b', 'a/b/c'].map((name) => join(folder, name));
  for (const _again of [1, 2]) {
    makeFolder(join(folder, 'a/b/c'), 0o700);
    assert.deepEqual(
      made.map((path) => statSync(path).mode & 0o777),
      [0o700, 0o700, 0o700],
    );
  }
});

test('what is in the way is said by the system', (t) => {
  const folder = folderOf(t, { file: '' });
  assert.throws(() => makeFolder(join(folder, 'file')), { code: 'EEXIST' });
  assert.throws(() => makeFolder(join(folder, 'file/below')), { code: 'EEXIST', path: join(folder, 'file') });
});

test('processes that make the same folders at once all succeed', async (t) => {
  const folder = folderOf(t, {});
  const url = new URL('../../../runtime/api/make-folder.ts', import.meta.url).href;
  const program = `const { makeFolder } = await import(${JSON.stringify(url)});
    for (let i = 0; i < 500; i += 1) makeFolder(${JSON.stringify(folder)} + '/a/' + i + '/b');`;
  const said = Array.from({ length: 3 }, async () => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'ignore', 'pipe'] });
    const [errors] = await Promise.all([text(child.stderr), once(child, 'close')]);
    return errors;
  });
  assert.deepEqual(await Promise.all(said), ['', '', '']);
});
