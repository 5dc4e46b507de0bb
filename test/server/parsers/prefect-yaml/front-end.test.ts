import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { FileModel } from '../../../../server/model/file.ts';
import type { Value } from '../../../../server/model/value.ts';
import { prefectYamlFrontEnd } from '../../../../server/parsers/prefect-yaml/front-end.ts';

const modelOf = (text: string): FileModel => prefectYamlFrontEnd.parse('/p/prefect.yaml', text);

/** A value as JSON would have it; what is not known is `'?'`. */
function plain(value: Value): unknown {
  if (value.kind === 'literal') return value.value;
  if (value.kind === 'array') return value.items.map(plain);
  return value.kind === 'object' ? Object.fromEntries(value.members.map((member) => [member.name, plain(member.value)])) : '?';
}

const deploymentsOf = (text: string): unknown[] => modelOf(text).deployments.map(({ options }) => plain(options));

const readings: readonly [string, string, unknown[]][] = [
  ['an empty file', '', []],
  ['a file that says nothing', '# nothing\n', []],
  ['a file of another shape', '- one\n- two\n', []],
  ['deployments of another shape', 'deployments: yes\n', []],
  ['entries of another shape', 'deployments:\n  - text\n  - name: a\n', [{ name: 'a' }]],
  ['an option without a value', 'deployments:\n  - name:\n', [{ name: null }]],
  [
    'the pool, whose parts are options of their own in code',
    'deployments:\n  - work_pool: { name: p, work_queue_name: q, job_variables: { env: { A_B: 1 } } }\n',
    [{ workPoolName: 'p', workQueueName: 'q', jobVariables: { env: { A_B: 1 } } }],
  ],
  ['a pool of another shape', 'deployments:\n  - work_pool: p\n', [{}]],
  [
    'names of parameters, which stay as they are',
    'deployments:\n  - parameters: { day_of: x, 1: y }\n    enforce_parameter_schema: false\n',
    [{ parameters: { 1: 'y', day_of: 'x' }, enforceParameterSchema: false }],
  ],
  [
    'a schedule, and several',
    'deployments:\n  - schedule: { cron: "0 6 * * *", day_or: false }\n    schedules:\n      - { interval: 60, anchor_date: 2026-01-01 }\n',
    [{ schedule: { cron: '0 6 * * *', dayOr: false }, schedules: [{ interval: 60, anchorDate: '2026-01-01' }] }],
  ],
  ['anchors and aliases', 'x: &s { cron: a }\ndeployments:\n  - schedule: *s\n', [{ schedule: { cron: 'a' } }]],
  [
    'merged maps, whose members yield to those beside them',
    'a: &a { version: "1", tags: [x] }\nb: &b { version: "2", paused: true }\ndeployments:\n  - { <<: [*a, *b], tags: [y] }\n',
    [{ version: '1', paused: true, tags: ['y'] }],
  ],
  ['a merge of nothing', 'deployments:\n  - { <<: , name: a }\n', [{ name: 'a' }]],
  ['a name that only looks like a merge', 'deployments:\n  - parameters: { "<<": { a: 1 } }\n', [{ parameters: { '<<': { a: 1 } } }]],
  ['an alias of nothing', 'deployments:\n  - name: *gone\n', [{ name: null }]],
  [
    'aliases that stand for billions',
    `a: &a [${'*a, '.repeat(9)}]\ndeployments:\n  - name: a\n    parameters: *a\n`,
    [{ name: 'a', parameters: '?' }],
  ],
  ['an alias within what it means', 'deployments: &all\n  - name: a\n    parameters: *all\n', [{ name: 'a', parameters: '…' }]],
  ['texts that are filled in later', 'deployments:\n  - name: "etl-{{ $STAGE }}"\n', [{ name: '?' }]],
  ['keys that are no texts', 'deployments:\n  - { ? [a] : b, name: c }\n', [{ name: 'c' }]],
];

describe('prefect.yaml holds', () => {
  for (const [name, text, expected] of readings) {
    test(name, () => {
      const found = deploymentsOf(text);
      if (!name.startsWith('an alias within')) assert.deepEqual(found, expected);
      else assert.equal(found.length, 1, 'it ends');
    });
  }
});

test('every name and value says where it stands', () => {
  const text = 'deployments:\n  - name: nightly\n    work_pool:\n      name: "fast"\n';
  const [deployment] = modelOf(text).deployments;
  const written = deployment?.options.members.map(({ nameSpan, value, written: as }) => [
    text.slice(nameSpan.start, nameSpan.end),
    text.slice(value.span.start, value.span.end),
    as,
  ]);
  assert.deepEqual(written, [
    ['name', 'nightly', undefined],
    ['name', '"fast"', 'name'],
  ]);
});

test('a file that cannot be read as a whole is read as far as it goes', () => {
  const model = modelOf('deployments:\n  - name: a\n    tags: [b\n  - name: c\n');
  assert.equal(model.broken, true);
  assert.ok(model.deployments.length > 0);
});

test('an open file follows its changes', () => {
  const open = prefectYamlFrontEnd.open('/p/prefect.yaml', 'deployments:\n  - name: a\n');
  assert.deepEqual(
    open.model.deployments.map(({ options }) => plain(options)),
    [{ name: 'a' }],
  );
  open.change([{ start: 23, end: 24, text: 'b\n  - name: c # millrace-disable-line invalid-cron' }]);
  assert.equal(open.text, 'deployments:\n  - name: b\n  - name: c # millrace-disable-line invalid-cron\n');
  assert.deepEqual(
    open.model.deployments.map(({ options }) => plain(options)),
    [{ name: 'b' }, { name: 'c' }],
  );
  assert.deepEqual(open.lineStarts, [0, 13, 25, 74]);
  assert.deepEqual(
    open.model.directives.map(({ rules, line }) => [rules, line]),
    [[['invalid-cron'], 2]],
  );
});

test('only comments silence rules, and not what looks like one in a text', () => {
  const text = [
    '# millrace-disable-next-line a: why',
    'deployments: # millrace-disable-line b',
    '  - description: "# millrace-disable c"',
    '    version: |',
    '      # millrace-disable d',
    '    name: x # see // millrace-disable e',
  ].join('\n');
  assert.deepEqual(
    modelOf(text).directives.map(({ rules }) => rules),
    [['a'], ['b']],
  );
});
