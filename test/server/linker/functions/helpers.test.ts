import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** What generic and small functions hand on. */
reportsAsMarked(
  {
    'generics infer the flow': {
      'generic.ts': `import type { Flow, Task, TaskFuture } from 'millrace';
export function pick<T, K extends keyof T>(from: T, key: K): T[K] {
  return from[key];
}
export const identity = <T,>(value: T) => value;
export function firstOf<T>(items: readonly T[]): T {
  return items[0];
}
export function both<A, B>(a: A, b: B): { a: A; b: B } {
  return { a, b };
}
export function memo<T>(make: () => T): () => T {
  let kept: T | undefined;
  return () => (kept ??= make());
}
export function onEach<P extends object, R>(one: Flow<P, R>, items: P[]) {
  one.map(items as never); // ! flow-no-map
  return Promise.all(items.map((item) => one(item as never)));
}
export function later<P extends object, R>(one: Task<P, R>, p: P): TaskFuture<R> {
  return one.submit(p as never);
}
export async function settle<R>(future: TaskFuture<R>): Promise<R> {
  return future.result();
}
`,
      'use.ts': `import { flow, task } from 'millrace';
import { both, firstOf, identity, later, memo, onEach, pick, settle } from './generic.ts';
const etl = flow({ name: 'etl' }, async ({ n }: { n: number }) => n);
const rows = task({ name: 'rows' }, async ({ n }: { n: number }) => [n]);
const queue = { submit() {}, map() {} };
const lazily = memo(() => flow({ name: 'lazy' }, async () => 1));
export const use = flow({ name: 'use' }, async () => {
  pick({ etl, queue }, 'etl').submit({ n: 1 }); // ! flow-no-submit
  pick({ etl, queue }, 'queue').submit();
  identity(etl).submit({ n: 1 }); // ! flow-no-submit
  firstOf([etl]).submit({ n: 1 }); // ! flow-no-submit
  firstOf([queue]).submit();
  const { a, b } = both(etl, queue);
  a.map({ n: [1] }); // ! flow-no-map
  b.map();
  lazily().submit(); // ! flow-no-submit
  const future = later(rows, { n: 1 });
  for (const row of future) await rows({ n: row }); // ! future-not-resolved
  const list = await settle(future);
  for (const row of list) await rows({ n: row });
  onEach(etl, [{ n: 1 }]);
  await onEach(etl, [{ n: 2 }]);
});
`,
    },
    'closures, higher-order functions and bind': {
      'hof.ts': `import type { Flow } from 'millrace';
import { flow } from 'millrace';
const inner = flow({ name: 'inner' }, async ({ n }: { n: number }) => n);
export const makeRunner = () => {
  const kept = inner;
  return { run: () => kept, twice: () => [kept, kept], queue: () => ({ submit() {} }) };
};
export const using = <T>(fn: (one: Flow<{ n: number }, number>) => T): T => fn(inner);
export const usingQueue = <T>(fn: (one: { submit(): void; map(): void }) => T): T => fn({ submit() {}, map() {} });
export function provide(callback: (error: Error | null, one?: typeof inner) => void) {
  callback(null, inner);
}
export const compose =
  <A, B, C>(f: (a: A) => B, g: (b: B) => C) =>
  (a: A) => g(f(a));
export const counter = (() => {
  let one = inner;
  return { get: () => one, set: (next: typeof inner) => { one = next; } };
})();
`,
      'use.ts': `import { flow } from 'millrace';
import { compose, counter, makeRunner, provide, using, usingQueue } from './hof.ts';
const { run, twice, queue } = makeRunner();
export const use = flow({ name: 'use' }, async () => {
  run().submit({ n: 1 }); // ! flow-no-submit
  twice()[1].submit({ n: 1 }); // ! flow-no-submit
  queue().submit();
  using((one) => one.submit({ n: 1 })); // ! flow-no-submit
  using(({ submit }) => submit); // ! flow-no-submit
  usingQueue((one) => one.submit());
  usingQueue((one) => one.map());
  provide((error, one) => {
    if (error) throw error;
    one?.submit({ n: 1 }); // ! flow-no-submit
  });
  const start = compose(run, (one) => one.submit({ n: 1 })); // ! flow-no-submit
  start(undefined as never);
  counter.get().submit({ n: 2 }); // ! flow-no-submit
  const submit = run().submit; // ! flow-no-submit
  submit({ n: 1 });
  const bound = run().submit.bind(null, { n: 1 }); // ! flow-no-submit
  bound();
  run().submit.call(null, { n: 2 }); // ! flow-no-submit
  run()['submit']({ n: 2 }); // ! flow-no-submit
  await using((one) => one({ n: 1 }));
  using((one) => one({ n: 1 })); // ? no-floating-run
});
`,
    },
    'helpers in files that know nothing of the sdk': {
      'utils.ts': `export function must<T>(value: T | undefined | null, message = 'missing'): T {
  if (value == null) throw new Error(message);
  return value;
}
export const first = <T>(items: readonly T[]): T => items[0]!;
export function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}
export function tap<T>(value: T, look: (value: T) => void): T {
  look(value);
  return value;
}
export async function retry<T>(work: () => Promise<T>, times: number): Promise<T> {
  for (let i = 0; ; i++) {
    try {
      return await work();
    } catch (error) {
      if (i === times) throw error;
    }
  }
}
export function mapValues<T, U>(record: Record<string, T>, fn: (value: T, key: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, fn(value, key)]));
}
export function keyBy<T>(items: T[], key: (item: T) => string): Map<string, T> {
  const map = new Map<string, T>();
  for (const item of items) map.set(key(item), item);
  return map;
}
export class Lazy<T> {
  constructor(private readonly make: () => T) {}
  get value(): T {
    return this.make();
  }
  map<U>(fn: (value: T) => U): Lazy<U> {
    return new Lazy(() => fn(this.make()));
  }
  submit() {}
}
export function wrapQueue<T>(inner: T): { inner: T; submit(): void; map(): void } {
  return { inner, submit() {}, map() {} };
}
export function chunk<T>(items: readonly T[], size: number): T[][] {
  return [];
}
`,
      'main.ts': `import { flow, task } from 'millrace';
import { chunk, first, keyBy, Lazy, mapValues, must, once, retry, tap, wrapQueue } from './utils.ts';
const etl = flow({ name: 'etl' }, async ({ n }: { n: number }) => n);
const step = task({ name: 'step' }, async ({ n }: { n: number }) => n);
const registry = new Map([['etl', etl]]);
const queue = { submit() {}, map() {} };
export const main = flow({ name: 'main' }, async () => {
  must(registry.get('etl')).submit({ n: 1 }); // ! flow-no-submit
  must(queue).submit();
  first([etl]).submit({ n: 1 }); // ! flow-no-submit
  first([queue]).submit();
  once(() => etl)().submit({ n: 1 }); // ! flow-no-submit
  once(() => queue)().submit();
  tap(etl, (one) => one.submit({ n: 1 })).map({ n: [1] }); // ! flow-no-submit, flow-no-map
  tap(queue, (one) => one.submit()).map();
  (await retry(async () => etl, 3)).submit({ n: 1 }); // ! flow-no-submit
  await retry(() => etl({ n: 1 }), 3);
  for (const one of Object.values(mapValues({ etl }, (value) => value))) one.submit({ n: 1 }); // ! flow-no-submit
  mapValues({ etl }, (value) => value.submit({ n: 1 })); // ! flow-no-submit
  mapValues({ queue }, (value) => value.submit());
  keyBy([etl], (one) => one.definition.options.name).get('etl')?.submit({ n: 1 }); // ! flow-no-submit
  keyBy([queue], () => 'x').get('x')?.submit();
  new Lazy(() => etl).value.submit({ n: 1 }); // ! flow-no-submit
  new Lazy(() => queue).value.submit();
  new Lazy(() => etl).submit();
  new Lazy(() => etl).map((one) => one.submit({ n: 1 })); // ? flow-no-submit
  wrapQueue(etl).submit();
  wrapQueue(etl).inner.submit({ n: 1 }); // ! flow-no-submit
  for (const part of chunk([etl], 2)) for (const one of part) one.submit({ n: 1 }); // ! flow-no-submit
  const future = must(step.submit({ n: 1 }));
  if (future > 3) return 1; // ! future-not-resolved
  return await future.result();
});
`,
    },
    'javascript helpers without types': {
      'utils.js': `export function traced(name, value) {
  return value;
}
export function wrapped(value) {
  return { value, submit() {} };
}
export const last = (items) => items[items.length - 1];
function pick(object, key) {
  return object[key];
}
export { pick };
export function compact(items) {
  return items.filter(Boolean);
}
`,
      'main.js': `import { flow } from 'millrace';
import { compact, last, pick, traced, wrapped } from './utils.js';
const etl = flow({ name: 'etl' }, async () => 1);
const queue = { submit() {} };
export const main = flow({ name: 'main' }, async () => {
  traced('x', etl).submit({}); // ! flow-no-submit
  traced('x', queue).submit();
  wrapped(etl).value.submit({}); // ! flow-no-submit
  wrapped(etl).submit();
  last([etl]).submit({}); // ! flow-no-submit
  last([queue]).submit();
  pick({ etl, queue }, 'queue').submit();
  compact([etl, undefined]).forEach((one) => one.submit({})); // ! flow-no-submit
  compact([queue]).forEach((one) => one.submit());
});
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
