import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { WatchedRun } from '../../../runtime/engine/host.ts';
import { createSupervision, verdictsOf } from '../../../runtime/sdk/supervision.ts';

const flowRun: WatchedRun = { kind: 'flow-run', id: 'f', name: 'nightly', seconds: 3 };
const taskRun: WatchedRun = { kind: 'task-run', id: 't', name: 'load-1', seconds: 2 };

test('a run that is not disarmed half a second after its time has overrun, however late it was armed', (context) => {
  context.mock.timers.enable({ apis: ['setTimeout'] });
  const overrun: string[] = [];
  const supervision = createSupervision(({ id }) => void overrun.push(id));
  supervision.arm(1, flowRun);
  supervision.arm(2, taskRun);
  supervision.arm(3, { ...taskRun, id: 'disarmed' });
  supervision.arm(4, { ...taskRun, id: 'late' }, 1.5);
  supervision.arm(5, { ...taskRun, id: 'too late' }, 60);
  supervision.disarm(3);
  const at = (milliseconds: number): string[] => {
    context.mock.timers.tick(milliseconds);
    return overrun.splice(0);
  };
  assert.deepEqual(at(1), ['too late']);
  assert.deepEqual([at(998), at(1)], [[], ['late']]);
  assert.deepEqual([at(1499), at(1)], [[], ['t']]);
  supervision.close();
  assert.deepEqual(at(10_000), []);
});

for (const [what, run, root, expected] of [
  ['a flow run', flowRun, { id: 'f' }, [['f', 'TimedOut', /^Flow run exceeded timeout of 3 second\(s\) and did not yield/]]],
  [
    'a task run in a flow run',
    taskRun,
    { id: 'f' },
    [
      ['t', 'TimedOut', /^Task run exceeded timeout of 2 second\(s\)/],
      ['f', 'Failed', /^Task run 'load-1' exceeded timeout of 2 second\(s\)/],
    ],
  ],
  ['a task run alone', taskRun, undefined, [['t', 'TimedOut', /^Task run exceeded/]]],
] as const) {
  test(`what is said of ${what} that blocked past its time, and of what ends with it`, () => {
    const verdicts = verdictsOf(run, root);
    assert.deepEqual(
      verdicts.map(({ id, state }) => [id, state.type, state.name]),
      expected.map(([id, name]) => [id, 'FAILED', name]),
    );
    for (const [index, verdict] of expected.entries()) assert.match(verdicts[index]?.state.message ?? '', verdict[2]);
  });
}
