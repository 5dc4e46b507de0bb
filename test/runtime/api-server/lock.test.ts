import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, test } from 'node:test';
import { MillraceError } from '../../../runtime/core/errors.ts';
import { takeLock } from '../../../runtime/api-server/lock.ts';
import { startServer } from '../../../runtime/api-server/server.ts';

let home = '';
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'millrace-lock-'));
});
afterEach(() => rmSync(home, { recursive: true }));

const isConflict = (error: unknown): boolean => MillraceError.is(error, 'conflict') && error.message.includes(`process ${process.pid}`);

test('a home has one server at a time, and the next one when that has closed', async () => {
  const first = await startServer({ home, port: 0 });
  await assert.rejects(startServer({ home, port: 0 }), isConflict);
  assert.equal(statSync(join(home, 'lock')).mode & 0o777, 0o600);
  await first.close();
  assert.deepEqual([existsSync(join(home, 'lock')), existsSync(join(home, 'server.json'))], [false, false]);
  await (await startServer({ home, port: 0 })).close();
});

test('a lock of a process that is gone, or whose number another one has now, is replaced', () => {
  for (const stale of ['999999999 1', `${process.pid} 1`, '', 'rubbish']) {
    writeFileSync(join(home, 'lock'), stale);
    const lock = takeLock(home);
    assert.match(readFileSync(join(home, 'lock'), 'utf8'), new RegExp(`^${process.pid} `));
    lock.release();
  }
  assert.deepEqual(readdirSync(home), []);
});

test('a home that cannot be a folder is refused with what to do', () => {
  const file = join(home, 'file');
  writeFileSync(file, '');
  for (const place of [file, join(file, 'below')]) {
    assert.throws(
      () => takeLock(place),
      (error) => MillraceError.is(error, 'invalid') && error.message.startsWith(place) && error.message.includes('MILLRACE_HOME'),
    );
  }
});

test('a lock that another process has taken meanwhile is not released', () => {
  const lock = takeLock(home);
  writeFileSync(join(home, 'lock'), '1 2');
  lock.release();
  assert.equal(readFileSync(join(home, 'lock'), 'utf8'), '1 2');
});

test('of processes that start at once, one gets the home', async () => {
  writeFileSync(join(home, 'lock'), '999999999 1');
  const file = new URL('../../../runtime/api-server/lock.ts', import.meta.url).href;
  const program = `const { takeLock } = await import(${JSON.stringify(file)}); try { takeLock(${JSON.stringify(home)}); console.log('taken'); setTimeout(() => {}, 3000); } catch (error) { console.log(error.code); }`;
  const said = await Promise.all(
    [1, 2, 3, 4].map(
      () =>
        new Promise<string>((resolve) => {
          const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
          child.stdout.once('data', (text: Buffer) => resolve(text.toString().trim()));
        }),
    ),
  );
  assert.deepEqual(said.toSorted(), ['conflict', 'conflict', 'conflict', 'taken']);
});

test('whoever asks for a lock that others take, release and leave behind is told that it is taken, or has it', async () => {
  const lock = join(home, 'lock');
  const file = new URL('../../../runtime/api-server/lock.ts', import.meta.url).href;
  const program = `
    import { writeFileSync } from 'node:fs';
    import { takeLock } from ${JSON.stringify(file)};
    for (let time = 0; time < 500; time += 1) {
      try {
        const lock = takeLock(${JSON.stringify(home)});
        if (time % 2 === 0) lock.release();
        else writeFileSync(${JSON.stringify(lock)}, '999999999 1');
      } catch (error) {
        if (error.code !== 'conflict') console.log(error.code);
      }
    }`;
  const said = await Promise.all(
    [1, 2, 3, 4].map(
      () =>
        new Promise<string>((resolve) => {
          const child = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
          const lines: Buffer[] = [];
          child.stdout.on('data', (text: Buffer) => lines.push(text));
          child.once('close', (code) => resolve(`${code}${Buffer.concat(lines).toString()}`));
        }),
    ),
  );
  assert.deepEqual(said, ['0', '0', '0', '0']);
});

test('a server whose database is of a newer release does not start, and leaves no lock', async () => {
  const database = new DatabaseSync(join(home, 'millrace.db'));
  database.exec('PRAGMA user_version = 999');
  database.close();
  await assert.rejects(startServer({ home, port: 0 }), /newer release/);
  assert.equal(existsSync(join(home, 'lock')), false);
});

test('a port that is taken is a conflict, and leaves no lock', async () => {
  const first = await startServer({ home, port: 0, database: ':memory:', advertise: false });
  const port = Number(new URL(first.url).port);
  await assert.rejects(startServer({ home, port }), /is in use by another program/);
  assert.equal(existsSync(join(home, 'lock')), false);
  await first.close();
});
