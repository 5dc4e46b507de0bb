import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import type { Job } from '../../../runtime/api-server/batch.ts';
import { defaultSettings } from '../../../runtime/api-server/settings.ts';
import { openDatabase } from '../../../runtime/api-server/store/database.ts';
import type { WireEvent } from '../../../runtime/api-server/store/events.ts';
import { inlineWriter, threadWriter } from '../../../runtime/api-server/writer.ts';

const createPool = (name: unknown): Job => ({ route: 'workPools.create', path: {}, query: '', body: { name }, headers: {} });
const open = (path: string): ReturnType<typeof openDatabase> => openDatabase({ path, settings: defaultSettings, now: Date.now });

const folder = (): { path: string } & Disposable => {
  const home = mkdtempSync(join(tmpdir(), 'millrace-writer-'));
  return { path: join(home, 'millrace.db'), [Symbol.dispose]: () => rmSync(home, { recursive: true }) };
};

test('jobs that arrive together are one batch: a bad one is undone alone, and events come after the COMMIT', async () => {
  const published: WireEvent[][] = [];
  const database = open(':memory:');
  const writer = inlineWriter(database, (events) => published.push([...events]));
  const answers = await Promise.all(['a', 'a', 'b'].map((name) => writer.run(createPool(name))));
  assert.deepEqual(
    answers.map(({ status }) => status),
    [201, 409, 201],
  );
  assert.deepEqual(database.get('SELECT count(*) AS n FROM work_pool')?.['n'], 2);
  assert.deepEqual(
    published.map((events) => events.map(({ event }) => event)),
    [['prefect.work-pool.created', 'prefect.work-pool.created']],
  );
  await writer.close();
});

test('a writer in a thread takes jobs before it has started, and answers what is under way before it closes', async () => {
  using home = folder();
  open(home.path).close();
  const faults: string[] = [];
  const writer = threadWriter(
    { path: home.path, settings: defaultSettings },
    () => {},
    (error) => faults.push(error.message),
  );
  const answer = writer.run(createPool('early'));
  await writer.close();
  assert.equal((await answer).status, 201);
  assert.deepEqual(faults, []);
  const reader = open(home.path);
  assert.equal(reader.get('SELECT name FROM work_pool')?.['name'], 'early');
  reader.close();
});

test('a writer that ends by itself says so, and refuses what waits and what comes', async () => {
  using home = folder();
  open(home.path).close();
  const newer = new DatabaseSync(home.path);
  newer.exec('PRAGMA user_version = 999');
  newer.close();
  let tell: (error: Error) => void = () => {};
  const told = new Promise<Error>((resolve) => (tell = resolve));
  const writer = threadWriter({ path: home.path, settings: defaultSettings }, () => {}, tell);
  await assert.rejects(writer.run(createPool('waits')), /newer release/);
  assert.match((await told).message, /newer release/);
  await assert.rejects(writer.run(createPool('comes')), /newer release/);
  await writer.close();
});

test('a batch whose COMMIT fails is answered by its error, and the next one is done', async () => {
  const database = open(':memory:');
  const { commit } = database;
  let fail = true;
  const faulty = {
    ...database,
    commit() {
      if (fail) throw new Error('disk I/O error');
      commit();
    },
  };
  const writer = inlineWriter(faulty, () => {});
  await assert.rejects(writer.run(createPool('lost')), /disk I\/O error/);
  fail = false;
  assert.equal((await writer.run(createPool('kept'))).status, 201);
  assert.deepEqual(
    database.all('SELECT name FROM work_pool').map((row) => row['name']),
    ['kept'],
  );
  await writer.close();
});

test('a disk that is full in the midst of a batch refuses all of it, and nothing of it is written', async () => {
  const database = open(':memory:');
  const used = Number(database.get('PRAGMA page_count')?.['page_count']);
  database.all(`PRAGMA max_page_count = ${used + 2}`);
  const large = createPool('x'.repeat(200_000));
  const writer = inlineWriter(database, () => {});
  const jobs = [createPool('before'), large, createPool('after')];
  const settled = await Promise.allSettled(jobs.map((job) => writer.run(job)));
  for (const result of settled) {
    assert.ok(result.status === 'rejected');
    assert.match(String(result.reason), /database or disk is full\. Make room/);
  }
  assert.deepEqual(database.all('SELECT name FROM work_pool'), []);
  database.all(`PRAGMA max_page_count = ${used + 10_000}`);
  assert.equal((await writer.run(createPool('later'))).status, 201);
  await writer.close();
});
