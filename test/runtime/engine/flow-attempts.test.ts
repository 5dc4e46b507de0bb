import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flow, task } from '../../../runtime/sdk/index.ts';
import { runInMemory } from '../../support/run-flow.ts';

test('a failed flow is tried again after its delay', async () => {
  let attempts = 0;
  const ran = await runInMemory(
    flow({ name: 'f', retries: 2, retryDelaySeconds: 30 }, async () => {
      attempts += 1;
      if (attempts < 3) throw new Error('not yet');
      return attempts;
    }),
  );
  assert.deepEqual(ran.states, ['Pending', 'Running', 'AwaitingRetry', 'Running', 'AwaitingRetry', 'Running', 'Completed']);
  assert.equal(ran.value, 3);
  assert.ok(ran.clock.sleeps.filter((milliseconds) => milliseconds === 30_000).length === 2);
});

test('a flow that takes too long is Failed with the name TimedOut, and its signal is aborted', async () => {
  let reason: unknown;
  const clockFlow = flow({ name: 'f', timeoutSeconds: 2 }, async () => {
    const { flowRunContext } = await import('../../../runtime/sdk/index.ts');
    const signal = flowRunContext()?.signal;
    await new Promise((resolve) => signal?.addEventListener('abort', resolve, { once: true }));
    reason = signal?.reason;
  });
  const ran = await runInMemory(clockFlow);
  assert.equal(ran.state.type, 'FAILED');
  assert.equal(ran.state.name, 'TimedOut');
  assert.equal(ran.state.message, 'Flow run exceeded timeout of 2 second(s)');
  assert.ok(reason instanceof Error);
});

test('a run that is stopped from outside has crashed, and was cancelled when that was asked for', async () => {
  for (const { ask, expected } of [
    { ask: false, expected: 'Crashed' },
    { ask: true, expected: 'Cancelled' },
  ]) {
    const controller = new AbortController();
    const hooks: string[] = [];
    const stopped = flow(
      {
        name: 'f',
        onCancellation: [() => void hooks.push('Cancelled')],
        onCrashed: [() => void hooks.push('Crashed')],
      },
      async () => {
        const { flowScope } = await import('../../../runtime/engine/context.ts');
        const scope = flowScope();
        if (ask && scope) {
          const state = { type: 'CANCELLING' as const, name: 'Cancelling' };
          await scope.orchestrator.flowRuns.setState({ id: scope.flowRun.id }, { state, force: true });
        }
        controller.abort(new Error('SIGTERM'));
        await new Promise(() => undefined);
      },
    );
    const ran = await runInMemory(stopped, {}, { signal: controller.signal });
    // Without infrastructure the rules make Cancelling Cancelled at once; either way the last state is the expected one.
    assert.equal(ran.state.name, expected);
    assert.deepEqual(hooks, [expected]);
  }
});

test('a flow whose tasks are refused because it is being cancelled is Cancelled, and its hooks are called', async () => {
  const hooks: string[] = [];
  const step = task({ name: 'step' }, async () => 1);
  const asked = flow({ name: 'f', onCancellation: [(_flow, _run, state) => void hooks.push(state.name)] }, async () => {
    const { flowScope } = await import('../../../runtime/engine/context.ts');
    const scope = flowScope();
    if (scope) await scope.orchestrator.flowRuns.setState({ id: scope.flowRun.id }, { state: { type: 'CANCELLING' }, force: true });
    return step();
  });
  const ran = await runInMemory(asked);
  assert.deepEqual([ran.state.name, hooks], ['Cancelled', ['Cancelled']]);
  assert.ok(!ran.memory.lines.some(({ message }) => message.startsWith('Encountered an exception')));
});

test('a flow that is interrupted says so in one line for each of its runs', async () => {
  const controller = new AbortController();
  const nap = task({ name: 'nap', taskRunName: 'nap' }, async () => {
    controller.abort(new Error('Ctrl-C'));
    await new Promise(() => undefined);
  });
  const inner = flow({ name: 'inner', flowRunName: 'inner' }, async () => nap());
  const outer = flow({ name: 'outer', flowRunName: 'outer' }, async () => inner());
  const { memory } = await runInMemory(outer, {}, { signal: controller.signal });
  assert.deepEqual(
    memory.lines.map(({ message }) => message),
    ["Task run 'nap'", "Flow run 'inner'", "Flow run 'outer'"].map(
      (run) => `${run} finished in state Crashed: Execution was aborted: Ctrl-C`,
    ),
  );
});

test('a run that the server ends stops quietly', async () => {
  const running = flow({ name: 'f' }, async () => {
    const { flowScope } = await import('../../../runtime/engine/context.ts');
    const memory = flowScope()?.orchestrator;
    if (memory && 'answerNext' in memory && typeof memory.answerNext === 'function') {
      memory.answerNext({ state: null, status: 'ABORT', details: { type: 'abort_details', reason: 'deleted' } });
    }
  });
  await assert.rejects(runInMemory(running), { code: 'aborted', message: 'deleted' });
});

test('a supervisor is armed for the time that a flow has, and disarmed when it ends', async () => {
  const calls: string[] = [];
  const supervisor = {
    arm({ kind, seconds }: { kind: string; seconds: number }) {
      calls.push(`arm ${kind} ${seconds}`);
      return () => void calls.push('disarm');
    },
  };
  await runInMemory(
    flow({ name: 'f', timeoutSeconds: 5 }, async () => 1),
    {},
    { supervisor },
  );
  assert.deepEqual(calls, ['arm flow-run 5', 'disarm']);
});
