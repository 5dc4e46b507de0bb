import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKnown, namesOf, parseParameters } from '../../../runtime/cli/parameters.ts';

for (const [pairs, json, expected] of [
  [[], undefined, {}],
  [['a=1'], undefined, { a: 1 }],
  [['a=x'], undefined, { a: 'x' }],
  [['a="1"'], undefined, { a: '1' }],
  [['a=[1,2]', 'b={"c":null}', 'd=true'], undefined, { a: [1, 2], b: { c: null }, d: true }],
  [['url=http://x/?a=b'], undefined, { url: 'http://x/?a=b' }],
  [['a='], undefined, { a: '' }],
  [['a=2'], '{"a":1,"b":2}', { a: 2, b: 2 }],
] as const) {
  test(`${JSON.stringify(pairs)} over ${json} is ${JSON.stringify(expected)}`, () => {
    assert.deepEqual(parseParameters(pairs, json), expected);
  });
}

for (const [pair, expected] of [
  ['text=7', '7'],
  ['text=null', 'null'],
  ['text="7"', '7'],
  ['text=seven', 'seven'],
  ['number=7', 7],
  ['either=7', 7],
  ['other=7', 7],
] as const) {
  test(`${pair} is read as the schema says`, () => {
    const properties = {
      text: { type: 'string' },
      number: { type: 'number' },
      either: { anyOf: [{ type: 'string' }, { type: 'number' }] },
    };
    assert.deepEqual(Object.values(parseParameters([pair], undefined, { type: 'object', properties })), [expected]);
  });
}

for (const [pairs, json, message] of [
  [['a'], undefined, /"a" is no name with a value: give name=value\./],
  [['=1'], undefined, /"=1" is no name with a value/],
  [[], '[1]', /not a JSON object/],
  [[], 'nope', /not a JSON object/],
] as const) {
  test(`${JSON.stringify(pairs)} over ${json} is refused`, () => {
    assert.throws(() => parseParameters(pairs, json), { code: 'invalid', message });
  });
}

const properties = { names: { type: 'array' }, day: { type: 'string' } };
for (const [given, schema, refusal] of [
  [{ day: '1' }, { properties }, undefined],
  [{ dya: '1' }, { properties }, 'The deployment has no parameter "dya". Do you mean "day"? It takes names, day.'],
  [{ a: 1, day: '1', b: 2 }, { properties, additionalProperties: false }, 'The deployment has no parameter "a", "b". It takes names, day.'],
  [{ dya: '1' }, { properties, additionalProperties: true }, undefined],
  [{ dya: '1' }, { properties, additionalProperties: { type: 'string' } }, undefined],
  [{ dya: '1' }, { properties: {} }, undefined],
  [{ dya: '1' }, {}, undefined],
  [{ dya: '1' }, null, undefined],
] as const) {
  test(`${JSON.stringify(given)} for ${JSON.stringify(schema)}: ${refusal ?? 'may be'}`, () => {
    const check = (): void => checkKnown('The deployment', given, namesOf(schema));
    if (refusal === undefined) assert.doesNotThrow(check);
    else assert.throws(check, { code: 'invalid', message: refusal });
  });
}
