import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowRunRow, stateEvent } from '../../support/entities.ts';
import { codeFlow, fakeContext } from '../../support/fake-context.ts';
import { fakeSession } from '../../support/fake-session.ts';
import { done } from '../../support/fake-vscode.ts';
import { withVscode } from '../../support/with-vscode.ts';

const { showProgress, showStatus } = await withVscode(() => import('../../../client/vscode/status-bar.ts'));

test('the status bar says which server it is and how it is, and tells when clauses', async () => {
  const { session, move } = await fakeSession(() => []);
  done.executed.length = 0;
  const shown = showStatus(session);
  const item = done.items.at(-1) ?? {};
  const said = (): unknown[] => [item['text'], item['tooltip'], item['backgroundColor'] === undefined];
  assert.deepEqual(said(), [
    '$(server-process) Millrace: embedded',
    'Connected to embedded (http://127.0.0.1:1/api), API of Prefect 3.9.1',
    true,
  ]);
  move(undefined);
  await session.refresh();
  assert.deepEqual(said(), ['$(server-process) Millrace: no server', 'No server is running. Click to start or choose one.', true]);
  assert.deepEqual(item['accessibilityInformation'], { label: 'No server is running. Click to start or choose one.', role: 'button' });
  assert.deepEqual(done.executed, ['setContext millrace.server connected', 'setContext millrace.server none']);
  shown.dispose();
  move('http://127.0.0.1:2/api');
  await session.refresh();
  assert.equal(item['text'], '$(server-process) Millrace: no server');
});

test('a server that does not answer is a warning with the reason', async () => {
  const { session, move } = await fakeSession(() => [], { greeting: () => Promise.reject(new Error('connection refused')) });
  showStatus(session);
  const item = done.items.at(-1) ?? {};
  move('http://127.0.0.1:2/api');
  await session.refresh();
  assert.deepEqual(
    [item['text'], item['tooltip'], Reflect.get(new Object(item['backgroundColor']), 'id')],
    ['$(warning) Millrace: embedded', 'http://127.0.0.1:2/api does not answer: connection refused', 'statusBarItem.warningBackground'],
  );
});

test('welcome views and the walkthrough hear of a filter and of the first run that completes', async () => {
  const rows = [flowRunRow('a', 'RUNNING')];
  const { context, fake } = await fakeContext({
    flows: [codeFlow('etl')],
    respond: ({ path }) => (path === '/flow_runs/filter' ? rows : []),
  });
  done.executed.length = 0;
  showProgress(context);
  await context.runs.ensureLoaded();
  fake.send(stateEvent('flow-run', 'a', 'FAILED'));
  assert.deepEqual(done.executed, []);
  fake.send(stateEvent('flow-run', 'a', 'COMPLETED'));
  await context.runs.setFilter({ tag: 'daily' });
  await context.runs.setFilter({ tag: 'weekly' });
  await context.runs.setFilter({});
  assert.deepEqual(done.executed, [
    'setContext millrace.hasCompleted true',
    'setContext millrace.filtered true',
    'setContext millrace.filtered false',
  ]);
});
