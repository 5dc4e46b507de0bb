import assert from 'node:assert/strict';
import { test } from 'node:test';
import { showArtifacts } from '../../../client/runs/artifacts.ts';
import type { Artifact } from '../../../runtime/core/client-resources.ts';

const artifact = (changes: Partial<Artifact>): Artifact => ({
  id: 'x',
  created: '2026-11-21T12:00:00Z',
  updated: '2026-11-21T12:00:00Z',
  key: null,
  type: 'markdown',
  description: null,
  data: '',
  metadata_: null,
  flowRunId: 'run',
  taskRunId: null,
  ...changes,
});

const head = { id: 'x', description: '', task: undefined };

for (const [name, changes, expected] of [
  ['a text', { key: 'report', data: '# Done' }, { title: 'report', kind: 'markdown', text: '# Done' }],
  [
    'a link',
    { type: 'link', data: '[here](https://example.org)' },
    { title: 'link', kind: 'markdown', text: '[here](https://example.org)' },
  ],
  [
    'rows by name, as JSON',
    { type: 'table', data: '[{"a":1,"b":"x"},{"a":2,"c":null}]' },
    {
      title: 'table',
      kind: 'table',
      columns: ['a', 'b', 'c'],
      rows: [
        ['1', 'x', ''],
        ['2', '', ''],
      ],
    },
  ],
  [
    'rows without names',
    {
      type: 'table',
      data: [
        [1, 2],
        [3, 4],
      ],
    },
    {
      title: 'table',
      kind: 'table',
      columns: [],
      rows: [
        ['1', '2'],
        ['3', '4'],
      ],
    },
  ],
  [
    'columns by name',
    { type: 'table', data: '{"a":[1,2],"b":["x"]}' },
    {
      title: 'table',
      kind: 'table',
      columns: ['a', 'b'],
      rows: [
        ['1', 'x'],
        ['2', ''],
      ],
    },
  ],
  ['a table that is none', { type: 'table', data: 'oops' }, { title: 'table', kind: 'table', columns: [], rows: [['oops']] }],
  ['an empty table', { type: 'table', data: '[]' }, { title: 'table', kind: 'table', columns: [], rows: [] }],
  ['progress', { type: 'progress', data: 42.5 }, { title: 'progress', kind: 'progress', percent: 42.5 }],
  ['progress beyond its end', { type: 'progress', data: 180 }, { title: 'progress', kind: 'progress', percent: 100 }],
  ['an image', { type: 'image', data: 'https://example.org/a.png' }, { title: 'image', kind: 'image', url: 'https://example.org/a.png' }],
  ['a kind that we do not know', { type: 'custom', data: { a: 1 } }, { title: 'custom', kind: 'text', text: '{"a":1}' }],
] as const) {
  test(`an artifact is shown as ${name}`, () => {
    assert.deepEqual(showArtifacts([artifact(changes)], new Map()), [{ ...head, ...expected }]);
  });
}

test('artifacts stand in their order with their tasks; results and those without a kind are for programs', () => {
  const shown = showArtifacts(
    [
      artifact({ id: 'late', created: '2026-11-21T13:00:00Z', taskRunId: 't', description: 'why' }),
      artifact({ id: 'result', type: 'result' }),
      artifact({ id: 'none', type: null }),
      artifact({ id: 'early' }),
    ],
    new Map([['t', 'load-0']]),
  );
  assert.deepEqual(
    shown.map(({ id, task, description }) => [id, task, description]),
    [
      ['early', undefined, ''],
      ['late', 'load-0', 'why'],
    ],
  );
});

test('of long tables the first rows are shown', () => {
  const [shown] = showArtifacts([artifact({ type: 'table', data: Array.from({ length: 2000 }, (_, index) => ({ index })) })], new Map());
  assert.ok(shown?.kind === 'table' && shown.rows.length === 500);
});
