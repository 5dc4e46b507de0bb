import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Flows in expressions, keys, lists, objects, maps and iterators, and every way to write the call. */
reportsAsMarked(
  {
    'choices, casts, assignments': {
      'flows.ts': `import { flow, task } from 'millrace';
export const a = flow({ name: 'a' }, async () => 1);
export const b = flow({ name: 'b' }, async () => 2);
export const step = task({ name: 'step' }, async () => 3);
`,
      'use.ts': `import { a, b, step } from './flows.ts';
const on = process.argv.length > 2;
(on ? a : b).submit(); // ! flow-no-submit
(on && a || b).submit(); // ! flow-no-submit
const chosen = process.env['FULL'] === '1' ? a : process.env['HALF'] ? b : a;
chosen.submit(); // ! flow-no-submit
(0, a).submit(); // ! flow-no-submit
(a as typeof b)!.submit(); // ! flow-no-submit
(<typeof a>b).submit(); // ! flow-no-submit
(a satisfies Function).submit(); // ! flow-no-submit
let current = a;
if (on) current = b;
current.submit(); // ! flow-no-submit
let later: typeof a;
later = b;
later.map({}); // ! flow-no-map
let first: typeof a | null = null;
first ??= a;
first.submit(); // ! flow-no-submit
let assigned;
(assigned = a).submit(); // ! flow-no-submit
const { x = a, y: { z = b } = {} } = {} as { x?: typeof a; y?: { z?: typeof b } };
x.submit(); // ! flow-no-submit
z.submit(); // ! flow-no-submit
const [p, , q = a, ...rest] = [a, step, b, a, b];
p.submit(); // ! flow-no-submit
q.submit(); // ! flow-no-submit
rest[0]!.submit(); // ! flow-no-submit
const { a: inner, ...others } = { a, b, step };
inner.submit(); // ! flow-no-submit
others.b.submit(); // ! flow-no-submit
export const fine = async () => [others.step.submit()];
var hoisted = a, second = hoisted, third = second;
third.submit(); // ! flow-no-submit
switch (true) {
  case on:
    const scoped = a;
    scoped.submit(); // ! flow-no-submit
}
try { a.submit(); } finally { b.submit(); } // ! flow-no-submit, flow-no-submit
label: for (const one of [a, b]) { one.submit(); break label; } // ! flow-no-submit
`,
    },
    'every way to write the call': {
      'flows.ts': `import { flow, task } from 'millrace';
export const etl = flow({ name: 'etl' }, async ({ day = 'x' }: { day?: string }) => day);
export const step = task({ name: 'step' }, async ({ day = 'x' }: { day?: string }) => day);
`,
      'use.ts': `import { etl, step } from './flows.ts';
const method = 'submit';
const methods = { start: 'submit', each: 'map' } as const;
enum Call { Submit = 'submit', Run = 'returnState' }
const days = ['a', 'b'];
etl['submit']({}); // ! flow-no-submit
etl[\`submit\`]({}); // ! flow-no-submit
etl[method]({}); // ! flow-no-submit
etl[methods.start]({}); // ! flow-no-submit
etl[methods.each]({}); // ! flow-no-map
etl[Call.Submit]({}); // ! flow-no-submit
etl?.submit?.({}); // ! flow-no-submit
etl!.submit!({}); // ! flow-no-submit
(etl.submit)({}); // ! flow-no-submit
(etl as any).submit({}); // ! flow-no-submit
(etl as unknown as { submit(p: object): void }).submit({}); // ! flow-no-submit
etl.submit.call(etl, {}); // ! flow-no-submit
etl.submit.apply(etl, [{}]); // ! flow-no-submit
const bound = etl.submit.bind(etl); // ! flow-no-submit
bound({});
const { submit, map: each } = etl; // ! flow-no-submit, flow-no-map
submit({});
each({});
const start = etl.submit; // ! flow-no-submit
start({});
days.forEach(etl.submit); // ! flow-no-submit
setTimeout(etl.submit, 1000); // ! flow-no-submit
const table = { start: etl.submit, fine: step.submit }; // ! flow-no-submit
table.start({}); // ! flow-no-submit
Reflect.apply(etl.submit, etl, [{}]); // ! flow-no-submit
new Promise((resolve) => resolve(etl.submit({}))); // ! flow-no-submit
export const go = async () => await etl.submit({}); // ! flow-no-submit
export const lazily = () => () => etl.submit({}); // ! flow-no-submit
export default etl.submit; // ! flow-no-submit
export { start as launch };
void etl.submit({}); // ! flow-no-submit
typeof etl.submit === 'function';
if (etl.submit) etl({});  // ! no-floating-run
export function* many() { yield etl.submit({}); } // ! flow-no-submit
throw etl.submit({}); // ! flow-no-submit
`,
    },
    'computed keys of constants, enums and symbols': {
      'keys.ts': `export const DAILY = 'daily';
export const enum Period { Hour = 'hourly', Week = 'weekly' }
export enum Num { Zero, One, Two = 5 }
export const KEY = Symbol('key');
export const keys = Object.freeze({ month: 'monthly' } as const);
export const prefix = 'year' as const;
`,
      'flows.ts': `import { flow, task } from 'millrace';
import { DAILY, KEY, keys, Num, Period, prefix } from './keys.ts';
const make = (name: string) => flow({ name }, async () => name);
export const flows = {
  [DAILY]: make('d'),
  [Period.Hour]: make('h'),
  [Num.One]: make('n'),
  [KEY]: make('k'),
  [keys.month]: make('m'),
  [\`\${prefix}ly\`]: make('y'),
  ['week' + 'ly']: make('w'),
  42: make('42'),
  step: task({ name: 'step' }, async () => 1),
};
`,
      'use.ts': `import { flows } from './flows.ts';
import * as k from './keys.ts';
flows.daily.submit(); // ! flow-no-submit
flows[k.DAILY].submit(); // ! flow-no-submit
flows[k.Period.Hour].submit(); // ! flow-no-submit
flows['hourly'].submit(); // ! flow-no-submit
flows[k.Num.One].submit(); // ! flow-no-submit
flows[1].submit(); // ! flow-no-submit
flows[k.KEY].submit(); // ! flow-no-submit
flows.monthly.submit(); // ! flow-no-submit
flows.yearly.submit(); // ! flow-no-submit
flows.weekly.submit(); // ! flow-no-submit
flows[42].submit(); // ! flow-no-submit
flows['42'].map({}); // ! flow-no-map
const { [k.DAILY]: daily, [k.Period.Hour]: hourly, step } = flows;
daily.submit(); // ! flow-no-submit
hourly.submit(); // ! flow-no-submit
export const fine = async () => step.submit();
for (const key of ['daily', 'monthly'] as const) flows[key].submit(); // ! flow-no-submit
const names = { one: 'daily', two: 'hourly' } as const;
flows[names.one].submit(); // ! flow-no-submit
Object.values(names).forEach((name) => flows[name].submit()); // ! flow-no-submit
(['daily', 'hourly'] as const).map((name) => flows[name]).forEach((one) => one.submit()); // ! flow-no-submit
`,
    },
    'lists and what their methods give': {
      'flows.ts': `import { flow, task } from 'millrace';
const a = flow({ name: 'a' }, async () => 1);
const b = flow({ name: 'b' }, async () => 1);
export const step = task({ name: 'step' }, async () => 1);
export const list = [a, b];
export const pairs: [string, typeof a][] = [['a', a], ['b', b]];
`,
      'use.ts': `import { list, pairs, step } from './flows.ts';
list.at(-1)!.submit(); // ! flow-no-submit
list.find((one) => one.definition)?.submit(); // ! flow-no-submit
list.findLast(Boolean)?.submit(); // ! flow-no-submit
list.slice(1)[0]!.submit(); // ! flow-no-submit
list.concat(list)[0]!.submit(); // ! flow-no-submit
list.toSorted()[0]!.submit(); // ! flow-no-submit
list.with(0, list[1]!)[0]!.submit(); // ! flow-no-submit
list.toSpliced(0, 1)[0]!.submit(); // ! flow-no-submit
list.pop()?.submit(); // ! flow-no-submit
list.shift()!.submit(); // ! flow-no-submit
[...list, ...list].reverse()[0]!.submit(); // ! flow-no-submit
list.splice(0, 1).forEach((one) => one.submit()); // ! flow-no-submit
list.flatMap((one) => [one, one])[0]!.submit(); // ! flow-no-submit
list.flatMap((one) => (one ? [one] : []))[0]!.submit(); // ! flow-no-submit
Array.from(list).forEach((one) => one.submit()); // ! flow-no-submit
Array.from({ length: 2 }, (_, n) => list[n]!)[0]!.submit(); // ! flow-no-submit
Array.of(...list)[0]!.submit(); // ! flow-no-submit
new Array(list[0]!)[0]!.submit(); // ? flow-no-submit
for (const [n, one] of list.entries()) if (n) one.submit(); // ! flow-no-submit
for (let n = 0; n < list.length; n++) list[n]!.submit(); // ! flow-no-submit
for (const n in list) list[n]!.submit(); // ! flow-no-submit
let n = 0;
while (n < list.length) list[n++]!.submit(); // ! flow-no-submit
let next;
while ((next = list.shift())) next.submit(); // ! flow-no-submit
list.reduce((last, one) => (last ? one : last)).submit(); // ! flow-no-submit
list.reduceRight((_, one) => one, list[0]!).submit(); // ! flow-no-submit
list.reduce<Record<string, (typeof list)[number]>>((all, one) => { all[one.name] = one; return all; }, {})['a']!.submit(); // ! flow-no-submit
list.some((one) => one.submit()); // ! flow-no-submit
list.every(function (one) { return one.submit(); }); // ! flow-no-submit
list.map((one, index) => ({ one, index })).filter(({ index }) => index > 0).map(({ one }) => one.submit()); // ! flow-no-submit
pairs.forEach(([name, one]) => one.submit(name)); // ! flow-no-submit
for (const [, one] of pairs) one.map({}); // ! flow-no-map
pairs[0]![1].submit(); // ! flow-no-submit
new Map(pairs).get('a')?.submit(); // ! flow-no-submit
Object.fromEntries(pairs)['a']!.submit(); // ! flow-no-submit
list.map((one) => one.definition.options.name);
const heap: (typeof list)[] = [];
heap.push(list, [list[0]!]);
heap[0]![0]!.submit(); // ! flow-no-submit
heap.flat()[0]!.submit(); // ! flow-no-submit
const queue: typeof list = [];
queue.unshift(list[0]!);
queue[0]!.submit(); // ! flow-no-submit
const grid = [[list[0]!], [list[1]!]];
for (const row of grid) for (const one of row) one.submit(); // ! flow-no-submit
export const fine = () => [step].map((one) => one.submit());
`,
    },
    'objects and what Object gives of them': {
      'flows.ts': `import { flow, task } from 'millrace';
export const a = flow({ name: 'a' }, async () => 1);
export const b = flow({ name: 'b' }, async () => 1);
export const step = task({ name: 'step' }, async () => 1);
export const jobs = { a, b };
`,
      'use.ts': `import * as all from './flows.ts';
import { a, b, jobs, step } from './flows.ts';
Object.values(jobs)[0]!.submit(); // ! flow-no-submit
for (const one of Object.values(jobs)) one.submit(); // ! flow-no-submit
for (const [key, one] of Object.entries(jobs)) one.submit(key); // ! flow-no-submit
for (const key of Object.keys(jobs)) jobs[key as keyof typeof jobs].submit(); // ! flow-no-submit
Object.entries(jobs).forEach(([, one]) => one.submit()); // ! flow-no-submit
Object.fromEntries(Object.entries(jobs).map(([key, one]) => [key.toUpperCase(), one]))['A']!.submit(); // ! flow-no-submit
Object.assign({}, jobs, { c: a }).c.submit(); // ! flow-no-submit
const made = Object.assign({ step }, jobs);
made.b.submit(); // ! flow-no-submit
Object.freeze(jobs).a.submit(); // ! flow-no-submit
Object.seal({ inner: a }).inner.submit(); // ! flow-no-submit
structuredClone;
const copy = { ...jobs, ...(process.env['X'] ? { extra: a } : {}) };
copy.extra?.submit(); // ! flow-no-submit
copy.a.submit(); // ! flow-no-submit
const withGetter = { get main() { return a; }, get list() { return [a, b]; }, set main(_) {} };
withGetter.main.submit(); // ! flow-no-submit
withGetter.list[0]!.submit(); // ! flow-no-submit
const methods = { pick() { return this.inner; }, inner: a, async later() { return b; }, *each() { yield a; } };
methods.pick().submit(); // ! flow-no-submit
(await methods.later()).submit(); // ! flow-no-submit
for (const one of methods.each()) one.submit(); // ! flow-no-submit
const late: { one?: typeof a; deep: { two?: typeof b } } = { deep: {} };
late.one = a;
late.deep.two = b;
late.one.submit(); // ! flow-no-submit
late.deep.two.submit(); // ! flow-no-submit
const defined = Object.defineProperties({} as { one: typeof a }, { one: { value: a } });
defined.one.submit(); // ? flow-no-submit
const grouped = Object.groupBy([a, b], ({ name }) => name);
grouped['a']?.[0]?.submit(); // ! flow-no-submit
Map.groupBy([a, b], ({ name }) => name).get('a')?.forEach((one) => one.submit()); // ! flow-no-submit
Object.getOwnPropertyDescriptor(jobs, 'a')!.value.submit(); // ? flow-no-submit
Reflect.get(jobs, 'a').submit(); // ! flow-no-submit
all.jobs.a.submit(); // ! flow-no-submit
all['b'].submit(); // ! flow-no-submit
const { jobs: { a: taken } } = all;
taken.submit(); // ! flow-no-submit
((one = a) => one.submit())(); // ! flow-no-submit
(function (one: typeof a) { one.submit(); })(b); // ! flow-no-submit
const iife = (() => ({ main: a }))();
iife.main.submit(); // ! flow-no-submit
export const fine = async () => { made.step.submit(); all.step.submit(); };
`,
    },
    'maps, sets and weak collections in several files': {
      'registry.ts': `import type { Flow, Task } from 'millrace';
export type Day = { day: string };
export const flows = new Map<string, Flow<Day, number>>();
export const steps = new Map<string, Task<Day, number>>();
export const active = new Set<Flow<Day, number>>();
export const meta = new WeakMap<object, { flow: Flow<Day, number>; since: Date }>();
export const register = (name: string, flow: Flow<Day, number>) => {
  flows.set(name, flow);
  active.add(flow);
  return flow;
};
export function get(name: string) {
  const found = flows.get(name);
  if (found === undefined) throw new Error(name);
  return found;
}
export const names = () => [...flows.keys()];
`,
      'etl.ts': `import { flow } from 'millrace';
import { register } from './registry.ts';
export const etl = register('etl', flow({ name: 'etl' }, async ({ day }: { day: string }) => day.length));
register('other', etl).submit({ day: 'x' }); // ! flow-no-submit
`,
      'use.ts': `import { active, flows, get, meta, names, steps } from './registry.ts';
import { etl } from './etl.ts';
etl.submit({ day: 'x' }); // ! flow-no-submit
get('etl').submit({ day: 'x' }); // ! flow-no-submit
flows.get('etl')!.submit({ day: 'x' }); // ! flow-no-submit
for (const name of names()) flows.get(name)?.submit({ day: 'x' }); // ! flow-no-submit
flows.forEach((one) => one.submit({ day: 'x' })); // ! flow-no-submit
for (const [name, one] of flows) one.submit({ day: name }); // ! flow-no-submit
for (const [name, one] of flows.entries()) one.submit({ day: name }); // ! flow-no-submit
[...flows.values()].map((one) => one.submit({ day: 'x' })); // ! flow-no-submit
Array.from(flows, ([, one]) => one.submit({ day: 'x' })); // ! flow-no-submit
Array.from(flows.values()).filter((one) => one.definition).at(0)?.map({ day: ['x'] }); // ! flow-no-map
flows.values().map((one) => one.submit({ day: 'x' })).toArray(); // ! flow-no-submit
Object.fromEntries(flows)['etl']!.submit({ day: 'x' }); // ! flow-no-submit
for (const one of active) one.submit({ day: 'x' }); // ! flow-no-submit
active.forEach((one) => one.submit({ day: 'x' })); // ! flow-no-submit
active.union(new Set([etl])).forEach((one) => one.submit({ day: 'x' })); // ! flow-no-submit
const [head] = [...active];
head?.submit({ day: 'x' }); // ! flow-no-submit
meta.get(etl)?.flow.submit({ day: 'x' }); // ! flow-no-submit
const { flow: kept } = meta.get(etl)!;
kept.submit({ day: 'x' }); // ! flow-no-submit
export const fine = () => steps.get('x')?.submit({ day: 'x' });
const nested = new Map([['a', { list: [etl] }]]);
nested.get('a')!.list[0]!.submit({ day: 'x' }); // ! flow-no-submit
const copied = new Map(flows);
copied.get('x')?.submit({ day: 'x' }); // ! flow-no-submit
const merged = new Map([...flows, ...copied]);
merged.get('x')?.submit({ day: 'x' }); // ! flow-no-submit
`,
    },
    'generators, iterators and using': {
      'gen.ts': `import { flow, task, type Flow } from 'millrace';
const a = flow({ name: 'a' }, async () => 1);
const b = flow({ name: 'b' }, async () => 1);
const step = task({ name: 'step' }, async () => 1);
export function* flows() { yield a; yield* more(); }
function* more() { const got: Flow<{}, number> = yield b; got.submit(); } // ! flow-no-submit
export async function* slowly(): AsyncGenerator<Flow<{}, number>, void> { yield a; }
export function* tasks() { yield step; }
export const iterable = { *[Symbol.iterator]() { yield a; } };
export class Session implements Disposable {
  readonly main = a;
  [Symbol.dispose]() {}
}
export async function connect() {
  return { main: b, async [Symbol.asyncDispose]() {} };
}
export class Pages implements Iterable<Flow<{}, number>> {
  [Symbol.iterator](): Iterator<Flow<{}, number>> {
    return [a][Symbol.iterator]();
  }
}
`,
      'use.ts': `import { connect, flows, iterable, Pages, Session, slowly, tasks } from './gen.ts';
for (const one of flows()) one.submit(); // ! flow-no-submit
for await (const one of slowly()) one.submit(); // ! flow-no-submit
for (const one of iterable) one.submit(); // ! flow-no-submit
for (const one of new Pages()) one.submit(); // ! flow-no-submit
[...flows()][0]!.submit(); // ! flow-no-submit
const [first] = flows();
first!.submit(); // ! flow-no-submit
const iterator = flows();
const { value, done } = iterator.next();
if (!done) value.submit(); // ! flow-no-submit
Array.from(flows()).map((one) => one.submit()); // ! flow-no-submit
flows().map((one) => one.submit()).toArray(); // ! flow-no-submit
flows().filter(Boolean).take(1).forEach((one) => one.submit()); // ! flow-no-submit
new Set(flows()).forEach((one) => one.submit()); // ! flow-no-submit
(await Array.fromAsync(slowly()))[0]!.submit(); // ! flow-no-submit
export async function run() {
  using session = new Session();
  await using connection = await connect();
  session.main.submit(); // ! flow-no-submit
  connection.main.submit(); // ! flow-no-submit
  for (const one of tasks()) one.submit();
  for (using other of [new Session()]) other.main.map({}); // ! flow-no-map
}
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
