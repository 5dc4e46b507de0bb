import assert from 'node:assert/strict';
import { test } from 'node:test';
import { openWorkerLog, pausePool, setLimit, setPriority, startWorker, startWorkers, stopWorker } from '../../../client/commands/pools.ts';
import { PoolTree } from '../../../client/pools/pool-tree.ts';
import { flowRunRow, poolRow, queueRow, workerRow } from '../../support/entities.ts';
import type { Answer } from '../../support/fake-context.ts';
import { errorOf, fakeContext } from '../../support/fake-context.ts';
import { settle } from '../../support/fake-session.ts';

async function open(answers: readonly Answer[] = [], trusted = true) {
  const made = await fakeContext({
    answers,
    trusted,
    respond: ({ path, method }) => {
      if (method === 'PATCH') return null;
      if (path === '/work_pools/filter')
        return [poolRow('pool', { concurrencyLimit: 4, activeSlots: 1 }), poolRow('off', { isPaused: true })];
      if (path === '/work_pools/pool/queues/filter')
        return [queueRow('default'), queueRow('urgent', { priority: 1, concurrencyLimit: 2, activeSlots: 1, isPaused: true })];
      if (path.endsWith('/queues/filter')) return [];
      if (path === '/work_pools/pool/workers/filter')
        return [workerRow('other'), workerRow('gone', { status: 'OFFLINE', lastHeartbeatTime: null })];
      if (path.endsWith('/workers/filter')) return [];
      return path === '/flows/filter'
        ? [{ id: 'flow-1', name: 'etl' }]
        : [flowRunRow('a', 'RUNNING', { workPoolName: 'pool', workQueueName: 'default' })];
    },
  });
  const { pools, workers, runs, timers } = made.context;
  return { ...made, tree: new PoolTree(pools, workers, runs, timers) };
}

const starts = [
  ['the pool of the row', 'pool:pool', 'pool', []],
  ['the pool of the run that waits', 'run:a', 'pool', []],
  ['the pool that is chosen', undefined, 'off', ['off']],
] as const;
for (const [what, target, pool, answers] of starts) {
  test(`a worker is started for ${what}`, async () => {
    const { context, shown } = await open(answers);
    await context.runs.ensureLoaded();
    await startWorker(context, target);
    assert.deepEqual([context.workers.all().map((worker) => worker.pool), shown.length], [[pool], answers.length]);
  });
}

test('pools tell their workers and slots, and queues who holds them', async () => {
  const { tree, context } = await open();
  await context.runs.ensureLoaded();
  const pools = await tree.children(undefined);
  assert.deepEqual(
    pools.map(({ label, description }) => [label, description]),
    [
      ['off', 'process · paused'],
      ['pool', 'process · 1 worker · 1/4 slots'],
    ],
  );
  const rows = await tree.children('pool:pool');
  assert.deepEqual(
    rows.map(({ label, description }) => [label, description]),
    [
      ['default', 'priority 1 · 1 running'],
      ['urgent', 'priority 1 · 1/2 slots · paused'],
      ['other', 'online · seen 10s ago'],
      ['gone', 'offline · never seen'],
    ],
  );
  const holders = await tree.children('queue:pool/default');
  assert.deepEqual(
    holders.map(({ id, children }) => [id, children]),
    [['run:a', 'none']],
  );
});

test('while the view is shown it is read again and again, and not when it is hidden', async () => {
  const { tree, fake } = await open();
  tree.setVisible(true);
  fake.timers.advance(100);
  for (let turn = 0; turn < 4; turn += 1) await settle();
  const asked = fake.requests.length;
  fake.timers.advance(5000);
  for (let turn = 0; turn < 4; turn += 1) await settle();
  assert.ok(fake.requests.length > asked);
  tree.setVisible(false);
  const before = fake.requests.length;
  fake.timers.advance(60_000);
  await settle();
  assert.equal(fake.requests.length, before);
});

test('workers are started, shown as ours, asked for their log, and stopped', async () => {
  const { context, processes, shown } = await open();
  await startWorker(context, 'pool:pool', 2);
  assert.deepEqual(
    processes.map(({ args }) => args.filter((argument) => !argument.startsWith('editor-'))),
    [1, 2].map(() => ['worker', 'start', '--pool', 'pool', '--name', '--limit', '5']),
  );
  processes[0]?.write('Worker started');
  const [name] = context.workers.all().map((worker) => worker.name);
  await openWorkerLog(context, `worker:pool/${name ?? ''}`);
  assert.deepEqual(shown, ['text Worker started']);
  await stopWorker(context, `worker:pool/${name ?? ''}`);
  assert.equal(context.workers.all().length, 1);
  await stopWorker(context, undefined);
  assert.deepEqual(context.workers.all(), []);
});

test('several workers are started at once, and the palette asks which of them to stop', async () => {
  const { context, processes, shown } = await open(['3', 'All 3 workers']);
  await startWorkers(context, 'pool:pool');
  assert.equal(processes.length, 3);
  await stopWorker(context, undefined);
  assert.match(shown.at(-1) ?? '', /^pick Stop worker: All 3 workers, editor-/);
  assert.deepEqual(context.workers.all(), []);
  assert.match((await errorOf(stopWorker(context, undefined))).message, /No worker was started/);
});

test('a worker that was stopped here is offline at once, though the server still believes in it', async () => {
  const online: string[] = [];
  const { context } = await fakeContext({
    respond: ({ path }) => {
      if (path === '/work_pools/filter') return [poolRow('pool')];
      return path.endsWith('/workers/filter') ? online.map((name) => workerRow(name)) : [];
    },
  });
  const { pools, workers, runs, timers } = context;
  const tree = new PoolTree(pools, workers, runs, timers);
  online.push(workers.start('pool', 5).name);
  assert.equal((await tree.children(undefined))[0]?.description, 'process · 1 worker');
  await stopWorker(context, undefined);
  await settle();
  assert.equal((await tree.children(undefined))[0]?.description, 'process · no worker');
  assert.match((await tree.children('pool:pool'))[0]?.description ?? '', /^offline/);
});

test('an untrusted workspace starts no worker', async () => {
  const { context, processes } = await open([], false);
  assert.equal((await errorOf(startWorker(context, 'pool:pool'))).code, 'unauthorized');
  assert.deepEqual(processes, []);
});

test('pools and queues are paused and limited', async () => {
  const { context, fake } = await open(['3', '']);
  await pausePool(context, 'pool:pool');
  await setLimit(context, 'queue:pool/default');
  await setLimit(context, 'pool:pool');
  assert.deepEqual(
    fake.requests.filter((request) => request.startsWith('PATCH')),
    ['PATCH /work_pools/pool', 'PATCH /work_pools/pool/queues/default', 'PATCH /work_pools/pool'],
  );
});

test('a limit is a number, and a priority belongs to a queue, which the palette asks for', async () => {
  const { context, fake, shown } = await open(['many', 'urgent', '2']);
  await setLimit(context, 'pool:pool');
  assert.match(shown[0] ?? '', /whole number/);
  await setPriority(context, undefined);
  assert.deepEqual(shown.slice(1), ['pick Work queue: default, urgent', 'ask Priority']);
  assert.deepEqual(
    fake.requests.filter((request) => request.startsWith('PATCH')),
    ['PATCH /work_pools/pool/queues/urgent'],
  );
});
