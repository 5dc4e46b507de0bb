import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exponentialBackoff, flow, MillraceError, task } from '../../../runtime/sdk/index.ts';
import type { TaskOptions } from '../../../runtime/sdk/index.ts';
import { runInMemory } from '../../support/run-flow.ts';

/** A flow with a task that fails so many times. */
const failing = (options: Omit<TaskOptions, 'name'>, failures: number) => {
  let attempts = 0;
  const flaky = task({ name: 'flaky', ...options }, async () => {
    attempts += 1;
    if (attempts <= failures) throw new Error(`attempt ${attempts}`);
    return attempts;
  });
  return flow({ name: 'f' }, async () => flaky());
};

const table: {
  what: string;
  options: Omit<TaskOptions, 'name'>;
  failures: number;
  states: string[];
  slept: number[];
}[] = [
  { what: 'no retries', options: {}, failures: 1, states: ['Pending', 'Running', 'Failed'], slept: [] },
  {
    what: 'a retry without a delay',
    options: { retries: 1 },
    failures: 1,
    states: ['Pending', 'Running', 'AwaitingRetry', 'Retrying', 'Completed'],
    slept: [],
  },
  {
    what: 'a delay for each retry',
    options: { retries: 2, retryDelaySeconds: [1, 5] },
    failures: 2,
    states: ['Pending', 'Running', 'AwaitingRetry', 'Retrying', 'AwaitingRetry', 'Retrying', 'Completed'],
    slept: [1000, 5000],
  },
  {
    what: 'delays that double',
    options: { retries: 3, retryDelaySeconds: exponentialBackoff(10) },
    failures: 9,
    states: ['Pending', 'Running', 'AwaitingRetry', 'Retrying', 'AwaitingRetry', 'Retrying', 'AwaitingRetry', 'Retrying', 'Failed'],
    slept: [10_000, 20_000, 40_000],
  },
  {
    what: 'a condition that is not met',
    options: { retries: 3, retryCondition: (error) => error instanceof TypeError },
    failures: 1,
    states: ['Pending', 'Running', 'Failed'],
    slept: [],
  },
];

for (const { what, options, failures, states, slept } of table) {
  test(`retries: ${what}`, async () => {
    const ran = await runInMemory(failing(options, failures));
    assert.deepEqual(ran.taskStates, [states]);
    assert.deepEqual(
      ran.clock.sleeps.filter((milliseconds) => milliseconds !== 500),
      slept,
    );
  });
}

test('a task run is named and keyed as Prefect does', async () => {
  const load = task({ name: 'load', tags: ['db'] }, async () => 1);
  const { memory } = await runInMemory(flow({ name: 'f' }, async () => [await load(), await load()]));
  const [first, second] = memory.runs.taskRuns;
  assert.match(first?.name ?? '', /^load-[0-9a-f]{3}$/);
  assert.match(first?.taskKey ?? '', /^load-[0-9a-f]{8}$/);
  assert.equal(first?.taskKey, second?.taskKey);
  assert.notEqual(first?.dynamicKey, second?.dynamicKey);
  assert.deepEqual(first?.tags, ['db']);
});

test('a task that takes too long is Failed with the name TimedOut', async () => {
  const slow = task({ name: 'slow', timeoutSeconds: 1 }, () => new Promise<void>(() => undefined));
  const { memory, error } = await runInMemory(flow({ name: 'f' }, async () => slow()));
  const [run] = memory.runs.taskRuns;
  assert.equal(run?.stateName, 'TimedOut');
  assert.equal(run?.state?.message, 'Task run exceeded timeout of 1 second(s)');
  assert.ok(MillraceError.is(error, 'timed-out'));
});

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

test('no more tasks run at once than the task runner has places, and waiting for inputs takes none', async () => {
  const { sequential } = await import('../../../runtime/sdk/index.ts');
  let running = 0;
  let most = 0;
  const work = task({ name: 'work' }, async ({ after = 0 }: { after?: number }) => {
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    return after + 1;
  });
  const outer = task({ name: 'outer' }, async () => work.submit({}).result());
  const ran = await runInMemory(
    flow({ name: 'f', taskRunner: sequential() }, async () => {
      const chain = work.submit({ after: work.submit({ after: work.submit({}) }) });
      return [await chain.result(), await outer.submit().result()];
    }),
  );
  assert.deepEqual(ran.value, [3, 1]);
  assert.equal(most, 1);
});

test('a submitted task is finished before its flow is', async () => {
  const slow = task({ name: 'slow' }, async () => new Promise((resolve) => setTimeout(resolve, 5)));
  const ran = await runInMemory(flow({ name: 'f' }, async () => void slow.submit()));
  assert.deepEqual(ran.taskStates, [['Pending', 'Running', 'Completed']]);
});
