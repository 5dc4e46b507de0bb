import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rememberViews } from '../../../client/commands/remembered-views.ts';
import { clearFilter, groupFlows, groupRuns } from '../../../client/commands/views.ts';
import { fakeContext, fakeMemento } from '../../support/fake-context.ts';

test('filters and groups are as they were left', async () => {
  const memento = fakeMemento();
  const first = await fakeContext({ answers: ['By tag'] });
  const views = rememberViews(first.context, memento);
  await first.context.runs.setFilter({ states: ['FAILED'], hours: 24 });
  await groupRuns(first.context);
  await groupFlows(first.context);
  const later = await fakeContext();
  rememberViews(later.context, memento);
  assert.deepEqual(later.context.runs.filter, { states: ['FAILED'], hours: 24 });
  assert.deepEqual([later.context.runTree.grouping, later.context.flowTree.grouping], ['flow', 'tag']);
  await clearFilter(first.context);
  views.dispose();
  await first.context.runs.setFilter({ text: 'not remembered any more' });
  const last = await fakeContext();
  rememberViews(last.context, memento);
  assert.deepEqual(last.context.runs.filter, {});
});
