import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isResultReference } from '../../../runtime/core/ports.ts';

const cases: [data: unknown, isReference: boolean][] = [
  [{ type: 'millrace', storage_key: 'k', expiration: null, serializer: { type: 'json' } }, true],
  [{ storage_key: 7 }, false],
  [{ type: 'unpersisted' }, false],
  ['storage_key', false],
  [null, false],
  [undefined, false],
];

for (const [data, isReference] of cases) {
  test(`${JSON.stringify(data)} is ${isReference ? '' : 'not '}a reference to a kept value`, () => {
    assert.equal(isResultReference(data), isReference);
  });
}
