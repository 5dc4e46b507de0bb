import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flow, task } from '../../../runtime/sdk/index.ts';
import { runInMemory } from '../../support/run-flow.ts';

test('a flow in a flow is a run of its own below a tracking task run that has its states', async () => {
  const child = flow({ name: 'child' }, async ({ x }: { x: number }) => x * 2);
  const ran = await runInMemory(flow({ name: 'parent' }, async () => child({ x: 4 })));
  assert.equal(ran.value, 8);
  const [tracking] = ran.memory.runs.taskRuns;
  const [, run] = ran.memory.runs.flowRuns;
  assert.equal(run?.parentTaskRunId, tracking?.id);
  assert.deepEqual(run?.parameters, { x: 4 });
  assert.equal(tracking?.stateName, 'Completed');
});

test('a subflow is stopped with the flow around it, and that waits for one that nobody awaits', async () => {
  const order: string[] = [];
  const child = flow({ name: 'child' }, async () => {
    await Promise.resolve();
    order.push('child');
  });
  const { memory, state } = await runInMemory(
    flow({ name: 'parent' }, async () => {
      void child();
    }),
  );
  assert.deepEqual([order, state.name], [['child'], 'Completed']);
  assert.deepEqual(
    memory.runs.flowRuns.map(({ stateName }) => stateName),
    ['Completed', 'Completed'],
  );
});

test('the parameters of a subflow name the tasks that they come from, and are their values', async () => {
  const seven = task({ name: 'seven' }, async () => 7);
  const child = flow({ name: 'child' }, async ({ x }: { x: number }) => x + 1);
  const { memory, value } = await runInMemory(flow({ name: 'parent' }, async () => child({ x: seven.submit() })));
  const [source, tracking] = memory.runs.taskRuns;
  assert.equal(value, 8);
  assert.deepEqual(tracking?.taskInputs['x'], [{ input_type: 'task_run', id: source?.id }]);
  assert.deepEqual([tracking?.name.startsWith('child-'), tracking?.taskKey], [true, 'child']);
  assert.deepEqual(memory.runs.flowRuns[1]?.parameters, { x: 7 });
});
