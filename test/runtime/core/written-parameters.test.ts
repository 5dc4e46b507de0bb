import assert from 'node:assert/strict';
import { test } from 'node:test';
import { literalDefaults, parameterNames } from '../../../runtime/core/written-parameters.ts';

const cases: [source: string, defaults: Record<string, unknown>][] = [
  ["async ({ day = 'monday', node }) => day", { day: 'monday' }],
  ["async ({ name = 'x' }                    ) => name", { name: 'x' }],
  [
    "function etl({ a = 1, b = -2.5, c = .5, d = 1_000, e = 1e3 } = {}) { return { f: 'no' }; }",
    { a: 1, b: -2.5, c: 0.5, d: 1000, e: 1000 },
  ],
  ['({ yes = true, no = false, none = null, not = undefined, other = today() }) => 1', { yes: true, no: false, none: null }],
  ['({ day: when = `sunday`, "full-name": full = "Ada" }) => when', { day: 'sunday', 'full-name': 'Ada' }],
  ['({ list = [1, 2], deep: { inner = 3 } = {}, last = 4 }) => 1', { last: 4 }],
  [`({ pick = (a, b) => a, path = \`/\${root}\`, escaped = 'a\\nb', sum = 1 + 2 }) => 1`, {}],
  ["async ({\n  // the day = 'no', of course\n  day = 'it, is', /* x = 1, */\n}) => day", { day: 'it, is' }],
  ['(parameters) => parameters', {}],
  ['parameters => ({ a: 1 })', {}],
  ['() => 1', {}],
  ['function () { [native code] }', {}],
];

for (const [source, defaults] of cases) {
  test(`literals in ${source.replaceAll('\n', ' ')}`, () => assert.deepEqual(literalDefaults(source), defaults));
}

const named: [source: string, names: readonly string[] | undefined][] = [
  ["async ({ day = 'monday', node }) => day", ['day', 'node']],
  ['async ({ name                      }                    ) => name,', ['name']],
  [
    'function etl({ a, b: other, "full-name": full, deep: { inner } = {}, } = {}, more) { return { f: 1 }; }',
    ['a', 'b', 'full-name', 'deep'],
  ],
  ['async run({ a }) { return a; }', ['a']],
  ['({}) => 1', []],
  ['() => 1', []],
  ['async () => 1', []],
  ['( ) => 1', []],
  ['({ a, ...rest }) => rest', undefined],
  ['({ [key]: a }) => a', undefined],
  ['(parameters) => parameters', undefined],
  ['(...given) => fn(...given)', undefined],
  ['parameters => ({ a: 1 })', undefined],
  ['async parameters => call({ a: parameters })', undefined],
  ['function () { return fn.apply(this, arguments); }', undefined],
  ['function () { [native code] }', undefined],
];

for (const [source, names] of named) {
  test(`names in ${source}`, () => assert.deepEqual(parameterNames(source), names));
}
