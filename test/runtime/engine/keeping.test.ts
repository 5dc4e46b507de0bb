import assert from 'node:assert/strict';
import { test } from 'node:test';
import { MillraceError } from '../../../runtime/core/errors.ts';
import type { ResultReference, ResultStore } from '../../../runtime/core/ports.ts';
import type { FlowHost } from '../../../runtime/engine/flow-run.ts';
import type { TaskOptions } from '../../../runtime/sdk/index.ts';
import { cachePolicies, flow, task } from '../../../runtime/sdk/index.ts';
import { runInMemory } from '../../support/run-flow.ts';

/** Values in memory, and how each was to be kept. */
function memoryResults() {
  const values = new Map<string, unknown>();
  const kept: (ResultReference & { storage?: string | undefined })[] = [];
  const results: ResultStore = {
    async write(value, { key, storage, expiration }) {
      if (typeof value === 'function') throw new MillraceError('invalid', 'a function cannot be kept');
      const reference = { storage_key: key ?? `value-${values.size}`, expiration: expiration ?? null, serializer: { type: 'json' } };
      values.set(reference.storage_key, value);
      kept.push(storage === undefined ? reference : { ...reference, storage });
      return reference;
    },
    async read({ storage_key: key }) {
      if (!values.has(key)) throw new MillraceError('not-found', `${key} is no longer there`);
      return values.get(key);
    },
    digest: (text) => `digest of ${text}`,
  };
  return { results, values, kept };
}

/** Calls a task with these options in two flow runs of one server, with the same parameter; what happened. */
async function twice(
  options: Omit<TaskOptions, 'name'>,
  between: (values: Map<string, unknown>) => void = () => undefined,
  xs: [unknown, unknown] = [1, 1],
) {
  const { results, values, kept } = memoryResults();
  let calls = 0;
  const work = task({ name: 'work', ...options }, async ({ x }: { x: unknown }) => {
    calls += 1;
    return `${String(x)} at call ${calls}`;
  });
  const main = flow({ name: 'f' }, async ({ x }: { x: unknown }) => work({ x }));
  const first = await runInMemory(main, { x: xs[0] }, { results });
  between(values);
  const host: Partial<FlowHost> = { results, orchestrator: first.memory, clock: first.clock };
  const second = await runInMemory(main, { x: xs[1] }, host);
  return {
    calls,
    first: first.value,
    second: second.value,
    kept,
    memory: first.memory,
    names: first.memory.runs.taskRuns.map(({ stateName }) => stateName),
  };
}

const byInputs = cachePolicies.inputs;

const table: { what: string; options: Omit<TaskOptions, 'name'>; calls: number; names: string[] }[] = [
  { what: 'nothing asked for', options: {}, calls: 2, names: ['Completed', 'Completed'] },
  { what: 'a policy of its inputs', options: { cachePolicy: byInputs }, calls: 1, names: ['Completed', 'Cached'] },
  { what: 'a key of its own', options: { cacheKeyFn: (_context, { x }) => `x-${String(x)}` }, calls: 1, names: ['Completed', 'Cached'] },
  { what: 'a key that says no', options: { cacheKeyFn: () => undefined }, calls: 2, names: ['Completed', 'Completed'] },
  { what: 'values that are kept, of other flow runs', options: { persistResult: true }, calls: 2, names: ['Completed', 'Completed'] },
  {
    what: 'a cache that is refreshed',
    options: { cachePolicy: byInputs, refreshCache: true },
    calls: 2,
    names: ['Completed', 'Completed'],
  },
  {
    what: 'a policy, and no values kept',
    options: { cachePolicy: byInputs, persistResult: false },
    calls: 2,
    names: ['Completed', 'Completed'],
  },
  { what: 'no policy', options: { cachePolicy: cachePolicies.none, persistResult: true }, calls: 2, names: ['Completed', 'Completed'] },
];

for (const { what, options, calls, names } of table) {
  test(`a task with ${what} runs ${calls === 1 ? 'once' : 'each time'}`, async () => {
    const ran = await twice(options);
    assert.deepEqual([ran.calls, ran.names], [calls, names]);
    assert.equal(ran.second, calls === 1 ? ran.first : '1 at call 2');
  });
}

test('other inputs are another run', async () => {
  const ran = await twice({ cachePolicy: byInputs }, () => undefined, [1, 2]);
  assert.deepEqual([ran.calls, ran.second], [2, '2 at call 2']);
});

test('a cached value that is no longer there is made anew', async () => {
  const ran = await twice({ cachePolicy: byInputs }, (values) => values.clear());
  assert.deepEqual([ran.calls, ran.names], [2, ['Completed', 'Completed']]);
  assert.ok(
    ran.memory.lines.some(({ message }) =>
      /The cached value of task run 'work-\w{3}' cannot be read, it runs: .* is no longer there/.test(message),
    ),
  );
});

test('a key that cannot be made means no caching, and says so', async () => {
  const ran = await twice({ cachePolicy: byInputs }, () => undefined, [new Map(), new Map()]);
  assert.equal(ran.calls, 2);
  assert.ok(ran.memory.lines.some(({ message }) => message.includes('is not cached, its key cannot be made: an object of the class Map')));
});

test('what is kept says under which name, where, and for how long', async () => {
  const { kept, memory } = await twice({
    cacheKeyFn: () => 'key',
    cacheExpiration: 60,
    resultStorageKey: 'x/{x}-{parameters.x}.json',
    resultStorage: '/results',
  });
  assert.deepEqual(kept, [
    { storage_key: 'x/1-1.json', expiration: '2026-01-01T00:01:00.000000Z', serializer: { type: 'json' }, storage: '/results' },
  ]);
  const details = memory.runs.taskRuns[0]?.state?.stateDetails;
  assert.deepEqual([details?.cacheKey, details?.cacheExpiration], ['key', '2026-01-01T00:01:00.000000Z']);
});

test('a flow that is tried again takes the values of the tasks that it has done', async () => {
  const { results } = memoryResults();
  let calls = 0;
  let attempts = 0;
  const done = task({ name: 'done' }, async () => (calls += 1));
  const ran = await runInMemory(
    flow({ name: 'f', retries: 1, persistResult: true }, async () => {
      const value = await done();
      attempts += 1;
      if (attempts === 1) throw new Error('after the task');
      return value;
    }),
    {},
    { results },
  );
  assert.deepEqual([calls, attempts, ran.value], [1, 2, 1]);
  assert.deepEqual(
    ran.taskStates.map((states) => states.at(-1)),
    ['Completed', 'Cached'],
  );
});

test('a flow that keeps its value says where; futures and states are no values', async () => {
  const { results, values } = memoryResults();
  const one = task({ name: 'one', persistResult: false }, async () => 1);
  const kept = await runInMemory(
    flow({ name: 'f', persistResult: true }, async () => ({ rows: 3 })),
    {},
    { results },
  );
  assert.deepEqual([...values.values()], [{ rows: 3 }]);
  assert.deepEqual(kept.state.data, { storage_key: 'value-0', expiration: null, serializer: { type: 'json' } });
  const future = await runInMemory(
    flow({ name: 'f', persistResult: true }, async () => one.submit()),
    {},
    { results },
  );
  assert.deepEqual([values.size, future.state.data], [1, null]);
});

test('a value that cannot be kept fails its run', async () => {
  const { results } = memoryResults();
  const odd = task({ name: 'odd', persistResult: true }, async () => () => 1);
  const ran = await runInMemory(
    flow({ name: 'f' }, async () => void (await odd())),
    {},
    { results },
  );
  assert.equal(ran.state.message, 'Flow run encountered an exception: MillraceError: a function cannot be kept');
  assert.deepEqual(ran.taskStates, [['Pending', 'Running', 'Failed']]);
});
