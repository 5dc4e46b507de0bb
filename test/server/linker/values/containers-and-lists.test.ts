import { reportsAsMarked } from '../../../support/applications.ts';

/** Values as they pass through containers, lists and types of programs that are written for nobody's rules. */
reportsAsMarked({
  'containers, strategies and lists': {
    'flows.ts': `import { flow, task } from 'millrace';
export const load = task({ name: 'load' }, async ({ id }: { id: number }) => [id]);
export const etl = flow({ name: 'etl' }, async ({ id }: { id: number }) => load({ id }));
export const nightly = flow({ name: 'nightly' }, async () => 1);
`,
    'use.ts': `import { container, injectable, inject, singleton } from 'tsyringe';
import { createContainer, asValue, asFunction } from 'awilix';
import { flow, task, type AnyFlow } from 'millrace';
import { etl, load, nightly } from './flows';
import * as all from './flows';

// hand-made containers
class Container {
  private readonly known = new Map<symbol | string, unknown>();
  private factories: { [name: string]: () => AnyFlow } = {};
  bind<T>(key: symbol | string, value: T) { this.known.set(key, value); return this; }
  get<T>(key: symbol | string): T { return this.known.get(key) as T; }
  provide(name: string, make: () => AnyFlow) { this.factories[name] = make; return this; }
  make(name: string) { const f = this.factories[name]; if (!f) throw new Error(name); return f(); }
  cached = new Map<string, AnyFlow>();
  memo(name: string) { let found = this.cached.get(name); if (!found) { found = this.make(name); this.cached.set(name, found); } return found; }
}
const di = new Container().bind('etl', etl).provide('etl', () => etl);
di.get<AnyFlow>('etl').submit(); // ! flow-no-submit
di.get<typeof etl>('etl').submit({ id: 1 }); // ! flow-no-submit
di.make('etl').submit(); // ! flow-no-submit
di.memo('etl').submit(); // ! flow-no-submit
container.resolve<AnyFlow>('etl').submit();

// strategies
abstract class Strategy { abstract pick(size: number): AnyFlow; run(size: number) { return this.pick(size).submit(); } } // ! flow-no-submit
class Small extends Strategy { pick() { return etl; } }
class Large extends Strategy { pick(size: number) { return size > 3 ? etl : nightly; } }
const strategies = { small: new Small(), large: new Large() } satisfies Record<string, Strategy>;
strategies.small.pick().submit({ id: 1 }); // ! flow-no-submit
Object.values(strategies).forEach((s) => s.pick(1).submit()); // ! flow-no-submit
const chosen: Strategy = Math.random() > 0.5 ? new Small() : new Large();
chosen.pick(2).submit(); // ! flow-no-submit

// state machines
type State = 'idle' | 'running';
const machine: Record<State, { enter: AnyFlow; leave?: AnyFlow; on: Record<string, State> }> = {
  idle: { enter: etl, on: { start: 'running' } },
  running: { enter: nightly, leave: etl, on: { stop: 'idle' } },
};
class Machine {
  private state: State = 'idle';
  send(event: string) {
    const current = machine[this.state];
    current.leave?.submit(); // ! flow-no-submit
    this.state = current.on[event] ?? this.state;
    machine[this.state].enter.submit(); // ! flow-no-submit
    const { enter, leave = etl } = machine[this.state];
    enter.submit(); leave.submit(); // ! flow-no-submit
  }
}

// closures and currying
const withFlow = (f: AnyFlow) => ({ run: () => f.submit(), lazily: () => () => f, with: (g: AnyFlow) => withFlow(g) }); // ! flow-no-submit
withFlow(etl).lazily()().submit(); // ! flow-no-submit
withFlow(etl).with(nightly).lazily()().submit(); // ! flow-no-submit
function decorate<A extends object, R>(f: (a: A) => R, before: () => void) { return (a: A): R => { before(); return f(a); }; }
decorate((a: { n: number }) => etl, () => {})({ n: 1 }).submit(); // ! flow-no-submit
const partial = <A, B, R>(f: (a: A, b: B) => R, a: A) => (b: B) => f(a, b);
partial((a: number, b: string) => (a > 1 ? etl : nightly), 1)('x').submit(); // ! flow-no-submit
const onceMade = (() => { let made: AnyFlow | undefined; return () => (made ??= flow({ name: 'once' }, async () => 1)); })();
onceMade().submit(); // ! flow-no-submit
const { run: runner, f: held } = (() => { const f = etl.withOptions({ retries: 1 }); return { f, run: async () => f.submit() }; })(); // ! flow-no-submit
held.submit(); // ! flow-no-submit
const tuple = ((): [AnyFlow, () => void] => [etl, () => {}])();
tuple[0].submit(); // ! flow-no-submit
const [hook, setHook] = useFlow(etl);
hook.submit(); // ? flow-no-submit
function useFlow<T extends AnyFlow>(initial: T): readonly [T, (next: T) => void] { let value = initial; return [value, (next) => { value = next; }] as const; }
const asyncOne = (async () => { await null; return etl; })();
(await asyncOne).submit(); // ! flow-no-submit
const result = await Promise.all([asyncOne, Promise.resolve(nightly)]);
result[1].submit(); // ! flow-no-submit
const { value } = await Promise.resolve({ value: etl });
value.submit(); // ! flow-no-submit
let assigned!: AnyFlow;
beforeEach(() => { assigned = etl; });
it('x', () => { assigned.submit(); }); // ! flow-no-submit
declare function beforeEach(f: () => void): void;
declare function it(name: string, f: () => void): void;

// lists
const registry: { name: string; flow: AnyFlow; enabled?: boolean }[] = [];
registry.push({ name: 'etl', flow: etl });
registry.filter((r) => r.enabled).map((r) => r.flow).forEach((f) => f.submit()); // ! flow-no-submit
registry.find(({ name }) => name === 'etl')?.flow.submit(); // ! flow-no-submit
const byName = new Map(registry.map((r) => [r.name, r] as const));
byName.get('etl')?.flow.submit(); // ! flow-no-submit
const indexed = registry.reduce<Record<string, AnyFlow>>((acc, r) => ({ ...acc, [r.name]: r.flow }), {});
indexed.etl?.submit(); // ! flow-no-submit
const sorted = registry.toSorted((a, b) => a.name.localeCompare(b.name)).at(0);
sorted?.flow.submit(); // ! flow-no-submit
for (let i = 0; i < registry.length; i++) registry[i]!.flow.submit(); // ! flow-no-submit
registry.forEach(({ flow: one }, i) => { if (i) one.submit(); }); // ! flow-no-submit
const [{ flow: firstFlow } = { flow: etl }] = registry;
firstFlow.submit(); // ! flow-no-submit
const groups = Object.groupBy(registry, (r) => r.name);
groups.etl?.[0]?.flow.submit(); // ! flow-no-submit
const queue: AnyFlow[] = [etl];
while (queue.length) { const next = queue.shift(); next?.submit(); } // ! flow-no-submit
let current; while ((current = queue.pop())) current.submit(); // ! flow-no-submit
const stack = [etl, nightly] as AnyFlow[];
stack.pop()!.submit(); // ! flow-no-submit
const copies = structuredClone(registry);
const merged = [...registry.map((r) => r.flow), ...Object.values({ nightly })];
merged.every((f) => f.submit()); // ! flow-no-submit
merged.flatMap((f) => [f.submit()]); // ! flow-no-submit
const set = new Set<AnyFlow>(); set.add(etl); [...set][0]?.submit(); // ! flow-no-submit
const weak = new WeakMap<object, AnyFlow>(); weak.get(di)?.submit(); // ! flow-no-submit
const entries = Object.entries(all).filter(([name]) => name !== 'load');
const ref = new WeakRef(etl); ref.deref()?.submit({ id: 1 }); // ! flow-no-submit
const lookup = { etl, nightly }[process.env.FLOW as 'etl'];
lookup.submit({ id: 1 }); // ! flow-no-submit
(process.env.X ? etl : nightly).submit(); // ! flow-no-submit
(process.env.X && etl || nightly).submit(); // ! flow-no-submit
const job = process.env.X === 'a' ? { f: etl } : { f: nightly }; job.f.submit(); // ! flow-no-submit
label: for (const f of [etl]) { if (!f) continue label; f.submit({ id: 1 }); } // ! flow-no-submit
try { etl.submit({ id: 1 }); } catch { nightly.submit(); } finally { void 0; } // ! flow-no-submit
export const makeAll = (names: string[]) => new Map(names.map((name) => [name, flow({ name }, async () => 1)]));
makeAll(['a']).get('a')!.submit(); // ! flow-no-submit
for (const [name, f] of makeAll(['a'])) f.submit(); // ! flow-no-submit
export const tasksBy = Object.fromEntries(['a', 'b'].map((name) => [name, task({ name }, async () => 1)]));
export const run = flow({ name: 'run' }, async () => {
  await tasksBy['a']!.submit(); // ! no-await-submit
  tasksBy.b!(); // ! no-floating-run
  const futures = Object.values(tasksBy).map((t) => t.submit());
  await Promise.all(futures); // ! no-await-submit
  const named = Object.fromEntries(Object.entries(tasksBy).map(([k, t]) => [k, t.submit()]));
  if (named.a > 3) return; // ! future-not-resolved
  const [one, two] = [load.submit({ id: 1 }), load.submit({ id: 2 })];
  if (one.length) return two.result(); // ! future-not-resolved
  const { a, ...others } = { a: load.submit({ id: 3 }), b: load.submit({ id: 4 }) };
  console.log(\`\${a}\`); // ! future-not-resolved
  for (const row of others.b) console.log(row); // ! future-not-resolved
  const lazy = () => load.submit({ id: 5 });
  console.log(lazy().length); // ! future-not-resolved
  await lazy(); // ! no-await-submit
  const spread = [...load.submit({ id: 6 })]; // ! future-not-resolved
  return { spread, sum: load.submit({ id: 7 }) + 1 }; // ! future-not-resolved
});
void [runner, setHook, copies, entries, injectable, inject, singleton, createContainer, asValue, asFunction, Machine];
`,
  },
  'types of every kind': {
    'types.ts': `import type { AnyFlow, Flow, Task } from 'millrace';
import * as millrace from 'millrace';
export type Name = 'etl' | 'load';
export type Flows = { [K in Name]: AnyFlow };
export type Optional = Partial<Record<Name, Flow<{ id: number }, void>>>;
export type Factory = () => AnyFlow;
export type AsyncFactory = (name: string) => Promise<AnyFlow>;
export interface Named { readonly name: string }
export interface Job extends Named { readonly flow: AnyFlow; readonly steps: ReadonlyArray<Task<object, unknown>>; next?: Job; build(): AnyFlow; readonly lazy: Factory }
export type Entry = [name: string, flow: AnyFlow];
export type Event = { kind: 'flow'; run: AnyFlow } | { kind: 'form'; run: HTMLFormElement };
export type Deep = Readonly<{ jobs: Readonly<Job>[]; index: Map<string, Job> }>;
export type FlowOf<T> = T extends { flow: infer F } ? F : never;
export type Boxed<T> = { value: T; list: T[] };
`,
    'use.ts': `import type { AnyFlow } from 'millrace';
import type { AsyncFactory, Boxed, Deep, Entry, Event, Factory, Flows, Job, Name, Optional } from './types';
import { etl, flows, list } from './flows';

export function a(flows: Flows, name: Name) { flows[name].submit(); flows.etl.submit(); } // ! flow-no-submit
export function b(flows: Optional, name: Name) { flows[name]?.submit(); flows.load!.map([]); } // ! flow-no-submit, flow-no-map
export const c = (make: Factory) => make().submit(); // ! flow-no-submit
export const d = async (make: AsyncFactory) => (await make('x')).submit(); // ! flow-no-submit
export const e = (job: Job) => { job.flow.submit(); job.next?.flow.submit(); job.build().submit(); job.lazy().submit(); }; // ! flow-no-submit
export async function f({ flow, steps: [first, ...rest] }: Job) {
  flow.submit(); // ! flow-no-submit
  await first?.submit({}); // ! no-await-submit
  for (const step of rest) await step.submit({}); // ! no-await-submit
}
export const g = ([name, flow]: Entry) => flow.submit(name); // ! flow-no-submit
export const h = (entries: Entry[]) => entries.map(([, flow]) => flow.submit()); // ! flow-no-submit
export const i = (entries: Iterable<Entry>) => { for (const [n, flow] of entries) flow.submit(n); }; // ! flow-no-submit
export function j(event: Event) { if (event.kind === 'form') event.run.submit(); }
export function k(...flows: AnyFlow[]) { flows.forEach((one) => one.submit()); flows[0]?.submit(); } // ! flow-no-submit
export const l = ({ jobs, index }: Deep) => { jobs[0]?.flow.submit(); index.get('x')?.flow.submit(); for (const job of index.values()) job.flow.submit(); }; // ! flow-no-submit
export const m = <T extends { flow: AnyFlow }>(holder: T) => holder.flow.submit(); // ! flow-no-submit
export const n = <K extends Name>(name: K, flows: Pick<Flows, K>) => flows[name].submit(); // ! flow-no-submit
export const o = (one: (typeof flows)[keyof typeof flows]) => one.submit(); // ! flow-no-submit
export const p = (one: (typeof list)[number]) => one.submit(); // ! flow-no-submit
export const q = (boxed: Boxed<AnyFlow>) => { boxed.value.submit(); boxed.list.at(0)?.submit(); }; // ! flow-no-submit
export const r = (one: Awaited<ReturnType<AsyncFactory>>) => one.submit(); // ! flow-no-submit
export const s = (one: Parameters<typeof c>[0]) => one().submit(); // ! flow-no-submit
export const t = (one: Readonly<Job>['flow']) => one.submit(); // ! flow-no-submit
export const u = (one: NonNullable<Job['next']>) => one.flow.submit(); // ! flow-no-submit
export class Impl implements Job {
  readonly name = 'x'; declare readonly flow: AnyFlow; readonly steps = []; readonly lazy = () => etl;
  build() { return etl; }
  run(this: Impl) { this.flow.submit(); this.lazy().submit(); this.build().submit(); } // ! flow-no-submit
}
export const v: Job = { name: 'x', flow: etl, steps: [], build: () => etl, lazy: () => etl };
v.flow.submit(); // ! flow-no-submit
v.next?.flow.submit(); // ! flow-no-submit
export let w: AnyFlow | undefined;
w?.submit(); // ! flow-no-submit
export const x = (one: AnyFlow & { extra: number }) => one.submit(); // ! flow-no-submit
export const y = new Map<Name, () => Promise<AnyFlow>>([['etl', async () => etl]]);
(await y.get('etl')?.())?.submit(); // ! flow-no-submit
export const z = (config: { readonly [name: string]: { flow: AnyFlow; cron?: string } }) => { for (const { flow, cron } of Object.values(config)) flow.submit(cron); }; // ! flow-no-submit
export const aa = async (loaders: Record<Name, () => Promise<{ default: AnyFlow }>>) => { const { default: found } = await loaders.etl(); found.submit(); }; // ! flow-no-submit
export const bb = (one: InstanceType<typeof Impl>) => one.flow.submit(); // ! flow-no-submit
export const cc = (one: typeof etl | null) => one?.submit(); // ! flow-no-submit
export const dd = function* (all: Generator<AnyFlow>) { for (const one of all) one.submit(); }; // ! flow-no-submit
export const ee = (all: ReadonlyMap<string, ReadonlySet<AnyFlow>>) => { for (const [, set] of all) for (const one of set) one.submit(); }; // ! flow-no-submit
export const ff = (all: AnyFlow[][]) => all.flat().forEach((one) => one.submit()); // ! flow-no-submit
export const gg = (one: import('millrace').AnyFlow) => one.submit(); // ! flow-no-submit
export const hh = (one: Array<{ flow: AnyFlow }>) => one.map(({ flow }) => flow).filter(Boolean).forEach((f) => f.submit()); // ! flow-no-submit
export const ii = (all: Set<AnyFlow>) => Array.from(all).map((f) => f.submit()); // ! flow-no-submit
export const jj = (all: Map<string, AnyFlow>) => Object.fromEntries([...all].map(([k, f]) => [k, f.submit()])); // ! flow-no-submit
export const kk = (all: Promise<AnyFlow[]>) => all.then((fs) => fs.map((f) => f.submit())); // ! flow-no-submit
export const ll = (all: Promise<AnyFlow>[]) => Promise.all(all).then(([f]) => f?.submit()); // ! flow-no-submit
export const mm = (tree: { flow: AnyFlow; children: readonly AnyFlow[] }) => [tree.flow, ...tree.children].forEach((f) => f.submit()); // ! flow-no-submit
export const nn = (getFlow: (name: Name) => AnyFlow = () => etl) => getFlow('etl').submit(); // ! flow-no-submit
export const oo = (ctx: { state: { flow?: AnyFlow } }) => { const { state: { flow = etl } } = ctx; flow.submit(); }; // ! flow-no-submit
export abstract class Base<F extends AnyFlow = AnyFlow> { abstract flow: F; abstract get lazy(): F; protected constructor(protected inner: F) {} go() { this.flow.submit(); this.lazy.submit(); this.inner.submit(); } } // ! flow-no-submit
export class Derived extends Base<typeof etl> { flow = etl; get lazy() { return etl; } constructor() { super(etl); } go2() { this.inner.submit(); super.go(); } } // ! flow-no-submit
`,
    'flows.ts': `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
export const flows = { etl, other: etl.withOptions({ name: 'o' }) };
export const list = [etl, etl] as const;
`,
  },
});
