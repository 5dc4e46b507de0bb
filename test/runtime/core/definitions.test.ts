import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowOf, flowSymbol, taskOf, taskSymbol } from '../../../runtime/core/definitions.ts';

const definition = { options: { name: 'x' }, fn: () => 1 };
const flow = Object.assign(() => undefined, { [flowSymbol]: definition });
const task = Object.assign(() => undefined, { [taskSymbol]: { ...definition, key: 'x-1' } });

test('the flow or task behind a callable is found by a symbol that every copy of the SDK knows', () => {
  assert.equal(flowOf(flow), definition);
  assert.equal(taskOf(task)?.key, 'x-1');
  assert.equal(flowOf(Object.assign(() => undefined, { [Symbol.for('millrace.flow')]: definition })), definition);
  for (const value of [task, () => 1, definition, null, 'flow']) assert.equal(flowOf(value), undefined);
  assert.equal(taskOf(flow), undefined);
});
