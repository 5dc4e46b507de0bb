import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { RunFilter } from '../../../client/runs/run-filter.ts';
import { describeFilter, passes, toServerFilter } from '../../../client/runs/run-filter.ts';
import { toRun } from '../../../client/runs/run.ts';
import { flowRunRow } from '../../support/entities.ts';

const now = Date.parse('2026-11-21T12:00:00Z');
const rows = [
  { ...flowRunRow('old', 'COMPLETED', { name: 'Brave-Fox', tags: ['daily'], expectedStartTime: '2026-11-20T12:00:00Z' }), flow: 'etl' },
  { ...flowRunRow('new', 'FAILED', { name: 'calm-owl', tags: ['daily', 'eu'] }), flow: 'etl' },
  { ...flowRunRow('other', 'RUNNING', { name: 'brave-owl' }), flow: 'report' },
];

/** A filter, the runs that pass it, what the server is asked, and what the person reads. */
const cases: readonly [filter: RunFilter, ids: string[], asked: object, words: string | undefined][] = [
  [{}, ['old', 'new', 'other'], {}, undefined],
  [{ states: ['FAILED', 'CRASHED'] }, ['new'], { state: { type: { any_: ['FAILED', 'CRASHED'] } } }, 'Failed, Crashed'],
  [{ tag: 'daily' }, ['old', 'new'], { tags: { all_: ['daily'] } }, 'tag daily'],
  [{ tag: 'dai' }, [], { tags: { all_: ['dai'] } }, 'tag dai'],
  [{ text: 'BRAVE' }, ['old', 'other'], { name: { like_: 'BRAVE' } }, '"BRAVE"'],
  [{ hours: 24 }, ['old', 'new', 'other'], { expectedStartTime: { after_: '2026-11-20T12:00:00.000Z' } }, 'last 24 h'],
  [{ hours: 2 }, ['new', 'other'], { expectedStartTime: { after_: '2026-11-21T10:00:00.000Z' } }, 'last 2 h'],
  [
    { states: ['COMPLETED'], tag: 'daily', text: 'fox' },
    ['old'],
    { state: { type: { any_: ['COMPLETED'] } }, tags: { all_: ['daily'] }, name: { like_: 'fox' } },
    'Completed · tag daily · "fox"',
  ],
];

for (const [filter, ids, asked, words] of cases) {
  test(`${JSON.stringify(filter)} means the same here, on the server and in words`, () => {
    const found = rows.filter(({ flow, ...row }) => passes(toRun(row, flow), filter, now)).map(({ id }) => id);
    assert.deepEqual(found, ids);
    assert.deepEqual(toServerFilter(filter, now), { flowRuns: { parentTaskRunId: { isNull_: true }, ...asked } });
    assert.equal(describeFilter(filter), words);
  });
}

test('a flow is asked for by its name', () => {
  const filter = { flow: 'report' };
  assert.deepEqual(
    rows.filter(({ flow, ...row }) => passes(toRun(row, flow), filter, now)).map(({ id }) => id),
    ['other'],
  );
  assert.deepEqual(toServerFilter(filter, now).flows, { name: { any_: ['report'] } });
  assert.equal(describeFilter(filter), 'flow report');
});
