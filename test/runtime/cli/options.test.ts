import assert from 'node:assert/strict';
import { test } from 'node:test';
import { collect, count, moment, port, positive, seconds } from '../../../runtime/cli/options.ts';

for (const [parse, text, expected] of [
  [count, '0', 0],
  [count, '12', 12],
  [positive, '1', 1],
  [port, '0', 0],
  [port, '65535', 65_535],
  [seconds, '90', 90],
  [seconds, '1.5', 1.5],
  [seconds, '30s', 30],
  [seconds, '5m', 300],
  [seconds, '2h', 7200],
  [seconds, '1d', 86_400],
  [seconds, ' 5 m ', 300],
  [seconds, 'in 5 minutes', 300],
  [seconds, '1 hour', 3600],
  [seconds, '2days', 172_800],
] as const) {
  test(`${parse.name} reads "${text}" as ${expected}`, () => assert.equal(parse(text), expected));
}

for (const [parse, text] of [
  [count, '-1'],
  [count, '1.5'],
  [count, ''],
  [count, 'many'],
  [positive, '0'],
  [port, '65536'],
  [seconds, '0'],
  [seconds, '-5'],
  [seconds, '5w'],
  [seconds, '5 moons'],
  [seconds, 'soon'],
  [moment, 'tomorrow'],
  [moment, '2026-13-40'],
  [moment, '08:00'],
] as const) {
  test(`${parse.name} refuses "${text}" with what to give`, () => assert.throws(() => parse(text), /: Give /));
}

test('a moment with a zone is that moment, without one it is in this place', () => {
  assert.equal(moment('2026-11-21T08:00:00Z').getTime(), Date.UTC(2026, 10, 21, 8));
  assert.equal(moment('2026-11-21T08:00').getTime(), new Date(2026, 10, 21, 8).getTime());
});

test('an option that is given again is gathered', () => {
  assert.deepEqual(collect('b', collect('a')), ['a', 'b']);
});
