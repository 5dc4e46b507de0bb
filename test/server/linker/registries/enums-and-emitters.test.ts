import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Flows in registries: objects, maps, enums, namespaces, containers, event emitters. */
reportsAsMarked(
  {
    'satisfies, as const, keys of unions': {
      'jobs.ts': `import { flow, type AnyFlow } from 'millrace';
export const jobs = {
  ingest: flow({ name: 'ingest' }, async ({ day }: { day: string }) => day),
  clean: flow({ name: 'clean' }, async ({ day }: { day: string }) => day),
  'publish-all': flow({ name: 'publish-all' }, async ({ day }: { day: string }) => day),
} as const satisfies Record<string, AnyFlow>;
export type Kind = keyof typeof jobs;
export const order = ['ingest', 'clean'] as const satisfies readonly Kind[];
export const frozen = Object.freeze({ ...jobs, extra: jobs.clean });
`,
      'use.ts': `import { frozen, jobs, order, type Kind } from './jobs.ts';
jobs['publish-all'].submit({ day: 'x' }); // ! flow-no-submit
for (const key of order) jobs[key].submit({ day: 'x' }); // ! flow-no-submit
for (const key in jobs) jobs[key as Kind].submit({ day: 'x' }); // ! flow-no-submit
export function start(kind: Kind, day: string) {
  const job = jobs[kind];
  job.submit({ day }); // ! flow-no-submit
  switch (kind) {
    case 'ingest':
      return jobs.ingest.map({ day: [day] }); // ! flow-no-map
    case 'clean':
      return jobs[kind].map({ day: [day] }); // ! flow-no-map
    default:
      return undefined;
  }
}
export type Job = (typeof jobs)[Kind];
export const run = (job: Job) => job.submit({ day: 'x' }); // ! flow-no-submit
frozen.extra.submit({ day: 'x' }); // ! flow-no-submit
const { ingest, ['clean']: tidy } = frozen;
ingest.submit({ day: 'x' }); // ! flow-no-submit
tidy.submit({ day: 'x' }); // ! flow-no-submit
(Object.keys(jobs) as Kind[]).forEach((key) => jobs[key].submit({ day: 'x' })); // ! flow-no-submit
`,
    },
    'enum keys and nested tables': {
      'tables.ts': `import { flow, task } from 'millrace';
export enum Source { Shop = 'shop', Ads = 'ads' }
export const enum Speed { Fast, Slow }
const shop = flow({ name: 'shop' }, async () => 1);
const ads = flow({ name: 'ads' }, async () => 2);
export const ping = task({ name: 'ping' }, async () => true);
export const bySource = { [Source.Shop]: shop, [Source.Ads]: ads };
export const nested = {
  [Source.Shop]: { main: shop, steps: [ping], [Speed.Fast]: shop },
  [Source.Ads]: { main: ads, steps: [ping], [Speed.Fast]: ads },
};
`,
      'use.ts': `import { bySource, nested, Source, Speed } from './tables.ts';
bySource[Source.Shop].submit(); // ! flow-no-submit
bySource.ads.submit(); // ! flow-no-submit
bySource['shop'].map({}); // ! flow-no-map
nested[Source.Ads].main.submit(); // ! flow-no-submit
nested[Source.Ads].steps[0]!.submit(); // ! task-called-outside-flow
nested[Source.Shop][Speed.Fast].submit(); // ! flow-no-submit
for (const source of Object.values(Source)) bySource[source].submit(); // ! flow-no-submit
Object.values(nested).forEach(({ main, steps }) => {
  main.submit(); // ! flow-no-submit
  steps.forEach((step) => step.submit());
});
export const pick = (source: Source) => nested[source].main.submit(); // ! flow-no-submit
export const all = (sources: Source[]) => sources.map((source) => bySource[source]);
all([Source.Ads])[0]!.submit(); // ! flow-no-submit
`,
    },
    'maps, sets, weak maps': {
      'use.ts': `import { flow, task, type Flow, type Task } from 'millrace';
const a = flow({ name: 'a' }, async () => 1);
const step = task({ name: 'step' }, async () => 1);
class Owner {}
const owners = new WeakMap<Owner, Flow<{}, number>>();
const owner = new Owner();
owners.set(owner, a);
owners.get(owner)?.submit(); // ! flow-no-submit
const literal = new Map([['a', a], ['b', a]]);
literal.get('a')!.submit(); // ! flow-no-submit
for (const [name, one] of literal) if (name) one.submit(); // ! flow-no-submit
literal.forEach((one, name) => { if (name) one.map({}); }); // ! flow-no-map
const mixed = new Map<string, { main: Flow<{}, number>; steps: Set<Task<{}, number>> }>();
mixed.set('x', { main: a, steps: new Set([step]) });
mixed.get('x')?.main.submit(); // ! flow-no-submit
for (const { main, steps } of mixed.values()) {
  main.submit(); // ! flow-no-submit
  for (const one of steps) one.submit();
}
const seen = new Set([a]);
seen.add(a).forEach((one) => one.submit()); // ! flow-no-submit
const [first] = seen;
first?.submit(); // ! flow-no-submit
seen.values().next().value?.submit(); // ! flow-no-submit
Array.from(seen, (one) => one.submit()); // ! flow-no-submit
const two = new Map<string, Map<string, Flow<{}, number>>>();
two.get('x')?.get('y')?.submit(); // ! flow-no-submit
const holder: { current: Flow<{}, number> | null } = { current: null };
holder.current ??= a;
holder.current.submit(); // ! flow-no-submit
let chosen: typeof a | undefined;
chosen ||= a;
chosen.submit(); // ! flow-no-submit
export const ref = new WeakRef(a);
ref.deref()?.submit(); // ! flow-no-submit
`,
    },
    'namespaces, merged declarations and augmented modules': {
      'registry.ts': `export interface Jobs {}
export const jobs = {} as Jobs;
export const use = <K extends keyof Jobs>(key: K): Jobs[K] => jobs[key];
`,
      'etl.ts': `import { flow, type Flow } from 'millrace';
import { jobs } from './registry.ts';
declare module './registry.ts' {
  interface Jobs {
    etl: Flow<{ day: string }, number>;
    tidy: typeof tidy;
    queue: { submit(day: string): void };
  }
}
const tidy = flow({ name: 'tidy' }, async () => 'x');
jobs.etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day.length);
jobs.tidy = tidy;
export namespace Warehouse {
  export const load = flow({ name: 'load' }, async () => 1);
  export namespace Daily {
    export const run = flow({ name: 'run' }, async () => 1);
    run.submit(); // ! flow-no-submit
  }
  const hidden = load;
  export function start() {
    return hidden.submit(); // ! flow-no-submit
  }
}
export function report() {
  return report.main;
}
export namespace report {
  export const main = Warehouse.load;
}
`,
      'use.ts': `import { report, Warehouse } from './etl.ts';
import { jobs, use } from './registry.ts';
jobs.etl.submit({ day: 'x' }); // ? flow-no-submit
jobs.queue.submit('x');
use('etl').submit({ day: 'x' }); // ? flow-no-submit
use('queue').submit('x');
jobs.tidy.map({}); // ? flow-no-map
Warehouse.load.submit(); // ! flow-no-submit
Warehouse.Daily.run.submit(); // ! flow-no-submit
import Daily = Warehouse.Daily;
Daily.run.map({}); // ! flow-no-map
report().submit(); // ! flow-no-submit
report.main.submit(); // ! flow-no-submit
`,
    },
    'containers with typed tokens': {
      'container.ts': `export class Token<T> {
  declare readonly type: T;
  constructor(readonly name: string) {}
}
export class Container {
  readonly #values = new Map<Token<unknown>, unknown>();
  bind<T>(token: Token<T>, value: T): this {
    this.#values.set(token, value);
    return this;
  }
  get<T>(token: Token<T>): T {
    return this.#values.get(token) as T;
  }
}
`,
      'tokens.ts': `import type { Flow } from 'millrace';
import { Token } from './container.ts';
export interface Queue { submit(job: string): Promise<void> }
export const ETL = new Token<Flow<{ day: string }, number>>('etl');
export const QUEUE = new Token<Queue>('queue');
`,
      'use.ts': `import { flow } from 'millrace';
import { Container } from './container.ts';
import { ETL, QUEUE } from './tokens.ts';
const container = new Container()
  .bind(ETL, flow({ name: 'etl' }, async ({ day }: { day: string }) => day.length))
  .bind(QUEUE, { async submit() {} });
container.get(ETL).submit({ day: 'x' }); // ! flow-no-submit
await container.get(QUEUE).submit('x');
export class Handler {
  readonly #etl = container.get(ETL);
  handle(day: string) {
    this.#etl.map({ day: [day] }); // ! flow-no-map
    this.#etl({ day }); // ! no-floating-run
  }
}
`,
    },
    'proxies and reflection': {
      'use.ts': `import { flow } from 'millrace';
const etl = flow({ name: 'etl' }, async () => 1);
const jobs = { etl, other: etl };
const watched = new Proxy(jobs, { get: (target, key, receiver) => Reflect.get(target, key, receiver) });
watched.etl.submit(); // ? flow-no-submit
const wrapped = new Proxy(etl, {});
wrapped.submit(); // ? flow-no-submit
const queue = new Proxy({} as { submit(): void }, {});
queue.submit();
const copy = structuredClone({ submit: 1 });
export const { submit } = copy;
const assigned = Object.assign({ extra: 1 }, jobs);
assigned.other.submit(); // ! flow-no-submit
const linked = Object.create(jobs) as typeof jobs;
linked.etl.submit(); // ! flow-no-submit
const descriptor = { get current() { return etl; } };
descriptor.current.submit(); // ! flow-no-submit
`,
    },
    'event emitters and hooks': {
      'bus.ts': `import type { Flow } from 'millrace';
type Events = { ready: [job: Flow<{ day: string }, number>, day: string]; idle: [] };
export class Bus<E extends Record<keyof E, unknown[]>> {
  #handlers: { [K in keyof E]?: ((...args: E[K]) => void)[] } = {};
  on<K extends keyof E>(event: K, handler: (...args: E[K]) => void): this {
    (this.#handlers[event] ??= []).push(handler);
    return this;
  }
  emit<K extends keyof E>(event: K, ...args: E[K]) {
    this.#handlers[event]?.forEach((handler) => handler(...args));
  }
}
export const bus = new Bus<Events>();
export type Handler = (job: Flow<{ day: string }, number>) => void;
export const handlers: Handler[] = [];
export const subscribe = (handler: Handler) => handlers.push(handler);
`,
      'use.ts': `import { EventEmitter } from 'node:events';
import { flow, type Flow } from 'millrace';
import { bus, handlers, subscribe, type Handler } from './bus.ts';
const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day.length);
bus.on('ready', (job, day) => job.submit({ day })); // ! flow-no-submit
bus.emit('ready', etl, 'x');
subscribe((job) => { job.submit({ day: 'x' }); }); // ! flow-no-submit
subscribe((job) => { job({ day: 'x' }); }); // ! no-floating-run
const handler: Handler = (job) => job.map({ day: ['x'] }); // ! flow-no-map
handlers.push((job) => job.submit({ day: 'x' })); // ? flow-no-submit
handlers.push(handler);
const emitter = new EventEmitter<{ job: [Flow<{ day: string }, number>] }>();
emitter.on('job', (job) => job.submit({ day: 'x' })); // ? flow-no-submit
emitter.on('job', () => { etl({ day: 'x' }); }); // ! no-floating-run
emitter.emit('job', etl);
process.on('SIGHUP', () => etl.submit({ day: 'x' })); // ! flow-no-submit
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
