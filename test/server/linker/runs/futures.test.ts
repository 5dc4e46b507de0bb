import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Futures and runs, used rightly and wrongly beside each other. */
reportsAsMarked(
  {
    'futures through containers': {
      'tasks.ts': `import { task } from 'millrace';
export const load = task({ name: 'load' }, async ({ key }: { key: string }) => ({ key, size: key.length }));
export const add = task({ name: 'add' }, async ({ a, b }: { a: number; b: number }) => a + b);
`,
      'use.ts': `import { flow, type TaskFuture } from 'millrace';
import { add, load } from './tasks.ts';
export const use = flow({ name: 'use' }, async ({ keys }: { keys: string[] }) => {
  const byKey = new Map<string, TaskFuture<{ key: string; size: number }>>();
  for (const key of keys) byKey.set(key, load.submit({ key }));
  const record: Record<string, TaskFuture<number>> = {};
  for (const key of keys) record[key] = add.submit({ a: 1, b: 2 });
  let size = 0;
  for (const [key, future] of byKey) {
    size += future.size; // ! future-not-resolved
    size += (await future.result()).size;
    if (key) size += 1;
  }
  const x = record['x'] * 2; // ! future-not-resolved
  const pair = [add.submit({ a: 1, b: 2 }), add.submit({ a: 3, b: 4 })] as const;
  const [p, q] = pair;
  const sum = add.submit({ a: p, b: q });
  const text = 'sum ' + sum; // ! future-not-resolved
  const { key } = byKey.get('x')!; // ! future-not-resolved
  const values = await Promise.all([...byKey.values()].map((one) => one.result()));
  return { x, text, key, values, size, sum: await sum.result() };
});
`,
    },
    'runs through helpers and returned promises': {
      'helpers.ts': `import type { Flow } from 'millrace';
import { task } from 'millrace';
export const step = task({ name: 'step' }, async ({ n }: { n: number }) => n);
export const fireAndForget = (promise: Promise<unknown>) => { promise.catch((error) => console.error(error)); };
export async function runAndWait(one: Flow<{}, number>) {
  const value = await one({});
  return value;
}
export function starts(one: Flow<{}, number>) {
  one({}); // ! no-floating-run
}
export function keeps(one: Flow<{}, number>) {
  const running = one({});
  return running;
}
export const collect: Promise<unknown>[] = [];
`,
      'use.ts': `import { flow } from 'millrace';
import { collect, fireAndForget, keeps, runAndWait, starts, step } from './helpers.ts';
const sub = flow({ name: 'sub' }, async () => 1);
export const use = flow({ name: 'use' }, async () => {
  fireAndForget(sub());
  await runAndWait(sub);
  starts(sub);
  await keeps(sub);
  collect.push(sub());
  sub().catch(() => 0);
  sub().then(() => 1); // ! no-floating-run
  sub().finally(() => {}); // ! no-floating-run
  sub().then(() => 1, () => 2);
  step.submit({ n: 1 });
  step.submit({ n: 2 }).result(); // ! no-floating-run
  await step.submit({ n: 2 }).result();
  const started = [sub(), sub()];
  await Promise.all(started);
  setTimeout(() => { sub(); }, 10); // ! no-floating-run
  queueMicrotask(async () => { await sub(); });
  return sub();
});
`,
    },
    'generators and async iteration of futures': {
      'gen.ts': `import { flow, task, asCompleted } from 'millrace';
export const part = task({ name: 'part' }, async ({ n }: { n: number }) => n);
export const sub = flow({ name: 'sub' }, async ({ n }: { n: number }) => n);
export function* jobs() {
  yield sub;
  yield sub.withOptions({ name: 'sub-2' });
}
export function* queues() {
  yield { submit(n: number) { return n; } };
}
export function* starts(count: number) {
  for (let n = 0; n < count; n++) yield part.submit({ n });
}
export async function* lazily() {
  yield sub;
}
`,
      'use.ts': `import { flow, asCompleted } from 'millrace';
import { jobs, lazily, queues, starts, sub } from './gen.ts';
export const use = flow({ name: 'use' }, async () => {
  for (const job of jobs()) job.submit({ n: 1 }); // ! flow-no-submit
  for (const queue of queues()) queue.submit(1);
  for await (const job of lazily()) job.map({ n: [1] }); // ! flow-no-map
  const [first] = jobs();
  first.submit({ n: 1 }); // ! flow-no-submit
  const all = [...starts(3)];
  for (const future of all) {
    if (future > 1) return; // ! future-not-resolved
  }
  for await (const done of asCompleted(all)) {
    const value = await done.result();
    if (value > 1) return;
    if (done > 1) return; // ! future-not-resolved
  }
  for (const job of jobs()) await job({ n: 1 });
  for (const job of jobs()) job({ n: 1 }); // ! no-floating-run
});
`,
    },
    'future lists, wait and asCompleted': {
      'use.ts': `import { asCompleted, allowFailure, flow, task, unmapped, wait } from 'millrace';
const load = task({ name: 'load' }, async ({ node, day }: { node: string; day: string }) => ({ node, rows: day.length }));
const merge = task({ name: 'merge' }, async ({ parts }: { parts: { rows: number }[] }) => parts.length);
export const use = flow({ name: 'use' }, async ({ nodes, day }: { nodes: string[]; day: string }) => {
  const futures = load.map({ node: nodes, day: unmapped(day) });
  const merged = merge.submit({ parts: futures });
  const rows = futures[0].rows; // ! future-not-resolved
  const total = futures.map((one) => one.rows).length; // ! future-not-resolved
  const names = futures.map(({ node }) => node); // ? future-not-resolved
  const { done, notDone } = await wait(futures, 10);
  for (const one of done) {
    const { node } = await one.result();
    const lost = one.node; // ! future-not-resolved
  }
  for await (const one of asCompleted(futures)) {
    if (one.rows) return; // ! future-not-resolved
    const value = await one.result({ raiseOnFailure: false });
    if (value instanceof Error) continue;
    if (value.rows) return;
  }
  merge.submit({ parts: allowFailure(futures) });
  await futures; // ! no-await-submit
  const values = await futures.result();
  await futures.wait(3);
  if (futures.length > 3 && notDone.length) return;
  if (merged === 3) return; // ! future-not-resolved
  return { rows, total, names, values: values.map((value) => value.rows) };
});
`,
    },
    'futures that are used rightly': {
      'use.ts': `import { allowFailure, asCompleted, flow, getRunLogger, resultOf, runDeployment, task, TaskFuture, unmapped, wait } from 'millrace';
const load = task({ name: 'load' }, async ({ key }: { key: string }) => ({ key, n: key.length }));
const count = task({ name: 'count' }, async ({ rows, flag }: { rows: unknown; flag?: boolean }) => (flag ? rows : 0));
const sub = flow({ name: 'sub' }, async ({ rows }: { rows: unknown }) => rows);
export const main = flow({ name: 'main' }, async ({ keys, dry = false }: { keys: string[]; dry?: boolean }) => {
  const one = load.submit({ key: 'a' });
  const two = dry ? undefined : load.submit({ key: 'b' });
  if (two) await two.result();
  if (two !== undefined) await two.wait();
  const three = two ?? one;
  await three.result();
  getRunLogger().info(one.taskName, await one.taskRunId(), one.state?.type);
  const many = keys.map((key) => load.submit({ key }));
  if (many.length === 0) return null;
  if (!many.length) return null;
  many.push(load.submit({ key: 'c' }));
  many.sort((a, b) => a.taskName.localeCompare(b.taskName));
  for (const each of many) await each.wait(3);
  count.submit({ rows: [one, { deep: three }], flag: true }, { waitFor: many });
  count.submit({ rows: allowFailure(one) });
  count.map({ rows: many, flag: unmapped(true) });
  await sub({ rows: { one, many } });
  await runDeployment('sub/nightly', { parameters: { rows: one } }).then((run) => run.id);
  const { done } = await wait(many);
  for await (const each of asCompleted(done)) getRunLogger().info((await each.result()).n);
  const first = await Promise.race(many.map((each) => each.result()));
  const outcome = await one.outcome();
  if (outcome.state.type === 'FAILED') throw outcome.error;
  const isFuture = one instanceof TaskFuture && typeof one === 'object' && one !== null && one != null;
  const same = one === three;
  const index = many.indexOf(one);
  const has = new Set(many).has(one);
  const cached = new Map([[one, 1]]).get(one);
  const loose: TaskFuture<unknown> | null = one;
  return [first.n, isFuture, same, index, has, cached, loose?.taskName, await resultOf(await load.returnState({ key: 'x' }))];
});
`,
    },
    'runs that somebody awaits': {
      'runs.ts': `import pLimit from 'p-limit';
import pMap from 'p-map';
import { flow, runDeployment, task, waitForFlowRuns } from 'millrace';
const sub = flow({ name: 'sub' }, async ({ n }: { n: number }) => n);
const limit = pLimit(3);
let running: Promise<number> | undefined;
const started: Promise<number>[] = [];
export const main = flow({ name: 'main' }, async ({ ns }: { ns: number[] }) => {
  running = sub({ n: 1 });
  started.push(sub({ n: 2 }), sub({ n: 3 }));
  const byName = { a: sub({ n: 4 }), b: sub({ n: 5 }) };
  const [x] = [sub({ n: 6 })];
  const all = ns.map((n) => limit(() => sub({ n })));
  await pMap(ns, (n) => sub({ n }), { concurrency: 2 });
  await Promise.race([sub({ n: 7 }), new Promise((resolve) => setTimeout(resolve, 10))]);
  await Promise.all([...all, ...started, ...Object.values(byName), x]);
  await running;
  for await (const value of ns.map((n) => sub({ n }))) value.toFixed();
  const settled = await Promise.allSettled(ns.map((n) => sub({ n })));
  await (ns.length > 3 ? sub({ n: 8 }) : Promise.resolve(0));
  ns.length > 3 && (await sub({ n: 9 }));
  await ns.reduce((before, n) => before.then(() => sub({ n })), Promise.resolve(0));
  const lazy = () => sub({ n: 10 });
  const inTry = async () => {
    try {
      return await sub({ n: 11 });
    } catch {
      return sub({ n: 12 });
    } finally {
      await sub({ n: 13 });
    }
  };
  await Promise.all([lazy(), inTry()]);
  const runs = await Promise.all(ns.map((n) => runDeployment('sub/nightly', { parameters: { n }, timeout: 0 })));
  await waitForFlowRuns(runs);
  new Promise<number>((resolve, reject) => { sub({ n: 14 }).then(resolve, reject); });
  return settled.length;
});
export class Service {
  #current?: Promise<number>;
  start() {
    this.#current = sub({ n: 1 });
    this.#current ??= sub({ n: 2 });
  }
  stop = () => this.#current;
  [Symbol.asyncDispose] = () => sub({ n: 3 });
}
export const thunk = () => () => sub({ n: 1 });
export default async () => sub({ n: 1 });
export const actions = { run: () => sub({ n: 1 }), async later() { return sub({ n: 2 }); } };
export function* generate() { yield sub({ n: 1 }); }
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
