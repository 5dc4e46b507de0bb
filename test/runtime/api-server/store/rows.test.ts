import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { after, test } from 'node:test';
import type { ColumnKind } from '../../../../runtime/api-server/store/rows.ts';
import {
  completeJson,
  defineColumns,
  insertSql,
  JsonText,
  parseColumn,
  renderList,
  renderRow,
  rowAsJson,
  textOf,
  toJsonText,
  updateSql,
} from '../../../../runtime/api-server/store/rows.ts';

const columns = defineColumns({ id: 'word', name: 'text', size: 'number', paused: 'boolean', tags: 'json' });
const usual = { id: 'a', name: 'otter', size: 3, paused: 0, tags: '["x"]' };
const database = new DatabaseSync(':memory:');
database.exec('CREATE TABLE run (id TEXT PRIMARY KEY, name TEXT, size NUMERIC, paused INTEGER, tags TEXT)');
after(() => database.close());

/** What a column holds, and what the answer says then. */
const values: [kind: ColumnKind, column: keyof typeof usual, value: string | number | null, said: string][] = [
  ['word', 'id', '2026-11-21T12:00:00Z', '"2026-11-21T12:00:00Z"'],
  ['text', 'name', String.raw`a "quoted" \ name`, String.raw`"a \"quoted\" \\ name"`],
  ['text', 'name', 'two\nlines\tand \u0001', String.raw`"two\nlines\tand \u0001"`],
  ['text', 'name', '%s and %d', '"%s and %d"'],
  ['text', 'name', "O'Brien 🦦", '"O\'Brien 🦦"'],
  ['text', 'name', '', '""'],
  ['text', 'name', null, 'null'],
  ['number', 'size', 0.25, '0.25'],
  ['number', 'size', null, 'null'],
  ['boolean', 'paused', 1, 'true'],
  ['boolean', 'paused', 0, 'false'],
  ['json', 'tags', '{"deep":[1,{"a":null}]}', '{"deep":[1,{"a":null}]}'],
  ['json', 'tags', null, 'null'],
];

for (const [kind, column, value, said] of values) {
  test(`a column of ${kind} that holds ${JSON.stringify(value)} is written alike by us and by SQLite`, () => {
    const row = { ...usual, [column]: value };
    database.exec('DELETE FROM run');
    database.prepare(insertSql('run', Object.keys(row))).run(...Object.values(row));
    const ours = renderRow(row, columns, { late: 1.5 }).text;
    const json = database.prepare(`SELECT ${rowAsJson(columns, 'run')} AS json FROM run`).get();
    assert.equal(completeJson({ json: String(json?.['json']) }, { late: 1.5 }).text, ours);
    assert.ok(ours.includes(`"${column}":${said}`), ours);
    assert.deepEqual(Object.keys(JSON.parse(ours)), [...Object.keys(usual), 'late']);
  });
}

test('a column may stand elsewhere than in the table', () => {
  database.exec('DELETE FROM run');
  database.prepare(insertSql('run', Object.keys(usual))).run(...Object.values(usual));
  const sql = `SELECT ${rowAsJson(columns, 'run', { name: 'upper(run.name)' })} AS json FROM run`;
  assert.match(String(database.prepare(sql).get()?.['json']), /"name":"OTTER"/);
});

test('an update changes the columns that it names, of one row', () => {
  database.exec('DELETE FROM run');
  for (const id of ['a', 'b']) database.prepare(insertSql('run', Object.keys(usual))).run(...Object.values({ ...usual, id }));
  database.prepare(updateSql('run', ['name', 'size'])).run('heron', 4, 'a');
  const rows = database.prepare('SELECT id, name, size FROM run ORDER BY id').all();
  assert.deepEqual(rows.map(Object.values), [
    ['a', 'heron', 4],
    ['b', 'otter', 3],
  ]);
});

for (const [list, text] of [
  [[], '[]'],
  [['1'], '[1]'],
  [['1', '{"a":2}'], '[1,{"a":2}]'],
] as const) {
  test(`${list.length} texts make the list ${text}`, () =>
    assert.equal(toJsonText(renderList(list.map((item) => new JsonText(item)))), text));
}

test('what is no text yet is made one', () => assert.equal(toJsonText({ a: [1] }), '{"a":[1]}'));

for (const [value, parsed, text] of [
  ['[1,2]', [1, 2], '[1,2]'],
  ['null', null, 'null'],
  [null, 'fallback', null],
  [5, 'fallback', '5'],
] as const) {
  test(`a column that holds ${JSON.stringify(value)} is ${JSON.stringify(parsed)} as JSON, and ${JSON.stringify(text)} as text`, () => {
    assert.deepEqual(parseColumn<unknown>({ value }, 'value', 'fallback'), parsed);
    assert.equal(textOf({ value }, 'value'), text);
  });
}
