import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Flows through factories, caches, callbacks, helpers and middleware. */
reportsAsMarked(
  {
    'factories of every shape': {
      'make.ts': `import { flow, task, type Flow } from 'millrace';
export const make = (name: string, retries = 0) => flow({ name, retries }, async ({ n }: { n: number }) => n);
export const pair = (name: string) => [make(name), task({ name }, async ({ n }: { n: number }) => n)] as const;
export const bundle = (name: string) => ({ main: make(name), nested: { again: make(name + '2') }, start: () => make(name) });
export async function connect(url: string): Promise<{ flow: Flow<{ n: number }, number>; close(): Promise<void> }> {
  return { flow: make(url), async close() {} };
}
export function configured(prefix: string) {
  const made = make(prefix);
  function inner(suffix: string) {
    return suffix ? make(prefix + suffix) : made;
  }
  return inner;
}
export const curried = (a: string) => (b: string) => (c: string) => make(a + b + c);
export function overloaded(name: string): Flow<{ n: number }, number>;
export function overloaded(name: string, count: number): Flow<{ n: number }, number>[];
export function overloaded(name: string, count?: number) {
  return count === undefined ? make(name) : Array.from({ length: count }, () => make(name));
}
export const generic = <P extends object>(name: string, fn: (parameters: P) => Promise<number>) => flow<P, number>({ name }, fn);
export function early(name: string) {
  if (name === 'x') return undefined;
  if (name === 'y') return null;
  return make(name);
}
export const failing = (name: string) => {
  try {
    return make(name);
  } catch {
    throw new Error(name);
  } finally {
    name.trim();
  }
};
export const { main: standard } = bundle('standard');
export const byKind = { fast: () => make('fast'), slow: async () => make('slow'), 'very-slow'() { return make('v'); } };
`,
      'use.ts': `import * as f from './make.ts';
const { byKind, configured, connect, curried, early, generic, overloaded, pair } = f;
f.make('a').submit({ n: 1 }); // ! flow-no-submit
const [main, step] = pair('b');
main.submit({ n: 1 }); // ! flow-no-submit
export const fine = async () => step.submit({ n: 1 });
pair('c')[0].submit({ n: 1 }); // ! flow-no-submit
const { nested: { again }, start } = f.bundle('d');
again.submit({ n: 1 }); // ! flow-no-submit
start().submit({ n: 1 }); // ! flow-no-submit
const { flow: connected } = await connect('e');
connected.submit({ n: 1 }); // ! flow-no-submit
connect('e').then(({ flow }) => flow.submit({ n: 1 })); // ! flow-no-submit
configured('f')('g').submit({ n: 1 }); // ! flow-no-submit
curried('a')('b')('c').submit({ n: 1 }); // ! flow-no-submit
const half = curried('a')('b');
half('d').map({ n: [1] }); // ! flow-no-map
overloaded('h').submit({ n: 1 }); // ? flow-no-submit
overloaded('h', 2)[0]!.submit({ n: 1 }); // ? flow-no-submit
generic('i', async ({ day }: { day: string }) => day.length).submit({ day: 'x' }); // ! flow-no-submit
early('j')?.submit({ n: 1 }); // ! flow-no-submit
f.failing('k').submit({ n: 1 }); // ! flow-no-submit
f.standard.submit({ n: 1 }); // ! flow-no-submit
byKind.fast().submit({ n: 1 }); // ! flow-no-submit
(await byKind.slow()).submit({ n: 1 }); // ! flow-no-submit
byKind['very-slow']().submit({ n: 1 }); // ! flow-no-submit
`,
    },
    'made once, remembered, or when first asked for': {
      'lazy.ts': `import { flow, type Flow } from 'millrace';
type Etl = Flow<{ day: string }, number>;
const make = (name: string) => flow({ name }, async ({ day }: { day: string }) => day.length);
let single: Etl | undefined;
export function instance() {
  if (!single) {
    single = make('single');
  }
  return single;
}
let other: ReturnType<typeof make>;
export const getOther = () => (other ??= make('other'));
const cache = new Map<string, Etl>();
export function forDay(day: string) {
  let found = cache.get(day);
  if (!found) {
    found = make(day);
    cache.set(day, found);
  }
  return found;
}
const plain: { [name: string]: Etl } = {};
export const named = (name: string) => (plain[name] ||= make(name));
export const once = <A extends unknown[], T>(fn: (...args: A) => T) => {
  let done = false, result: T;
  return (...args: A): T => {
    if (!done) [result, done] = [fn(...args), true];
    return result!;
  };
};
export const lazy = once(() => make('lazy'));
export const memo = ((made: Record<string, Etl>) => (name: string) => (made[name] ??= make(name)))({});
export class Lazy<T> {
  #value?: T;
  constructor(private readonly make: () => T) {}
  get value(): T {
    return (this.#value ??= this.make());
  }
}
export const held = new Lazy(() => make('held'));
export const promised: Promise<Etl> = Promise.resolve(make('promised'));
`,
      'use.ts': `import { forDay, getOther, held, instance, lazy, memo, named, promised } from './lazy.ts';
instance().submit({ day: 'x' }); // ! flow-no-submit
getOther().submit({ day: 'x' }); // ! flow-no-submit
forDay('a').submit({ day: 'x' }); // ! flow-no-submit
named('a').submit({ day: 'x' }); // ! flow-no-submit
lazy().submit({ day: 'x' }); // ! flow-no-submit
memo('a').submit({ day: 'x' }); // ! flow-no-submit
held.value.submit({ day: 'x' }); // ! flow-no-submit
(await promised).submit({ day: 'x' }); // ! flow-no-submit
promised.then((one) => one.map({ day: ['x'] })); // ! flow-no-map
`,
    },
    'callbacks whose types say what they get': {
      'with.ts': `import type { Flow, Task } from 'millrace';
export type Etl = Flow<{ day: string }, number>;
export type Handler<T = Etl> = (one: T, context: { step: Task<{}, number>; flows: Etl[] }) => unknown;
export function withFlow<T>(one: Etl, use: (one: Etl) => T): T {
  return use(one);
}
export const onReady = (handler: Handler) => handler;
export const using = async <T>(use: (deps: { etl: Etl; step: Task<{}, number> }) => Promise<T>) => use({} as never);
export interface Options { onStart?(one: Etl): void; onEnd?: (one: Etl, error?: Error) => void; hooks: { each: Handler }; steps?: ((one: Etl) => void)[] }
export const configure = (options: Options) => options;
export const defineHandler = <H extends Handler>(handler: H): H => handler;
export class Emitter {
  on(event: 'ready', handler: (one: Etl) => void): this;
  on(event: 'task', handler: (one: Task<{}, number>) => void): this;
  on(_event: string, _handler: (one: never) => void): this {
    return this;
  }
  once(_event: string, _handler: Handler): void {}
}
`,
      'use.ts': `import { configure, defineHandler, Emitter, onReady, using, withFlow, type Etl, type Handler, type Options } from './with.ts';
import { flow } from 'millrace';
const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day.length);
withFlow(etl, (one) => one.submit({ day: 'x' })); // ! flow-no-submit
onReady((one, { step, flows: [first] }) => {
  one.submit({ day: 'x' }); // ! flow-no-submit
  step.submit();
  first!.submit({ day: 'x' }); // ! flow-no-submit
});
await using(async ({ etl: inner, step }) => {
  inner.submit({ day: 'x' }); // ! flow-no-submit
  return step.submit().result();
});
configure({
  onStart(one) {
    one.submit({ day: 'x' }); // ! flow-no-submit
  },
  onEnd: (one, error) => error ?? one.submit({ day: 'x' }), // ! flow-no-submit
  hooks: { each: (one) => one.map({ day: ['x'] }) }, // ! flow-no-map
  steps: [(one) => one.submit({ day: 'x' }), function (one) { one.submit({ day: 'x' }); }], // ! flow-no-submit, flow-no-submit
});
const options: Options = { hooks: { each(one) { return one.submit({ day: 'x' }); } } }; // ! flow-no-submit
options.onStart = (one) => one.submit({ day: 'x' }); // ! flow-no-submit
const handler: Handler = (one) => one.submit({ day: 'x' }); // ! flow-no-submit
const table: Record<string, Handler> = { a: (one) => one.submit({ day: 'x' }), b: handler }; // ! flow-no-submit
const list: Handler[] = [(one) => one.submit({ day: 'x' })]; // ! flow-no-submit
const satisfied = { go: (one) => one.submit({ day: 'x' }) } satisfies Record<string, Handler>; // ! flow-no-submit
const asserted = ((one) => one.submit({ day: 'x' })) as Handler; // ! flow-no-submit
defineHandler((one) => one.submit({ day: 'x' })); // ! flow-no-submit
new Emitter().once('x', (one) => one.submit({ day: 'x' })); // ! flow-no-submit
new Emitter().on('ready', (one) => one.submit({ day: 'x' })); // ? flow-no-submit
new Emitter().on('task', (one) => one.submit());
export function declared(one: Etl, use: Handler = (other) => other.submit({ day: 'x' })) { // ! flow-no-submit
  return use(one, { step: null as never, flows: [] });
}
export class Own implements Options {
  hooks = { each: handler };
  onEnd: Options['onEnd'] = (one) => { one.submit({ day: 'x' }); }; // ! flow-no-submit
}
export { asserted, list, satisfied, table };
export const returning = (): Handler => (one) => one.submit({ day: 'x' }); // ! flow-no-submit
`,
    },
    'helpers that hand flows on': {
      'helpers.ts': `import type { AnyFlow, Flow } from 'millrace';
export const identity = <T>(value: T): T => value;
export const log = <F extends AnyFlow>(one: F, ...rest: unknown[]) => {
  console.info(one.definition.options.name, rest);
  return one;
};
export function assert<T>(value: T | null | undefined, message = ''): NonNullable<T> {
  if (value == null) throw new Error(message);
  return value;
}
export const pick = <T, K extends keyof T>(object: T, key: K): T[K] => object[key];
export const first = <T>(list: readonly T[]): T | undefined => list[0];
export const last = <T>([...list]: T[]) => list.at(-1);
export const tuple = <A, B>(a: A, b: B): [A, B] => [a, b];
export const wrap = <T>(value: T) => ({ value, get: () => value });
export const tap = <T>(value: T, look: (value: T) => void): T => (look(value), value);
export const pipe = <A, B, C>(a: A, ab: (a: A) => B, bc: (b: B) => C): C => bc(ab(a));
export const toArray = <T>(value: T | T[]): T[] => (Array.isArray(value) ? value : [value]);
export const mapValues = <T, U>(object: Record<string, T>, change: (value: T, key: string) => U): Record<string, U> =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value, key)]));
export async function later<T>(value: T): Promise<T> {
  return value;
}
export const withDefaults = <P extends object, R>(one: Flow<P, R>) => one.withOptions({ retries: 3 });
export const keyBy = <T>(list: T[], key: (one: T) => string) => new Map(list.map((one) => [key(one), one]));
export const choose = <T>(on: boolean, a: T, b: T) => (on ? a : b);
`,
      'use.ts': `import * as h from './helpers.ts';
import { flow } from 'millrace';
const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day.length);
const flows = { etl, other: etl };
h.identity(etl).submit({ day: 'x' }); // ! flow-no-submit
h.log(etl, 1).submit({ day: 'x' }); // ! flow-no-submit
h.assert([etl].find(Boolean)).submit({ day: 'x' }); // ! flow-no-submit
h.pick(flows, 'etl').submit({ day: 'x' }); // ! flow-no-submit
h.first([etl])?.submit({ day: 'x' }); // ! flow-no-submit
h.last([etl])?.submit({ day: 'x' }); // ? flow-no-submit
h.tuple(1, etl)[1].submit({ day: 'x' }); // ! flow-no-submit
h.wrap(etl).get().submit({ day: 'x' }); // ! flow-no-submit
h.wrap(etl).value.map({ day: ['x'] }); // ! flow-no-map
h.tap(etl, (one) => one.submit({ day: 'x' })); // ! flow-no-submit
h.pipe('x', () => etl, (one) => one.submit({ day: 'x' })); // ! flow-no-submit
h.pipe(etl, h.withDefaults, h.identity).submit({ day: 'x' }); // ! flow-no-submit
h.toArray(etl)[0]!.submit({ day: 'x' }); // ! flow-no-submit
h.mapValues(flows, (one) => one.submit({ day: 'x' })); // ! flow-no-submit
h.mapValues(flows, (one) => ({ one }))['etl']!.one.submit({ day: 'x' }); // ! flow-no-submit
(await h.later(etl)).submit({ day: 'x' }); // ! flow-no-submit
h.withDefaults(etl).submit({ day: 'x' }); // ! flow-no-submit
h.keyBy([etl], () => 'x').get('x')?.submit({ day: 'x' }); // ! flow-no-submit
h.choose(true, etl, flows.other).submit({ day: 'x' }); // ! flow-no-submit
h.identity({ submit() {} }).submit();
const [second, third] = await Promise.all([h.later(etl), Promise.resolve(etl)]);
second.submit({ day: 'x' }); // ! flow-no-submit
third.submit({ day: 'x' }); // ! flow-no-submit
(await Promise.race([h.later(etl)])).submit({ day: 'x' }); // ! flow-no-submit
(await Promise.any([h.later(etl), h.later(etl)])).submit({ day: 'x' }); // ! flow-no-submit
`,
    },
    'functions as values: tables, call, apply, recursion': {
      'use.ts': `import { flow, task, type Flow } from 'millrace';
const a = flow({ name: 'a' }, async () => 1);
const b = flow({ name: 'b' }, async () => 1);
const step = task({ name: 'step' }, async () => 1);
const getters = [() => a, () => b];
getters.forEach((get) => get().submit()); // ! flow-no-submit
getters.map((get) => get())[0]!.submit(); // ! flow-no-submit
const table = { one: () => a, two: (n: number) => (n > 1 ? a : b) };
table.two(1).submit(); // ! flow-no-submit
table['one']().submit(); // ! flow-no-submit
const start = (one: Flow<{}, number>) => one.submit(); // ! flow-no-submit
start.call(null, a);
[a, b].map(start);
function give() {
  return a;
}
give.call(null).submit(); // ! flow-no-submit
give.apply(undefined, []).submit(); // ! flow-no-submit
give.bind(null)().submit(); // ! flow-no-submit
const boundGive = give.bind(undefined);
boundGive().submit(); // ! flow-no-submit
function deep(n: number): typeof a {
  return n > 0 ? deep(n - 1) : a;
}
deep(3).submit(); // ! flow-no-submit
const even = (n: number): Flow<{}, number> => (n === 0 ? a : odd(n - 1));
const odd = (n: number): Flow<{}, number> => (n === 0 ? b : even(n - 1));
even(2).submit(); // ! flow-no-submit
const unTyped = (n: number) => (n === 0 ? a : other(n - 1));
const other = (n: number) => (n === 0 ? b : a);
unTyped(2).submit(); // ! flow-no-submit
function rest(...flows: (typeof a)[]) {
  flows.forEach((one) => one.submit()); // ! flow-no-submit
  return flows;
}
rest(a, b)[0]!.submit(); // ! flow-no-submit
rest(...[a, b]);
const withDefault = (one = a, { two = b, three: [four] = [a] } = {}) => {
  one.submit(); // ! flow-no-submit
  two.submit(); // ! flow-no-submit
  four!.submit(); // ! flow-no-submit
};
withDefault();
const counter = (() => {
  const kept = [a, b];
  let n = 0;
  return { next: () => kept[n++ % 2]!, current: () => kept[n] };
})();
counter.next().submit(); // ! flow-no-submit
counter.current()?.submit(); // ! flow-no-submit
const run = function named(this: void, one: typeof a): unknown {
  return one ? one.submit() : named(a); // ! flow-no-submit
};
run(a);
export const fine = async () => [step].concat(step).map((one) => one.submit());
`,
    },
    'middleware and pipelines of the project': {
      'context.ts': `import { flow, type Flow } from 'millrace';
export interface Context { flows: { etl: Flow<{}, number>; [name: string]: Flow<{}, number> }; state: Map<string, unknown>; request: { submit(): void } }
export type Next = () => Promise<void>;
export type Middleware = (context: Context, next: Next) => Promise<unknown> | unknown;
export class App {
  #middleware: Middleware[] = [];
  use(...middleware: Middleware[]) {
    this.#middleware.push(...middleware);
    return this;
  }
  get(path: string, ...handlers: [...Middleware[], (context: Context) => unknown]) {
    return this.use(...(handlers as Middleware[])), path;
  }
  route(routes: Record<string, Middleware | { before?: Middleware; handle: Middleware }>) {
    return Object.keys(routes);
  }
}
export const compose = (...all: Middleware[]): Middleware => async (context, next) => {
  for (const one of all) await one(context, next);
  context.flows.etl.submit(); // ! flow-no-submit
};
export const etl = flow({ name: 'etl' }, async () => 1);
export const createContext = (): Context => ({ flows: { etl }, state: new Map(), request: { submit() {} } });
`,
      'use.ts': `import { App, compose, createContext, type Context, type Middleware } from './context.ts';
const app = new App();
app.use(async ({ flows, request }, next) => {
  flows.etl.submit(); // ! flow-no-submit
  flows['other']?.submit(); // ! flow-no-submit
  request.submit();
  await next();
}, (context) => context.flows.etl.map({})); // ! flow-no-map
app.get('/x', (c) => c.flows.etl.submit()); // ! flow-no-submit
app.route({
  '/a': (c) => c.flows.etl.submit(), // ! flow-no-submit
  '/b': { before: (c) => c.request.submit(), handle: ({ flows: { etl } }) => etl.submit() }, // ! flow-no-submit
});
compose((c, next) => (c.flows.etl.submit(), next())); // ! flow-no-submit
const auth: Middleware = async (c) => { c.flows.etl.submit(); }; // ! flow-no-submit
const { flows: { etl: picked } } = createContext();
picked.submit(); // ! flow-no-submit
const make = (name: keyof Context['flows']) => (c: Context) => c.flows[name]!.submit(); // ! flow-no-submit
export { auth, make };
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
