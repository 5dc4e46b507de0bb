import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import { after, beforeEach, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { readServerFile } from '../../../../runtime/api/connection.ts';
import { runBatch } from '../../../../runtime/api-server/batch.ts';
import { defaultSettings } from '../../../../runtime/api-server/settings.ts';
import { openDatabase } from '../../../../runtime/api-server/store/database.ts';
import type { Cli, Given } from '../../../support/cli.ts';
import { createCli } from '../../../support/cli.ts';

/** The server as the command runs it, in this process: it goes on until its signal. */
let clis: Cli[] = [];
after(() => Promise.all(clis.map((cli) => cli.close())));
beforeEach(async () => {
  clis = [...clis, await createCli({ server: false })];
});
const fresh = (): Cli => {
  const cli = clis.at(-1);
  if (cli === undefined) throw new Error('no machine');
  return cli;
};
const home = (cli: Cli): string => join(cli.folder, 'home');

/** Starts a server with these options, does something with it, and stops it; what the start gave. */
async function during(cli: Cli, options: string, work: () => Promise<void>): Promise<Given> {
  const given = cli.run(`server start --port 0 ${options}`.trim());
  while (readServerFile(home(cli)) === undefined) await sleep(5);
  try {
    await work();
  } finally {
    cli.stop.abort();
  }
  return given;
}

test('a server says where it is and where it keeps its data, and ends when it is told', async () => {
  const cli = fresh();
  const { out, exit } = await during(cli, '', async () => {
    const status = await cli.json<{ running: boolean; pid: number; version: string }>('server status');
    assert.deepEqual([status.running, status.pid, status.version], [true, process.pid, '3.9.1']);
    assert.match((await cli.run('server status')).out, /Known from +this machine\nAPI +Prefect 3\.9\.1/);
    const second = await cli.run('server start --port 0');
    assert.deepEqual([second.exit, /A server runs already at .* stop it with "millrace server stop"\./.test(second.err)], [1, true]);
  });
  assert.match(out, /^Millrace server at http:\/\/127\.0\.0\.1:\d+\/api\nData is kept in .*millrace\.db$/);
  assert.equal(exit, 0);
  assert.equal(readServerFile(home(cli)), undefined);
});

test('what keeps nothing or is open to everybody is said', async () => {
  const { out, err } = await during(fresh(), '--ephemeral --no-auth', async () => {});
  assert.match(out, /Nothing is kept: it ends with this process\.$/);
  assert.match(err, /^Warning: any program on this machine may use this server \(--no-auth\)\.$/);
});

test("with --ui it says where Prefect's page is and what to type into its login, and not the token", async () => {
  const cli = fresh();
  const folder = join(cli.folder, 'page');
  mkdirSync(folder);
  writeFileSync(join(folder, 'index.html'), '<title>page</title>');
  const { out } = await during(cli, `--ui ${folder}`, async () => {
    const { url } = readServerFile(home(cli)) ?? { url: '' };
    const answer = await fetch(new URL('/', url), { headers: { accept: 'text/html' } });
    assert.equal(await answer.text(), '<title>page</title>');
  });
  assert.match(out, /\nPrefect's page: http:\/\/127\.0\.0\.1:\d+\/ \(its login takes the token in .*\/token\)$/);
  assert.doesNotMatch(out, /[0-9a-f]{64}/);
});

test('with --ui and no page, the server does not start, and what to do is said', async () => {
  const cli = fresh();
  const { exit, err } = await cli.run(`server start --port 0 --ui ${cli.folder}`);
  assert.notEqual(exit, 0);
  assert.match(err, /holds no page of Prefect: name an environment of Python with Prefect 3/);
  assert.equal(readServerFile(home(cli)), undefined);
});

/** Leaves a run in the database of this machine that ended so many days ago. */
function endedRun(cli: Cli, name: string, days: number): void {
  mkdirSync(home(cli), { recursive: true });
  const now = (): number => Date.now() - days * 86_400_000;
  const database = openDatabase({ path: join(home(cli), 'millrace.db'), settings: defaultSettings, now });
  const post = (route: string, body: object): { id: string } => {
    const [result] = runBatch(database, [{ route, path: {}, query: '', body, headers: {} }]).results;
    return JSON.parse(result?.text ?? '{}');
  };
  const flow = post('flows.create', { name: 'etl' });
  post('flowRuns.create', { flow_id: flow.id, name, state: { type: 'COMPLETED' } });
  database.close();
}

test('with --keep-runs, runs that ended before are forgotten, and only those', async () => {
  const cli = fresh();
  endedRun(cli, 'long-ago', 3);
  endedRun(cli, 'yesterday', 1);
  const database = openDatabase({ path: join(home(cli), 'millrace.db'), settings: defaultSettings, now: Date.now, readOnly: true });
  const names = (): string[] => database.all<{ name: string }>('SELECT name FROM flow_run').map(({ name }) => name);
  await during(cli, '--keep-runs 2d', async () => {
    while (names().length > 1) await sleep(10);
    assert.deepEqual(names(), ['yesterday']);
  });
  database.close();
});

test('a port that is taken is said with the way out', async () => {
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const address = other.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const { exit, err } = await fresh().run(`server start --port ${port}`);
  await new Promise((resolve) => other.close(resolve));
  assert.deepEqual([exit, err], [1, `Error: Port ${port} is used by another program: choose one with --port, or 0 for any free one.`]);
});

test('the log of a server in the background, its last lines and what comes', async () => {
  const cli = fresh();
  const file = join(home(cli), 'server.log');
  writeFileSync(file, 'one\ntwo\nthree\n');
  assert.equal((await cli.run('server logs')).out, 'one\ntwo\nthree');
  assert.equal((await cli.run('server logs -n 2')).out, 'two\nthree');
  const following = cli.run('server logs -f -n 1');
  await sleep(50);
  writeFileSync(file, 'one\ntwo\nthree\nfour\n');
  await sleep(300);
  cli.stop.abort();
  assert.equal((await following).out, 'three\nfour');
});
