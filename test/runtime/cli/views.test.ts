import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answer, changeText, duration, facts, firstSentence, localTime, optionalNumber, stateName } from '../../../runtime/cli/views.ts';
import { createRecorder } from '../../support/cli.ts';

for (const [seconds, expected] of [
  [0.04, '0.0 s'],
  [59.94, '59.9 s'],
  [200, '3 m 20 s'],
  [7500, '2 h 5 m'],
] as const) {
  test(`${seconds} seconds are ${expected}`, () => assert.equal(duration(seconds), expected));
}

test('times are local, and absent ones a dash', () => {
  const date = new Date(2026, 10, 21, 7, 5, 9);
  assert.equal(localTime(date.toISOString()), '2026-11-21 07:05:09');
  assert.equal(localTime(null), '-');
});

test('facts leave out what is empty', () => {
  const text = facts(createRecorder(), [
    ['Name', 'etl'],
    ['Tags', []],
    ['Description', null],
    ['Parameters', { day: 1 }],
    ['Queues', ['a', 'b']],
    ['Limit', 0],
  ]);
  assert.equal(text, 'Name        etl\nParameters  {"day":1}\nQueues      a, b\nLimit       0');
});

test('an answer is JSON when it is asked for', () => {
  const output = createRecorder();
  answer(output, { json: true }, { a: 1 }, () => 'text');
  answer(output, {}, { a: 1 }, () => 'text');
  assert.deepEqual(output.printed, ['{\n  "a": 1\n}', 'text']);
});

test('small words', () => {
  assert.equal(stateName(createRecorder(), 'RUNNING', 'Running'), 'Running');
  assert.equal(stateName(createRecorder(), null, null), '-');
  assert.equal(optionalNumber(null), '-');
  assert.equal(changeText({ concurrencyLimit: 0 }), 'has its limit: 0 at once');
  assert.equal(firstSentence('Work pools: where runs wait. And more.'), 'Work pools: where runs wait');
});
