import assert from 'node:assert/strict';
import { test } from 'node:test';
import { KnownRuns } from '../../../client/runs/known-runs.ts';
import type { Run, StateChange } from '../../../client/runs/run.ts';
import { toRun, toTask } from '../../../client/runs/run.ts';
import type { FlowRun } from '../../../runtime/core/entities.ts';
import type { StateType } from '../../../runtime/core/state.ts';
import { flowRunRow, taskRunRow } from '../../support/entities.ts';

const run = (id: string, type: StateType, changes: Partial<FlowRun> = {}): Run => toRun(flowRunRow(id, type, changes), 'etl');
const task = (id: string, type: StateType) => toTask(taskRunRow(id, type));
const change = (kind: StateChange['kind'], id: string, flowRunId?: string): StateChange => ({
  ...{ kind, id, name: id, stateType: 'FAILED', stateName: 'Failed', message: undefined, at: 1, flowRunId },
});

/** A run "a" with a task and the subflow "sub", which stands for the task "stand-in". */
function opened(): KnownRuns {
  const known = new KnownRuns();
  known.keep([run('a', 'RUNNING'), run('b', 'RUNNING')]);
  known.keepTasks('a', [task('t', 'RUNNING'), task('stand-in', 'RUNNING')]);
  known.keepSubflows('a', [run('sub', 'RUNNING', { parentTaskRunId: 'stand-in' })]);
  return known;
}

const ids = (list: Iterable<{ id: string }>): string[] => [...list].map(({ id }) => id);
const children = (known: KnownRuns, id: string): string[][] => [ids(known.childrenOf(id).tasks), ids(known.childrenOf(id).subflows)];

test('a task run that stands for a subflow is not shown beside it', () => assert.deepEqual(children(opened(), 'a'), [['t'], ['sub']]));

test('a run that was not opened has nothing below it', () => assert.deepEqual(children(opened(), 'b'), [[], []]));

test('a task is found by its id, whichever run it belongs to', () => {
  const known = opened();
  known.keepTasks('b', [task('u', 'PENDING')]);
  assert.deepEqual([known.task('u')?.id, known.task('none')], ['u', undefined]);
});

test('what runs are runs that have begun and not ended, with their tasks', () => {
  const known = opened();
  known.keep([run('waits', 'PENDING'), run('done', 'COMPLETED')]);
  known.keepTasks('done', [task('of-done', 'RUNNING')]);
  const { runs, tasks } = known.running();
  assert.deepEqual(
    [ids(runs), ids(tasks)],
    [
      ['a', 'b', 'sub'],
      ['t', 'stand-in'],
    ],
  );
});

/** What a change tells, and the run whose rows must be drawn again. */
const changes: [what: string, change: StateChange, redraws: string | undefined][] = [
  ['a run that is known', change('flow-run', 'b'), 'b'],
  ['a run that is not known', change('flow-run', 'other'), undefined],
  ['a task of a run that was opened', change('task-run', 't', 'a'), 'a'],
  ['a new task of a run that was opened', change('task-run', 'new', 'a'), 'a'],
  ['a task of a run that was not opened', change('task-run', 'new', 'b'), undefined],
  ['a task without a run', change('task-run', 'new'), undefined],
];

for (const [what, given, redraws] of changes) {
  test(`a change of ${what} redraws ${redraws ?? 'nothing'}`, () => {
    const known = opened();
    assert.equal(known.change(given), redraws);
    const changed = given.kind === 'flow-run' ? known.get(given.id) : known.task(given.id);
    assert.equal(changed?.stateType, redraws === undefined ? undefined : 'FAILED');
  });
}

test('a task that an event names first has its first attempt, and its time', () => {
  const known = opened();
  known.change(change('task-run', 'new', 'a'));
  assert.partialDeepStrictEqual(known.task('new'), { name: 'new', attempts: 1, expected: 1, started: undefined, ended: 1 });
});

for (const [what, act, left] of [
  ['removing a run forgets it and its tasks', (known: KnownRuns) => known.remove('a'), { a: false, tasks: false, subflows: true }],
  ['forgetting its tasks leaves the run', (known: KnownRuns) => known.forgetTasksOf('a'), { a: true, tasks: false, subflows: true }],
  ['forgetting subflows leaves runs and tasks', (known: KnownRuns) => known.forgetSubflows(), { a: true, tasks: true, subflows: false }],
  ['clearing forgets everything', (known: KnownRuns) => known.clear(), { a: false, tasks: false, subflows: false }],
] as const) {
  test(what, () => {
    const known = opened();
    act(known);
    assert.deepEqual({ a: known.get('a') !== undefined, tasks: known.hasTasksOf('a'), subflows: known.hasSubflowsOf('a') }, left);
    assert.equal(known.isEmpty, what === 'clearing forgets everything');
  });
}
