import assert from 'node:assert/strict';
import { test } from 'node:test';
import { codeFlow, fakeContext } from '../../support/fake-context.ts';
import { settle } from '../../support/fake-session.ts';

const etl = codeFlow('etl');
const elsewhere = codeFlow('etl', { folder: '/other' });

test('a process that was made ready executes the next run of its folder, and another one is made ready after', async () => {
  const { context, processes } = await fakeContext();
  context.localRuns.prepare('/project');
  context.localRuns.prepare('/project');
  assert.deepEqual(
    processes.map(({ args }) => args),
    [['flow-run', 'execute', '--wait']],
  );
  context.localRuns.execute('run-1', etl);
  assert.deepEqual(processes[0]?.sent, ['run-1 flows/etl.ts:etl']);
  assert.equal(processes.length, 1);
  processes[0]?.end(0);
  await settle();
  assert.equal(processes.length, 2);
  context.localRuns.execute('run-2', etl);
  assert.deepEqual(processes[1]?.sent, ['run-2 flows/etl.ts:etl']);
});

test('a process that was made ready for another folder or server ends unused', async () => {
  const { context, processes, fake } = await fakeContext();
  context.localRuns.prepare('/project');
  context.localRuns.execute('run-1', elsewhere);
  assert.deepEqual(
    processes.map(({ sent }) => sent),
    [[], ['run-1 flows/etl.ts:etl']],
  );
  assert.equal(await processes[0]?.exited, 0);
  context.localRuns.prepare('/project');
  fake.move('http://127.0.0.1:2/api');
  await context.session.refresh();
  context.localRuns.execute('run-2', etl);
  // Both are the embedded server, which is looked for when the run comes.
  assert.deepEqual(processes[2]?.sent, ['run-2 flows/etl.ts:etl']);
});

test('a process that nobody needs ends after a while, and with the window', async () => {
  const { context, processes, fake } = await fakeContext();
  context.localRuns.prepare('/project');
  fake.timers.advance(10 * 60_000);
  assert.equal(await processes[0]?.exited, 0);
  context.localRuns.execute('run-1', etl);
  assert.deepEqual(processes[1]?.sent, ['run-1 flows/etl.ts:etl']);
  context.localRuns.dispose();
  assert.equal(await processes[1]?.exited, 0);
  await settle();
  assert.equal(processes.length, 2);
});

test('only runs of this window are stopped here', async () => {
  const { context, processes } = await fakeContext();
  context.localRuns.execute('run-1', etl);
  assert.equal(context.localRuns.stop('run-2'), false);
  assert.equal(context.localRuns.stop('run-1'), true);
  assert.equal(await processes[0]?.exited, 0);
});
