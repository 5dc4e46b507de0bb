import assert from 'node:assert/strict';
import { test } from 'node:test';
import { callHooks } from '../../../runtime/engine/hooks.ts';
import { flow } from '../../../runtime/sdk/index.ts';
import { runInMemory } from '../../support/run-flow.ts';

test('hooks are called for their states, and one that fails changes nothing', async () => {
  const called: string[] = [];
  const hook = (_flow: unknown, _run: unknown, state: { name: string }): void => void called.push(state.name);
  const failing = (): never => {
    throw new Error('hook');
  };
  const ran = await runInMemory(flow({ name: 'f', onRunning: [hook], onCompletion: [failing, hook], onFailure: [hook] }, async () => 1));
  assert.deepEqual(called, ['Running', 'Completed']);
  assert.equal(ran.state.name, 'Completed');
  assert.match(ran.reports.join(','), /A hook of f failed: hook/);
});

for (const [type, expected] of [
  ['RUNNING', 'running'],
  ['COMPLETED', 'completion'],
  ['FAILED', 'failure'],
  ['CANCELLED', 'cancellation'],
  ['CRASHED', 'crashed'],
  ['SCHEDULED', undefined],
  ['PAUSED', undefined],
  ['CANCELLING', undefined],
] as const) {
  test(`${type} calls ${expected === undefined ? 'no hook' : `the hooks for ${expected}, in order`}`, async () => {
    const named = (name: string): readonly string[] => [`${name} 1`, `${name} 2`];
    const options = {
      name: 'f',
      onRunning: named('running'),
      onCompletion: named('completion'),
      onFailure: named('failure'),
      onCancellation: named('cancellation'),
      onCrashed: named('crashed'),
    };
    const called: string[] = [];
    await callHooks(options, type, (hook) => called.push(hook), assert.fail);
    assert.deepEqual(called, expected === undefined ? [] : named(expected));
  });
}

test('a hook is awaited before the next one', async () => {
  const order: number[] = [];
  const hooks = [20, 0].map((milliseconds) => async () => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    order.push(milliseconds);
  });
  await callHooks({ name: 'f', onCompletion: hooks }, 'COMPLETED', (hook) => hook(), assert.fail);
  assert.deepEqual(order, [20, 0]);
});
