import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fillTemplate } from '../../../runtime/core/template.ts';

const parameters = { day: '2026-11-21', count: 3, chunk: { id: 7, name: 'a' }, none: null, list: [1, 2] };

const cases: [template: string, filled: string | undefined][] = [
  ['etl-{day}', 'etl-2026-11-21'],
  ['{count} of {day}', '3 of 2026-11-21'],
  ['chunk {chunk.id} {chunk.name}', 'chunk 7 a'],
  ['{chunk}', '{"id":7,"name":"a"}'],
  ['{list}', '[1,2]'],
  ['{list.1}', '2'],
  ['{none}', 'null'],
  ['{missing}', undefined],
  ['{day} {chunk.missing}', undefined],
  ['{day.length}', undefined],
  ['{toString}', undefined],
  ['plain {}', 'plain {}'],
  ['{{day}} {day}', '{day} 2026-11-21'],
  ['{{{day}}}', '{2026-11-21}'],
  ['{{missing}}', '{missing}'],
];

for (const [template, filled] of cases) {
  test(`the template "${template}" becomes ${filled === undefined ? 'nothing' : `"${filled}"`}`, () =>
    assert.equal(fillTemplate(template, parameters), filled));
}
