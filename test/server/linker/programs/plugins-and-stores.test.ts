import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Plugins, stores, machines, events, workers and packages around flows. */
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
  },
  recommended.map(({ rule }) => rule),
);
