import assert from 'node:assert/strict';
import { test } from 'node:test';
import { typed } from '../../support/parameter-schemas.ts';

const generic: readonly [string, string, string, Readonly<Record<string, string>>, readonly string[]][] = [
  ['what is given by default', '[Node, Node<string>]', 'interface Node<T = string> { value: T }', {}, ['Node']],
  ['what leads to itself', 'Node', 'interface Node<T = string> { value: T; children: Node<T>[] }', {}, ['Node']],
  ['what is given something else', '[Node, Node<number>]', 'interface Node<T = string> { value: T }', {}, ['Node', 'Node_2']],
  [
    'what is given a type of another file, and leads to itself',
    'Node<P>',
    "import type { Node } from './node.ts';\ninterface P { a: string }",
    { '/p/node.ts': 'interface P { b: string }\nexport interface Node<T> { value: T; own: P; children: Node<T>[] }' },
    ['Node', 'P', 'P_2'],
  ],
  [
    'what is given types of the same name from two files',
    '[Box<P>, Holder]',
    "import type { Box } from './box.ts';\nimport type { Holder } from './p.ts';\ninterface P { a: string }",
    {
      '/p/box.ts': 'export interface Box<T> { value: T }',
      '/p/p.ts': "import type { Box } from './box.ts';\ninterface P { b: string }\nexport interface Holder { box: Box<P>; a: 1 }",
    },
    ['Box', 'P', 'Holder', 'Box_2', 'P_2'],
  ],
  ['an alias that leads to itself', '[Json, Json<string>]', 'type Json<T = string> = T | Json<T>[]', {}, ['Json']],
];

for (const [what, type, before, files, names] of generic)
  test(`a generic type has one definition for each thing that it is given: ${what}`, () => {
    assert.deepEqual(Object.keys(typed(type, before, files).definitions ?? {}), names);
  });

test('types of the same name from different files stay apart', () => {
  const { definitions } = typed('{ a: A.P; b: B.P }', "import type * as A from './a.ts';\nimport type * as B from './b.ts';", {
    '/p/a.ts': 'export interface P { a: string }',
    '/p/b.ts': 'export interface P { b: number }',
  });
  assert.equal(Object.keys(definitions ?? {}).length, 2);
});
