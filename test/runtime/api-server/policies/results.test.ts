import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPersisted } from '../../../../runtime/api-server/policies/results.ts';

const cases: [data: unknown, persisted: boolean][] = [
  [{ type: 'reference' }, true],
  [{ storage_key: 'k' }, true],
  [{ type: 'unpersisted' }, false],
  [{}, false],
  [[1], false],
  ['text', false],
  [7, false],
  [null, false],
  [undefined, false],
];

for (const [data, persisted] of cases) {
  test(`${JSON.stringify(data)} is ${persisted ? '' : 'not '}a stored result`, () => assert.equal(isPersisted(data), persisted));
}
