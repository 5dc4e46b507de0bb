import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hydrated, hydrationProblem, templatesIn } from '../../../../runtime/api-server/automations/parameters.ts';
import { render, templateProblem } from '../../../../runtime/api-server/automations/templates.ts';

const loop = (inner: string): string => `{% for i in [1] %}${inner}{% endfor %}`;

/** A template, and what is wrong with it. */
const refused: [string, RegExp][] = [
  ['{{ }}', /./],
  ['{% if %}', /./],
  [loop(loop(loop(''))), /depth of 3/],
  [loop('').repeat(11), /11 for loops/],
];

for (const [text, problem] of refused)
  test(`the template ${text.slice(0, 40)} is refused`, () => assert.match(templateProblem(text) ?? '', problem));

test('what no template may do: long ranges, and leaving what it is given', () => {
  assert.equal(templateProblem('{{ event }}'), undefined);
  assert.equal(render(loop('{{ i }}'), {}), '1');
  assert.equal(render('{{ range(2, 5) | list }}', {}), '[2, 3, 4]');
  for (const text of ['{{ range(101) }}', '{{ range(0, 1, 0) }}', '{{ range(1000000000) }}'])
    assert.throws(() => render(text, {}), /Range too big/);
  assert.equal(render("{{ 'a'.constructor }}{{ x.__proto__ }}", { x: {} }), '');
  assert.throws(() => render("{{ x.constructor.constructor('return process')() }}", { x: {} }), /rendering failed/);
});

test('values are looked through for templates, and keep their types', () => {
  const values = { a: ['{{ n }}', { b: 'so {{ n }}' }], c: 1, d: { __prefect_kind: 'unknown', value: 2 }, e: { __prefect_kind: 'json' } };
  assert.deepEqual(templatesIn(values), ['{{ n }}', 'so {{ n }}']);
  assert.deepEqual(hydrated(values, { context: { n: 4 }, variable: () => undefined }), { a: [4, { b: 'so 4' }], c: 1, d: 2 });
  assert.equal(hydrationProblem(values), undefined);
  assert.match(hydrationProblem({ a: [{ __prefect_kind: 'jinja' }] }) ?? '', /Missing 'template'/);
  for (const wrong of [
    '{{ nobody }}',
    { __prefect_kind: 'none' },
    { __prefect_kind: 'json', value: '{' },
    { __prefect_kind: 'workspace_variable', variable_name: 'x' },
  ]) {
    assert.throws(() => hydrated({ wrong }, { context: {}, variable: () => undefined }), /Missing|Invalid JSON|not found|nothing is named/);
  }
});
