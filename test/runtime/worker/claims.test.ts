import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FlowRun } from '../../../runtime/core/entities.ts';
import type { Exit, RunProcess } from '../../../runtime/worker/children.ts';
import type { Claims } from '../../../runtime/worker/claims.ts';
import { createClaims } from '../../../runtime/worker/claims.ts';
import type { FakeClock } from '../../support/fake-clock.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { createMemoryOrchestrator } from '../../support/memory-orchestrator.ts';

/** A process that ends when it is told, and remembers the signals that it got. */
function fakeProcess(endsBy: readonly NodeJS.Signals[] = []) {
  const signals: NodeJS.Signals[] = [];
  const { promise: exited, resolve: end } = Promise.withResolvers<Exit>();
  const process: RunProcess = {
    pid: 1,
    exited,
    kill(signal) {
      signals.push(signal);
      if (endsBy.includes(signal)) end({ code: null, signal });
    },
    onOutput: () => undefined,
    onMessage: () => undefined,
    send: () => undefined,
  };
  return { process, signals, end: () => end({ code: 0, signal: null }) };
}

interface Setting {
  clock: FakeClock;
  claims: Claims;
  executed: string[];
  ended(): number;
  run(name: string, inSeconds?: number): Promise<FlowRun>;
}

function open(options: { limit?: number; process?: RunProcess; starting?: Promise<void>; reporting?: Promise<void> } = {}): Setting {
  const clock = createFakeClock();
  const memory = createMemoryOrchestrator(clock);
  const executed: string[] = [];
  let ends = 0;
  const claims = createClaims({
    limit: options.limit ?? 2,
    graceSeconds: 10,
    patienceSeconds: 35,
    clock,
    async execute(flowRun, started) {
      executed.push(flowRun.name);
      await options.starting;
      if (options.process !== undefined) started(options.process);
      await options.process?.exited;
      await options.reporting;
    },
    ended: () => (ends += 1),
  });
  return {
    clock,
    claims,
    executed,
    ended: () => ends,
    async run(name, inSeconds = 0) {
      const flowRun = await memory.flowRuns.create({ flowId: 'f', name });
      return { ...flowRun, nextScheduledStartTime: new Date(clock.now() + inSeconds * 1000).toISOString() };
    },
  };
}

test('a worker takes no more runs than its limit, and each once', async () => {
  const { process, end } = fakeProcess();
  const { claims, executed, run, ended } = open({ limit: 2, process });
  const first = await run('a');
  for (const flowRun of [first, first, await run('b'), await run('c')]) claims.take(flowRun);
  assert.deepEqual([claims.free(), claims.ids().length, executed], [0, 2, ['a', 'b']]);
  end();
  await claims.drain();
  assert.deepEqual([claims.free(), ended()], [2, 2]);
});

test('a run that is due later is started at its time, and given up when the worker ends before', async () => {
  const { claims, executed, run, clock, ended } = open();
  claims.take(await run('later', 5));
  assert.deepEqual(executed, []);
  await clock.sleep(5000);
  await claims.drain();
  assert.deepEqual([executed, ended()], [['later'], 1]);
  const other = open();
  other.claims.take(await other.run('never', 3600));
  await other.claims.drain();
  assert.deepEqual([other.executed, other.claims.ids()], [[], []]);
});

test('a run without a time is started at once', async () => {
  const { claims, executed, run } = open();
  claims.take({ ...(await run('now')), nextScheduledStartTime: null });
  await claims.drain();
  assert.deepEqual(executed, ['now']);
});

test('a cancelled run is asked to end, and killed after the grace', async () => {
  const { process, signals } = fakeProcess(['SIGKILL']);
  const { claims, run, clock } = open({ process });
  const flowRun = await run('a');
  claims.take(flowRun);
  claims.cancel(flowRun.id);
  claims.cancel(flowRun.id);
  claims.cancel('another');
  await claims.drain();
  assert.deepEqual(signals, ['SIGTERM', 'SIGKILL']);
  assert.deepEqual(clock.sleeps.slice(0, 1), [10_000]);
});

test('a cancelled run that ends by itself is not killed', async () => {
  const { process, signals } = fakeProcess(['SIGTERM']);
  const { claims, run, clock } = open({ process });
  const flowRun = await run('a');
  claims.take(flowRun);
  claims.cancel(flowRun.id);
  await claims.drain();
  await clock.sleep(20_000);
  assert.deepEqual(signals, ['SIGTERM']);
});

test('a run that is cancelled between its claim and its process is ended as soon as there is one', async () => {
  const { process, signals } = fakeProcess(['SIGTERM']);
  let start: () => void = () => undefined;
  const starting = new Promise<void>((resolve) => (start = resolve));
  const { claims, run } = open({ process, starting });
  const flowRun = await run('a');
  claims.take(flowRun);
  claims.cancel(flowRun.id);
  assert.deepEqual(signals, []);
  start();
  await claims.drain();
  assert.deepEqual(signals, ['SIGTERM']);
});

test('a worker that is to end waits for a run as long as it works, and some seconds more for its end to be reported', async () => {
  const { process, end } = fakeProcess();
  const { clock, claims, run, ended } = open({ process, reporting: new Promise(() => undefined) });
  claims.take(await run('a'));
  const drained = claims.drain();
  await clock.sleep(3600_000);
  const exited = clock.now();
  end();
  assert.equal(await drained, 1);
  assert.deepEqual([clock.now() - exited, ended()], [35_000, 0]);
});

test('a run that gets its process while the worker ends is waited for', async () => {
  const { process, end } = fakeProcess();
  const { promise: starting, resolve: start } = Promise.withResolvers<undefined>();
  const { clock, claims, run } = open({ process, starting });
  claims.take(await run('a'));
  const drained = claims.drain();
  start(undefined);
  await clock.sleep(3600_000);
  end();
  assert.equal(await drained, 0);
});

test('a run that gets no process does not keep a worker from its end', async () => {
  const { claims, run } = open({ starting: new Promise(() => undefined) });
  claims.take(await run('a'));
  assert.equal(await claims.drain(), 1);
});
