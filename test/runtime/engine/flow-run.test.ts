import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { OpenRun } from '../../../runtime/engine/host.ts';
import { cancelled, completed, failed, flow, task } from '../../../runtime/sdk/index.ts';
import { runInMemory } from '../../support/run-flow.ts';

const good = task({ name: 'good' }, async () => 1);

const bad = task({ name: 'bad' }, async () => {
  throw new TypeError('no');
});

const cases: { what: string; returns: () => unknown; state: string; message: string | null }[] = [
  { what: 'data', returns: () => ({ rows: 1 }), state: 'Completed', message: null },
  { what: 'nothing', returns: () => undefined, state: 'Completed', message: null },
  { what: 'an empty list', returns: () => [], state: 'Completed', message: null },
  { what: 'an awaited task', returns: () => good(), state: 'Completed', message: null },
  { what: 'a future', returns: () => good.submit(), state: 'Completed', message: 'All states completed.' },
  { what: 'a failed future', returns: () => bad.submit(), state: 'Failed', message: '1/1 states failed.' },
  {
    what: 'several futures',
    returns: () => [good.submit(), bad.submit()],
    state: 'Failed',
    message: '1/2 states failed.',
  },
  { what: 'a failed task state', returns: () => bad.returnState(), state: 'Failed', message: '1/1 states failed.' },
  {
    what: 'data beside a failed future',
    returns: () => Object.assign([7], { beside: bad.submit() })[0],
    state: 'Completed',
    message: null,
  },
  { what: 'a state of its own', returns: () => completed({ name: 'Skipped' }), state: 'Skipped', message: null },
  { what: 'a failure of its own', returns: () => failed({ message: 'empty' }), state: 'Failed', message: 'empty' },
  {
    what: 'a list with a cancelled state',
    returns: () => [cancelled(), completed()],
    state: 'Cancelled',
    message: '1/2 states cancelled.',
  },
  {
    what: 'an exception',
    returns: () => {
      throw new RangeError('too far');
    },
    state: 'Failed',
    message: 'Flow run encountered an exception: RangeError: too far',
  },
  {
    what: "a task's exception",
    returns: () => bad(),
    state: 'Failed',
    message: 'Flow run encountered an exception: TypeError: no',
  },
];

for (const { what, returns, state, message } of cases) {
  test(`a flow that returns ${what} ends as ${state}`, async () => {
    const ran = await runInMemory(flow({ name: 'f' }, async () => returns()));
    assert.equal(ran.state.name, state);
    assert.equal(ran.state.message, message);
  });
}

test('the lines of a run are all sent before it ends', async () => {
  const { getRunLogger } = await import('../../../runtime/sdk/index.ts');
  const ran = await runInMemory(
    flow({ name: 'f' }, async () => {
      for (let line = 0; line < 450; line += 1) getRunLogger().info('line %d', line);
    }),
  );
  const own = ran.memory.lines.filter(({ message }) => message.startsWith('line'));
  assert.equal(own.length, 450);
  assert.equal(own.at(-1)?.message, 'line 449');
  assert.equal(own[0]?.flowRunId, ran.flowRun.id);
});

test('prints of a run that logs prints are in its log; those of others are not', async () => {
  const loud = flow({ name: 'loud', logPrints: true }, async () => console.log('heard %d', 1));
  const quiet = flow({ name: 'quiet' }, async () => console.log('not heard'));
  assert.ok((await runInMemory(loud)).memory.lines.some(({ message }) => message === 'heard 1'));
  assert.ok(!(await runInMemory(quiet)).memory.lines.some(({ message }) => message === 'not heard'));
});

test('what a flow is given is recorded with its run, and who watches is told when it begins and is over', async () => {
  const told: string[] = [];
  const opened = ({ kind, name }: OpenRun): (() => void) => {
    told.push(`${kind} ${name}`);
    return () => told.push(`${name} is over`);
  };
  const step = task({ name: 'step', taskRunName: 'step' }, async () => 1);
  const main = flow({ name: 'f', flowRunName: 'main', version: '7', tags: ['a', 'a'] }, async () => step());
  const { memory } = await runInMemory(main, { x: 1 }, { opened });
  const [run] = memory.runs.flowRuns;
  assert.deepEqual([run?.flowVersion, run?.tags, run?.parameters], ['7', ['a'], { x: 1 }]);
  assert.deepEqual(told, ['flow-run main', 'task-run step', 'step is over', 'main is over']);
});
