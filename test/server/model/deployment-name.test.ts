import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fullNameOf } from '../../../server/model/deployment-name.ts';

for (const [flowName, name, expected] of [
  ['etl', 'nightly', 'etl/nightly'],
  ['etl', '', 'etl/'],
  [undefined, 'nightly', undefined],
  ['etl', undefined, undefined],
] as const)
  test(`deployment ${name} of flow ${flowName} is called ${expected}`, () => {
    assert.equal(fullNameOf({ flowName, name }), expected);
  });
