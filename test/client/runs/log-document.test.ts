import assert from 'node:assert/strict';
import { test } from 'node:test';
import { foldingRanges, formatLogLine, levelName, sourceLinks } from '../../../client/runs/log-document.ts';
import { LogTail } from '../../../client/runs/log-tail.ts';
import { RunStore } from '../../../client/runs/run-store.ts';
import { flowRunRow, taskRunRow } from '../../support/entities.ts';
import { fakeSession, settle } from '../../support/fake-session.ts';

const line = (message: string, changes: Record<string, unknown> = {}) => ({
  id: 'l',
  created: '',
  updated: '',
  name: 'x',
  level: 20,
  message,
  timestamp: '2026-11-21T08:03:11.123000Z',
  flowRunId: 'a',
  taskRunId: null,
  ...changes,
});

test('a line says when, how urgent, whose and what', () => {
  assert.match(formatLogLine(line('Loading'), 'load-0'), /^\d\d:\d\d:11\.123 \| INFO {5}\| load-0 \| Loading$/);
  assert.match(formatLogLine(line('Error: a\n  at b\n', { level: 40 }), undefined), /\| ERROR {4}\| flow \| Error: a\n {6}at b$/);
  assert.deepEqual([levelName(50), levelName(15)], ['CRITICAL', '15']);
});

test('lines of one task fold, and so do stacks', () => {
  const lines = [
    '08:00:00.000 | INFO     | flow | begin',
    '08:00:00.001 | INFO     | load-0 | one',
    '08:00:00.002 | ERROR    | load-0 | two',
    '    at x',
    '    at y',
    '08:00:00.003 | INFO     | flow | end',
  ];
  assert.deepEqual(foldingRanges(lines), [
    { start: 2, end: 4 },
    { start: 1, end: 4 },
  ]);
  assert.deepEqual(foldingRanges([]), []);
});

test('places in stacks are links', () => {
  const cases: [string, [string, number, number][]][] = [
    ['    at load (file:///project/etl.ts:12:9)', [['/project/etl.ts', 11, 8]]],
    ['    at /project/a.mts:1:2', [['/project/a.mts', 0, 1]]],
    ['    at node:internal/x:1:2', []],
    ['    at run (file:///C:/work/etl.ts:3:4)', [['C:/work/etl.ts', 2, 3]]],
  ];
  for (const [text, expected] of cases) {
    assert.deepEqual(
      sourceLinks(text).map(({ path, line: at, character }) => [path, at, character]),
      expected,
    );
  }
});

test('a log grows until its run is over', async () => {
  let logs = [line('one'), line('two', { taskRunId: 't' })];
  let state: 'RUNNING' | 'COMPLETED' = 'RUNNING';
  const fake = await fakeSession(({ path, body }) => {
    if (path === '/logs/filter') return logs.slice(Number(Reflect.get(new Object(body), 'offset')));
    if (path === '/task_runs/filter') return [taskRunRow('t', 'COMPLETED', { name: 'load-0' })];
    return path === '/flows/filter' ? [] : flowRunRow('a', state, { endTime: '2026-11-21T11:00:00Z' });
  });
  const runs = new RunStore(fake.session, fake.timers, { info: () => undefined, error: () => undefined });
  let changes = 0;
  const tail = new LogTail({ session: fake.session, runs, timers: fake.timers, runId: 'a', changed: () => (changes += 1) });
  assert.match(await tail.text(), /flow \| one\n.*load-0 \| two\n$/);
  logs = [...logs, line('three')];
  fake.timers.advance(500);
  for (let turn = 0; turn < 5; turn += 1) await settle();
  assert.equal(changes, 1);
  assert.match(await tail.text(), /three\n$/);
  state = 'COMPLETED';
  runs.remove('a');
  for (let turn = 0; turn < 5; turn += 1) {
    fake.timers.advance(500);
    await settle();
    await settle();
    await settle();
  }
  assert.equal(fake.timers.waiting, 0);
});
