import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RunTree } from '../../../client/runs/run-tree.ts';
import { escapeMarkdown } from '../../../client/runs/run-rows.ts';
import type { KnownPool } from '../../../client/pools/pool-store.ts';
import { diagnoseRun } from '../../../client/runs/diagnose.ts';
import { toRun } from '../../../client/runs/run.ts';
import { styleOf } from '../../../client/runs/state-styles.ts';
import type { FlowRun } from '../../../runtime/core/entities.ts';
import { stateTypes } from '../../../runtime/core/state.ts';
import { flowRunRow, poolRow, queueRow, stateEvent, taskRunRow, workerRow } from '../../support/entities.ts';
import { fakeContext } from '../../support/fake-context.ts';

async function open(rows: readonly FlowRun[]) {
  const made = await fakeContext({
    respond: ({ path }) => {
      if (path === '/flows/filter') return [{ id: 'flow-1', name: 'etl' }];
      return path === '/task_runs/filter' ? [taskRunRow('t', 'RUNNING', { flowRunId: 'a' })] : rows;
    },
  });
  const { runs, timers } = made.context;
  const tree = new RunTree(runs, timers, (run) =>
    run.name === 'name-stuck' ? { text: 'no worker in pool "x"', needsWorker: true } : undefined,
  );
  tree.setVisible(true);
  return { ...made, tree };
}

const at = (hour: number): string => `2026-11-21T${String(hour).padStart(2, '0')}:00:00Z`;

test('runs are grouped by day, what is to come apart', async () => {
  const { tree } = await open([
    flowRunRow('a', 'RUNNING'),
    flowRunRow('old', 'COMPLETED', { expectedStartTime: '2026-11-10T12:00:00Z' }),
    flowRunRow('next', 'SCHEDULED', { expectedStartTime: at(18) }),
  ]);
  const groups = await tree.children(undefined);
  assert.deepEqual(
    groups.map(({ label, description }) => [label, description]),
    [
      ['Upcoming', '1'],
      ['Today', '1'],
      ['2026-11-10', '1'],
    ],
  );
});

test('a row says state, duration and what is wrong, for eyes and for screen readers', async () => {
  const { tree } = await open([
    flowRunRow('a', 'FAILED', { stateName: 'TimedOut' }),
    flowRunRow('stuck', 'SCHEDULED', { stateName: 'Late' }),
  ]);
  const [group] = await tree.children(undefined);
  const rows = await tree.children(group?.id);
  const stuck = rows.find(({ id }) => id === 'run:stuck');
  const failed = rows.find(({ id }) => id === 'run:a');
  assert.equal(failed?.description, 'etl · TimedOut · 5.0s');
  assert.deepEqual([failed?.icon?.name, failed?.icon?.color], ['clockface', 'millrace.failed']);
  assert.equal(failed?.spoken, 'TimedOut, run name-a of flow etl, 5.0s');
  assert.equal(stuck?.description, 'etl · Late · no worker in pool "x" · 1h ago');
  assert.match(stuck?.context ?? '', / stuck /);
});

test('durations tick while somebody looks at runs under way', async () => {
  const { tree, fake } = await open([flowRunRow('a', 'RUNNING', { startTime: '2026-11-21T11:59:58Z' })]);
  await tree.children(undefined);
  const fired: (readonly string[] | undefined)[] = [];
  tree.onDidChange((ids) => fired.push(ids));
  fake.timers.advance(2000);
  assert.deepEqual(fired, [['run:a']]);
  assert.match(tree.node('run:a')?.description ?? '', /4\.0s/);
  tree.setVisible(false);
  fake.timers.advance(10_000);
  assert.equal(fired.length, 1);
});

test('durations of tasks that are shown tick with their run; what is over does not', async () => {
  const { tree, fake } = await open([flowRunRow('a', 'RUNNING'), flowRunRow('b', 'COMPLETED'), flowRunRow('c', 'PENDING')]);
  await tree.children(undefined);
  await tree.children('run:a');
  const fired: (readonly string[] | undefined)[] = [];
  tree.onDidChange((ids) => fired.push(ids));
  fake.timers.advance(30_000);
  assert.deepEqual(fired[0], ['run:a', 'task:t']);
  assert.match(tree.node('task:t')?.description ?? '', /^Running · 1h 0m/);
  assert.equal(tree.node('task:other'), undefined);
});

test('what runs for hours is drawn twice a minute', async () => {
  const { tree, fake } = await open([flowRunRow('a', 'RUNNING', { startTime: '2026-11-21T10:00:00Z' })]);
  await tree.children(undefined);
  let fired = 0;
  tree.onDidChange(() => (fired += 1));
  fake.timers.advance(60_000);
  assert.equal(fired, 2);
});

test('a change draws every duration that goes on, and the next tick counts from it', async () => {
  const started = { startTime: '2026-11-21T11:59:58Z' };
  const { tree, fake } = await open([flowRunRow('a', 'RUNNING', started), flowRunRow('b', 'RUNNING', started)]);
  await tree.children(undefined);
  const fired: (readonly string[] | undefined)[] = [];
  tree.onDidChange((ids) => fired.push(ids));
  for (let change = 0; change < 5; change += 1) {
    fake.timers.advance(1900);
    fake.send(stateEvent('flow-run', 'a', 'RUNNING'));
  }
  assert.deepEqual(
    fired,
    Array.from({ length: 5 }, () => ['run:a', 'run:b']),
  );
  fake.timers.advance(2000);
  assert.equal(fired.length, 6);
});

test('a run that changes is drawn alone where it stays in its place, and everything where it moves', async () => {
  const { tree, context, fake } = await open([flowRunRow('a', 'RUNNING'), flowRunRow('next', 'SCHEDULED', { expectedStartTime: at(18) })]);
  const [, today] = await tree.children(undefined);
  const fired: (readonly string[] | undefined)[] = [];
  tree.onDidChange((ids) => fired.push(ids));
  fake.send(stateEvent('flow-run', 'a', 'COMPLETED'));
  fake.send(stateEvent('flow-run', 'next', 'RUNNING'));
  assert.deepEqual(fired, [['run:a'], undefined]);
  // Rows of a group that is drawn again are as they are now, not as they were when the group was read.
  assert.match((await tree.children(today?.id))[0]?.description ?? '', /Completed/);
  await tree.children(undefined);
  await context.runs.setFilter({ states: ['RUNNING'] });
  await tree.children(undefined);
  fired.length = 0;
  fake.send(stateEvent('flow-run', 'next', 'FAILED'));
  assert.deepEqual(fired, [undefined]);
});

test('how long it is until runs start goes on, too', async () => {
  const { tree, fake } = await open([flowRunRow('next', 'SCHEDULED', { expectedStartTime: at(18) })]);
  await tree.children(undefined);
  const fired: (readonly string[] | undefined)[] = [];
  tree.onDidChange((ids) => fired.push(ids));
  fake.timers.advance(30_000);
  assert.deepEqual(fired, [['run:next']]);
});

test('tasks and subflows stand below a run', async () => {
  const { tree } = await open([flowRunRow('a', 'RUNNING')]);
  await tree.children(undefined);
  const rows = await tree.children('run:a');
  assert.ok(rows.some(({ id }) => id === 'task:t'));
});

test('long groups are shown bit by bit', async () => {
  const many = Array.from({ length: 250 }, (_, index) => flowRunRow(`r${index}`, 'COMPLETED'));
  const { tree, context } = await open([]);
  await context.runs.ensureLoaded();
  await context.runs.add(many);
  const [group] = await tree.children(undefined);
  const rows = await tree.children(group?.id);
  assert.deepEqual([rows.length, rows.at(-1)?.label], [201, 'Show more…']);
  await tree.showMore(group?.id.replace('group:', '') ?? '');
  await tree.children(undefined);
  assert.equal((await tree.children(group?.id)).length, 250);
});

test('the badge counts what failed today and what waits for somebody', async () => {
  const { tree, context, fake } = await open([
    flowRunRow('a', 'FAILED'),
    flowRunRow('b', 'PAUSED'),
    flowRunRow('c', 'RUNNING'),
    flowRunRow('old', 'FAILED', { endTime: '2026-11-01T12:00:00Z' }),
  ]);
  const count = (): number => tree.badge?.value ?? 0;
  assert.equal(count(), 0);
  await context.runs.ensureLoaded();
  assert.deepEqual(tree.badge, { value: 2, tooltip: '1 failed today, 1 waiting for input' });
  fake.send(stateEvent('flow-run', 'c', 'CRASHED'));
  assert.equal(count(), 3);
});

test('runs are grouped by flow, and the filter is told', async () => {
  const { tree, context } = await open([flowRunRow('a', 'COMPLETED', { tags: ['daily'] })]);
  await context.runs.setFilter({ states: ['COMPLETED'], tag: 'daily', hours: 24 });
  assert.equal(tree.message, 'Filter: Completed · tag daily · last 24 h');
  await context.runs.setFilter({ text: 'nothing like it' });
  assert.equal(tree.message, 'Filter: "nothing like it" (no run fits)');
  tree.grouping = 'flow';
  await context.runs.setFilter({});
  assert.deepEqual(
    (await tree.children(undefined)).map(({ label }) => label),
    ['etl'],
  );
});

test('before anything is known the view says what to do, and not its filter', async () => {
  const { context } = await fakeContext({
    respond() {
      throw new Error('no answer');
    },
  });
  await assert.rejects(context.runs.setFilter({ tag: 'daily' }));
  assert.equal(context.runTree.message, undefined);
});

test('every state has a shape and a colour, and states that mean different things differ', () => {
  const styles = [
    ...stateTypes.map((type) => styleOf(type, null)),
    ...['Late', 'AwaitingRetry', 'AwaitingConcurrencySlot', 'TimedOut', 'Cached'].map((name) => styleOf('SCHEDULED', name)),
  ];
  for (const { icon, color } of styles) assert.ok(icon !== '' && color.startsWith('millrace.'));
  const shapes = ['SCHEDULED', 'RUNNING', 'PAUSED', 'COMPLETED', 'FAILED', 'CRASHED'].map(
    (type) => styleOf(stateTypes.find((each) => each === type) ?? null, null).icon,
  );
  assert.equal(new Set(shapes).size, shapes.length);
});

test('why a run does not start', () => {
  const now = Date.parse(at(12));
  const run = toRun(flowRunRow('a', 'SCHEDULED', { stateName: 'Late', workPoolName: 'pool', workQueueName: 'default' }), 'etl');
  const pool = { pool: poolRow('pool'), queues: [queueRow('default')], workers: [workerRow('w')] };
  const cases: [KnownPool[], string | undefined, boolean?][] = [
    [[pool], undefined],
    [[{ ...pool, workers: [] }], 'no worker in pool "pool"', true],
    [[{ ...pool, pool: poolRow('pool', { type: 'docker' }), workers: [] }], 'no worker in pool "pool"'],
    [[{ ...pool, workers: [workerRow('w', { status: 'OFFLINE' })] }], 'no worker in pool "pool"', true],
    [[{ ...pool, pool: poolRow('pool', { isPaused: true }) }], 'pool "pool" is paused'],
    [[{ ...pool, queues: [queueRow('default', { isPaused: true })] }], 'queue "default" is paused'],
    [[], undefined],
  ];
  for (const [pools, text, needsWorker = false] of cases) {
    assert.deepEqual(diagnoseRun(run, pools, now), text === undefined ? undefined : { text, needsWorker });
  }
  assert.equal(diagnoseRun({ ...run, expected: now + 60_000 }, [{ ...pool, workers: [] }], now), undefined);
  assert.equal(diagnoseRun({ ...run, stateName: 'AwaitingConcurrencySlot' }, [pool], now)?.text, 'waits for a concurrency slot');
});

test('names of users do not become Markdown', () => {
  assert.equal(escapeMarkdown('[a](command:x) $(bug)'), String.raw`\[a\]\(command:x\) \$\(bug\)`);
});
