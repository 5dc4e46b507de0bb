import assert from 'node:assert/strict';
import { test } from 'node:test';
import { schemaProblem } from '../../../../runtime/api-server/store/parameter-schema.ts';

const schema = {
  type: 'object',
  properties: {
    day: { type: 'string' },
    mode: { enum: ['a', 'b', null] },
    deep: { type: 'object', properties: { n: { type: 'integer' } } },
  },
  required: ['day'],
  additionalProperties: false,
};

/** Answers of Prefect 3.9.1's validation, which is Python's jsonschema. */
const cases: [Record<string, unknown>, string | undefined][] = [
  [{ day: 'monday' }, undefined],
  [{}, "Validation failed. Failure reason: 'day' is a required property"],
  [{ day: 1 }, "Validation failed for field 'day'. Failure reason: 1 is not of type 'string'"],
  [{ day: 'x', mode: "it's" }, `Validation failed for field 'mode'. Failure reason: "it's" is not one of ['a', 'b', None]`],
  [{ day: 'x', more: true }, "Validation failed. Failure reason: Additional properties are not allowed ('more' was unexpected)"],
  [{ day: 'x', deep: { n: 'y' } }, "Validation failed for field 'deep.n'. Failure reason: 'y' is not of type 'integer'"],
];

for (const [values, expected] of cases) {
  test(`parameters ${JSON.stringify(values)}`, () => assert.equal(schemaProblem(schema, values), expected));
}

test('without a schema everything is allowed', () => {
  assert.equal(schemaProblem(null, { x: 1 }), undefined);
  assert.equal(schemaProblem({}, { x: 1 }), undefined);
});
