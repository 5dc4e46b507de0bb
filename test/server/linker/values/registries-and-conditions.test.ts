import { reportsAsMarked } from '../../../support/applications.ts';

/** Flows in registries, conditions, patterns, types and factories. */
reportsAsMarked({
  'registries of all kinds': {
    'flows.ts': `import { flow } from 'millrace';
export const a = flow({ name: 'a' }, async () => 1);
export const b = flow({ name: 'b' }, async () => 1);
export const enum Kind { A = 'a', B = 'b' }
export enum Level { Low, High }
`,
    'registry.ts': `import { a, b, Kind, Level } from './flows.js';
import type { AnyFlow } from 'millrace';
export const byKind = { [Kind.A]: a, [Kind.B]: b } satisfies Record<Kind, AnyFlow>;
export const byLevel = [a, b] as const;
export const byLevelToo: { [L in Level]: typeof a } = { [Level.Low]: a, [Level.High]: a };
export const map = new Map<string, typeof a>();
map.set('a', a).set('b', b);
export const set = new Set([a, b]);
export const weak = new WeakMap<object, typeof a>();
export const frozen = Object.freeze({ nested: Object.freeze([a, b]) });
export const entries = Object.fromEntries([['a', a], ['b', b]]);
export const nulled: Record<string, typeof a> = Object.create(null);
nulled['x'] = a;
export class Registry {
  static #instance = new Registry();
  static get instance() { return Registry.#instance; }
  readonly #flows = new Map<string, typeof a>([['a', a]]);
  register(name: string, one: typeof a) { this.#flows.set(name, one); return this; }
  get(name: string) { return this.#flows.get(name); }
  require(name: string) { const found = this.get(name); if (!found) throw new Error(name); return found; }
  *[Symbol.iterator]() { yield* this.#flows.values(); }
  get all() { return [...this.#flows.values()]; }
  get size() { return this.#flows.size; }
}
`,
    'run.ts': `import * as r from './registry.js';
import { Kind, Level } from './flows.js';
r.byKind[Kind.A].submit(); // ! flow-no-submit
r.byKind.b.submit(); // ! flow-no-submit
r.byLevel[Level.High].submit(); // ! flow-no-submit
r.byLevelToo[Level.Low].submit(); // ! flow-no-submit
r.map.get('a')?.submit(); // ! flow-no-submit
[...r.set][0]!.submit(); // ! flow-no-submit
for (const one of r.set) one.submit(); // ! flow-no-submit
r.set.forEach((one) => one.submit()); // ! flow-no-submit
r.weak.get({})?.submit(); // ! flow-no-submit
r.frozen.nested[0]!.submit(); // ! flow-no-submit
r.frozen.nested.map((one) => one.submit()); // ! flow-no-submit
r.entries.a.submit(); // ! flow-no-submit
r.nulled.x.submit(); // ! flow-no-submit
r.Registry.instance.require('a').submit(); // ! flow-no-submit
r.Registry.instance.get('b')!.submit(); // ! flow-no-submit
r.Registry.instance.register('c', r.byKind.a).require('c').submit(); // ! flow-no-submit
for (const one of r.Registry.instance) one.submit(); // ! flow-no-submit
r.Registry.instance.all.forEach((one) => { one.submit(); }); // ! flow-no-submit
r.Registry.instance.size.submit();
Array.from(r.map.values(), (one) => one.submit()); // ! flow-no-submit
Array.from(r.set).filter(Boolean).at(0)?.submit(); // ! flow-no-submit
Object.entries(r.byKind).forEach(([, one]) => one.submit()); // ! flow-no-submit
Object.values(r.byKind).find((one) => one.name === 'a')?.submit(); // ! flow-no-submit
for (const key in r.byKind) r.byKind[key as Kind].submit(); // ! flow-no-submit
for (const [name, one] of Object.entries(r.frozen.nested)) { one.submit(); name.submit(); } // ! flow-no-submit
(Object.keys(r.byKind) as Kind[]).map((key) => r.byKind[key]).forEach((one) => one.submit()); // ! flow-no-submit
const [first = r.byKind.a, ...others] = r.byLevel;
first.submit(); // ! flow-no-submit
others[0].submit(); // ! flow-no-submit
r.byLevel.slice(1)[0]!.submit(); // ! flow-no-submit
r.byLevel.toReversed()[0]!.submit(); // ! flow-no-submit
r.byLevel.concat(r.byLevel)[0]!.submit(); // ! flow-no-submit
[r.byLevel, [r.byKind.a]].flat()[0]!.submit(); // ! flow-no-submit
const grouped = Object.groupBy(r.byLevel, (one) => one.name);
grouped['x']?.[0]?.submit(); // ! flow-no-submit
const indexed = new Map(r.byLevel.map((one) => [one.name, one]));
indexed.get('a')!.submit(); // ! flow-no-submit
const keyed = Object.fromEntries(r.byLevel.map((one) => [one.name, one] as const));
keyed.a!.submit(); // ! flow-no-submit
const reduced = r.byLevel.reduce((all, one) => ({ ...all, [one.name]: one }), {} as Record<string, typeof r.byKind.a>);
reduced.a!.submit(); // ! flow-no-submit
`,
  },
  'template literal keys and computed names': {
    'flows.ts': `import { flow } from 'millrace';
export const jobs = {
  'etl:daily': flow({ name: 'daily' }, async () => 1),
  'etl:hourly': flow({ name: 'hourly' }, async () => 1),
};
const prefix = 'etl';
export const daily = jobs[\`\${prefix}:daily\`];
export const key = 'etl:hourly' as const;
const suffixes = { d: 'daily', h: 'hourly' } as const;
export const run = (when: 'daily' | 'hourly') => {
  jobs[\`etl:\${when}\`].submit(); // ! flow-no-submit
  jobs[\`etl:\${suffixes.d}\`].submit(); // ! flow-no-submit
  jobs[prefix + ':daily'].submit(); // ! flow-no-submit
};
`,
    'run.ts': `import { daily, jobs, key } from './flows.js';
type Jobs = typeof jobs;
type Name = keyof Jobs;
daily.submit(); // ! flow-no-submit
jobs[key].submit(); // ! flow-no-submit
const by = <K extends Name>(name: K): Jobs[K] => jobs[name];
by('etl:daily').submit(); // ! flow-no-submit
const any = (name: string) => jobs[name as Name];
any('x').submit(); // ! flow-no-submit
const { [key]: hourly, ['etl:daily']: renamed } = jobs;
hourly.submit(); // ! flow-no-submit
renamed.submit(); // ! flow-no-submit
function isName(name: string): name is Name { return name in jobs; }
export function maybe(name: string) {
  if (isName(name)) jobs[name].submit(); // ! flow-no-submit
  if (Object.hasOwn(jobs, name)) jobs[name as keyof typeof jobs].submit(); // ! flow-no-submit
  const one = jobs[name as Name] ?? daily;
  one.submit(); // ! flow-no-submit
}
`,
  },
  'conditionals, switches and reassignment': {
    'flows.ts': `import { flow } from 'millrace';
export const small = flow({ name: 'small' }, async () => 1);
export const large = flow({ name: 'large' }, async () => 1);
`,
    'run.ts': `import { small, large } from './flows.js';
const size = Number(process.argv[2]);
const picked = size > 10 ? large : small;
picked.submit(); // ! flow-no-submit
(size > 3 ? small : large).submit(); // ! flow-no-submit
(small || large).submit(); // ! flow-no-submit
(small ?? large)?.submit(); // ! flow-no-submit
(size && small).submit(); // ! flow-no-submit
let one;
if (size === 1) one = small; else if (size === 2) one = large; else one = small;
one.submit(); // ! flow-no-submit
let two: typeof small;
switch (size) { case 1: two = small; break; default: two = large; }
two.submit(); // ! flow-no-submit
let three = null;
try { three = small; } catch { three = large; } finally { console.log(three); }
three.submit(); // ! flow-no-submit
let four;
four = small;
four.submit(); // ? flow-no-submit
four = document.forms[0];
four.submit();
function choose(kind: string) { switch (kind) { case 'small': return small; case 'large': return large; default: throw new Error(kind); } }
choose('x').submit(); // ! flow-no-submit
const chosen = (() => { if (size) return small; return large; })();
chosen.submit(); // ! flow-no-submit
function find(name: string) { for (const one of [small, large]) if (one.name === name) return one; return undefined; }
find('x')?.submit(); // ! flow-no-submit
const maybe = size ? small : undefined;
maybe?.submit(); // ! flow-no-submit
if (maybe) maybe.submit(); // ! flow-no-submit
maybe && maybe.submit(); // ! flow-no-submit
const assigned = (four = small);
assigned.submit(); // ! flow-no-submit
let late: typeof large | null = null;
export function init() { late = large; }
export function use() { late?.submit(); late!.submit(); } // ! flow-no-submit
var hoisted = small;
var hoisted = large;
hoisted.submit(); // ! flow-no-submit
(console.log('x'), small).submit(); // ! flow-no-submit
label: { small.submit(); } // ! flow-no-submit
do { large.submit(); } while (false); // ! flow-no-submit
[small, large] .sort() .at(0)! .submit(); // ! flow-no-submit
(<typeof small>(picked as unknown)).submit(); // ! flow-no-submit
((picked))!.submit(); // ! flow-no-submit
picked?.['submit']?.(); // ! flow-no-submit
(await small).submit; // ! flow-no-submit
`,
  },
  'destructuring and defaults': {
    'flows.ts': `import { flow, task } from 'millrace';
export const config = {
  flows: { first: flow({ name: 'first' }, async () => 1), rest: [flow({ name: 'second' }, async () => 1), flow({ name: 'third' }, async () => 1)] },
  tasks: { load: task({ name: 'load' }, async () => 1) },
  forms: { login: { submit() {} } },
};
`,
    'run.ts': `import { config } from './flows.js';
const { flows: { first, rest: [second, third] }, tasks: { load }, forms: { login } } = config;
first.submit(); // ! flow-no-submit
second!.submit(); // ! flow-no-submit
third!.submit(); // ! flow-no-submit
login.submit();
const { flows: { first: renamed = second, missing = first } = config.flows, ...others } = config;
renamed.submit(); // ! flow-no-submit
missing.submit(); // ! flow-no-submit
others.forms.login.submit();
let target;
({ flows: { first: target } } = config);
target.submit(); // ! flow-no-submit
let x, y;
[x, y] = config.flows.rest;
x.submit(); // ? flow-no-submit
y.submit(); // ? flow-no-submit
[x, y] = [y, x];
const { first: { withOptions, submit } } = config.flows; // ! flow-no-submit
function run({ job = first, options: { again = job } = {} }: { job?: typeof first; options?: { again?: typeof first } } = {}) {
  job.submit(); // ! flow-no-submit
  again.submit(); // ! flow-no-submit
}
run();
function positional(job = config.flows.first, ...more: (typeof job)[]) {
  job.submit(); // ! flow-no-submit
  more[0]?.submit(); // ! flow-no-submit
  for (const one of more) one.submit(); // ! flow-no-submit
}
positional();
const go = async ({ load: step }: typeof config.tasks) => { await step.submit(); }; // ! no-await-submit
go(config.tasks);
for (const { job, form } of [{ job: first, form: login }]) { job.submit(); form.submit(); } // ! flow-no-submit
const pairs = [[first, login]] as const;
for (const [job, form] of pairs) { job.submit(); form.submit(); } // ! flow-no-submit
pairs.map(([job]) => job.submit()); // ! flow-no-submit
const { length, [0]: zero } = config.flows.rest;
zero.submit(); // ! flow-no-submit
const clone = { ...config.flows, added: second };
clone.first.submit(); // ! flow-no-submit
clone.added.submit(); // ! flow-no-submit
const merged = Object.assign({}, config.flows, { again: first });
merged.again.submit(); // ! flow-no-submit
merged.first.submit(); // ! flow-no-submit
const copy = structuredClone(config.forms);
copy.login.submit();
`,
  },
  'generics, satisfies and mapped types': {
    'types.ts': `import type { AnyFlow, Flow, Task } from 'millrace';
export interface Job<F extends AnyFlow = AnyFlow> { readonly flow: F; readonly cron?: string }
export type Jobs = Record<string, Job>;
export type Lazy<T> = () => Promise<T>;
export type Table<K extends string> = { readonly [N in K]: { run: AnyFlow; form: HTMLFormElement } };
export type Either = { kind: 'flow'; value: AnyFlow } | { kind: 'task'; value: Task<{}, number> };
export type Daily = Flow<{ day: string }, number>;
export type MaybeFlow = AnyFlow | null | undefined;
export abstract class Base<F extends AnyFlow> { constructor(protected readonly flow: F) {} abstract go(): void; }
export type FlowsOf<T> = { [K in keyof T]: T[K] extends AnyFlow ? T[K] : never };
export type Plugin = { name: string; setup(api: { flows: AnyFlow[]; on(event: string, run: (one: AnyFlow) => void): void }): void };
`,
    'use.ts': `import type { Base, Daily, Either, Job, Jobs, Lazy, MaybeFlow, Plugin, Table } from './types.js';
import type { AnyFlow, Flow } from 'millrace';
import * as m from 'millrace';
export const one = (job: Job) => job.flow.submit(); // ! flow-no-submit
export const typed = (job: Job<Daily>) => job.flow.submit({ day: '' }); // ! flow-no-submit
export const many = (jobs: Jobs) => Object.values(jobs).map(({ flow }) => flow.submit()); // ! flow-no-submit
export const lazy = async (get: Lazy<Daily>) => (await get()).submit(); // ! flow-no-submit
export const table = (all: Table<'a' | 'b'>) => { all.a.run.submit(); all.b.form.submit(); }; // ! flow-no-submit
export const maybe = (one: MaybeFlow) => one?.submit(); // ! flow-no-submit
export function generic<F extends AnyFlow>(one: F, list: readonly F[]) {
  one.submit(); // ! flow-no-submit
  list.forEach((each) => each.submit()); // ! flow-no-submit
}
export function identity<T>(value: T): T { return value; }
export const either = (one: Either) => { if (one.kind === 'flow') one.value.submit(); }; // ? flow-no-submit
export const both = (one: Either) => one.value.submit();
export const plugin = { name: 'x', setup({ flows, on }) {
  flows[0].submit(); // ! flow-no-submit
  on('run', (one) => one.submit()); // ! flow-no-submit
} } satisfies Plugin;
export const asPlugin: Plugin = { name: 'y', setup(api) {
  api.flows.at(0)!.submit(); // ! flow-no-submit
  api.on('x', (one) => { one.submit(); }); // ! flow-no-submit
} };
const etl: m.Flow<{}, number> = m.flow({ name: 'etl' }, async () => 1);
identity(etl).submit(); // ! flow-no-submit
identity({ etl, form: document.forms[0] }).etl.submit(); // ! flow-no-submit
identity(document.forms[0]).submit();
const wrapped = <const T extends readonly unknown[]>(...items: T) => items;
wrapped(etl, 1)[0].submit(); // ! flow-no-submit
declare const box: { get<T>(of: { new (): T } | T): T; readonly flow: Flow<{}, void>; optional?: AnyFlow; nested: { readonly list: ReadonlyArray<AnyFlow>; map: ReadonlyMap<string, AnyFlow> } };
box.flow.submit(); // ! flow-no-submit
box.optional?.submit(); // ! flow-no-submit
box.nested.list[0].submit(); // ! flow-no-submit
box.nested.map.get('x')!.submit(); // ! flow-no-submit
box.nested.map.forEach((one, name) => { one.submit(); name.submit(); }); // ! flow-no-submit
class Child implements Pick<Base<AnyFlow>, 'go'> { constructor(private readonly flow: AnyFlow) {} go() { this.flow.submit(); } } // ! flow-no-submit
export const partial = (job: Partial<Job>) => job.flow?.submit(); // ! flow-no-submit
export const required = (job: Required<Pick<Job, 'flow'>>) => job.flow.submit(); // ! flow-no-submit
export const omitted = (job: Omit<Job, 'cron'>) => job.flow.submit(); // ! flow-no-submit
export const both2 = (job: Job & { extra: Daily }) => { job.flow.submit(); job.extra.submit(); }; // ! flow-no-submit
export const returned = (make: () => AnyFlow) => make().submit(); // ! flow-no-submit
export const param = (...[one, two]: [AnyFlow, HTMLFormElement]) => { one.submit(); two.submit(); }; // ! flow-no-submit
export const tuple = (pair: readonly [name: string, job: AnyFlow]) => pair[1].submit(); // ! flow-no-submit
export const nonNull = (one: NonNullable<MaybeFlow>) => one.submit(); // ! flow-no-submit
export const parameters = (...args: Parameters<typeof one>) => args[0].flow.submit(); // ? flow-no-submit
export const result = (x: ReturnType<typeof identity<Daily>>) => x.submit(); // ? flow-no-submit
export const extracted = (x: Extract<Either, { kind: 'flow' }>) => x.value.submit(); // ? flow-no-submit
export const awaited = async (x: Promise<Daily>) => { (await x).submit(); x.then((one) => one.submit()); }; // ! flow-no-submit
export const iterated = async (x: AsyncIterable<Daily>, y: Generator<Daily>) => { for await (const one of x) one.submit(); for (const one of y) one.submit(); }; // ! flow-no-submit
`,
  },
  'factories, higher-order functions and currying': {
    'make.ts': `import { flow, task, type AnyFlow } from 'millrace';
export function make(name: string) { return flow({ name }, async () => 1); }
export const curried = (name: string) => (retries: number) => flow({ name, retries }, async () => 1);
export const wrap = <T extends AnyFlow>(one: T) => ({ run: one, meta: { name: 'x', original: one } });
export const withLogging = <A extends unknown[], R>(fn: (...args: A) => R) => (...args: A) => { console.log(args); return fn(...args); };
export const pipe = (one: AnyFlow, ...steps: ((x: AnyFlow) => AnyFlow)[]) => steps.reduce((x, step) => step(x), one);
export const retrying = (one: ReturnType<typeof make>) => one.withOptions({ retries: 3 });
export const memo = <T>(create: () => T) => { let value: T | undefined; return () => (value ??= create()); };
export const builder = () => { let name = 'x'; const self = { named(n: string) { name = n; return self; }, build: () => flow({ name }, async () => 1) }; return self; };
export class Builder { #name = ''; name(name: string): this { this.#name = name; return this; } build() { return flow({ name: this.#name }, async () => 1); } static of(name: string) { return new Builder().name(name); } }
export async function makeLater() { await 0; return make('later'); }
export function* makeAll() { yield make('1'); yield make('2'); }
export const step = (name: string) => task({ name }, async () => 1);
export const both = (name: string) => [make(name), step(name)] as const;
export const tryMake = (name: string): { ok: true; value: ReturnType<typeof make> } | { ok: false; error: Error } => name ? { ok: true, value: make(name) } : { ok: false, error: new Error() };
`,
    'run.ts': `import * as f from './make.js';
const { make, curried } = f;
make('a').submit(); // ! flow-no-submit
curried('b')(2).submit(); // ! flow-no-submit
const withRetries = curried('c');
withRetries(3).submit(); // ! flow-no-submit
f.wrap(make('d')).run.submit(); // ! flow-no-submit
f.wrap(make('d')).meta.original.submit(); // ! flow-no-submit
f.wrap({ submit() {} } as never).run.submit();
f.withLogging(make)('e').submit(); // ! flow-no-submit
f.pipe(make('f'), (x) => x).submit(); // ! flow-no-submit
f.retrying(make('g')).submit(); // ! flow-no-submit
[make('h')].map(f.retrying)[0]!.submit(); // ! flow-no-submit
const lazy = f.memo(() => make('i'));
lazy().submit(); // ! flow-no-submit
f.builder().named('j').build().submit(); // ! flow-no-submit
f.Builder.of('k').name('l').build().submit(); // ! flow-no-submit
new f.Builder().build().map([]); // ! flow-no-map
(await f.makeLater()).submit(); // ! flow-no-submit
f.makeLater().then((one) => one.submit()); // ! flow-no-submit
for (const one of f.makeAll()) one.submit(); // ! flow-no-submit
[...f.makeAll()].forEach((one) => one.submit()); // ! flow-no-submit
f.makeAll().next().value.submit(); // ! flow-no-submit
const [job, step] = f.both('m');
job.submit(); // ! flow-no-submit
export const again = make.call(null, 'n');
again.submit(); // ! flow-no-submit
make.apply(undefined, ['o']).submit(); // ! flow-no-submit
make.bind(null, 'p')().submit(); // ! flow-no-submit
Reflect.apply(make, undefined, ['q']).submit(); // ? flow-no-submit
const tried = f.tryMake('r');
if (tried.ok) tried.value.submit(); // ! flow-no-submit
['s', 't'].map(make).forEach((one) => one.submit()); // ! flow-no-submit
['s', 't'].map((name) => make(name))[0]!.submit(); // ! flow-no-submit
const fns = { make, other: curried('u') };
fns.make('v').submit(); // ! flow-no-submit
fns['other'](1).submit(); // ! flow-no-submit
(function immediately(create) { create('w').submit(); })(make); // ? flow-no-submit
((one) => { one.submit(); })(make('x')); // ? flow-no-submit
const use = (cb: (one: ReturnType<typeof make>) => void) => cb(make('y'));
use((one) => one.submit()); // ! flow-no-submit
use(function (one) { one.submit(); }); // ! flow-no-submit
const handler = (one: Parameters<Parameters<typeof use>[0]>[0]) => one.submit(); // ! flow-no-submit
use(handler);
make('z').submit.call(null); // ! flow-no-submit
make('z').submit.bind(null); // ! flow-no-submit
const compose = <A, B, C>(g: (b: B) => C, h: (a: A) => B) => (a: A) => g(h(a));
compose(f.retrying, make)('x').submit(); // ! flow-no-submit
setTimeout((one) => one.submit(), 10, make('timer')); // ? flow-no-submit
queueMicrotask(() => make('micro').submit()); // ! flow-no-submit
`,
  },
});
