import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Flows through functions: wrappers, currying, overloads, generators, callbacks. */
reportsAsMarked(
  {
    'wrappers that keep the type': {
      'wrap.ts': `import type { AnyFlow, Flow } from 'millrace';
export const withRetry = <F extends AnyFlow>(one: F, retries = 3): F => {
  console.info(one.definition.options.name, retries);
  return one;
};
export function withTags<P extends object, R>(one: Flow<P, R>, ...tags: string[]): Flow<P, R> {
  return one.withOptions({ description: tags.join() });
}
export const compose = <T>(...changes: ((value: T) => T)[]) => (value: T): T => changes.reduce((done, change) => change(done), value);
export const times = (count: number) => <P extends object, R>(one: Flow<P, R>) => async (parameters: P): Promise<R[]> => {
  const all: R[] = [];
  one.submit(parameters); // ! flow-no-submit
  for (let n = 0; n < count; n++) all.push(await one(parameters as never));
  return all;
};
`,
      'use.ts': `import { flow } from 'millrace';
import { compose, times, withRetry, withTags } from './wrap.ts';
const etl = withRetry(flow({ name: 'etl' }, async ({ day }: { day: string }) => day.length));
const tagged = withTags(etl, 'nightly', 'slow');
const both = compose<typeof etl>(withRetry, (one) => withTags(one, 'x'))(etl);
etl.submit({ day: 'a' }); // ! flow-no-submit
tagged.map({ day: ['a'] }); // ! flow-no-map
both.submit({ day: 'a' }); // ! flow-no-submit
withRetry(tagged, 5).submit({ day: 'a' }); // ! flow-no-submit
export const main = flow({ name: 'main' }, async () => {
  const thrice = times(3)(etl);
  tagged({ day: 'a' }); // ! no-floating-run
  return thrice({ day: 'a' });
});
`,
    },
    'currying and partial application': {
      'use.ts': `import { flow, task, type Flow } from 'millrace';
const etl = flow({ name: 'etl' }, async ({ day, full }: { day: string; full: boolean }) => (full ? day : ''));
const load = task({ name: 'load' }, async ({ day }: { day: string }) => day.length);
const choose = (full: boolean) => (day: string) => etl({ day, full });
const pick = (one: Flow<{ day: string; full: boolean }, string>) => (full: boolean) => ({ one, full });
const submitting = (day: string) => () => load.submit({ day });
const later = (day: string) => async () => load({ day });
export const main = flow({ name: 'main' }, async () => {
  choose(true)('x'); // ! no-floating-run
  await choose(false)('x');
  pick(etl)(true).one.submit({ day: 'x', full: true }); // ! flow-no-submit
  const { one: again } = pick(etl)(false);
  again.map({ day: ['x'], full: true }); // ! flow-no-map
  const size = submitting('x')();
  if (size > 3) return 'big'; // ! future-not-resolved
  await submitting('y')(); // ! no-await-submit
  later('x')(); // ! no-floating-run
  const bound = etl.bind(null, { day: 'x', full: true });
  bound(); // ? no-floating-run
  return (await submitting('z')().result()) > 3 ? 'big' : 'small';
});
`,
    },
    'overloads, guards, assertions': {
      'lookup.ts': `import { flow, task, type Flow, type Task } from 'millrace';
const load = flow({ name: 'load' }, async () => 1);
const check = task({ name: 'check' }, async () => true);
export function lookup(kind: 'flow'): Flow<{}, number>;
export function lookup(kind: 'task'): Task<{}, boolean>;
export function lookup(kind: 'flow' | 'task') {
  return kind === 'flow' ? load : check;
}
export function assertDefined<T>(value: T | undefined): asserts value is T {
  if (value === undefined) throw new Error('nothing');
}
export function first(): Flow<{}, number> | undefined {
  return Math.random() > 0.5 ? load : undefined;
}
export const isFlow = (value: unknown): value is Flow<{}, unknown> => typeof value === 'function' && 'definition' in value;
`,
      'use.ts': `import type { Flow } from 'millrace';
import { assertDefined, first, isFlow, lookup } from './lookup.ts';
lookup('flow').submit(); // ? flow-no-submit
lookup('task').submit();
const one = first();
assertDefined(one);
one.submit(); // ! flow-no-submit
const other = first();
if (other !== undefined) other.submit(); // ! flow-no-submit
other?.submit(); // ! flow-no-submit
(other ?? first()!).submit(); // ! flow-no-submit
if (!other) throw new Error('none');
other.map({}); // ! flow-no-map
export function use(value: unknown, either: Flow<{}, number> | { submit(): void }, last: Flow<{}, number> | null) {
  if (isFlow(value)) value.submit(); // ? flow-no-submit
  if ('submit' in either) either.submit();
  last!.submit(); // ! flow-no-submit
  return last?.map({}); // ! flow-no-map
}
`,
    },
    'tuples, spread and rest': {
      'use.ts': `import { flow, task, type Flow, type Task } from 'millrace';
const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day);
const load = task({ name: 'load' }, async ({ day }: { day: string }) => day);
type Pair = [main: Flow<{ day: string }, string>, step: Task<{ day: string }, string>];
const pair: Pair = [etl, load];
const make = () => [etl, load] as const;
const [main, step] = make();
main.submit({ day: 'x' }); // ! flow-no-submit
step.submit({ day: 'x' });
pair[0].submit({ day: 'x' }); // ! flow-no-submit
pair[1].submit({ day: 'x' });
const swap = ([one, two]: Pair): [Task<{ day: string }, string>, Flow<{ day: string }, string>] => [two, one];
swap(pair)[1].submit({ day: 'x' }); // ! flow-no-submit
swap(pair)[0].submit({ day: 'x' });
function start(one: Flow<{ day: string }, string>, two: Task<{ day: string }, string>) {
  one.map({ day: ['x'] }); // ! flow-no-map
  two.map({ day: ['x'] });
}
start(...pair);
function all(...flows: Flow<{ day: string }, string>[]) {
  const [head, ...tail] = flows;
  head?.submit({ day: 'x' }); // ! flow-no-submit
  tail[0]?.submit({ day: 'x' }); // ! flow-no-submit
  return flows.map((one) => one.submit({ day: 'x' })); // ! flow-no-submit
}
all(etl, main);
const [{ inner: [deep] }] = [{ inner: [etl] }] as const;
deep.submit({ day: 'x' }); // ! flow-no-submit
export const more = [...[etl, main], etl.withOptions({ name: 'more' })];
for (const [index, one] of more.entries()) if (index > 0) one.submit({ day: 'x' }); // ! flow-no-submit
`,
    },
    'generators that yield and delegate': {
      'use.ts': `import { flow, task, type Flow } from 'millrace';
const a = flow({ name: 'a' }, async () => 1);
const b = flow({ name: 'b' }, async () => 2);
const count = task({ name: 'count' }, async ({ n }: { n: number }) => n);
function* some(): Generator<Flow<{}, number>, void, undefined> {
  yield a;
  yield b;
}
function* all() {
  yield* some();
  yield* [a, b];
}
async function* slowly(flows: Iterable<Flow<{}, number>>) {
  for (const one of flows) {
    one.submit(); // ! flow-no-submit
    yield await one();
  }
}
function* pairs(limit: number) {
  for (let n = 0; n < limit; n++) yield [n, count.submit({ n })] as const;
}
class Schedule {
  *[Symbol.iterator]() {
    yield a;
  }
}
for (const one of all()) one.submit(); // ! flow-no-submit
for (const one of new Schedule()) one.submit(); // ! flow-no-submit
some().next().value?.submit(); // ! flow-no-submit
export const main = flow({ name: 'main' }, async () => {
  for await (const value of slowly(all())) if (value > 1) return value;
  for (const [n, future] of pairs(3)) {
    if (n > 1 && future > 1) return n; // ! future-not-resolved
    if ((await future.result()) > 1) return n;
  }
  Iterator.from(all()).forEach((one) => one.submit()); // ! flow-no-submit
  const [head = a] = all();
  head(); // ! no-floating-run
  return 0;
});
`,
    },
    'lazily made, once, memoized': {
      'lazy.ts': `export function lazy<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
export const once = <T>(make: () => T) => {
  let value: T | undefined;
  return (): T => (value ??= make());
};
export const memoize = <K, V>(compute: (key: K) => V) => {
  const cache = new Map<K, V>();
  return (key: K): V => {
    if (!cache.has(key)) cache.set(key, compute(key));
    return cache.get(key)!;
  };
};
`,
      'use.ts': `import { flow } from 'millrace';
import { lazy, memoize, once } from './lazy.ts';
const etl = lazy(() => flow({ name: 'etl' }, async () => 1));
const other = once(() => flow({ name: 'other' }, async () => 1));
const forTable = memoize((table: string) => flow({ name: 'table-' + table }, async () => table));
const pool = once(() => ({ submit(work: () => void) { work(); } }));
etl().submit(); // ! flow-no-submit
other().submit(); // ! flow-no-submit
forTable('a').map({}); // ! flow-no-map
pool().submit(() => {});
export const main = flow({ name: 'main' }, async () => {
  etl()(); // ! no-floating-run
  await other()();
  return forTable('b')();
});
`,
    },
    'callbacks, higher order lists, entries and reduce': {
      'use.ts': `import { flow, task, type Flow } from 'millrace';
const a = flow({ name: 'a' }, async ({ n }: { n: number }) => n);
const b = flow({ name: 'b' }, async ({ n }: { n: number }) => n * 2);
const step = task({ name: 'step' }, async ({ n }: { n: number }) => n);
const flows = { a, b };
const each = <T>(values: readonly T[], look: (value: T, index: number) => void) => values.forEach(look);
each([a, b], (one, n) => one.submit({ n })); // ! flow-no-submit
Object.entries(flows).map(([key, one]) => key.length > 0 && one.submit({ n: 1 })); // ! flow-no-submit
Object.values(flows).filter(Boolean).at(0)!.submit({ n: 1 }); // ! flow-no-submit
const byName = Object.fromEntries([a, b].map((one) => [one.definition.options.name, one] as const));
byName['a']!.submit({ n: 1 }); // ! flow-no-submit
const wrapped = Object.entries(flows).map(([name, job]) => ({ name, job, weight: name.length }));
wrapped.sort((x, y) => x.weight - y.weight)[0]!.job.submit({ n: 1 }); // ! flow-no-submit
const grouped = Object.groupBy(wrapped, ({ weight }) => (weight > 1 ? 'long' : 'short'));
grouped.long?.forEach(({ job }) => job.submit({ n: 1 })); // ! flow-no-submit
const last = [a, b].reduce((_, one) => one);
last.submit({ n: 1 }); // ! flow-no-submit
const index = [a, b].reduce<Record<string, Flow<{ n: number }, number>>>((all, one) => ({ ...all, [one.definition.options.name]: one }), {});
index['b']?.submit({ n: 1 }); // ! flow-no-submit
const table = new Map([a, b].map((one) => [one.definition.options.name, one]));
table.get('a')?.map({ n: [1] }); // ! flow-no-map
[[a], [b]].flat().find(({ definition }) => definition)?.submit({ n: 1 }); // ! flow-no-submit
const [found] = [a, b].filter((one) => one !== a).toReversed();
found!.submit({ n: 1 }); // ! flow-no-submit
export const main = flow({ name: 'main' }, async () => {
  [1, 2].forEach((n) => { a({ n }); }); // ! no-floating-run
  const futures = [1, 2].map((n) => step.submit({ n }));
  const sum = futures.reduce((total, one) => total + one, 0); // ! future-not-resolved
  const good = await futures.reduce(async (total, one) => (await total) + (await one.result()), Promise.resolve(0));
  const settled = await Promise.allSettled([1, 2].map((n) => b({ n })));
  return [sum, good, settled.length, await Promise.all([a, b].map((one, n) => one({ n })))];
});
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
