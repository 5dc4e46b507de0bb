import assert from 'node:assert/strict';
import { test } from 'node:test';
import { plainText } from '../../server/plain-text.ts';

const cases: readonly (readonly [string, string])[] = [
  ['**At 06:00** (UTC)\n\nNext:\n- Mon 06:00', 'At 06:00 (UTC)\n\nNext:\n- Mon 06:00'],
  ['```ts\nflow etl(a: `x**y**z`, b: **)\n```\n\nReads `**/*.ts`.', 'flow etl(a: `x**y**z`, b: **)\n\nReads **/*.ts.'],
  ['See [the page](https://prefect.io/x) and **`retries`**.', 'See the page (https://prefect.io/x) and retries.'],
  [
    '# Title\n\nsnake_case and 2 * 3 * 4 stay; so does [1] and a \\*star\\*',
    'Title\n\nsnake_case and 2 * 3 * 4 stay; so does [1] and a *star*',
  ],
  ['', ''],
];

for (const [markdown, expected] of cases)
  test(`${JSON.stringify(markdown)} reads well without its marks`, () => assert.equal(plainText(markdown), expected));
