import assert from 'node:assert/strict';
import { test } from 'node:test';
import { z } from 'zod';
import type { State, TaskFuture, TaskFutureList } from '../../../runtime/sdk/index.ts';
import { asCompleted, cachePolicies, flow, task, unmapped } from '../../../runtime/sdk/index.ts';

const load = task({ name: 'load' }, async ({ node, day }: { node: string; day: string }) => `${node}-${day}`);
const rows = task({ name: 'rows' }, ({ ids }: { ids: number[] }) => ids.length);
const names = task({ name: 'names' }, () => ['a']);
const send = task({ name: 'send' }, ({ to, body }: { to: string; body: Uint8Array }) => `${to} ${body.length}`);
const plain = task({ name: 'plain' }, () => 1);
const etl = flow({ name: 'etl' }, async ({ day, nodes = ['a'] }: { day: string; nodes?: string[] }) => ({
  day,
  count: nodes.length,
}));
const checked = flow({ name: 'checked', parameters: z.object({ day: z.string() }) }, async ({ day }: { day: string }) => day.length);

/** Never called: the compiler is the test. */
export async function types(): Promise<void> {
  const text: string = await load({ node: 'a', day: 'b' });
  const future: TaskFuture<string> = load.submit({ node: 'a', day: 'b' });
  const list: TaskFutureList<string> = load.map({ node: ['a'], day: unmapped(text) });
  const all: string[] = await list.result();
  const either: string | Error = await future.result({ raiseOnFailure: false });
  const state: State = await load.returnState({ node: 'a', day: 'b' });
  const count: number = await plain();
  const summary: { day: string; count: number } = await etl({ day: 'x' });
  const length: number = await checked({ day: 'x' });
  // A future goes wherever its value does.
  await load({ node: future, day: all[0] ?? '' });
  await rows({ ids: [plain.submit(), 2] });
  await load.map({ node: list, day: 'constant' }).result();
  await etl({ day: future });

  // A list, a future of one, or bytes as they are.
  await load.map({ node: names.submit(), day: text }).result();
  await send.map({ to: ['a'], body: new Uint8Array() }).result();
  const picked: TaskFuture<string>[] = [];
  for await (const one of asCompleted(list)) picked.push(one);
  task(
    {
      name: 'cached',
      cachePolicy: [cachePolicies.inputs, cachePolicies.taskSource],
      cacheExpiration: 60,
      refreshCache: false,
      persistResult: true,
    },
    ({ node }: { node: string }) => node,
  );
  task({ name: 'keyed', cacheKeyFn: (_context: unknown, { node }: { node: string }) => node }, ({ node }: { node: string }) => node);

  // @ts-expect-error a cache policy is no option of flows
  flow({ name: 'f', cachePolicy: cachePolicies.inputs }, () => 1);
  // @ts-expect-error an iterable that is no string needs unmapped()
  await send.map({ to: ['a'], body: [1] }).result();
  // @ts-expect-error a parameter is missing
  await load({ node: 'a' });
  // @ts-expect-error a parameter of the wrong type
  await load({ node: 1, day: 'b' });
  // @ts-expect-error a future of the wrong type
  await load({ node: plain.submit(), day: 'b' });
  // @ts-expect-error positional arguments
  await load('a', 'b');
  // @ts-expect-error a parameter that does not exist
  await etl({ day: 'x', extra: 1 });
  // @ts-expect-error flows cannot be submitted
  etl.submit({ day: 'x' });
  // @ts-expect-error flows cannot be mapped
  etl.map({ day: ['x'] });
  // @ts-expect-error a future is not a promise
  future.then(() => undefined);
  // @ts-expect-error the value is a string
  const wrong: number = await load({ node: 'a', day: 'b' });
  // @ts-expect-error an unknown option
  task({ name: 'x', retry: 3 }, () => 1);
  void [picked, either, state, count, summary, length, wrong];
}

test('from plain JavaScript, a call of submit or map on a flow names the ways out', () => {
  for (const method of ['submit', 'map']) {
    const call: unknown = Reflect.get(etl, method);
    assert.ok(typeof call === 'function');
    assert.throws(() => Reflect.apply(call, etl, []), {
      code: 'unsupported',
      message: /subflow.*runDeployment.*make it a task/s,
    });
  }
});
