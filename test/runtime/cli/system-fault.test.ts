import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { systemFault } from '../../../runtime/cli/system-fault.ts';
import { MillraceError } from '../../../runtime/core/errors.ts';
import { folderOf } from '../../support/folder.ts';

/** What an operation is told by the system. */
function faultOf(operation: () => unknown): unknown {
  try {
    operation();
  } catch (error) {
    return error;
  }
  return undefined;
}

const cases: readonly [string, (folder: string) => unknown, RegExp][] = [
  ['a file that is gone', (folder) => readFileSync(join(folder, 'gone')), /gone \(ENOENT\): it does not exist\.$/],
  ['a folder instead of a file', (folder) => writeFileSync(folder, ''), /\(EISDIR\): it is a folder\.$/],
  ['a file in the way', (folder) => readFileSync(join(folder, 'file/inner')), /inner \(ENOTDIR\): a part of its path is no folder\.$/],
  [
    'a home that cannot be made',
    (folder) => mkdirSync(join(folder, 'file/home')),
    /home \(ENOTDIR\): a part of its path is no folder\. MILLRACE_HOME can name another folder\.$/,
  ],
  [
    'a folder above the home that cannot be made',
    (folder) => mkdirSync(join(folder, 'file')),
    /file \(EEXIST\): a file is in its place\. MILLRACE_HOME can name another folder\.$/,
  ],
];

for (const [name, operation, expected] of cases) {
  test(`${name} is said in words`, (t) => {
    const folder = folderOf(t, { file: '' });
    assert.match(
      systemFault(
        faultOf(() => operation(folder)),
        { MILLRACE_HOME: join(folder, 'file/home') },
      ) ?? '',
      expected,
    );
  });
}

test('a full disk is said, although the system does not say where', () => {
  const full = Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC', syscall: 'write' });
  assert.match(
    systemFault(full, {}) ?? '',
    /^A file cannot be written \(ENOSPC\): no space is left on its disk\. Make room, and try again\.$/,
  );
});

test('other errors keep their words', () => {
  for (const error of [new Error('no'), new MillraceError('invalid', 'no'), Object.assign(new Error('no'), { code: 'ENOENT' }), 'no'])
    assert.equal(systemFault(error, {}), undefined);
});
