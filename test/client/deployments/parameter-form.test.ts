import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { JsonObject } from '../../../runtime/core/json.ts';
import { checkForm, fieldsOf, isSimple, textOf } from '../../../client/deployments/parameter-form.ts';

const schema = {
  type: 'object',
  required: ['name', 'mode'],
  properties: {
    limit: { type: 'integer', title: 'Limit', position: 2, minimum: 1, maximum: 10, default: 5 },
    name: { type: 'string', position: 0, description: 'Who it is for.' },
    mode: { $ref: '#/definitions/Mode', position: 1 },
    ratio: { anyOf: [{ type: 'number' }, { type: 'null' }], position: 3 },
    verbose: { type: 'boolean', position: 4 },
    since: { type: 'string', format: 'date-time', position: 5 },
    nodes: { type: 'array', items: { type: 'string' }, position: 6, default: ['a'] },
    api_token: { type: 'string', position: 7, pattern: '^t' },
  },
  definitions: { Mode: { enum: ['fast', 'slow', 3] } },
};

test('inputs come in the order of the parameters, with kinds and defaults', () => {
  assert.deepEqual(
    fieldsOf(schema, { ratio: 0.5 }).map(({ name, kind, required, initial }) => [name, kind, required, initial]),
    [
      ['name', 'text', true, undefined],
      ['mode', 'choice', true, undefined],
      ['limit', 'integer', false, 5],
      ['ratio', 'number', false, 0.5],
      ['verbose', 'boolean', false, undefined],
      ['since', 'moment', false, undefined],
      ['nodes', 'json', false, ['a']],
      ['api_token', 'text', false, undefined],
    ],
  );
});

test('what looks like a password is marked', () => {
  assert.deepEqual(
    fieldsOf(schema, {})
      .filter(({ secret }) => secret)
      .map(({ name }) => name),
    ['api_token'],
  );
});

test('values that the schema does not know can be edited, too', () => {
  assert.deepEqual(
    fieldsOf(undefined, { text: 'a', list: [1] }).map(({ name, kind, initial }) => [name, kind, initial]),
    [
      ['text', 'text', 'a'],
      ['list', 'json', [1]],
    ],
  );
});

const fields = fieldsOf(schema, {});

test('texts become values of their types', () => {
  const { values, faults } = checkForm(fields, {
    name: 'Ada',
    mode: '3',
    limit: '7',
    ratio: '0.25',
    verbose: true,
    since: '2026-11-21T08:00:00Z',
    nodes: '["x"]',
    api_token: '',
  });
  assert.deepEqual(faults, {});
  assert.deepEqual(values, { name: 'Ada', mode: 3, limit: 7, ratio: 0.25, verbose: true, since: '2026-11-21T08:00:00.000Z', nodes: ['x'] });
});

const faulty: [Record<string, string>, string, RegExp][] = [
  [{}, 'name', /required/],
  [{ limit: 'x' }, 'limit', /number/],
  [{ limit: '1.5' }, 'limit', /whole/],
  [{ limit: '0' }, 'limit', /at least 1/],
  [{ limit: '11' }, 'limit', /at most 10/],
  [{ nodes: '[' }, 'nodes', /not JSON/],
  [{ since: 'soon' }, 'since', /moment/],
  [{ api_token: 'x' }, 'api_token', /match/],
];
for (const [texts, name, fault] of faulty) {
  test(`${JSON.stringify(texts)} is faulty in ${name}`, () => assert.match(checkForm(fields, texts).faults[name] ?? '', fault));
}

test('few simple inputs need no form', () => {
  assert.equal(isSimple(fields), false);
  assert.equal(isSimple(fields.slice(0, 3)), true);
  assert.equal(isSimple(fields.slice(6)), false);
});

test('values are shown as they can be typed', () => {
  assert.deepEqual(
    [textOf({ kind: 'json' }, [1]), textOf({ kind: 'text' }, 'a'), textOf({ kind: 'number' }, 2), textOf({ kind: 'text' }, null)],
    ['[\n  1\n]', 'a', '2', ''],
  );
});

/** Properties as Python and TypeScript write them, and the input that they become. */
const kinds: readonly [name: string, property: JsonObject, kind: string, options?: unknown[]][] = [
  ['a text', { type: 'string' }, 'text'],
  ['a long text', { type: 'string', maxLength: 1000 }, 'long-text'],
  ['a date', { type: 'string', format: 'date' }, 'text'],
  ['a text or null', { anyOf: [{ type: 'string' }, { type: 'null' }] }, 'text'],
  ['a number or null, the other way of saying it', { type: ['number', 'null'] }, 'number'],
  ['several types', { type: ['string', 'integer'] }, 'json'],
  ['several alternatives', { anyOf: [{ type: 'string' }, { type: 'integer' }] }, 'json'],
  ['an enum', { enum: ['a', 'b'] }, 'choice', ['a', 'b']],
  ['a single literal', { const: 'a', type: 'string' }, 'choice', ['a']],
  ['an enum or null', { anyOf: [{ $ref: '#/$defs/Mode' }, { type: 'null' }], default: null }, 'choice', ['fast', 'slow']],
  ['an enum by allOf', { allOf: [{ $ref: '#/$defs/Mode' }] }, 'choice', ['fast', 'slow']],
  ['an empty enum', { type: 'string', enum: [] }, 'text'],
  ['an object', { type: 'object', properties: { a: { type: 'string' } } }, 'json'],
  ['an object of its own', { $ref: '#/$defs/Node' }, 'json'],
  ['a list', { type: 'array', items: { type: 'integer' } }, 'json'],
  ['anything', {}, 'json'],
  ['a reference that leads nowhere', { $ref: '#/$defs/Gone' }, 'json'],
];
const $defs = { Mode: { enum: ['fast', 'slow'], type: 'string' }, Node: { type: 'object', properties: {} } };
for (const [name, property, kind, options = []] of kinds) {
  test(`${name} is a ${kind}`, () => {
    const [field] = fieldsOf({ type: 'object', properties: { x: property }, $defs }, {});
    assert.deepEqual([field?.kind, field?.options], [kind, options]);
  });
}

/** What is typed for a property, and the value or the fault that it is. */
const typed: readonly [property: JsonObject, text: string | boolean, value: unknown][] = [
  [{ type: 'integer' }, '007', 7],
  [{ type: 'integer' }, '1e3', 1000],
  [{ type: 'integer' }, '-0.5', /whole/],
  [{ type: 'number' }, 'Infinity', /number/],
  [{ type: 'number' }, ' ', /number/],
  [{ type: 'number', minimum: -1, maximum: 1 }, '-1', -1],
  [{ type: 'number', minimum: -1, maximum: 1 }, '1.01', /at most 1/],
  [{ type: 'boolean' }, false, false],
  [{ type: 'string' }, ' spaces stay ', ' spaces stay '],
  [{ type: 'string' }, '17', '17'],
  [{ type: 'string', pattern: '(?P<day>x)' }, 'anything', 'anything'],
  [{ enum: [1, 'one', true] }, '1', 1],
  [{ enum: [1, 'one', true] }, 'true', true],
  [{ enum: [1, 'one', true] }, 'one', 'one'],
  [{ type: 'array' }, '[1, {"a": null}]', [1, { a: null }]],
  [{ type: 'object' }, '{"a": 1,}', /not JSON/],
  [{}, '"text"', 'text'],
  [{}, 'null', null],
  [{ type: 'string', format: 'date-time' }, '2026-11-21', new Date(2026, 10, 21).toISOString()],
  [{ type: 'string', format: 'date-time' }, '2026-11-21 08:30', new Date(2026, 10, 21, 8, 30).toISOString()],
  [{ type: 'string', format: 'date-time' }, '2026-11-21T08:30:00+02:00', '2026-11-21T06:30:00.000Z'],
  [{ type: 'string', format: 'date-time' }, '7', /moment/],
];
for (const [property, text, expected] of typed) {
  test(`${JSON.stringify(text)} for ${JSON.stringify(property)}`, () => {
    const { values, faults } = checkForm(fieldsOf({ properties: { x: property } }, {}), { x: text });
    if (expected instanceof RegExp) assert.match(faults['x'] ?? '', expected);
    else assert.deepEqual([values, faults], [{ x: expected }, {}]);
  });
}
