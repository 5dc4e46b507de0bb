import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FlowOptions } from '../../../runtime/sdk/index.ts';
import { flow, flowRunContext, tags, task, taskRunContext } from '../../../runtime/sdk/index.ts';
import { runInMemory } from '../../support/run-flow.ts';

const refusing = (): string => {
  throw new Error('no name');
};

const named: { what: string; flowRunName: FlowOptions['flowRunName']; name: string }[] = [
  { what: 'a template', flowRunName: 'etl-{day}', name: 'etl-monday' },
  { what: 'a function', flowRunName: ({ day }) => `${String(day)}!`, name: 'monday!' },
];

for (const { what, flowRunName = '', name } of named) {
  for (const deployed of [false, true]) {
    test(`a ${deployed ? 'deployed ' : ''}run is named by ${what}`, async () => {
      const ran = await runInMemory(
        flow({ name: 'f', flowRunName }, async () => 1),
        { day: 'monday' },
        {},
        deployed,
      );
      assert.equal(ran.memory.runs.flowRuns[0]?.name, name);
    });
  }
}

for (const deployed of [false, true]) {
  test(`a ${deployed ? 'deployed ' : ''}run whose name asks for a parameter that nobody gave is named by its default`, async () => {
    const weekly = flow({ name: 'f', flowRunName: 'etl-{day}' }, async ({ day = 'monday' }: { day?: string }) => day);
    const ran = await runInMemory(weekly, {}, {}, deployed);
    assert.equal(ran.memory.runs.flowRuns[0]?.name, 'etl-monday');
  });
}

test('a template that asks for a parameter without a value leaves the run its own name', async () => {
  const today = (): string => 'monday';
  const ran = await runInMemory(flow({ name: 'f', flowRunName: 'etl-{day}' }, async ({ day = today() }: { day?: string }) => day));
  assert.doesNotMatch(ran.memory.runs.flowRuns[0]?.name ?? '', /[{}]/);
});

test('a function for the name that throws makes the run Failed', async () => {
  const ran = await runInMemory(flow({ name: 'f', flowRunName: refusing }, async () => 1));
  assert.equal(ran.state.name, 'Failed');
  assert.equal(ran.state.message, "flowRunName of flow 'f' failed: no name");
});

test('a deployed run learns the options of its code, and keeps its name without one there', async () => {
  const options = { name: 'f', retries: 2, retryDelaySeconds: 1.2, version: 'v7' };
  const { memory } = await runInMemory(
    flow(options, async () => 1),
    {},
    {},
    true,
  );
  const [run] = memory.runs.flowRuns;
  assert.deepEqual(run?.empiricalPolicy, { retries: 2, retryDelay: 2 });
  assert.deepEqual([run?.flowVersion, run?.name], ['v7', 'given']);
  const plain = await runInMemory(
    flow({ name: 'f' }, async () => 1),
    {},
    {},
    true,
  );
  assert.deepEqual(plain.memory.runs.flowRuns[0]?.empiricalPolicy, {});
});

test('a run that is not to run is not run', async () => {
  let calls = 0;
  const cancelled = flow({ name: 'f' }, async () => void (calls += 1));
  const { memory, clock } = await runInMemory(flow({ name: 'empty' }, async () => 1));
  const { flowOf } = await import('../../../runtime/core/definitions.ts');
  const { runFlow } = await import('../../../runtime/engine/flow-run.ts');
  const definition = flowOf(cancelled);
  assert.ok(definition);
  const { id } = await memory.flows.create({ name: 'f' });
  const flowRun = await memory.flowRuns.create({ flowId: id, state: { type: 'CANCELLED', name: 'Cancelled', message: 'by hand' } });
  memory.answerNext({ status: 'REJECT', state: flowRun.state, details: { type: 'reject_details' } });
  const outcome = await runFlow(definition, { orchestrator: memory, clock, report: () => undefined }, { parameters: {}, flowRun });
  assert.equal(outcome.state.name, 'Cancelled');
  assert.match(String(outcome.error), /The flow run did not run: it is Cancelled: by hand\./);
  assert.equal(calls, 0);
});

test('a run that becomes Cancelled whatever it wanted says so', async () => {
  const ran = await runInMemory(
    flow({ name: 'f' }, async () => {
      const { flowScope } = await import('../../../runtime/engine/context.ts');
      const scope = flowScope();
      await scope?.orchestrator.flowRuns.setState(
        { id: scope.flowRun.id },
        { state: { type: 'CANCELLING', name: 'Cancelling' }, force: true },
      );
      return 1;
    }),
  );
  assert.equal(ran.state.type, 'CANCELLED');
  assert.match(String(ran.error), /The flow run is Cancelled/);
});

test('tags of the flow and of the scopes around its call are on its run and on its tasks', async () => {
  const work = task({ name: 'work', tags: ['own'] }, async () => 1);
  const inner = flow({ name: 'inner', tags: ['inner'] }, async () => tags('scope', 'own')(() => work()));
  const { memory } = await runInMemory(flow({ name: 'f' }, async () => tags('around')(() => inner())));
  const run = memory.runs.flowRuns.find(({ tags: all }) => all.includes('inner'));
  assert.deepEqual(run?.tags, ['inner', 'around']);
  assert.deepEqual(memory.runs.taskRuns.find(({ tags: all }) => all.includes('own'))?.tags, ['own', 'around', 'scope']);
});

test('code knows the run around it, and outside of runs that there is none', async () => {
  const inside = task({ name: 'inside' }, async ({ x }: { x: number }) => [flowRunContext(), taskRunContext(), x] as const);
  const ran = await runInMemory(flow({ name: 'f' }, async () => inside({ x: 7 })));
  const [around, own] = ran.value as [ReturnType<typeof flowRunContext>, ReturnType<typeof taskRunContext>];
  assert.equal(around?.flowRun.id, ran.flowRun.id);
  assert.equal(around?.flowRun.runCount, 1);
  assert.deepEqual(own?.parameters, { x: 7 });
  assert.equal(own?.signal.aborted, false);
  assert.deepEqual([flowRunContext(), taskRunContext()], [undefined, undefined]);
});

test('a subflow prints as the flow around it, unless it or its task says otherwise', async () => {
  const say = (text: string, options: { logPrints?: boolean } = {}) => task({ name: text, ...options }, async () => console.debug(text));
  const inherits = flow({ name: 'inherits' }, async () => console.debug('inherited'));
  const quiet = flow({ name: 'quiet', logPrints: false }, async () => console.debug('quiet'));
  const tasks = [say('as its flow'), say('quiet task', { logPrints: false })];
  const ran = await runInMemory(
    flow({ name: 'f', logPrints: true }, async () => {
      await inherits();
      await quiet();
      for (const one of tasks) await one();
    }),
  );
  const lines = ran.memory.lines.map(({ message }) => message).filter((message) => /^(inherited|quiet|as its)/.test(message));
  assert.deepEqual(lines, ['inherited', 'as its flow']);
});

test('parameters that no server would take are refused before the run, with the way out', async () => {
  const big = { data: 'x'.repeat(600_000) };
  await assert.rejects(
    runInMemory(
      flow({ name: 'f' }, async () => 1),
      big,
    ),
    { code: 'invalid', message: /pass a reference/ },
  );
});

test('a run does not end before what its tasks started has ended', async () => {
  const order: string[] = [];
  const late = task({ name: 'late' }, async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    order.push('late');
  });
  const starter = task({ name: 'starter' }, async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    late.submit();
    order.push('starter');
  });
  const ran = await runInMemory(flow({ name: 'f' }, async () => void starter.submit()));
  assert.deepEqual(order, ['starter', 'late']);
  assert.deepEqual(
    ran.taskStates.map((states) => states.at(-1)),
    ['Completed', 'Completed'],
  );
});
