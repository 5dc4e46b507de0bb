import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeState } from '../../../runtime/core/make-state.ts';
import type { StateType, TaskOptions } from '../../../runtime/sdk/index.ts';
import { exponentialBackoff, flow, MillraceError, task, taskRunContext } from '../../../runtime/sdk/index.ts';
import { runInMemory } from '../../support/run-flow.ts';

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

test('a task that takes too long is Failed with the name TimedOut', async () => {
  const slow = task({ name: 'slow', timeoutSeconds: 1 }, () => new Promise<void>(() => undefined));
  const { memory, error } = await runInMemory(flow({ name: 'f' }, async () => slow()));
  const [run] = memory.runs.taskRuns;
  assert.equal(run?.stateName, 'TimedOut');
  assert.equal(run?.state?.message, 'Task run exceeded timeout of 1 second(s)');
  assert.ok(MillraceError.is(error, 'timed-out'));
});

test('a task, and its hooks, know at which attempt they are', async () => {
  const known: unknown[] = [];
  const options = { name: 'flaky', retries: 2, onRunning: [(_: unknown, run: { runCount: number }) => void known.push(run.runCount)] };
  const flaky = task(options, async () => {
    const attempt = taskRunContext()?.taskRun.runCount ?? 0;
    if (attempt < 3) throw new Error(`attempt ${attempt}`);
    return attempt;
  });
  assert.equal((await runInMemory(flow({ name: 'f' }, async () => flaky()))).value, 3);
  assert.deepEqual(known, [1, 2, 3]);
});

test('a condition for retries that throws means no retry', async () => {
  const retryCondition = (): boolean => {
    throw new Error('broken condition');
  };
  const ran = await runInMemory(failing({ retries: 3, retryCondition }, 1));
  assert.deepEqual(ran.taskStates, [['Pending', 'Running', 'Failed']]);
  assert.ok(
    ran.memory.lines.some(({ message }) => message.startsWith("The retryCondition of task 'flaky' failed: Error: broken condition")),
  );
});

test('a task of a run that is stopped has crashed, and is not tried again', async () => {
  const controller = new AbortController();
  const stopped = task({ name: 'stopped', retries: 3 }, async () => {
    controller.abort(new Error('SIGTERM'));
    await new Promise(() => undefined);
  });
  const ran = await runInMemory(
    flow({ name: 'f' }, async () => stopped()),
    {},
    { signal: controller.signal },
  );
  assert.deepEqual(ran.taskStates, [['Pending', 'Running', 'Crashed']]);
  assert.equal(ran.memory.runs.taskRuns[0]?.state?.message, 'Execution was aborted: SIGTERM');
});

const instead: { type: StateType; name: string; data?: unknown; result: string }[] = [
  { type: 'COMPLETED', name: 'Cached', data: 5, result: '5' },
  { type: 'CANCELLED', name: 'Cancelled', result: 'MillraceError: The task run became Cancelled: by hand.' },
  { type: 'PAUSED', name: 'Paused', result: 'MillraceError: The task run became Paused: by hand.' },
];

for (const { type, name, data = null, result } of instead) {
  test(`a task run that the server makes ${name} in the place of Running is not run`, async () => {
    let calls = 0;
    const work = task({ name: 'work' }, async () => void (calls += 1));
    const ran = await runInMemory(
      flow({ name: 'f' }, async () => {
        const { flowScope } = await import('../../../runtime/engine/context.ts');
        const memory = flowScope()?.orchestrator;
        const state = { ...makeState(type, { name, message: 'by hand' }), data };
        const answerNext: unknown = memory === undefined ? undefined : Reflect.get(memory, 'answerNext');
        assert.ok(typeof answerNext === 'function');
        answerNext({ status: 'REJECT', state, details: { type: 'reject_details' } });
        return String(await work.submit().result({ raiseOnFailure: false }));
      }),
    );
    assert.equal(ran.value, result);
    assert.equal(calls, 0);
  });
}

test('an engine that gets no state back says so', async () => {
  const bad = task({ name: 'bad' }, async (): Promise<number> => {
    throw new Error('broken');
  });
  const use = task({ name: 'use' }, async ({ x }: { x: number }) => x);
  const ran = await runInMemory(
    flow({ name: 'f' }, async () => {
      const future = bad.submit();
      await future.wait();
      const { flowScope } = await import('../../../runtime/engine/context.ts');
      const memory = flowScope()?.orchestrator;
      const answerNext: unknown = memory === undefined ? undefined : Reflect.get(memory, 'answerNext');
      assert.ok(typeof answerNext === 'function');
      answerNext({ status: 'ACCEPT', state: null, details: { type: 'accept_details' } });
      await use({ x: future });
    }),
  );
  assert.match(String(ran.error), /The server has no state of task run 'use-\w{3}'/);
});

test('a timeout is watched from outside, too', async () => {
  const watched: unknown[] = [];
  const supervisor = {
    arm(run: object) {
      watched.push({ ...run, id: 'id' });
      return () => void watched.push('over');
    },
  };
  const quick = task({ name: 'quick', taskRunName: 'quick', timeoutSeconds: 3 }, async () => 1);
  await runInMemory(
    flow({ name: 'f' }, async () => quick()),
    {},
    { supervisor },
  );
  assert.deepEqual(watched, [{ kind: 'task-run', id: 'id', name: 'quick', seconds: 3 }, 'over']);
});

test('a task run that the server does not let run ends its flow run in that way', async () => {
  const work = task({ name: 'work' }, async () => 1);
  const running = flow({ name: 'f' }, async () => {
    const { flowScope } = await import('../../../runtime/engine/context.ts');
    const memory = flowScope()?.orchestrator;
    const answerNext: unknown = memory === undefined ? undefined : Reflect.get(memory, 'answerNext');
    assert.ok(typeof answerNext === 'function');
    answerNext({ status: 'ABORT', state: null, details: { type: 'abort_details', reason: 'the flow was deleted' } });
    await work();
  });
  await assert.rejects(runInMemory(running), { code: 'aborted', message: 'the flow was deleted' });
});
