import assert from 'node:assert/strict';
import { test } from 'node:test';
import { literalDefaults } from '../../../runtime/core/literal-defaults.ts';

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
