import assert from 'node:assert/strict';
import { mkdtempSync, openSync, closeSync, readdirSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { RunningServer } from '../../../../runtime/api-server/server.ts';
import { startServer } from '../../../../runtime/api-server/server.ts';
import { cannotOpen, troubleOf } from '../../../../runtime/api-server/store/trouble.ts';
import { MillraceError } from '../../../../runtime/core/errors.ts';
import { memoryServer } from '../../../support/memory-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'millrace-trouble-'));
after(() => rmSync(folder, { recursive: true }));

const pageSize = 4096;

/** A home whose server has run, and ended. */
async function usedHome(name: string): Promise<{ home: string; file: string }> {
  const home = join(folder, name);
  const server = await startServer({ home, port: 0 });
  for (let at = 0; at < 20; at += 1) await post(server, '/flows/', { name: `flow-${at}` });
  await server.close();
  return { home, file: join(home, 'millrace.db') };
}

async function post(server: RunningServer, path: string, body: object): Promise<number> {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${server.token}` };
  const answer = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  await answer.arrayBuffer();
  return answer.status;
}

const spoil = (file: string, at: number, length: number): void => {
  const opened = openSync(file, 'r+');
  writeSync(opened, Buffer.alloc(length, 0x5a), 0, length, at);
  closeSync(opened);
};

test('a server that ends leaves all of its data in one file', async () => {
  const { home, file } = await usedHome('whole');
  assert.deepEqual(
    readdirSync(home).filter((name) => /-wal|-shm/.test(name)),
    [],
  );
  const database = new DatabaseSync(file, { readOnly: true });
  assert.deepEqual({ ...database.prepare('SELECT count(*) AS flows FROM flow').get() }, { flows: 20 });
  database.close();
});

for (const [what, damage, message] of [
  [
    'whose first page is damaged',
    (file) => spoil(file, 100, pageSize),
    /millrace\.db cannot be opened: .* malformed\. It is damaged: keep a copy/,
  ],
  ['that is cut short', (file) => truncateSync(file, 5 * pageSize), /millrace\.db cannot be opened: .* malformed\. It is damaged/],
  ['that is something else', (file) => spoil(file, 0, pageSize), /cannot be opened: file is not a database\. Move it away/],
] as [string, (file: string) => void, RegExp][]) {
  test(`a database ${what} is refused with what to do`, async () => {
    const { home, file } = await usedHome(what);
    damage(file);
    await assert.rejects(startServer({ home, port: 0 }), (error) => MillraceError.is(error, 'invalid') && message.test(error.message));
  });
}

test('a database that is damaged within is said to be so, and the server goes on', async () => {
  const { home, file } = await usedHome('within');
  // Every page but those of the schema, which is read at the start.
  const reading = new DatabaseSync(file, { readOnly: true });
  const root = Number(reading.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'flow'").get()?.['rootpage']);
  reading.close();
  spoil(file, (root - 1) * pageSize, pageSize);
  const faults: string[] = [];
  const server = await startServer({ home, port: 0, report: (fault) => faults.push(fault) });
  assert.equal(await post(server, '/flows/filter', {}), 503);
  assert.equal(await post(server, '/flows/', { name: 'new' }), 503);
  assert.equal(await post(server, '/work_pools/filter', {}), 200);
  await server.close();
  assert.match(faults[0] ?? '', /^POST \/flows\/filter: The database: .*malformed\. It is damaged: keep a copy/);
  assert.match(faults.find((fault) => fault.startsWith('POST /flows/:')) ?? '', /malformed\. It is damaged/);
});

test('a database that another program has locked is said to be so, not to be moved away', async () => {
  const { home, file } = await usedHome('locked');
  const other = new DatabaseSync(file);
  other.exec('BEGIN EXCLUSIVE');
  await assert.rejects(startServer({ home, port: 0 }), (error) => {
    assert.ok(MillraceError.is(error, 'invalid'));
    assert.match(error.message, /millrace\.db cannot be opened: database is locked\. Another program keeps it locked: end what that does/);
    assert.doesNotMatch(error.message, /Move it away/);
    return true;
  });
  other.exec('ROLLBACK');
  other.close();
  const server = await startServer({ home, port: 0 });
  assert.equal(await post(server, '/flows/', { name: 'new' }), 201);
  await server.close();
});

const sqliteError = (errcode: number, message: string): Error => Object.assign(new Error(message), { code: 'ERR_SQLITE_ERROR', errcode });

for (const [code, message, cure] of [
  [5, 'database is locked', /Another program/],
  [517, 'database is locked', /Another program/],
  [8, 'attempt to write a readonly database', /may not be written/],
  [778, 'disk I/O error', /what the system says about the disk/],
  [13, 'database or disk is full', /Make room on its disk, and try again: what was acknowledged is kept/],
] as const) {
  test(`${message} (${code}) is a trouble of the disk or the file, with a cure`, () => {
    assert.match(troubleOf(sqliteError(code, message)) ?? '', new RegExp(`^The database: ${message}\\. `));
    assert.match(troubleOf(sqliteError(code, message)) ?? '', cure);
  });
}

test('what a request or a program did wrong is no trouble of the disk', () => {
  for (const error of [sqliteError(1, 'no such table'), sqliteError(19, 'UNIQUE'), new Error('database is locked'), 'text', undefined]) {
    assert.equal(troubleOf(error), undefined);
  }
  const known = new MillraceError('unsupported', 'newer');
  assert.equal(cannotOpen('x', known), known);
});

test('a full disk refuses what does not fit, keeps what was acknowledged, and is written again when there is room', async () => {
  await using server = memoryServer();
  const { database, faults } = server;
  const pages = (most: number): unknown => database.all(`PRAGMA max_page_count = ${most}`);
  const used = Number(database.get('PRAGMA page_count')?.['page_count']);
  pages(used + 20);
  const statuses: number[] = [];
  const kept: string[] = [];
  for (let at = 0; statuses.at(-1) !== 503 && at < 200; at += 1) {
    const { status, body } = await server.request('POST', '/variables/', { name: `v${at}`, value: 'x'.repeat(5000) });
    statuses.push(status);
    if (status === 201) kept.push((body as { name: string }).name);
  }
  assert.ok(kept.length > 5 && kept.length < 30, `${kept.length} fitted`);
  assert.match(faults.join('\n'), /^POST \/variables\/: The database: database or disk is full\. Make room on its disk/);
  assert.equal((await server.request('POST', '/variables/filter', {})).status, 200);
  pages(used + 10_000);
  assert.equal((await server.request('POST', '/variables/', { name: 'after', value: 1 })).status, 201);
  const found = database.all<{ name: string }>('SELECT name FROM variable').map(({ name }) => name);
  assert.deepEqual(found.toSorted(), [...kept, 'after'].toSorted());
});
