import assert from 'node:assert/strict';
import { test } from 'node:test';
import { offsetAt, pathOf, uriOf } from '../../../server/features/locations.ts';
import { lineStartsOf, positionAt } from '../../../server/model/span.ts';

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
  [1, 0, 4],
  [1, 4, 8],
  [1, 99, 8],
  [2, 0, 9],
  [3, 4, 14],
  [99, 0, 10],
];

for (const [line, character, offset] of offsets) {
  test(`${line}:${character} is the offset ${offset}`, () => assert.equal(offsetAt(lineStartsOf(text), { line, character }), offset));
}

test('every offset comes back from its position', () => {
  const starts = lineStartsOf(text);
  for (let offset = 0; offset <= text.length; offset++) assert.equal(offsetAt(starts, positionAt(starts, offset)), offset);
});
