import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { MillraceError } from '../../../../runtime/core/errors.ts';
import { migrate } from '../../../../runtime/api-server/store/migrations.ts';

const version = (connection: DatabaseSync): unknown => connection.prepare('PRAGMA user_version').get()?.['user_version'];
const schema = (connection: DatabaseSync): unknown[] => connection.prepare('SELECT name, sql FROM sqlite_schema ORDER BY name').all();

test('an empty database is brought to the newest schema, and nothing happens the second time', () => {
  const connection = new DatabaseSync(':memory:');
  migrate(connection);
  const first = schema(connection);
  assert.ok(first.length > 20);
  assert.ok(Number(version(connection)) >= 1);
  migrate(connection);
  assert.deepEqual(schema(connection), first);
  connection.close();
});

test('steps that fail are undone together', () => {
  const connection = new DatabaseSync(':memory:');
  connection.exec('CREATE TABLE log (x)');
  assert.throws(() => migrate(connection), /log already exists/);
  assert.equal(version(connection), 0);
  assert.deepEqual(
    connection
      .prepare("SELECT name FROM sqlite_schema WHERE type = 'table'")
      .all()
      .map((row) => row['name']),
    ['log'],
  );
  connection.close();
});

test('a database of a newer release is refused, with what to do, and left as it is', () => {
  const connection = new DatabaseSync(':memory:');
  connection.exec('PRAGMA user_version = 999');
  assert.throws(
    () => migrate(connection),
    (error) => MillraceError.is(error, 'unsupported') && /newer release.*Update Millrace.*MILLRACE_HOME/.test(error.message),
  );
  assert.deepEqual(schema(connection), []);
  connection.close();
});

test('a disk that is full while the tables are made is what is told, and nothing is left half done', () => {
  const connection = new DatabaseSync(':memory:');
  connection.exec('PRAGMA max_page_count = 20');
  assert.throws(() => migrate(connection), /full/);
  connection.exec('PRAGMA max_page_count = 100000');
  migrate(connection);
  assert.ok(schema(connection).length > 20);
});
