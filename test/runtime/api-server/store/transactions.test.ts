import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { isInTransaction } from '../../../../runtime/api-server/store/transactions.ts';

const database = new DatabaseSync(':memory:');
const connections = {
  'a connection that says so': database,
  'one of a Node before 22.16, which does not': { exec: (sql: string) => database.exec(sql) },
};

for (const [title, connection] of Object.entries(connections)) {
  test(`whether there is a transaction: ${title}`, () => {
    assert.equal(isInTransaction(connection), false);
    connection.exec('BEGIN');
    assert.equal(isInTransaction(connection), true);
    assert.equal(isInTransaction(connection), true, 'asking does not end it');
    connection.exec('COMMIT');
    assert.equal(isInTransaction(connection), false);
  });
}
