import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** What is right although it comes close to what a rule looks for. */
reportsAsMarked(
  {
    'more helpers that give back something else': {
      'utils.ts': `export interface Job { submit(): void; map(): void }
export function toJob<T>(value: T): Job {
  return { submit() { void value; }, map() {} };
}
export function toJobs<T>(values: T[]): { [name: string]: Job } {
  return {};
}
export function both<T>(value: T): T | Job {
  return Math.random() > 0.5 ? value : toJob(value);
}
export function wrap<T>(value: T): { value: T } & Job {
  return { value, ...toJob(value) };
}
export function withJob<T extends object>(value: T): T & { submit(): void; map(): void } {
  return Object.assign(value, toJob(value));
}
export function choose<T, U>(first: T, second: U, flag: boolean): T | U {
  return flag ? first : second;
}
export function replace<T>(old: T, other: Job) {
  return other;
}
export function shaped(value) {
  return { ...value, submit() {}, map() {} };
}
export function later<T>(value: T | T[]): T {
  return Array.isArray(value) ? value[0] : value;
}
export const cast = <T>(value: unknown): T => value as T;
`,
      'main.ts': `import { flow } from 'millrace';
import { both, cast, choose, later, replace, shaped, toJob, toJobs, withJob, wrap, type Job } from './utils.ts';
const etl = flow({ name: 'etl' }, async () => 1);
const queue: Job = { submit() {}, map() {} };
export const main = flow({ name: 'main' }, async () => {
  toJob(etl).submit();
  toJobs([etl]).x!.submit();
  both(etl).submit();
  wrap(etl).submit();
  wrap(etl).map();
  wrap(etl).value.submit(); // ! flow-no-submit
  withJob(etl).submit();
  withJob(etl).map();
  choose(etl, queue, true).submit();
  choose(etl, etl, true).submit(); // ! flow-no-submit
  replace(etl, queue).submit();
  shaped(etl).submit();
  later([queue]).submit();
  cast<Job>(etl).submit();
  await withJob(etl)({});
});
`,
    },
    'more futures that are replaced, asked about or compared': {
      'use.ts': `import { flow, task, type TaskFuture } from 'millrace';
const load = task({ name: 'load' }, async ({ n }: { n: number }) => n);
export const main = flow({ name: 'main' }, async ({ ns }: { ns: number[] }) => {
  const state: Record<string, unknown> = { a: load.submit({ n: 1 }) };
  state.a = 3;
  const x = (state.a as number) + 1;
  const results: (TaskFuture<number> | number)[] = ns.map((n) => load.submit({ n }));
  for (let i = 0; i < results.length; i++) results[i] = await (results[i] as TaskFuture<number>).result();
  const y = (results[0] as number) + 1;
  const pair = { n: 1, future: load.submit({ n: 2 }) };
  const z = pair.n + 1;
  if (pair.future !== undefined && pair.future instanceof Object) await pair.future.wait();
  const rows = { ...pair, future: await pair.future.result() };
  const w = rows.future + 1;
  const values = await Promise.all(Object.values({ a: load.submit({ n: 1 }) }).map((one) => one.result()));
  const v = values[0]! + 1;
  const byName = Object.fromEntries(ns.map((n) => [n, load.submit({ n })]));
  const u = \`\${Object.keys(byName).length} of \${ns.length}\`;
  const text = \`\${pair.future.taskName} \${await pair.future.result()} \${pair.n}\`;
  const list = [load.submit({ n: 3 })];
  const count = list.length + 1;
  const index = list.indexOf(list[0]!) + 1;
  let sum = 0;
  for (const future of list) sum += await future.result();
  const log = String(pair.n) + String(await pair.future.result());
  const has = Boolean(list[0]);
  const first = list[0] ?? load.submit({ n: 4 });
  const same = list[0] === first;
  return { x, y, z, w, v, u, text, count, index, sum, log, has, same };
});
`,
    },
    'more runs behind timers and chains': {
      'use.ts': `import { flow } from 'millrace';
declare const cy: { get(name: string): { then(callback: () => unknown): void } };
declare function connect(): Promise<{ job: string }>;
const sub = flow({ name: 'sub' }, async ({ n }: { n: number }) => n);
const onError = (error: unknown) => console.error(error);
export const main = flow({ name: 'main' }, async () => {
  setTimeout(() => void sub({ n: 1 }), 10);
  setTimeout(() => sub({ n: 1 }).catch(onError), 10);
  setTimeout(() => sub({ n: 1 }).then(() => 1, onError), 10);
  await new Promise((resolve) => setTimeout(() => resolve(sub({ n: 1 })), 10));
  setTimeout(async () => { try { await sub({ n: 1 }); } catch (error) { onError(error); } }, 10);
  setTimeout(() => sub({ n: 1 }), 10); // ! no-floating-run
  setImmediate(() => { sub({ n: 1 }); }); // ! no-floating-run
  await connect().then(() => sub({ n: 1 }));
  connect().then(() => sub({ n: 1 })).catch(onError);
  connect().then(() => sub({ n: 1 }), onError).catch(onError);
  connect().then(() => sub({ n: 1 })); // ! no-floating-run
  cy.get('x').then(() => sub({ n: 1 }));
  const started = connect().then(() => sub({ n: 1 }));
  await started;
  return connect().then(() => sub({ n: 1 }));
});
export const lazily = () => connect().then(({ job }) => sub({ n: job.length }));
export class Page {
  readonly ready = connect().then(() => sub({ n: 1 }));
  current = sub({ n: 2 });
  static first = () => sub({ n: 3 });
}
`,
    },
    'more types that only look alike': {
      'types.ts': `import type { Flow as SdkFlow } from 'millrace';
export interface Flow { submit(): void; map(): void }
export interface Task<T> { submit(value: T): void }
export type Flows = Record<string, Flow>;
export type Kinds = { flow: Flow; real: SdkFlow<{}, void>; either: Flow | SdkFlow<{}, void> };
export type Wrapped<F> = { inner: F; submit(): void };
export type Unwrap<W> = W extends Wrapped<infer F> ? F : never;
export interface Extended extends Wrapped<SdkFlow<{}, void>> { title: string }
`,
      'use.ts': `import type { Extended, Flow, Flows, Kinds, Task, Unwrap, Wrapped } from './types.ts';
export function use(one: Flow, flows: Flows, kinds: Kinds, task: Task<number>, extended: Extended) {
  one.submit();
  flows.x!.submit();
  kinds.flow.map();
  kinds.either.submit();
  kinds.real.submit(); // ! flow-no-submit
  task.submit(1);
  extended.submit();
  extended.inner.submit(); // ! flow-no-submit
}
export const run = <F extends Flow>(flow: F, wrapped: Wrapped<F>) => {
  flow.submit();
  wrapped.submit();
  wrapped.inner.submit();
};
export function infer<T extends { submit(): void }>(items: T[]) {
  for (const item of items) item.submit();
  return items.map((item) => item.submit());
}
export const unwrapped = (one: Unwrap<Wrapped<Flow>>) => one.submit();
const local = (submit: Flow['submit'], map: typeof infer) => {
  submit();
  map([]);
};
local(() => {}, infer);
`,
    },
    'ordinary utilities around flows stay ordinary': {
      'lib/collections.ts': `export function groupBy<T, K extends string>(items: readonly T[], key: (item: T) => K): Record<K, T[]> {
  return {} as Record<K, T[]>;
}
export function zip<A, B>(a: readonly A[], b: readonly B[]): [A, B][] {
  return a.map((one, index) => [one, b[index]!]);
}
export function partition<T>(items: T[], test: (item: T) => boolean): [T[], T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
export function assertDefined<T>(value: T | null | undefined): asserts value is T {
  if (value == null) throw new Error('missing');
}
export const sortBy = <T>(items: Iterable<T>, by: (item: T) => number): T[] => [...items].sort((a, b) => by(a) - by(b));
export const entries = <V>(record: Record<string, V>) => Object.entries(record) as [string, V][];
export const isDefined = <T>(value: T | undefined): value is T => value !== undefined;
export async function mapAsync<T, R>(items: readonly T[], fn: (item: T, index: number) => Promise<R> | R): Promise<R[]> {
  return Promise.all(items.map(fn));
}
export function memoize<A extends unknown[], R>(fn: (...args: A) => R): (...args: A) => R {
  return (...args) => fn(...args);
}
export function pipe<A, B, C>(a: A, f: (a: A) => B, g: (b: B) => C): C {
  return g(f(a));
}
export function debounce<F extends (...args: never[]) => unknown>(fn: F, wait: number): F {
  return fn;
}
export function firstOrUndefined<T>(items: T[]) {
  return items.length > 0 ? items[0] : undefined;
}
`,
      'main.ts': `import { flow, task, type Flow } from 'millrace';
import { assertDefined, debounce, entries, firstOrUndefined, groupBy, isDefined, mapAsync, memoize, partition, pipe, sortBy, zip } from './lib/collections.ts';
const a = flow({ name: 'a', tags: ['x'] }, async ({ n }: { n: number }) => n);
const b = flow({ name: 'b' }, async ({ n }: { n: number }) => n);
const step = task({ name: 'step' }, async ({ n }: { n: number }) => n);
const queues = [{ submit(n: number) { return n; } }];
const find = (name: string): Flow<{ n: number }, number> | undefined => [a, b].find((one) => one.definition.options.name === name);
export const main = flow({ name: 'main' }, async ({ ns }: { ns: number[] }) => {
  groupBy([a, b], (one) => one.definition.options.name).a!.forEach((one) => one.submit({ n: 1 })); // ! flow-no-submit
  for (const [one, queue] of zip([a, b], queues)) {
    one.submit({ n: 1 }); // ! flow-no-submit
    queue.submit(1);
  }
  const [tagged, others] = partition([a, b], (one) => one.definition.options.tags !== undefined);
  tagged[0]!.submit({ n: 1 }); // ! flow-no-submit
  await others[0]!({ n: 1 });
  const found = find('a');
  assertDefined(found);
  found.submit({ n: 1 }); // ! flow-no-submit
  sortBy(new Set([a]), () => 1)[0]!.submit({ n: 1 }); // ! flow-no-submit
  sortBy(queues, () => 1)[0]!.submit(1);
  for (const [name, one] of entries({ a, b })) one.map({ n: [name.length] }); // ! flow-no-map
  [find('a'), find('b')].filter(isDefined).forEach((one) => one.submit({ n: 1 })); // ! flow-no-submit
  await mapAsync(ns, (n) => a({ n }));
  mapAsync([a], (one) => one.submit({ n: 1 })); // ! flow-no-submit
  const futures = await mapAsync(ns, (n) => step.submit({ n }));
  const bad = futures[0]! + 1; // ! future-not-resolved
  const good = (await futures[0]!.result()) + 1;
  memoize(() => a)().submit({ n: 1 }); // ! flow-no-submit
  memoize((n: number) => a({ n }))(1);
  await pipe(1, (n) => a({ n }), (run) => run);
  pipe(a, (one) => one, (one) => one).submit({ n: 1 }); // ! flow-no-submit
  pipe(a, () => queues[0]!, (one) => one).submit(1);
  await debounce(a, 10)({ n: 1 });
  debounce(a, 10)({ n: 1 }); // ! no-floating-run
  firstOrUndefined([a])?.submit({ n: 1 }); // ! flow-no-submit
  firstOrUndefined(queues)?.submit(1);
  return { bad, good };
});
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
