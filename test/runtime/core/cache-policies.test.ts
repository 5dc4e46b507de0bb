import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cacheParts, cachePolicies } from '../../../runtime/core/cache-policies.ts';
import type { CacheContext, CachePolicy } from '../../../runtime/core/definitions.ts';
import type { FlowRun, TaskRun } from '../../../runtime/core/entities.ts';

const context = (changes: Partial<CacheContext> = {}): CacheContext => ({
  task: { options: { name: 't' }, fn: () => 1, key: 't-1' },
  taskRun: { id: 'task-run' } as TaskRun,
  parameters: { a: 1, b: { y: 2, x: [1, 'z'] } },
  flowRun: { id: 'flow-run' } as FlowRun,
  flowParameters: { day: 'monday' },
  ...changes,
});

const { inputs, taskSource, runId, flowParameters, inputsWithout } = cachePolicies;

const texts: { what: string; policy: CachePolicy | readonly CachePolicy[]; text: string | undefined }[] = [
  { what: 'inputs', policy: inputs, text: '[{"a":1,"b":{"x":[1,"z"],"y":2}}]' },
  { what: 'inputs without one', policy: inputsWithout('b'), text: '[{"a":1}]' },
  { what: 'the source', policy: taskSource, text: '["t-1"]' },
  { what: 'the run', policy: runId, text: '["flow-run"]' },
  { what: "the flow's parameters", policy: flowParameters, text: '[{"day":"monday"}]' },
  { what: 'several', policy: [taskSource, runId], text: '["t-1","flow-run"]' },
  { what: 'none', policy: cachePolicies.none, text: undefined },
  { what: 'one that says no', policy: [inputs, () => undefined], text: undefined },
];

for (const { what, policy, text } of texts) {
  test(`the text of a cache policy of ${what}`, () => assert.equal(cacheParts(policy, context()), text));
}

test('equal parameters have the same text, whatever their order; others have another', () => {
  const of = (parameters: object): string | undefined => cacheParts(inputs, context({ parameters: { ...parameters } }));
  assert.equal(of({ a: 1, b: 2 }), of({ b: 2, a: 1 }));
  const different = [
    { a: 1 },
    { a: '1' },
    { a: 1n },
    { a: null },
    { a: undefined },
    { a: Number.NaN },
    { a: Infinity },
    { a: -Infinity },
    { a: [1] },
    { a: new Date(1) },
    { a: new Date(1).toJSON() },
    { a: new Date(Number.NaN) },
    {},
  ].map(of);
  const same = { day: new Date(1), list: [Number.NaN, -1.5e-7] };
  assert.equal(of({ ...same }), of({ list: [Number.NaN, -0.000_000_15], day: new Date(1) }));
  assert.equal(new Set(different).size, different.length);
});

test('a task that runs alone is its own run', () => {
  const alone = context({ flowRun: undefined, flowParameters: undefined });
  assert.equal(cacheParts([runId, flowParameters], alone), '["task-run",null]');
});

const loop: { self?: unknown } = {};
loop.self = [loop];

test('what is there twice is no loop', () => {
  const shared = { a: 1 };
  assert.equal(cacheParts(inputs, context({ parameters: { one: shared, other: [shared] } })), '[{"one":{"a":1},"other":[{"a":1}]}]');
});

for (const [what, value] of [
  ['an object that leads back to itself', loop],
  ['a function', () => 1],
  ['an object of the class Map', new Map()],
  ['a symbol', Symbol('x')],
] as const) {
  test(`${what} among the inputs cannot be a cache key`, () => {
    assert.throws(() => cacheParts(inputs, context({ parameters: { deep: [value] } })), {
      code: 'invalid',
      message: new RegExp(`^${what} has no text`),
    });
  });
}
