import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RetryDelay } from '../../../runtime/core/definitions.ts';
import { exponentialBackoff, retryDelays } from '../../../runtime/core/retry.ts';

const cases: { delay: RetryDelay | undefined; retries: number; expected: number[] }[] = [
  { delay: undefined, retries: 2, expected: [0] },
  { delay: undefined, retries: 0, expected: [0] },
  { delay: [], retries: 2, expected: [0] },
  { delay: 3, retries: 2, expected: [3] },
  { delay: [1, 2, 3], retries: 3, expected: [1, 2, 3] },
  { delay: exponentialBackoff(10), retries: 3, expected: [10, 20, 40] },
  { delay: (retry) => retry * 5, retries: 2, expected: [5, 10] },
  { delay: () => 1, retries: 80, expected: Array.from({ length: 50 }, () => 1) },
];

for (const { delay, retries, expected } of cases) {
  test(`${String(delay)} for ${retries} retries is ${expected.join(', ')}`, () => assert.deepEqual(retryDelays(delay, retries), expected));
}
