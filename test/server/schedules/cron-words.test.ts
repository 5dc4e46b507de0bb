import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cronWords } from '../../../server/schedules/cron-words.ts';

const words: readonly [string, string | undefined][] = [
  ['0 6 * * 1-5', 'At 06:00, Monday through Friday'],
  ['*/15 * * * *', 'Every 15 minutes'],
  ['@daily', 'At 00:00'],
  ['0 6', undefined],
  ['often', undefined],
];

for (const [cron, expected] of words) test(`${cron} in words`, () => assert.equal(cronWords(cron), expected));
