import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FlowRunScope, TaskRunScope } from '../../../runtime/engine/context.ts';
import { flowScope, scopeTags, taskScope, withFlowScope, withTags, withTaskScope } from '../../../runtime/engine/context.ts';

// What a scope holds is its users' business: here it is only told from another.
const flowNamed = (name: string): FlowRunScope => ({ name }) as unknown as FlowRunScope;
const taskNamed = (name: string): TaskRunScope => ({ name }) as unknown as TaskRunScope;
const [outer, inner, step] = [flowNamed('outer'), flowNamed('inner'), taskNamed('step')];

test('outside of runs there is no scope and no tag', () => {
  assert.deepEqual([flowScope(), taskScope(), scopeTags()], [undefined, undefined, []]);
});

test('a task keeps the flow around it, and a flow in a task is in no task', () => {
  withFlowScope(outer, () => {
    assert.deepEqual([flowScope(), taskScope()], [outer, undefined]);
    withTaskScope(step, () => {
      assert.deepEqual([flowScope(), taskScope()], [outer, step]);
      withFlowScope(inner, () => assert.deepEqual([flowScope(), taskScope()], [inner, undefined]));
      assert.equal(taskScope(), step);
    });
    assert.equal(taskScope(), undefined);
  });
  assert.equal(flowScope(), undefined);
});

test('a scope lasts over what is awaited, and others beside it do not see it', async () => {
  const see = async (scope: FlowRunScope): Promise<FlowRunScope | undefined> =>
    withFlowScope(scope, async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return flowScope();
    });
  assert.deepEqual(await Promise.all([see(outer), see(inner)]), [outer, inner]);
});

test('tags add to those around, once each, also within flows and tasks', () => {
  withTags(['a', 'b'], () => {
    withFlowScope(outer, () => withTags(['b', 'c'], () => withTaskScope(step, () => assert.deepEqual(scopeTags(), ['a', 'b', 'c']))));
    assert.deepEqual(scopeTags(), ['a', 'b']);
  });
  assert.deepEqual(scopeTags(), []);
});
