import assert from 'node:assert/strict';
import { test } from 'node:test';
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
