import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cancelRun, copyId, deleteRun, exportLog, openLogs, rerun, retryRun } from '../../../client/commands/runs.ts';
import { MillraceError } from '../../../runtime/core/errors.ts';
import { deploymentRow, flowRunRow, stateEvent } from '../../support/entities.ts';
import { codeFlow, errorOf, fakeContext } from '../../support/fake-context.ts';
import type { FakeOptions } from '../../support/fake-context.ts';
import { settle } from '../../support/fake-session.ts';

const rows = [flowRunRow('a', 'RUNNING'), flowRunRow('b', 'FAILED', { parameters: { n: 1 } }), flowRunRow('c', 'RUNNING')];

const open = (options: Omit<FakeOptions, 'respond'> = {}, accepts = true, gone = '') =>
  fakeContext({
    ...options,
    respond({ path, method }) {
      if (path === '/flow_runs/filter') return rows;
      if (path === '/flows/filter') return [{ id: 'flow-1', name: 'etl' }];
      if (path === '/flows/') return { id: 'flow-1', name: 'etl' };
      if (path === '/flow_runs/') return flowRunRow('new', 'PENDING');
      if (path.endsWith('/set_state'))
        return { status: accepts ? 'ACCEPT' : 'ABORT', state: rows[0]?.state, details: { type: 'x', reason: 'it has ended' } };
      if (path.endsWith('/create_flow_run')) return flowRunRow('new', 'SCHEDULED', { deploymentId: 'd' });
      if (path === '/deployments/filter') return [deploymentRow('d')];
      if (path === '/work_pools/filter') return [];
      if (path.startsWith('/deployments/')) return deploymentRow('d');
      if (method === 'DELETE' && path === `/flow_runs/${gone}`) throw new MillraceError('not-found', 'Flow run not found');
      if (method === 'DELETE') return null;
      if (path === '/logs/filter') return [];
      return [...rows, flowRunRow('d', 'COMPLETED', { deploymentId: 'd' }), flowRunRow('new', 'PENDING')].find(
        ({ id }) => path === `/flow_runs/${id}`,
      );
    },
  });

test('a run is cancelled by its row', async () => {
  const { context, fake } = await open();
  await cancelRun(context, 'run:a');
  assert.ok(fake.requests.includes('POST /flow_runs/a/set_state'));
});

test('without a row only runs that can be cancelled are offered', async () => {
  const { context, fake, shown } = await open({ answers: ['name-c'] });
  await cancelRun(context, undefined);
  assert.deepEqual(shown, ['pick Cancel run: name-c, name-a']);
  assert.ok(fake.requests.includes('POST /flow_runs/c/set_state'));
});

test('several runs are cancelled after one question, and those that have ended are left alone', async () => {
  const { context, fake, shown } = await open({ answers: [true] });
  await cancelRun(context, 'run:a', ['run:a', 'run:b', 'run:c']);
  assert.match(shown[0] ?? '', /^confirm Cancel 2 runs\?/);
  assert.deepEqual(
    fake.requests.filter((request) => request.endsWith('set_state')),
    ['POST /flow_runs/a/set_state', 'POST /flow_runs/c/set_state'],
  );
});

test('what the server refuses is told', async () => {
  const { context } = await open({}, false);
  assert.match((await errorOf(cancelRun(context, 'run:a'))).message, /name-a.*it has ended/);
});

test('one run that is refused does not keep the others from being cancelled or deleted', async () => {
  const refusing = { cancel: await open({ answers: [true] }, false), delete: await open({ answers: [true] }, true, 'a') };
  const selection = ['run:a', 'run:c'];
  const cancelled = await errorOf(cancelRun(refusing.cancel.context, 'run:a', selection));
  assert.match(cancelled.message, /name-a.*it has ended\nRun name-c.*it has ended/);
  const deleted = await errorOf(deleteRun(refusing.delete.context, 'run:a', selection));
  assert.match(deleted.message, /name-a.*not found/);
  assert.ok(refusing.delete.fake.requests.includes('DELETE /flow_runs/c'));
});

test('nothing is deleted without a yes', async () => {
  const no = await open({ answers: [false] });
  await deleteRun(no.context, 'run:b');
  assert.ok(!no.fake.requests.some((request) => request.startsWith('DELETE')));
  const yes = await open({ answers: [true] });
  await deleteRun(yes.context, 'run:b');
  assert.ok(yes.fake.requests.includes('DELETE /flow_runs/b'));
  assert.equal(yes.context.runs.get('b'), undefined);
});

test('a run without a deployment is retried here, from the code', async () => {
  const { context, processes } = await open({ flows: [codeFlow('etl')] });
  await retryRun(context, 'run:b');
  assert.deepEqual(processes[0]?.sent, ['b flows/etl.ts:etl']);
});

test('a retry without its code says what is missing', async () => {
  const { context, fake } = await open();
  assert.match((await errorOf(retryRun(context, 'run:b'))).message, /"etl", is not in the code/);
  assert.ok(!fake.requests.some((request) => request.endsWith('set_state')));
});

test('an untrusted workspace executes nothing', async () => {
  const { context, processes } = await open({ flows: [codeFlow('etl')], trusted: false });
  assert.equal((await errorOf(retryRun(context, 'run:b'))).code, 'unauthorized');
  assert.equal((await errorOf(rerun(context, 'run:b'))).code, 'unauthorized');
  assert.deepEqual(processes, []);
});

test('a run is started again with its parameters, in its deployment when it has one', async () => {
  const local = await open({ flows: [codeFlow('etl')] });
  await rerun(local.context, 'run:b');
  assert.deepEqual(local.processes[0]?.sent, ['new flows/etl.ts:etl']);
  const deployed = await open();
  await rerun(deployed.context, 'run:d');
  assert.ok(deployed.fake.requests.includes('POST /deployments/d/create_flow_run'));
});

test('the end of a run that was retried is told', async () => {
  const { context, fake, shown } = await open({ flows: [codeFlow('etl')] });
  await retryRun(context, 'run:b');
  fake.send(stateEvent('flow-run', 'b', 'FAILED', { message: 'again' }));
  await settle();
  assert.match(shown.join('\n'), /name-b is Failed: again/);
});

test('ids are copied and logs are opened', async () => {
  const { context, shown } = await open({ answers: ['name-b'] });
  await copyId(context, 'deployment:x');
  await copyId(context, undefined);
  await openLogs(context, 'run:a');
  assert.deepEqual(shown, [
    'copy x',
    'pick Copy the ID of run: name-c, name-b, name-a',
    'copy b',
    'open millrace-run:/name-a.millrace-log?a',
  ]);
});

test('a log is written where the person chooses', async () => {
  const { context } = await open();
  const saved: string[] = [];
  const ui = { ...context.ui, save: async (name: string, text: string) => String(saved.push(name, text)) };
  await exportLog({ ...context, ui }, 'run:b');
  assert.deepEqual(saved, ['name-b.log', 'Nothing has been logged yet.\n']);
});
