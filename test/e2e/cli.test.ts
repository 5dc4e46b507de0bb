import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { createMachine } from '../support/cli-process.ts';

/** The command line as a process: the main job from nothing to a finished run, then what users do next. */
const machine = createMachine();
const { folder, env, run, start } = machine;
after(() => machine.close());

writeFileSync(
  join(folder, 'flows.ts'),
  `import { flow, getRunLogger } from 'millrace';
export const greet = flow({ name: 'greet' }, async ({ name = 'world' }: { name?: string }) => {
  getRunLogger().info(\`Hello, \${name}!\`);
  if (name === 'nobody') throw new Error('there is nobody');
  return name;
});
export const slow = flow({ name: 'slow' }, async () => {
  getRunLogger().info('asleep');
  await new Promise((resolve) => setTimeout(resolve, 60_000));
});
// A module that keeps its process alive must not keep commands alive.
setInterval(() => undefined, 60_000);
`,
);

test('without a server what needs one says what to do, with exit code 4', async () => {
  for (const line of [
    'work-pool create x',
    'deploy flows.ts:greet',
    'deployment run greet/dev',
    'worker start --pool x',
    'server status',
  ]) {
    const { err, exit } = await run(line);
    assert.equal(exit, 4, line);
    assert.match(err, /^Error: No server (runs|is running): start one with "millrace server start"/);
  }
});

test('a flow runs without a server, and is recorded', async () => {
  const { out, err, exit } = await run('run flows.ts:greet -p name=Ada');
  assert.deepEqual([out, exit], ['Ada', 0]);
  assert.match(err, /INFO {5}\| Hello, Ada!/);
  const failed = await run('--log-level ERROR run flows.ts:greet -p name=nobody');
  assert.equal(failed.exit, 1);
  assert.match(failed.err, /ended as Failed: .*there is nobody/);
  assert.doesNotMatch(failed.err, /Hello/);
});

test('NO_COLOR wins over FORCE_COLOR, an answer that cannot be written is a fault in one line', async (t) => {
  const launcher = join(import.meta.dirname, '../../runtime/bin/millrace.mjs');
  const listed = (more: Record<string, string>) =>
    spawnSync(process.execPath, [launcher, 'profile', 'ls'], { env: { ...env, ...more }, encoding: 'utf8' });
  assert.equal(listed({ FORCE_COLOR: '1', NO_COLOR: '' }).stdout.includes('\u001B'), true);
  const { stdout, stderr } = listed({ FORCE_COLOR: '1', NO_COLOR: '1' });
  assert.deepEqual([stdout.includes('\u001B'), stderr], [false, '']);
  if (!existsSync('/dev/full')) return t.skip('This system has no /dev/full.');
  const full = spawnSync(process.execPath, [launcher, 'profile', 'ls'], {
    env,
    encoding: 'utf8',
    stdio: ['ignore', openSync('/dev/full', 'w'), 'pipe'],
  });
  assert.deepEqual(
    [full.status, full.stderr],
    [1, 'Error: A file cannot be written (ENOSPC): no space is left on its disk. Make room, and try again.\n'],
  );
});

test('what is recorded is listed, shown and deleted without a server', async () => {
  const runs: { id: string; stateName: string }[] = JSON.parse((await run('flow-run ls --json')).out);
  assert.deepEqual(
    runs.map(({ stateName }) => stateName),
    ['Failed', 'Completed'],
  );
  const id = runs[1]?.id ?? '';
  assert.match((await run(`flow-run inspect ${id}`)).out, /State +Completed/);
  assert.match((await run(`flow-run logs ${id}`)).out, /Hello, Ada!/);
  assert.match((await run('flow ls')).out, /^NAME.*\ngreet /);
  assert.match((await run('deployment ls')).out, /^No deployments\./);
  await run('run flows.ts:greet');
  const [newest]: { id: string }[] = JSON.parse((await run('flow-run ls --limit 1 --json')).out);
  assert.match((await run(`flow-run delete ${newest?.id} --yes`)).out, /^Deleted flow run/);
  assert.equal(existsSync(join(folder, 'home/lock')), false);
});

test('a server in the background starts, says where it is, and answers', async () => {
  const started = await run('server start --background --port 0');
  assert.match(started.out, /^Millrace server at http:\/\/127\.0\.0\.1:\d+\/api \(process \d+\)/, started.err);
  const status: { running: boolean; version: string } = JSON.parse((await run('server status --json')).out);
  assert.deepEqual([status.running, status.version], [true, '3.9.1']);
  assert.match((await run('server start --port 0')).err, /A server runs already at .*: use it, or stop it with "millrace server stop"\./);
  assert.match((await run('server logs')).out, /^Millrace server at .*\nData is kept in .*millrace\.db$/);
  const runs: unknown[] = JSON.parse((await run('flow-run ls --json')).out);
  assert.equal(runs.length, 2, 'what ran before the server is there');
});

test('from setup to a completed run', async () => {
  writeFileSync(join(folder, 'setup.yaml'), 'work_pools: [{ name: pool, work_queues: [{ name: urgent, priority: 1 }] }]');
  assert.equal((await run('setup setup.yaml')).exit, 0);
  const deployed = await run('deploy flows.ts --all -n dev -p pool');
  assert.equal(deployed.out, 'Created deployment greet/dev\nCreated deployment slow/dev');
  assert.match(deployed.err, /No worker is online in pool "pool": start one with "millrace worker start --pool pool"/);
  const worker = start('worker start --pool pool --name w -n 2');
  await worker.until(/Workers w-1, w-2 started/);
  assert.doesNotMatch((await run('deploy flows.ts --all -n dev -p pool')).err, /No worker/);
  const done = await run('deployment run greet/dev -p name=Grace --watch');
  assert.equal(done.exit, 0, done.err);
  assert.match(done.err, /INFO {5}\| Hello, Grace!\n(.*\n)*.*\| Completed/);
  const failed = await run('deployment run greet/dev -p name=nobody --watch --json');
  assert.equal(failed.exit, 1);
  const ended: { id: string; stateName: string } = JSON.parse(failed.out);
  assert.equal(ended.stateName, 'Failed');
  assert.match((await run(`flow-run logs ${ended.id}`)).out, /Hello, nobody!/);
  assert.match((await run('doctor')).out, /✓ work pool pool: 2 workers online/);
});

test('a run that is watched is left alone by Ctrl-C, and ended by cancel', async () => {
  const watching = start('deployment run slow/dev --watch');
  await watching.until(/asleep/);
  watching.process.kill('SIGINT');
  const { out, err, exit } = await watching.exited;
  assert.equal(exit, 130);
  assert.match(err, /The run goes on: follow it with "millrace flow-run logs -f/);
  const id = /\(([0-9a-f-]{36})\)/.exec(out)?.[1] ?? '';
  const following = start(`flow-run logs -f ${id}`);
  await following.until(/asleep/);
  assert.match((await run(`flow-run cancel ${id}`)).out, /is Cancelling\.$/);
  assert.equal((await following.exited).exit, 0);
  const cancelled: { stateName: string } = JSON.parse((await run(`flow-run inspect ${id} --json`)).out);
  assert.equal(cancelled.stateName, 'Cancelled');
  assert.match((await run(`flow-run retry ${id}`)).out, /is scheduled again\.$/);
  assert.equal((await run(`flow-run cancel ${id}`)).exit, 0);
});

test('a listing takes at most 200 ms of CPU, and a reader may go before it ends', () => {
  const launcher = join(import.meta.dirname, '../../runtime/bin/millrace.mjs');
  // Its CPU time, and the best of five: other work on the machine is not the command's. Alone it takes little longer.
  const meter = 'data:text/javascript,process.on("exit",()=>{const{user,system}=process.cpuUsage();process._rawDebug((user+system)/1000)})';
  const times = Array.from({ length: 5 }, () => {
    const { status, stderr } = spawnSync(process.execPath, ['--import', meter, launcher, 'deployment', 'ls'], { env, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    return Number(stderr);
  });
  assert.ok(Math.min(...times) <= 200, `${times.join(', ')} ms`);
  const piped = spawnSync('bash', ['-c', `'${process.execPath}' '${launcher}' flow-run ls --json | head -1`], { env, encoding: 'utf8' });
  assert.deepEqual([piped.stdout, piped.stderr], ['[\n', '']);
});

test('a secret comes from stdin into a file that only its owner reads', async () => {
  await run('profile create cloud --url http://127.0.0.1:9/api');
  const { out, err } = await run('config set key', 'hush\n');
  assert.doesNotMatch(out + err, /hush/);
  const file = join(folder, 'home/profiles.json');
  assert.match(readFileSync(file, 'utf8'), /hush/);
  assert.equal(statSync(file).mode & 0o077, 0);
  const unreachable = await run('work-pool ls');
  assert.deepEqual([unreachable.exit, /millrace doctor/.test(unreachable.err)], [4, true]);
  assert.match((await run('--profile embedded work-pool ls')).out, /^NAME/);
  assert.equal((await run('profile use embedded')).exit, 0);
});

test('a server that is stopped is gone, and so is its file', async () => {
  assert.equal((await run('server stop')).out, 'The server has stopped.');
  assert.equal(existsSync(join(folder, 'home/server.json')), false);
  assert.equal((await run('server status')).exit, 4);
});
