import assert from 'node:assert/strict';
import { test } from 'node:test';
import { makeState } from '../../../runtime/core/make-state.ts';
import type { StateType } from '../../../runtime/core/state.ts';
import type { MemoryOrchestrator } from '../../support/memory-orchestrator.ts';
import { flowScope } from '../../../runtime/engine/context.ts';
import { flow, pauseFlowRun, suspendFlowRun, task } from '../../../runtime/sdk/index.ts';
import { runInMemory } from '../../support/run-flow.ts';

/** The server around the caller, which does something after so many seconds. */
function later(seconds: number, work: (memory: MemoryOrchestrator, id: string) => unknown): void {
  const scope = flowScope();
  assert.ok(scope);
  void scope.clock.sleep(seconds * 1000).then(() => work(scope.orchestrator as MemoryOrchestrator, scope.flowRun.id));
}

const become = (type: StateType, name?: string) => (memory: MemoryOrchestrator, id: string) =>
  memory.flowRuns.setState({ id }, { state: { type, ...(name === undefined ? {} : { name }) }, force: type !== 'RUNNING' });

test('a paused flow waits until it is resumed, and its tasks with it', async () => {
  const work = task({ name: 'work' }, async () => 1);
  const ran = await runInMemory(
    flow({ name: 'f' }, async () => {
      later(30, become('RUNNING'));
      await pauseFlowRun({ timeout: 60 });
      return work();
    }),
  );
  assert.equal(ran.value, 1);
  assert.deepEqual(ran.states, ['Pending', 'Running', 'Paused', 'Running', 'Completed']);
  assert.ok(ran.clock.now() >= Date.UTC(2026, 0, 1, 0, 0, 30));
});

test('a pause says until when it waits, and each has a key of its own', async () => {
  const states: unknown[] = [];
  await runInMemory(
    flow({ name: 'f' }, async () => {
      for (const options of [{ timeout: 60 }, { key: 'approval' }, {}]) {
        later(3, async (memory, id) => {
          const { state } = await memory.flowRuns.read({ id });
          states.push([state?.stateDetails.pauseKey, state?.stateDetails.pauseTimeout?.slice(11, 16), state?.stateDetails.pauseReschedule]);
          await become('RUNNING')(memory, id);
        });
        await pauseFlowRun(options);
      }
    }),
  );
  assert.deepEqual(states, [
    ['1', '00:01', false],
    ['approval', '01:00', false],
    ['3', '01:00', false],
  ]);
});

const ends: { what: string; after: (() => void) | undefined; state: string; error: RegExp }[] = [
  { what: 'that nobody resumes', after: undefined, state: 'Failed', error: /The flow was paused and never resumed\./ },
  {
    what: 'that the server fails',
    after: () =>
      later(4, (memory, id) => memory.flowRuns.setState({ id }, { state: { type: 'FAILED', message: 'too late' }, force: true })),
    state: 'Failed',
    error: /too late/,
  },
];

for (const { what, after, state, error } of ends) {
  test(`a pause ${what} fails the run`, async () => {
    const ran = await runInMemory(
      flow({ name: 'f' }, async () => {
        after?.();
        await pauseFlowRun({ timeout: 10 });
      }),
    );
    assert.equal(ran.state.name, state);
    assert.match(String(ran.error), error);
  });
}

test('a paused run that somebody ends is ended', async () => {
  const ended = flow({ name: 'f' }, async () => {
    later(4, become('CANCELLED'));
    await pauseFlowRun();
  });
  await assert.rejects(runInMemory(ended), { code: 'aborted', message: 'The paused flow run was ended: it is Cancelled.' });
});

test('a suspended run leaves its process, after what was under way', async () => {
  const done: string[] = [];
  const work = task({ name: 'work' }, async () => {
    await new Promise((resolve) => setTimeout(resolve, 5));
    done.push('task');
  });
  let memory: MemoryOrchestrator | undefined;
  const suspended = flow({ name: 'f' }, async () => {
    memory = flowScope()?.orchestrator as MemoryOrchestrator;
    const run = memory.runs.flowRuns[0];
    assert.ok(run);
    run.deploymentId = 'deployment';
    work.submit();
    await suspendFlowRun({ timeout: 60 });
    done.push('never');
  });
  await assert.rejects(runInMemory(suspended), { code: 'aborted', message: /is suspended: it goes on in another process/ });
  assert.deepEqual(done, ['task']);
  assert.deepEqual(
    [memory?.runs.flowRuns[0]?.stateName, memory?.runs.flowRuns[0]?.state?.stateDetails.pauseReschedule],
    ['Suspended', true],
  );
});

test('what was resumed does not fire again', async () => {
  const ran = await runInMemory(
    flow({ name: 'f' }, async () => {
      const memory = flowScope()?.orchestrator as MemoryOrchestrator;
      memory.answerNext({
        status: 'REJECT',
        state: makeState('RUNNING'),
        details: { type: 'reject_details', reason: 'This suspend has already fired.' },
      });
      await suspendFlowRun();
      return 'went on';
    }),
  );
  assert.equal(ran.value, 'went on');
});

test('a run that cannot wait says why', async () => {
  const lone = await runInMemory(flow({ name: 'f' }, async () => suspendFlowRun()));
  assert.match(String(lone.error), /Cannot suspend flows without a deployment\./);
  const odd = flow({ name: 'f' }, async () => {
    const memory = flowScope()?.orchestrator as MemoryOrchestrator;
    memory.answerNext({ status: 'REJECT', state: makeState('CANCELLING'), details: { type: 'reject_details', reason: 'stopping' } });
    await pauseFlowRun();
  });
  await assert.rejects(runInMemory(odd), { code: 'aborted', message: 'The flow run cannot wait, it is Cancelling: stopping' });
});

test('only a flow can wait', async () => {
  await assert.rejects(pauseFlowRun(), { code: 'invalid', message: /^Only a flow can pause/ });
  const inside = task({ name: 'inside' }, async () => suspendFlowRun());
  const ran = await runInMemory(flow({ name: 'f' }, async () => inside()));
  assert.match(String(ran.error), /Only a flow can suspend/);
});
