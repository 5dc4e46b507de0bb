import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flow } from '../../../runtime/sdk/flow.ts';
import { task } from '../../../runtime/sdk/task.ts';

/** What JavaScript lets pass: nothing says there that the options come first. */
const unnamed: readonly (readonly [title: string, given: readonly unknown[]])[] = [
  ['no name', [{}, async () => 1]],
  ['an empty name', [{ name: '' }, async () => 1]],
  ['a function alone', [async () => 1]],
  [
    'a named function alone, whose name is none of the options',
    [
      function load() {
        return 1;
      },
    ],
  ],
];

for (const [title, given] of unnamed) {
  test(`${title}: neither a flow nor a task is made of it`, () => {
    assert.throws(() => Reflect.apply(flow, undefined, given), {
      code: 'invalid',
      message: /^A flow needs a name: flow\(\{ name: "etl" \}/,
    });
    assert.throws(() => Reflect.apply(task, undefined, given), {
      code: 'invalid',
      message: /^A task needs a name: task\(\{ name: "load" \}/,
    });
  });
}
