import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { TaskOptions } from '../../../runtime/sdk/index.ts';
import { taskOf } from '../../../runtime/core/definitions.ts';
import type { OpenRun } from '../../../runtime/engine/host.ts';
import { runTask } from '../../../runtime/engine/task-run.ts';
import { flow, task } from '../../../runtime/sdk/index.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createMemoryOrchestrator } from '../../support/memory-orchestrator.ts';
import { runInMemory } from '../../support/run-flow.ts';

/** A flow with a task that fails so many times. */

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

const names: { what: string; taskRunName: NonNullable<TaskOptions['taskRunName']>; given: () => { x: unknown }; name: string }[] = [
  { what: 'a template', taskRunName: 'load {x}', given: () => ({ x: 'a' }), name: 'load a' },
  { what: 'a function', taskRunName: ({ x }) => `<${String(x)}>`, given: () => ({ x: 'a' }), name: '<a>' },
  { what: 'a template and a value that is still to come', taskRunName: 'load {x}', given: () => ({ x: seven.submit() }), name: 'load 7' },
];

const seven = task({ name: 'seven' }, async () => 7);

test('a task run whose name asks for what nobody gave has its default, or no custom name', async () => {
  const today = (): string => 'monday';
  const load = task({ name: 'load', taskRunName: 'load {x}' }, async ({ x = 5 }: { x?: number }) => x);
  const plain = task({ name: 'plain', taskRunName: 'load {day}' }, async ({ day = today() }: { day?: string }) => day);
  const ran = await runInMemory(flow({ name: 'f' }, async () => [await load(), await plain()]));
  assert.match(ran.memory.runs.taskRuns.map(({ name }) => name).join(' '), /^load 5 plain-[0-9a-z]+$/);
});

for (const { what, taskRunName, given, name } of names) {
  test(`a task run is named by ${what}`, async () => {
    const load = task({ name: 'load', taskRunName }, async ({ x }: { x: unknown }) => x);
    const { memory } = await runInMemory(flow({ name: 'f' }, async () => load(given())));
    assert.equal(memory.runs.taskRuns.at(-1)?.name, name);
  });
}

test('a function for the name that throws makes the task run Failed', async () => {
  const taskRunName = (): string => {
    throw new Error('no name');
  };
  const ran = await runInMemory(flow({ name: 'f' }, async () => task({ name: 'load', taskRunName }, async () => 1)()));
  assert.deepEqual(ran.taskStates, [['Pending', 'Failed']]);
  assert.match(String(ran.error), /taskRunName of task 'load' failed: no name/);
});

test('a task in a task names the one around it as its parent', async () => {
  const inner = task({ name: 'inner' }, async () => 1);
  const outer = task({ name: 'outer' }, async () => inner());
  const { memory } = await runInMemory(flow({ name: 'f' }, async () => outer()));
  const [around, within] = memory.runs.taskRuns;
  assert.deepEqual(within?.taskInputs, { __parents__: [{ input_type: 'task_run', id: around?.id }] });
});

test('what a task is given is recorded with its run: version, tags, and how it is tried again', async () => {
  const options = { name: 'load', version: '7', tags: ['db'], retries: 2, retryDelaySeconds: 5, retryJitterFactor: 0.5 };
  const { memory } = await runInMemory(flow({ name: 'f' }, async () => task(options, async () => 1)()));
  const [run] = memory.runs.taskRuns;
  assert.deepEqual([run?.taskVersion, run?.tags], ['7', ['db']]);
  assert.deepEqual(run?.empiricalPolicy, { retries: 2, retryDelay: [5], retryJitterFactor: 0.5 });
});

test('a task that runs alone has a run without a flow, logs of its own that are sent, and says when it is over', async () => {
  const clock = createFakeClock();
  const memory = createMemoryOrchestrator(clock);
  const told: string[] = [];
  const opened = ({ kind, name }: OpenRun): (() => void) => {
    told.push(`${kind} ${name}`);
    return () => told.push('over');
  };
  const host = { orchestrator: memory, clock, report: assert.fail, signal: new AbortController().signal, flow: undefined, opened };
  const alone = taskOf(task({ name: 'alone', taskRunName: 'alone' }, async ({ x }: { x: number }) => x + 1));
  assert.ok(alone);
  const outcome = await runTask(host, { task: alone, parameters: { x: 1 }, waitFor: [], created: (id) => told.push(id) });
  const [run] = memory.runs.taskRuns;
  assert.deepEqual([outcome.value, run?.flowRunId, run?.stateName], [2, null, 'Completed']);
  assert.deepEqual(told, [run?.id, 'task-run alone', 'over']);
  assert.deepEqual(
    memory.lines.map(({ message, flowRunId, taskRunId }) => [message, flowRunId, taskRunId]),
    [["Task run 'alone' finished in state Completed", null, run?.id]],
  );
});
