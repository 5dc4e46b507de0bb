import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
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

const approval = z.object({ approved: z.boolean(), note: z.string().default('none') });

/** What was asked of a paused run, by the keys of the server. */
async function asked(memory: MemoryOrchestrator, id: string): Promise<Map<string, unknown>> {
  const { state } = await memory.flowRuns.read({ id });
  const { schema = '', description = '' } = state?.stateDetails.runInputKeyset ?? {};
  const question = new Map<string, unknown>();
  for (const key of [schema, description]) {
    const text = await memory.flowRunInputs.read({ id, key }).catch(() => undefined);
    if (text !== undefined) question.set(key, JSON.parse(text));
  }
  return question;
}

const answers: { what: string; given: object | undefined; value?: unknown; error?: RegExp }[] = [
  { what: 'an answer as asked', given: { approved: true }, value: { approved: true, note: 'none' } },
  { what: 'an answer that is not as asked', given: { approved: 'maybe' }, error: /The answer to a pause was given approved: / },
  { what: 'no answer', given: undefined, error: /The answer to a pause was given approved: / },
];

for (const { what, given, value, error } of answers) {
  test(`a flow that waits for input gets ${what}`, async () => {
    let question = new Map<string, unknown>();
    const ran = await runInMemory(
      flow({ name: 'f' }, async () => {
        later(4, async (memory, id) => {
          question = await asked(memory, id);
          if (given !== undefined) await memory.flowRunInputs.create({ id }, { key: 'paused-go-response', value: JSON.stringify(given) });
          await become('RUNNING')(memory, id);
        });
        const answer: z.infer<typeof approval> = await pauseFlowRun({ key: 'go', waitForInput: approval, description: 'Shall it go?' });
        return answer;
      }),
    );
    assert.equal(question.get('paused-go-description'), 'Shall it go?');
    assert.match(JSON.stringify(question.get('paused-go-schema')), /"properties":\{"approved":\{"type":"boolean"\},"note":/);
    if (error === undefined) assert.deepEqual(ran.value, value);
    else assert.match(String(ran.error), error);
  });
}

test('a suspended flow asks before it ends, and has the answer when it comes by again', async () => {
  const fired = { status: 'REJECT' as const, state: makeState('RUNNING'), details: { type: 'reject_details', reason: 'already fired' } };
  const again = await runInMemory(
    flow({ name: 'f' }, async () => {
      const scope = flowScope();
      const memory = scope?.orchestrator as MemoryOrchestrator;
      await memory.flowRunInputs.create({ id: scope?.flowRun.id ?? '' }, { key: 'suspended-1-response', value: '{"approved":false}' });
      memory.answerNext(fired);
      return suspendFlowRun({ waitForInput: approval });
    }),
  );
  assert.deepEqual(again.value, { approved: false, note: 'none' });
  let memory: MemoryOrchestrator | undefined;
  const first = flow({ name: 'f' }, async () => {
    memory = flowScope()?.orchestrator as MemoryOrchestrator;
    Object.assign(memory.runs.flowRuns[0] ?? {}, { deploymentId: 'deployment' });
    await suspendFlowRun({ waitForInput: approval });
  });
  await assert.rejects(runInMemory(first), { code: 'aborted' });
  assert.ok(memory);
  assert.deepEqual([...(await asked(memory, memory.runs.flowRuns[0]?.id ?? '')).keys()], ['suspended-1-schema']);
});

test('an error of the server is not an answer, and a key must be one for the server', async () => {
  const lost = await runInMemory(
    flow({ name: 'f' }, async () => {
      const memory = flowScope()?.orchestrator as MemoryOrchestrator;
      memory.flowRunInputs.read = () => Promise.reject(new Error('no disk'));
      later(3, become('RUNNING'));
      await pauseFlowRun({ waitForInput: approval });
    }),
  );
  assert.match(String(lost.error), /no disk/);
  const odd = await runInMemory(flow({ name: 'f' }, async () => void (await pauseFlowRun({ key: 'a/b', waitForInput: approval }))));
  assert.match(String(odd.error), /is named by letters, digits, - and _, not "paused-a\/b"/);
});

for (const { what, answer, error } of [
  {
    what: 'aborts without a reason',
    answer: { status: 'ABORT', state: null, details: { type: 'abort_details' } },
    error: /The server does not let this run wait\./,
  },
  {
    what: 'aborts with one',
    answer: { status: 'ABORT', state: null, details: { type: 'abort_details', reason: 'Cannot pause subflows.' } },
    error: /Cannot pause subflows\./,
  },
  {
    what: 'rejects without a state',
    answer: { status: 'REJECT', state: null, details: { type: 'reject_details' } },
    error: /The flow run cannot wait, it is in no state/,
  },
  {
    what: 'rejects since the run is over',
    answer: { status: 'REJECT', state: makeState('CANCELLED'), details: { type: 'reject_details', reason: 'too late' } },
    error: /The flow run cannot wait, it is Cancelled: too late/,
  },
] as const) {
  test(`a pause that the server ${what} is no pause`, async () => {
    let thrown: unknown;
    await runInMemory(
      flow({ name: 'f' }, async () => {
        const scope = flowScope();
        assert.ok(scope);
        (scope.orchestrator as MemoryOrchestrator).answerNext(answer);
        await pauseFlowRun().catch((error_: unknown) => (thrown = error_));
      }),
    );
    assert.match(String(thrown), error);
  });
}
