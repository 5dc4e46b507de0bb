import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as schema from '../../../runtime/core/schema.ts';

const built: { what: string; schema: object; json: object }[] = [
  { what: 'a text', schema: schema.string({ minLength: 1 }), json: { type: 'string', minLength: 1 } },
  { what: 'a number', schema: schema.number({ minimum: 0 }), json: { type: 'number', minimum: 0 } },
  {
    what: 'an integer',
    schema: schema.integer(),
    json: { type: 'integer', minimum: -9_007_199_254_740_991, maximum: 9_007_199_254_740_991 },
  },
  { what: 'a boolean', schema: schema.boolean(), json: { type: 'boolean' } },
  { what: 'an id', schema: schema.uuid(), json: { type: 'string', format: 'uuid' } },
  { what: 'one of some words', schema: schema.words('a', 'b'), json: { type: 'string', enum: ['a', 'b'] } },
  { what: 'an entity name', schema: schema.entityName(), json: { type: 'string', pattern: '^[^/%&><]+$', minLength: 1 } },
  { what: 'anything', schema: schema.anything(), json: {} },
  { what: "the user's object", schema: schema.freeObject(), json: { type: 'object' } },
  { what: 'a list', schema: schema.array(schema.string()), json: { type: 'array', items: { type: 'string' } } },
  { what: 'a value or null', schema: schema.nullable(schema.string()), json: { anyOf: [{ type: 'string' }, { type: 'null' }] } },
  { what: 'either', schema: schema.anyOf(schema.string(), schema.number()), json: { anyOf: [{ type: 'string' }, { type: 'number' }] } },
  {
    what: 'an object',
    schema: schema.object({ a: schema.string(), b: schema.optional(schema.number()), c: schema.maybe(schema.boolean()) }),
    json: {
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'number' }, c: { anyOf: [{ type: 'boolean' }, { type: 'null' }] } },
      required: ['a'],
    },
  },
];

for (const { what, schema: given, json } of built) {
  test(`the JSON Schema of ${what}`, () => assert.deepEqual(given, json));
}

test('a time is a text or the seconds since the epoch, within the years of four digits', () => {
  const [text, seconds] = Object.values(schema.time())[0] as [object, { maximum: number }];
  assert.deepEqual(text, { type: 'string', format: 'time-point' });
  assert.equal(new Date(seconds.maximum * 1000).getUTCFullYear(), 9999);
});
