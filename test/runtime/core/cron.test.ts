import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCroner } from '../../../runtime/core/cron.ts';

/** Prefect's expressions, and the same with the seconds first. */
const expressions: Readonly<Record<string, string>> = {
  '0 6 * * 1-5': '0 0 6 * * 1-5',
  '  0   6 * * 1-5 ': '0 0 6 * * 1-5',
  '*/15 * * * *': '0 */15 * * * *',
  '5/20 * * * *': '0 5-59/20 * * * *',
  '0 22-6 * * *': '0 0 22-23,0-6 * * *',
  '1-5,50-10 * * * *': '0 1-5,50-59,0-10 * * * *',
  '0 22-6/2 * * *': '0 0 22-23/2,0-6/2 * * *',
  '0 0 * * L5': '0 0 0 * * 5#L',
  '0 0 * * fri-mon': '0 0 0 * * 5-6,0-1',
  '0 0 1 dec-feb *': '0 0 0 1 12-12,1-2 *',
  '0 0 1 JAN,jul *': '0 0 0 1 1,7 *',
  '0 0 * * * 30': '30 0 0 * * *',
  '0 0 1 1 * 0 2027': '0 0 0 1 1 * 2027',
  '@daily': '@daily',
  ' @hourly ': '@hourly',
  '61 * * * xyz': '0 61 * * * xyz',
};

for (const [expression, expected] of Object.entries(expressions)) {
  test(`'${expression}' is '${expected}' with the seconds first`, () => assert.equal(toCroner(expression), expected));
}

for (const expression of ['', '* * * *', '* * * * * * * *', 'daily', 'every day']) {
  test(`'${expression}' is no cron expression`, () => assert.throws(() => toCroner(expression), /5 to 7 fields/));
}
