import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partsOf } from '../../../server/model/parts.ts';
import type { ObjectMember, Value } from '../../../server/model/value.ts';

const span = { start: 0, end: 0 };
const literal = (value: string): Value => ({ kind: 'literal', value, span });
const [a, b] = [literal('a'), literal('b')];
const member = (value: Value): ObjectMember => ({ name: 'x', nameSpan: span, value, span });

/** What a value is written as, and its parts. */
const values: readonly (readonly [string, Value, readonly Value[]])[] = [
  ['a text', a, []],
  ['a template', { kind: 'template', parts: ['', ' and ', ''], values: [a, b], span }, [a, b]],
  ['a.x', { kind: 'member', object: a, name: 'x', nameSpan: span, span }, [a]],
  ['const [, second] = a', { kind: 'item', of: a, index: 1, span }, [a]],
  ['what a getter gives', { kind: 'result', of: a, span }, [a]],
  ['await a', { kind: 'awaited', value: a, span }, [a]],
  ['...a', { kind: 'spread', value: a, span }, [a]],
  ['{ x: a, ...b }', { kind: 'object', members: [member(a)], spreads: [b], open: true, span }, [a, b]],
  ['[a, b]', { kind: 'array', items: [a, b], span }, [a, b]],
  ['a ?? b', { kind: 'union', of: [a, b], span }, [a, b]],
  ['{ a = b } of what is destructured', { kind: 'default', of: a, otherwise: b, span }, [a, b]],
  ['a list that is filled later', { kind: 'collection', as: 'list', of: a, span }, [a]],
  ['a name', { kind: 'reference', binding: 0, span }, []],
  ['a call, whose arguments are listed with it', { kind: 'call', call: 0, span }, []],
  ['a function', { kind: 'function', function: 0, span }, []],
  ['anything else', { kind: 'opaque', span }, []],
];

for (const [written, value, parts] of values) test(`the parts of ${written}`, () => assert.deepEqual(partsOf(value), parts));
