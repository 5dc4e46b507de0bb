import { reportsAsMarked } from '../../support/applications.ts';
import { recommended } from '../../support/check-rule.ts';

/** Plugins, stores, machines, events, pools, trees, wrappers and components around flows. */
reportsAsMarked(
  {
    'a plugin host': {
      'host.ts': `import type { Flow, Task } from 'millrace';
export interface Plugin<Name extends string = string> { readonly name: Name; setup(api: Api): void | Promise<void>; teardown?: (api: Api) => void }
export interface Api { readonly flows: ReadonlyMap<string, Flow<{}, number>>; register(flow: Flow<{}, number>): () => void; hook(name: 'before' | 'after', run: (flow: Flow<{}, number>, task?: Task<{}, number>) => void): void }
export const definePlugin = <N extends string>(plugin: Plugin<N>): Plugin<N> => plugin;
export function definePlugins<const P extends readonly Plugin[]>(...plugins: P): P {
  return plugins;
}
export class Host {
  private readonly plugins: Plugin[] = [];
  constructor(private readonly api: Api) {}
  use(plugin: Plugin | ((api: Api) => void)): this {
    this.plugins.push(typeof plugin === 'function' ? { name: 'inline', setup: plugin } : plugin);
    for (const flow of this.api.flows.values()) flow.submit(); // ! flow-no-submit
    return this;
  }
}
`,
      'use.ts': `import { definePlugin, definePlugins, Host, type Api, type Plugin } from './host.ts';
export default definePlugin({
  name: 'first',
  setup(api) {
    api.flows.get('x')?.submit(); // ! flow-no-submit
    api.hook('before', (flow, task) => {
      flow.submit(); // ! flow-no-submit
      task?.submit();
    });
  },
  teardown: ({ flows }) => flows.forEach((one) => one.map({})), // ! flow-no-map
});
definePlugins({ name: 'a', setup: (api) => { api.flows.get('x')!.submit(); } }, { name: 'b', setup({ flows }) { for (const [, one] of flows) one.submit(); } }); // ! flow-no-submit, flow-no-submit
const plugin: Plugin<'x'> = { name: 'x', setup: async (api) => { api.flows.values().next().value?.submit(); } }; // ! flow-no-submit
export const start = (api: Api) => new Host(api).use(plugin).use((inner) => { inner.flows.get('y')?.submit(); }); // ! flow-no-submit
`,
    },
    'a repository with records and specifications': {
      'store.ts': `import type { Flow } from 'millrace';
export type Id<T extends string> = string & { readonly __brand: T };
export type Entity<T> = { id: Id<'entity'>; data: T; tags?: Set<string> };
export interface Store<T> { get(id: Id<'entity'>): Promise<Entity<T> | undefined>; list(filter?: (entity: Entity<T>) => boolean): AsyncIterable<Entity<T>>; save(entity: Entity<T>): Promise<Entity<T>> }
export type FlowStore = Store<Flow<{ day: string }, number>>;
export type Page<T> = { items: T[]; next?: () => Promise<Page<T>> };
export declare function page<T>(store: Store<T>, size?: number): Promise<Page<Entity<T>>>;
`,
      'use.ts': `import { page, type Entity, type FlowStore, type Page } from './store.ts';
import type { Flow } from 'millrace';
export async function run(store: FlowStore) {
  const one = await store.get('x' as never);
  one?.data.submit({ day: 'x' }); // ! flow-no-submit
  for await (const { data } of store.list(({ data }) => data.submit({ day: 'x' }) as never)) data.map({ day: ['x'] }); // ! flow-no-submit, flow-no-map
  const { data: saved } = await store.save(one!);
  saved.submit({ day: 'x' }); // ! flow-no-submit
  const first = await page(store);
  first.items[0]?.data.submit({ day: 'x' }); // ? flow-no-submit
}
export function show(all: Page<Entity<Flow<{}, number>>>) {
  all.items.map(({ data, tags }) => (tags?.has('x') ? data.submit() : data())); // ! flow-no-submit, no-floating-run
}
export const more = async (all: Page<Flow<{}, number>>) => (await all.next?.())?.items.at(-1)?.submit(); // ! flow-no-submit
`,
    },
    'a state machine in one object': {
      'machine.js': `import { flow, task } from 'millrace';
const load = flow({ name: 'load' }, async () => 1);
const save = flow({ name: 'save' }, async () => 1);
const ping = task({ name: 'ping' }, async () => 1);
export const machine = {
  state: 'idle',
  flows: { idle: load, busy: save },
  steps: { ping },
  get current() { return this.flows[this.state]; },
  next() { this.state = 'busy'; return this; },
  run() {
    this.current.submit(); // ! flow-no-submit
    this.flows.idle.submit(); // ! flow-no-submit
    this.steps.ping.submit();
    return this.next().current;
  },
};
machine.run().submit(); // ! flow-no-submit
machine.next().next().flows.busy.submit(); // ! flow-no-submit
const { flows: { [machine.state]: picked }, steps } = machine;
picked.submit(); // ! flow-no-submit
export const go = async () => { steps.ping.submit(); };
export function* walk() { for (const key of Object.keys(machine.flows)) yield machine.flows[key]; }
for (const one of walk()) one.submit(); // ! flow-no-submit
`,
    },
    'events with a typed map': {
      'events.ts': `import type { Flow } from 'millrace';
export interface Events { started: { flow: Flow<{}, number>; at: Date }; done: [Flow<{}, number>, number]; tick: number }
export type Listener<E extends keyof Events> = (payload: Events[E]) => void;
export class Bus {
  #listeners: { [E in keyof Events]?: Set<Listener<E>> } = {};
  on<E extends keyof Events>(event: E, listener: Listener<E>): () => void {
    return () => this.#listeners[event]?.delete(listener as never);
  }
  emit<E extends keyof Events>(event: E, payload: Events[E]) { void [event, payload]; }
  async *stream<E extends keyof Events>(event: E): AsyncGenerator<Events[E]> { void event; }
}
export const bus = new Bus();
`,
      'use.ts': `import { bus, type Events, type Listener } from './events.ts';
bus.on('started', ({ flow, at }) => { flow.submit(); at.getTime(); }); // ! flow-no-submit
bus.on('done', ([flow, n]) => { flow.submit(); n.toFixed(); }); // ! flow-no-submit
bus.on('tick', (n) => n.toFixed());
const listener: Listener<'started'> = (payload) => payload.flow.map({}); // ! flow-no-map
bus.on('started', listener);
export const take = (payload: Events['done']) => payload[0].submit(); // ! flow-no-submit
for await (const { flow } of bus.stream('started')) flow.submit(); // ! flow-no-submit
export class Handler { handle: Listener<'done'> = ([flow]) => { flow.submit(); }; } // ! flow-no-submit
`,
    },
    'a builder of options with withOptions': {
      'b.ts': `import { flow, task, type Flow, type FlowOptions } from 'millrace';
export const base = { retries: 2, retryDelaySeconds: 1 } as const satisfies Partial<FlowOptions>;
const core = flow({ ...base, name: 'core' }, async ({ n = 1 }: { n?: number }) => n);
export const variants = Object.fromEntries(['a', 'b'].map((name) => [name, core.withOptions({ name })])) as Record<'a' | 'b', typeof core>;
export const tuned = ((f: typeof core) => f.withOptions({ timeoutSeconds: 5 }))(core);
export const wrapAll = <T extends Record<string, Flow<any, any>>>(flows: T): { [K in keyof T]: { flow: T[K]; start(): void } } =>
  Object.fromEntries(Object.entries(flows).map(([key, flow]) => [key, { flow, start() { flow.submit(); } }])) as never; // ! flow-no-submit
export const wrapped = wrapAll({ core, tuned });
export const step = task({ name: 'step' }, async () => 1).withOptions({ retries: 1, retryDelaySeconds: 1 });
`,
      'use.ts': `import { step, tuned, variants, wrapped } from './b.ts';
variants.a.submit({}); // ! flow-no-submit
for (const one of Object.values(variants)) one.submit({}); // ! flow-no-submit
tuned.submit({}); // ! flow-no-submit
wrapped.core.flow.submit({}); // ! flow-no-submit
wrapped.tuned.start();
(await Promise.all(Object.values(variants).map(async (one) => one)))[0]!.submit({}); // ! flow-no-submit
export const go = async () => step.submit().result();
export const main = tuned.withOptions({ name: 'main' });
main({ n: 1 }); // ! no-floating-run, top-level-side-effect
`,
    },
    'a worker that keeps what it runs': {
      'worker.ts': `import { flow, task, type TaskFuture } from 'millrace';
const step = task({ name: 'step' }, async ({ n }: { n: number }) => n);
const etl = flow({ name: 'etl' }, async ({ n }: { n: number }) => n);
export class Worker {
  #pending = new Map<number, TaskFuture<number>>();
  #runs: Promise<number>[] = [];
  #last: TaskFuture<number> | null = null;
  add(n: number) {
    this.#pending.set(n, step.submit({ n }));
    this.#runs.push(etl({ n }));
    this.#last = this.#pending.get(n)!;
    return this;
  }
  async drain() {
    let sum = 0;
    for (const [n, future] of this.#pending) {
      sum += future; // ! future-not-resolved
      sum += n + (await future.result());
    }
    if (this.#last) sum += await this.#last.result();
    const all = await Promise.all([...this.#pending.values()]); // ! no-await-submit
    const values = await Promise.all(this.#runs);
    return \`\${this.#last} \${sum} \${all} \${values}\`; // ! future-not-resolved
  }
  start() {
    etl({ n: 1 }); // ! no-floating-run
    this.#runs.forEach(async (run) => { await run; });
    return this.#runs.length;
  }
}
`,
    },
    'a monorepo in JavaScript with jsconfig': {
      'jsconfig.json': `{ "compilerOptions": { "baseUrl": "src", "paths": { "$lib/*": ["lib/*"], "$flows": ["flows/index.js"] } } }`,
      'src/flows/index.js': `export * from './daily.js';
export { default as hourly } from './hourly.js';
import * as own from './index.js';
export const all = () => Object.values(own).filter((one) => typeof one !== 'function');
`,
      'src/flows/daily.js': `import { flow } from 'millrace';
/** @type {import('millrace').Flow<{}, number>} */
export const daily = flow({ name: 'daily' }, async () => 1);
export { daily as 'daily flow' };
`,
      'src/flows/hourly.js': `import millrace from 'millrace';
export default millrace.flow({ name: 'hourly' }, async () => 1);
`,
      'src/lib/run.js': `import { daily, hourly } from '$flows';
import * as flows from 'flows/index.js';
/** @param {keyof typeof flows} name */
export const run = (name) => flows[name].submit();
daily.submit(); // ! flow-no-submit
hourly.submit(); // ! flow-no-submit
flows['daily flow'].submit(); // ! flow-no-submit
export const lazily = { get daily() { return import('$flows').then((m) => m.daily); } };
(await lazily.daily).submit(); // ! flow-no-submit
`,
    },
    'async context and resources': {
      'context.ts': `import { AsyncLocalStorage } from 'node:async_hooks';
import { flow, type Flow } from 'millrace';
type Store = { etl: Flow<{}, number>; user: string };
export const storage = new AsyncLocalStorage<Store>();
export const etl = flow({ name: 'etl' }, async () => 1);
export const current = (): Store => storage.getStore()!;
export const withStore = <T>(run: (store: Store) => T): T => storage.run({ etl, user: 'x' }, () => run(current()));
export class Pool<T> implements AsyncDisposable {
  constructor(private readonly make: () => Promise<T>, readonly size = 1) {}
  async acquire(): Promise<{ value: T; [Symbol.dispose](): void }> { return { value: await this.make(), [Symbol.dispose]() {} }; }
  async with<R>(use: (value: T) => Promise<R>): Promise<R> { return use(await this.make()); }
  async [Symbol.asyncDispose]() {}
}
`,
      'use.ts': `import { current, etl, Pool, withStore } from './context.ts';
current().etl.submit(); // ! flow-no-submit
withStore(({ etl: one, user }) => { one.submit(); user.trim(); }); // ! flow-no-submit
const { etl: mine } = current();
mine.map({}); // ! flow-no-map
export async function run() {
  await using pool = new Pool(async () => etl);
  using held = await pool.acquire();
  held.value.submit(); // ! flow-no-submit
  await pool.with(async (one) => { one.submit(); }); // ! flow-no-submit
  await pool.with((one) => one());
}
`,
    },
    'trees, recursion and visitors': {
      'tree.ts': `import type { Flow, Task } from 'millrace';
export type Node = Leaf | Branch;
export interface Leaf { type: 'leaf'; flow: Flow<{}, number> }
export interface Branch { type: 'branch'; children: Node[]; fallback?: Leaf; step: Task<{}, number> }
export interface Visitor<R = void> { leaf(leaf: Leaf, depth: number): R; branch?(branch: Branch, depth: number): R }
export function visit<R>(node: Node, visitor: Visitor<R>, depth = 0): R | undefined {
  if (node.type === 'leaf') return visitor.leaf(node, depth);
  node.fallback?.flow.submit(); // ! flow-no-submit
  node.step.submit();
  for (const child of node.children) visit(child, visitor, depth + 1);
  return visitor.branch?.(node, depth);
}
export const leaves = (node: Node): Leaf[] => (node.type === 'leaf' ? [node] : node.children.flatMap(leaves));
export function* walk(node: Node): Generator<Leaf> { if (node.type === 'leaf') yield node; else for (const child of node.children) yield* walk(child); }
`,
      'use.ts': `import { leaves, visit, walk, type Node } from './tree.ts';
export function run(root: Node) {
  visit(root, { leaf: ({ flow }) => { flow.submit(); }, branch(branch) { branch.fallback?.flow.map({}); branch.step.submit(); } }); // ! flow-no-submit, flow-no-map
  leaves(root).forEach(({ flow }) => flow.submit()); // ! flow-no-submit
  for (const { flow } of walk(root)) flow.submit(); // ! flow-no-submit
  const [{ flow: first } = leaves(root)[0]!] = leaves(root);
  first.submit(); // ! flow-no-submit
  if (root.type === 'leaf') root.flow.submit(); // ! flow-no-submit
}
`,
    },
    'silent: clients of Prefect, Temporal and others': {
      'use.ts': `import { Client, Connection } from '@temporalio/client';
import { Inngest } from 'inngest';
import { task as trigger } from '@trigger.dev/sdk/v3';
import { flow as own } from './own.ts';
import { flow, task } from 'millrace';
const client = new Client({ connection: await Connection.connect() });
const inngest = new Inngest({ id: 'x' });
const etl = flow({ name: 'etl' }, async ({ n }: { n: number }) => n);
const step = task({ name: 'step' }, async ({ n }: { n: number }) => n);
await client.workflow.start('x', { args: [], taskQueue: 'y', workflowId: 'z' });
inngest.createFunction({ id: 'x' }, { event: 'y' }, async ({ step: s }) => { await s.run('a', () => etl({ n: 1 })); s.submit(); });
trigger({ id: 'x', run: async () => etl({ n: 1 }) }).submit();
own('x').submit();
export const handler = async (form: HTMLFormElement, list: { submit(): void }[]) => {
  form.submit();
  list.map((etl) => etl.submit());
  const etls = [1, 2].map((n) => etl({ n }));
  const map = new Map([['a', step]]);
  map.get('a')?.submit({ n: 1 });
  return Promise.all(etls);
};
const submit = { etl: () => etl({ n: 1 }) };
await submit.etl();
export class Etl { static flow = own('y'); flow = step; go() { Etl.flow.submit(); return this.flow.submit({ n: 1 }); } }
`,
      'own.ts': `export const flow = (name: string) => ({ name, submit: () => name, map: (n: unknown) => n });
`,
    },
    'silent: keys and variables that change': {
      'use.js': `import { flow, task } from 'millrace';
const etl = flow({ name: 'etl' }, async () => 1);
const step = task({ name: 'step' }, async () => 1);
const registry = { etl, step, form: document.forms[0] };
let key = 'etl';
key = prompt() ?? 'form';
registry[key].submit();
const pick = (name) => registry[name];
pick(location.hash).submit();
pick('form').submit();
function choose(kind = 'etl') { kind = kind.trim(); return registry[kind]; }
choose('etl').submit();
const cell = { current: etl };
cell.current = document.forms[0];
cell.current.submit();
let swap = etl;
function reset() { swap = document.forms[0]; }
reset();
swap.submit();
const list = [etl];
list[0] = document.forms[0];
list[0].submit();
const holder = new Map([['x', etl]]);
holder.set('x', document.forms[0]);
holder.get('x').submit();
delete registry.etl;
Object.assign(cell, { current: step });
export const run = () => pick('step').submit();
class Base { get job() { return etl; } }
class Form extends Base { get job() { return document.forms[0]; } go() { this.job.submit(); } }
new Form().job.submit();
`,
    },
    'zod, effect-like and functional wrappers': {
      'fp.ts': `import { flow, type Flow } from 'millrace';
export type Option<T> = { _tag: 'Some'; value: T } | { _tag: 'None' };
export const some = <T>(value: T): Option<T> => ({ _tag: 'Some', value });
export const getOrElse = <T>(option: Option<T>, otherwise: () => T): T => (option._tag === 'Some' ? option.value : otherwise());
export const mapOption = <T, U>(option: Option<T>, change: (value: T) => U): Option<U> => (option._tag === 'Some' ? some(change(option.value)) : option);
export const curry = <A, B, R>(fn: (a: A, b: B) => R) => (a: A) => (b: B): R => fn(a, b);
export class Lens<S, T> { constructor(readonly get: (whole: S) => T) {} compose<U>(other: Lens<T, U>): Lens<S, U> { return new Lens((whole) => other.get(this.get(whole))); } }
export const etl = flow({ name: 'etl' }, async ({ n }: { n: number }) => n);
export interface Config { jobs: { main: Flow<{ n: number }, number> } }
`,
      'use.ts': `import { curry, etl, getOrElse, Lens, mapOption, some, type Config } from './fp.ts';
getOrElse(some(etl), () => etl).submit({ n: 1 }); // ! flow-no-submit
mapOption(some(etl), (one) => one.submit({ n: 1 })); // ? flow-no-submit
curry((name: string, one: typeof etl) => one.submit({ n: name.length }))('x')(etl); // ! flow-no-submit
const main = new Lens((config: Config) => config.jobs.main);
main.get({ jobs: { main: etl } }).submit({ n: 1 }); // ! flow-no-submit
const option = some(etl);
if (option._tag === 'Some') option.value.map({ n: [1] }); // ! flow-no-map
`,
    },
    'deployments of a catalogue': {
      'catalogue.ts': `import { flow } from 'millrace';
export const names = { load: 'load', clean: 'clean' } as const;
export const load = flow({ name: names.load }, async ({ day, size = 1 }: { day: string; size?: number }) => [day, size]);
export const clean = flow({ name: names.clean, retires: 3 }, async () => 1); // ! unknown-option
const common = { workPoolName: 'main', tags: ['a'] };
if (import.meta.main) {
  await Promise.all([load.deploy({ ...common, name: 'daily', parameters: { day: 'x' } }), clean.deploy({ ...common, name: 'daily' })]);
  for (const name of ['eu', 'us']) await load.deploy({ ...common, name, parameters: { dya: 'x' } }); // ! deployment-parameter-mismatch
}
`,
      'run.ts': `import { flow, runDeployment, waitForFlowRuns } from 'millrace';
import { names } from './catalogue.ts';
const target = (flowName: string, deployment = 'daily') => \`\${flowName}/\${deployment}\`;
export const main = flow({ name: 'main' }, async () => {
  const a = await runDeployment(names.load + '/daily', { timeout: 0, parameters: { day: 'x' } });
  const b = await runDeployment(\`\${names.load}/dialy\`, { timeout: 0, parameters: { day: 'x' } }); // ? deployment-not-found
  const c = await runDeployment(target(names.clean), { timeout: 0 });
  const d = await runDeployment(names.clean + '/dayli', { timeout: 0 }); // ? deployment-not-found
  runDeployment(target(names.load, 'eu'), { timeout: 0 }); // ! no-floating-run
  await waitForFlowRuns([a, b, c, d]);
});
`,
    },
    'old style callbacks, promises and partial application': {
      'use.js': `const { flow, task } = require('millrace');
const _ = require('lodash');
const { promisify } = require('node:util');
const etl = flow({ name: 'etl' }, async ({ n }) => n);
const step = task({ name: 'step' }, async ({ n }) => n);
const self = module.exports = { etl, start, stop: () => etl.submit({ n: 1 }) }; // ! flow-no-submit
function start(done) {
  self.etl.submit({ n: 1 }); // ! flow-no-submit
  this.etl;
  etl({ n: 1 }).then((value) => done(null, value), done);
  etl({ n: 2 }); // ! no-floating-run
}
const each = (list, fn) => { for (const one of list) fn(one); };
each([etl], (one) => one.submit({ n: 1 })); // ! flow-no-submit
each([step], (one) => one.submit({ n: 1 }));
_.once(() => etl.submit({ n: 1 })); // ! flow-no-submit
promisify((n, done) => { etl.submit({ n }); done(); }); // ! flow-no-submit
new Promise((resolve, reject) => { etl({ n: 1 }).then(resolve, reject); });
new Promise((resolve) => { setTimeout(() => etl.submit({ n: 1 }), 10); resolve(); }); // ! flow-no-submit
Promise.resolve(etl).then((one) => one.submit({ n: 1 })); // ! flow-no-submit
Promise.resolve().then(() => etl({ n: 1 })); // ! no-floating-run
process.on('exit', etl.submit); // ! flow-no-submit
exports.late = etl;
module.exports.more = { ...self, again: etl };
module.exports.more.again.submit({ n: 1 }); // ! flow-no-submit
`,
    },
    'components that hold flows in hooks of the project': {
      'hooks.tsx': `import { createContext, use, type PropsWithChildren } from 'react';
import { flow, type Flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
export interface Jobs { etl: Flow<{}, number>; list: Flow<{}, number>[] }
export const JobsContext = createContext<Jobs>({ etl, list: [] });
export function useJobs(): Jobs { return use(JobsContext); }
export const useJob = (n: number) => useJobs().list[n];
export const withJobs = <P extends object>(Inner: (props: P & { jobs: Jobs }) => unknown) => (props: P) => <Inner {...props} jobs={useJobs()} />;
type Column<T> = { title: string; cell: (row: T, index: number) => unknown };
export function Table<T>({ rows, columns, onSelect }: { rows: T[]; columns: Column<T>[]; onSelect?: (row: T) => void }) {
  return <table onClick={() => onSelect?.(rows[0]!)}>{rows.map((row, n) => columns.map((column) => <td key={n}>{column.cell(row, n)}</td>))}</table>;
}
export function Provider({ children, jobs = { etl, list: [etl] } }: PropsWithChildren<{ jobs?: Jobs }>) {
  jobs.etl.submit(); // ! flow-no-submit
  return <JobsContext.Provider value={jobs}>{children}</JobsContext.Provider>;
}
`,
      'page.tsx': `import { etl, Table, useJob, useJobs, withJobs } from './hooks.tsx';
export function Page() {
  const { etl: main, list } = useJobs();
  const one = useJob(1);
  const go = () => { main.submit(); }; // ! flow-no-submit
  one?.submit(); // ! flow-no-submit
  return <Table rows={list} columns={[{ title: 'x', cell: (row) => row.submit() }]} // ? flow-no-submit
    onSelect={(row) => { row.map({}); go(); }} />; // ? flow-no-map
}
export const Wrapped = withJobs(({ jobs }) => <button onClick={() => jobs.etl.submit()} />); // ! flow-no-submit
export const Typed = () => <Table<typeof etl> rows={[etl]} columns={[]} onSelect={(row) => row.submit()} />; // ? flow-no-submit
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
