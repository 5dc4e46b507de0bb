import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { defaultSettings } from '../../../../runtime/api-server/settings.ts';
import { openDatabase } from '../../../../runtime/api-server/store/database.ts';
import { MillraceError } from '../../../../runtime/core/errors.ts';

const folder = mkdtempSync(join(tmpdir(), 'millrace-database-'));
after(() => rmSync(folder, { recursive: true }));
writeFileSync(join(folder, 'notes.txt'), 'These are notes, and nothing that SQLite has written.'.repeat(100));

const open = (path: string) => openDatabase({ path, settings: defaultSettings, now: () => 0 });

for (const [what, path, why] of [
  ['a file of something else', 'notes.txt', /notes\.txt cannot be opened: file is not a database\. Move it away/],
  ['a folder', '.', /cannot be opened: unable to open database file/],
  ['a path through a file', 'notes.txt/millrace.db', /cannot be opened: unable to open database file/],
] as const) {
  test(`${what} is refused with its path and what to do`, () => {
    assert.throws(
      () => open(join(folder, path)),
      (error) => MillraceError.is(error, 'invalid') && why.test(error.message),
    );
  });
}

test('work that fails is undone alone, with the events that it announced', () => {
  const database = open(':memory:');
  database.begin();
  database.run('CREATE TABLE kept (value TEXT)');
  database.emit({ event: 'kept', resource: { 'prefect.resource.id': 'a' } });
  assert.throws(() =>
    database.savepoint(() => {
      database.run("INSERT INTO kept VALUES ('lost')");
      database.emit({ event: 'lost', resource: { 'prefect.resource.id': 'b' } });
      throw new Error('no');
    }),
  );
  database.savepoint(() => database.run("INSERT INTO kept VALUES ('stays')"));
  database.commit();
  assert.deepEqual(
    database.all('SELECT value FROM kept').map(({ value }) => value),
    ['stays'],
  );
  assert.deepEqual(
    database.takeEvents().map(({ event }) => event),
    ['kept'],
  );
  assert.deepEqual(database.takeEvents(), []);
  database.close();
});

test('no two timestamps of a process are the same, and none goes back with the clock', () => {
  const clock = [1000, 1000, 999, 1001];
  const database = openDatabase({ path: ':memory:', settings: defaultSettings, now: () => clock.shift() ?? 0 });
  const times = [1, 2, 3, 4].map(() => database.now());
  assert.deepEqual(times, [...new Set(times)].toSorted());
  assert.equal(times[3], '1970-01-01T00:00:01.001000Z');
  database.close();
});
