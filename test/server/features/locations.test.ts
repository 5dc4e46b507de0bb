import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { isOtherState, offsetAt, pathOf, uriOf } from '../../../server/features/locations.ts';
import { lineStartsOf, positionAt } from '../../../server/model/span.ts';
import { folderOf } from '../../support/folder.ts';

const paths: readonly [string, string][] = [
  ['file:///p/a.ts', '/p/a.ts'],
  ['file:///p/with%20space.ts', '/p/with space.ts'],
  ['file:///p/%5Bid%5D.ts', '/p/[id].ts'],
  ['untitled:Untitled-1', 'untitled:Untitled-1'],
  ['file:///p/%E0%A4%A', 'file:///p/%E0%A4%A'],
];

for (const [uri, path] of paths) test(`${uri} is ${path}`, () => assert.equal(pathOf(uri), path));

test('a path comes back from its URI, however the client writes it', () => {
  for (const path of ['/p/a b#c?.ts', '/p/ü/💡.ts', 'untitled:Untitled-1']) assert.equal(pathOf(uriOf(path)), path);
});

const text = 'ab\r\nçd💡\n\nlast';
const offsets: readonly [number, number, number][] = [
  [0, 0, 0],
  [0, 2, 2],
  [0, 99, 2],
  [1, 0, 4],
  [1, 4, 8],
  [1, 99, 8],
  [2, 0, 9],
  [3, 4, 14],
  [3, 99, 14],
  [99, 0, 14],
  [-1, 5, 0],
  [1, -5, 4],
];

for (const [line, character, offset] of offsets) {
  test(`${line}:${character} is the offset ${offset}`, () => assert.equal(offsetAt(lineStartsOf(text), { line, character }, text), offset));
}

test('every offset comes back from its position, but one within a line end', () => {
  const starts = lineStartsOf(text);
  const between = text.indexOf('\n');
  for (let offset = 0; offset <= text.length; offset++) {
    if (offset !== between) assert.equal(offsetAt(starts, positionAt(starts, offset), text), offset);
  }
});

test('a document that shows a file in another state is told from one that is new', (t) => {
  const path = join(folderOf(t, { 'a b.ts': '' }), 'a b.ts');
  const { pathname } = pathToFileURL(path);
  const states = [`git:${pathname}`, `git:${pathname}?ref=HEAD`, `vscode-notebook-cell:${pathname}#W0s`, `vfs://host${pathname}`];
  assert.deepEqual(states.map(isOtherState), [true, true, true, true]);
  const others = [`file://${pathname}`, 'untitled:Untitled-1', 'untitled:a.ts', `git:${pathname}.gone`, 'git:%zz', ''];
  assert.deepEqual(others.map(isOtherState), [false, false, false, false, false, false]);
});
