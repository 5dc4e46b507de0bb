import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retriesOf } from '../../../../runtime/api-server/policies/retries.ts';

const cases: [policy: Parameters<typeof retriesOf>[0], retries: number][] = [
  [{}, -1],
  [{ retries: 3 }, 3],
  [{ retries: 0 }, 0],
  [{ retries: 0, max_retries: 5 }, 0],
  [{ retries: null, max_retries: 5 }, 5],
  [{ max_retries: 5 }, 5],
  [{ max_retries: 0 }, -1],
];

for (const [policy, retries] of cases) {
  test(`${JSON.stringify(policy)} allows ${retries} retries`, () => assert.equal(retriesOf(policy), retries));
}
