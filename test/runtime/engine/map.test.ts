import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mapInputs } from '../../../runtime/engine/map.ts';
import { Unmapped } from '../../../runtime/engine/futures.ts';
import { flow, task } from '../../../runtime/sdk/index.ts';
import { runInMemory } from '../../support/run-flow.ts';

const cases: { what: string; given: Record<string, unknown>; calls: Record<string, unknown>[] }[] = [
  { what: 'a list', given: { x: [1, 2] }, calls: [{ x: 1 }, { x: 2 }] },
  {
    what: 'lists side by side',
    given: { x: [1, 2], y: ['a', 'b'] },
    calls: [
      { x: 1, y: 'a' },
      { x: 2, y: 'b' },
    ],
  },
  { what: 'a string is a constant', given: { x: [1], s: 'ab' }, calls: [{ x: 1, s: 'ab' }] },
  { what: 'an object is a constant', given: { x: [1], o: { a: 1 } }, calls: [{ x: 1, o: { a: 1 } }] },
  {
    what: 'an unmapped list is a constant',
    given: { x: [1, 2], l: new Unmapped([7]) },
    calls: [
      { x: 1, l: [7] },
      { x: 2, l: [7] },
    ],
  },
  { what: 'a set', given: { x: new Set([1, 2]) }, calls: [{ x: 1 }, { x: 2 }] },
  { what: 'bytes are a constant', given: { x: [1], b: new Uint8Array([7]) }, calls: [{ x: 1, b: new Uint8Array([7]) }] },
  { what: 'an empty list', given: { x: [] }, calls: [] },
];

for (const { what, given, calls } of cases) {
  test(`map over ${what}`, () => assert.deepEqual(mapInputs(given, 'load'), calls));
}

test('map refuses lists of different lengths, and nothing to iterate', () => {
  assert.throws(() => mapInputs({ x: [1], y: [1, 2] }, 'load'), { code: 'invalid', message: /x: 1, y: 2/ });
  assert.throws(() => mapInputs({ s: 'ab' }, 'load'), { code: 'invalid', message: /nothing to iterate/ });
});

const list = task({ name: 'list' }, async ({ items }: { items: number[] }) => items);
const one = task({ name: 'one' }, async () => 10);
const add = task({ name: 'add' }, async ({ x, y = 0 }: { x: number; y?: number }) => x + y);
const sum = task({ name: 'sum' }, async ({ all }: { all: number[] }) => all.reduce((a, b) => a + b, 0));
const broken = task({ name: 'broken' }, async (): Promise<number[]> => {
  throw new Error('broken');
});

const mapped: { what: string; body: () => unknown; value: unknown }[] = [
  { what: 'the future of a list', body: () => add.map({ x: list.submit({ items: [1, 2, 3] }) }).result(), value: [1, 2, 3] },
  { what: 'a list beside the future of a value', body: () => add.map({ x: [1, 2], y: one.submit() }).result(), value: [11, 12] },
  { what: 'the futures of a map', body: () => add.map({ x: add.map({ x: [1, 2], y: 1 }), y: 1 }).result(), value: [3, 4] },
  {
    what: 'a map whose runs are not known yet',
    body: () => add.map({ x: add.map({ x: list.submit({ items: [1, 2] }) }), y: 5 }).result(),
    value: [6, 7],
  },
  { what: 'nothing more: the list is a parameter', body: () => sum({ all: add.map({ x: list.submit({ items: [1, 2, 3] }) }) }), value: 6 },
];

for (const { what, body, value } of mapped) {
  test(`a flow maps over ${what}`, async () => {
    const ran = await runInMemory(flow({ name: 'f' }, async () => body()));
    assert.equal(ran.error, undefined);
    assert.deepEqual(ran.value, value);
  });
}

test('the element of a mapped future names the run that made it as its input', async () => {
  const { memory } = await runInMemory(flow({ name: 'f' }, async () => add.map({ x: list.submit({ items: [1, 2] }) }).result()));
  const [source, ...runs] = memory.runs.taskRuns;
  const inputs = { x: [{ input_type: 'task_run', id: source?.id }] };
  assert.deepEqual(
    runs.map(({ taskInputs }) => taskInputs),
    [inputs, inputs],
  );
});

test('a flow waits for a map whose runs were not known when it returned, and takes its outcome', async () => {
  const returned = await runInMemory(flow({ name: 'f' }, async () => add.map({ x: list.submit({ items: [1, 2] }) })));
  assert.equal(returned.state.message, 'All states completed.');
  const left = await runInMemory(flow({ name: 'f' }, async () => void add.map({ x: list.submit({ items: [1, 2] }) })));
  assert.equal(left.taskStates.length, 3);
});

test('a map over the future of a failed run fails as what uses it would', async () => {
  const ran = await runInMemory(flow({ name: 'f' }, async () => add.map({ x: broken.submit() }).result()));
  assert.match(ran.state.message ?? '', /Upstream task run '.*' did not reach a 'COMPLETED' state\./);
});
