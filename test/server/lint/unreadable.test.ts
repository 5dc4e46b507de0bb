import assert from 'node:assert/strict';
import { chmodSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { lint } from '../../../server/lint/engine.ts';
import { folderOf } from '../../support/folder.ts';
import { found, submitIn, wrongFile } from '../../support/wrong-files.ts';

const wrong = wrongFile();

/** Runs what is given with the rights of a user who owns nothing: root may read everything. */
async function asNobody<T>(work: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return work();
  process.seteuid?.(65534);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

test('a file that may not be read is said, and linted as soon as it may', { skip: process.platform === 'win32' }, async (t) => {
  const cwd = folderOf(t, { 'a.ts': wrong, 'b.ts': wrongFile() });
  const request = { cwd, cacheFolder: join(cwd, '.cache') };
  // All that is loaded lazily is loaded by now.
  await lint({ cwd, patterns: ['b.ts'] });
  chmodSync(cwd, 0o777);
  chmodSync(join(cwd, 'a.ts'), 0o000);
  const whole = await asNobody(() => lint(request));
  assert.deepEqual([found(whole), whole.mistakes, whole.notes], [[submitIn('b.ts')], [], ['a.ts is not linted: it cannot be read.']]);
  const named = await asNobody(() => lint({ ...request, patterns: ['a.ts'] }));
  assert.deepEqual([found(named), named.mistakes, named.notes], [[], ['a.ts cannot be read.'], []]);
  chmodSync(join(cwd, 'a.ts'), 0o644);
  const readable = await asNobody(() => lint(request));
  assert.deepEqual([found(readable), readable.notes], [[submitIn('a.ts'), submitIn('b.ts')], []]);
});

test('settings that may not be read are a mistake, rather than none', { skip: process.platform === 'win32' }, async (t) => {
  const cwd = folderOf(t, { 'a.ts': wrong, 'millrace.config.json': '{}', 'package.json': '{}' });
  await lint({ cwd });
  chmodSync(cwd, 0o777);
  for (const name of ['millrace.config.json', 'package.json']) chmodSync(join(cwd, name), 0o000);
  assert.deepEqual((await asNobody(() => lint({ cwd }))).mistakes, ['millrace.config.json: It cannot be read.']);
});

test(
  'a folder that may not be read is said, unless nothing would be said of what is in it',
  { skip: process.platform === 'win32' },
  async (t) => {
    const cwd = folderOf(t, {
      '.git': '',
      '.gitignore': 'data/',
      'millrace.config.json': '{"lint":{"ignore":["old"]}}',
      'a.ts': wrong,
      'locked/b.ts': wrongFile(),
      'data/c.ts': wrongFile(),
      'old/d.ts': wrongFile(),
    });
    await lint({ cwd });
    chmodSync(cwd, 0o777);
    for (const name of ['locked', 'data', 'old']) chmodSync(join(cwd, name), 0o000);
    const said = async (...patterns: string[]): Promise<unknown> => {
      const { mistakes, notes } = await asNobody(() => lint({ cwd, patterns }));
      return { mistakes, notes };
    };
    assert.deepEqual(await said(), { mistakes: [], notes: ['locked/* is not linted: it cannot be read.'] });
    assert.deepEqual(await said('a.ts'), { mistakes: [], notes: [] });
    assert.deepEqual(await said('.', 'locked'), { mistakes: ['locked cannot be read.'], notes: [] });
    assert.deepEqual(await said('./locked', 'a.ts'), { mistakes: ['./locked cannot be read.'], notes: [] });
    for (const name of ['locked', 'data', 'old']) chmodSync(join(cwd, name), 0o755);
  },
);
