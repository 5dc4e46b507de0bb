import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkParameterSize, maxParameterBytes, namedParameters, toJsonParameters } from '../../../runtime/core/parameters.ts';

const circular: Record<string, unknown> = { a: 1 };
circular['self'] = circular;

const described: { what: string; given: unknown; expected: unknown }[] = [
  { what: 'a number', given: 1, expected: 1 },
  { what: 'a BigInt', given: 12n, expected: '12' },
  { what: 'a function', given: structuredClone, expected: '[function structuredClone]' },
  { what: 'a symbol', given: Symbol('s'), expected: 'Symbol(s)' },
  { what: 'a date', given: new Date(0), expected: '1970-01-01T00:00:00.000Z' },
  { what: 'a circular object', given: circular, expected: { a: 1, self: '[circular]' } },
  { what: 'a list', given: [1n, [2]], expected: ['1', [2]] },
  { what: 'null, also deep', given: { a: null, b: [null] }, expected: { a: null, b: [null] } },
];

for (const { what, given, expected } of described) {
  test(`${what} as a recorded parameter`, () => assert.deepEqual(toJsonParameters({ given }), { given: expected }));
}

test('the same object twice is not circular', () => {
  const shared = { a: 1 };
  assert.deepEqual(toJsonParameters({ x: shared, y: shared }), { x: { a: 1 }, y: { a: 1 } });
});

test('parameters over 512 KB are refused with the way out', () => {
  const frame = JSON.stringify({ x: '' }).length;
  checkParameterSize({ x: 'a'.repeat(maxParameterBytes - frame) }, 'a run');
  assert.throws(() => checkParameterSize({ x: 'é'.repeat((maxParameterBytes - frame) / 2 + 1) }, 'a run'), /have 524290 bytes as JSON/);
  assert.throws(() => checkParameterSize({ x: 'a'.repeat(maxParameterBytes) }, 'a run'), {
    code: 'invalid',
    message: /pass a reference/,
  });
});

test('calls take one object of named parameters', () => {
  assert.deepEqual(namedParameters([], 'load'), {});
  assert.deepEqual(namedParameters([{ x: 1 }], 'load'), { x: 1 });
  assert.deepEqual(namedParameters([undefined], 'load'), {});
  for (const [args, given] of [
    [[1], 'a number'],
    [['a'], 'a string'],
    [[[1]], 'a list'],
    [[{ x: 1 }, 2], '2 arguments'],
    [[null], 'null'],
  ] as const) {
    const message = `load takes one object of named parameters, as ({ name: value }), and was called with ${given}.`;
    assert.throws(() => namedParameters(args, 'load'), { code: 'invalid', message });
  }
});
