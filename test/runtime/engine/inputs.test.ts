import assert from 'node:assert/strict';
import { test } from 'node:test';
import { completed, failed } from '../../../runtime/core/make-state.ts';
import type { TaskOutcome } from '../../../runtime/engine/futures.ts';
import { AllowFailure, TaskFuture, TaskFutureList } from '../../../runtime/engine/futures.ts';
import { findInputs, resolveInputs, UpstreamFailed } from '../../../runtime/engine/inputs.ts';
import { flow, task } from '../../../runtime/sdk/index.ts';
import { runInMemory } from '../../support/run-flow.ts';

test('futures anywhere in the parameters are resolved and recorded as inputs', async () => {
  const one = task({ name: 'one' }, async () => 1);
  const sum = task({ name: 'sum' }, async ({ all, more }: { all: number[]; more: { deep: number } }) =>
    all.reduce((a, b) => a + b, more.deep),
  );
  const ran = await runInMemory(
    flow({ name: 'f' }, async () => {
      const a = one.submit();
      const b = one.submit();
      return sum({ all: [a, b, 5], more: { deep: a } });
    }),
  );
  assert.equal(ran.value, 8);
  const [a, b, total] = ran.memory.runs.taskRuns;
  assert.deepEqual(total?.taskInputs, {
    all: [
      { input_type: 'task_run', id: a?.id },
      { input_type: 'task_run', id: b?.id },
    ],
    more: [{ input_type: 'task_run', id: a?.id }],
  });
});

test('what needs a failed run is NotReady and does not run, unless it allows for the failure', async () => {
  const { allowFailure } = await import('../../../runtime/sdk/index.ts');
  const bad = task({ name: 'bad' }, async (): Promise<number> => {
    throw new Error('broken');
  });
  const use = task({ name: 'use' }, async ({ value }: { value: unknown }) => String(value));
  const ran = await runInMemory(
    flow({ name: 'f' }, async () => {
      const future = bad.submit();
      const refused = await use.submit({ value: future }).result({ raiseOnFailure: false });
      return [refused, await use({ value: allowFailure(future) })].map(String);
    }),
  );
  const [first, second] = ran.memory.runs.taskRuns;
  assert.deepEqual(ran.value, [`MillraceError: Upstream task run '${first?.id}' did not reach a 'COMPLETED' state.`, 'Error: broken']);
  assert.deepEqual([second?.stateType, second?.stateName], ['PENDING', 'NotReady']);
  assert.equal(second?.state?.message, `Upstream task run '${first?.id}' did not reach a 'COMPLETED' state.`);
});

test('waitFor waits without using the value', async () => {
  const order: string[] = [];
  const first = task({ name: 'first' }, async () => void order.push('first'));
  const second = task({ name: 'second' }, async () => void order.push('second'));
  const { memory } = await runInMemory(
    flow({ name: 'f' }, async () => {
      const future = first.submit();
      await second({}, { waitFor: [future] });
    }),
  );
  assert.deepEqual(order, ['first', 'second']);
  assert.equal(memory.runs.taskRuns[1]?.taskInputs['wait_for']?.length, 1);
});

const future = (id: string, outcome: TaskOutcome): TaskFuture => new TaskFuture('t', Promise.resolve(id), Promise.resolve(outcome));
const one = future('one', { state: completed(), value: 1 });
const two = future('two', { state: completed(), value: 2 });
const broken = future('broken', { state: failed(), error: new TypeError('no') });
class Own {
  inner = one;
}
const own = new Own();
const circular: Record<string, unknown> = { one };
circular['self'] = circular;
const bare: Record<string, unknown> = Object.assign(Object.create(null), { deep: one });

const found: { what: string; value: unknown; ids: string[]; resolved: unknown }[] = [
  { what: 'a future', value: one, ids: ['one'], resolved: 1 },
  { what: 'a value', value: { a: [1, null, 'x'] }, ids: [], resolved: { a: [1, null, 'x'] } },
  {
    what: 'futures in lists and objects',
    value: { a: [one, { b: two }], c: 3 },
    ids: ['one', 'two'],
    resolved: { a: [1, { b: 2 }], c: 3 },
  },
  { what: 'one future twice', value: [one, one], ids: ['one'], resolved: [1, 1] },
  { what: 'an object without a prototype', value: bare, ids: ['one'], resolved: { deep: 1 } },
  { what: 'an object of a class', value: own, ids: [], resolved: own },
  { what: 'a list of futures', value: new TaskFutureList(one, two), ids: ['one', 'two'], resolved: [1, 2] },
  { what: 'a failure that is allowed for', value: new AllowFailure(broken), ids: ['broken'], resolved: new TypeError('no') },
  {
    what: 'failures that are allowed for',
    value: new AllowFailure([one, broken]),
    ids: ['one', 'broken'],
    resolved: [1, new TypeError('no')],
  },
];

for (const { what, value, ids, resolved } of found) {
  test(`${what} as a parameter comes from ${ids.join(', ') || 'nowhere'}`, async () => {
    assert.deepEqual(await findInputs({ value }, []), { value: ids.map((id) => ({ input_type: 'task_run', id })) });
    assert.deepEqual((await resolveInputs({ value }, [])).parameters, { value: resolved });
  });
}

test('a value that holds no future is given on as it is, and so is what holds itself', async () => {
  const value = { deep: [{ list: [1] }] };
  assert.equal((await resolveInputs({ value }, [])).parameters['value'], value);
  assert.deepEqual((await resolveInputs(circular, [])).parameters, { one: 1, self: { one: 1, self: circular } });
});

test('a failed future, anywhere, is an upstream failure that names its run and its reason', async () => {
  for (const [parameters, waitFor] of [
    [{ x: { deep: [broken] } }, []],
    [{}, [one, broken]],
  ] as const) {
    await assert.rejects(resolveInputs(parameters, waitFor), (error) => {
      assert.ok(error instanceof UpstreamFailed && error.cause instanceof TypeError);
      assert.equal(error.message, "Upstream task run 'broken' did not reach a 'COMPLETED' state.");
      return true;
    });
  }
  assert.deepEqual(Object.keys(await findInputs({}, [one])), ['wait_for']);
});
