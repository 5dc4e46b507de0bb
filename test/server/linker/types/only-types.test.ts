import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** What only a type says. */
reportsAsMarked(
  {
    'decorator-like wrappers that keep or lose the flow': {
      'wrap.ts': `import type { Flow } from 'millrace';
export function traced<F extends Flow<any, any>>(one: F): F {
  console.log(one.definition.options.name);
  return one;
}
export const named = <T>(name: string, value: T): T => value;
export function awaited(one: Flow<{}, number>) {
  return async () => {
    await one({});
  };
}
export function asQueue(one: Flow<{}, number>) {
  return { submit: async () => { await one({}); }, map: (n: number) => Array.from({ length: n }, () => one({})) };
}
export const withRetry = (one: Flow<{}, number>, times: number) => one.withOptions({ retries: times, retryDelaySeconds: 2 });
`,
      'main.ts': `import { flow } from 'millrace';
import { asQueue, awaited, named, traced, withRetry } from './wrap.ts';
const plain = flow({ name: 'plain' }, async () => 1);
const a = traced(plain);
const b = named('b', plain);
const c = awaited(plain);
const d = asQueue(plain);
const e = withRetry(plain, 3);
const f = traced(named('f', withRetry(flow({ name: 'f' }, async () => 2), 1)));
export const main = flow({ name: 'main' }, async () => {
  a.submit({}); // ! flow-no-submit
  b.map({}); // ! flow-no-map
  await c();
  await d.submit();
  await Promise.all(d.map(3));
  e.submit({}); // ! flow-no-submit
  f.submit({}); // ! flow-no-submit
  f({}); // ! no-floating-run
  named('q', d).submit().catch(() => {});
  await named('g', plain)({});
});
`,
    },
    'types alone say what it is': {
      'types.ts': `import type { Flow, Task, TaskFuture, TaskFutureList } from 'millrace';
import type * as sdk from 'millrace';
export type Job = Flow<{ id: string }, number>;
export type Jobs = Record<'a' | 'b', Job>;
export type Either = Job | Flow<{}, string>;
export type Mixed = Job | { submit(): void };
export interface Deps { job: Job; maybe?: Job; list: readonly Job[]; nested: { deep: Job[] }; map: ReadonlyMap<string, Job>; queue: Queue; step: Task<{}, number> }
export interface Queue { submit(x?: unknown): void; map(x?: unknown): void }
export interface Named extends Job { readonly title: string }
export type Made = ReturnType<typeof makeJob>;
declare function makeJob(): Job;
export type Tuple = [job: Job, queue: Queue, ...rest: Job[]];
export type Fn = (job: Job, queue: Queue) => void;
export type Ns = sdk.Flow<{}, void>;
export type Part = Pick<Deps, 'job' | 'queue'>;
export type Without = Omit<Deps, 'list'>;
export type Ro = Readonly<Required<Deps>>;
export type Elem = Deps['list'][number];
export type Branded = Job & { readonly __brand: 'job' };
export type Future = TaskFuture<number>;
export type Futures = TaskFutureList<number>;
`,
      'use.ts': `import type { Branded, Deps, Either, Elem, Fn, Future, Futures, Jobs, Made, Mixed, Named, Ns, Part, Queue, Ro, Tuple, Without } from './types.ts';
export function use(jobs: Jobs, either: Either, mixed: Mixed, deps: Deps, named: Named, made: Made, ns: Ns) {
  jobs.a.submit({ id: 'x' }); // ! flow-no-submit
  either.submit({ id: 'x' }); // ! flow-no-submit
  mixed.submit();
  deps.job.submit({ id: 'x' }); // ! flow-no-submit
  deps.maybe?.submit({ id: 'x' }); // ! flow-no-submit
  deps.list[0]?.submit({ id: 'x' }); // ! flow-no-submit
  deps.nested.deep.forEach((job) => job.submit({ id: 'x' })); // ! flow-no-submit
  deps.map.get('x')?.map({ id: ['x'] }); // ! flow-no-map
  deps.queue.submit();
  deps.step.submit();
  named.submit({ id: 'x' }); // ! flow-no-submit
  made.submit({ id: 'x' }); // ! flow-no-submit
  ns.submit(); // ! flow-no-submit
}
export function more([job, queue, ...rest]: Tuple, part: Part, without: Without, ro: Ro, elem: Elem, branded: Branded) {
  job.submit({ id: 'x' }); // ! flow-no-submit
  queue.submit();
  rest[0].submit({ id: 'x' }); // ! flow-no-submit
  part.job.submit({ id: 'x' }); // ! flow-no-submit
  part.queue.map();
  without.job.submit({ id: 'x' }); // ! flow-no-submit
  ro.maybe.submit({ id: 'x' }); // ! flow-no-submit
  elem.submit({ id: 'x' }); // ! flow-no-submit
  branded.submit({ id: 'x' }); // ! flow-no-submit
}
export const fn: Fn = (job, queue) => {
  job.submit({ id: 'x' }); // ! flow-no-submit
  queue.submit();
};
export async function futures(one: Future, many: Futures, queue: Queue) {
  if (one > 1) return; // ? future-not-resolved
  for (const future of many) {
    const x = future * 2; // ? future-not-resolved
    const y = (await future.result()) * 2;
  }
  await one; // ? no-await-submit
  queue.map();
  return many.result();
}
`,
    },
    'option objects with defaults and layered config': {
      'config.ts': `import { flow, type Flow } from 'millrace';
export const fallback = flow({ name: 'fallback' }, async () => 0);
export interface Config { job?: Flow<{}, number>; queue?: { submit(): void }; nested?: { jobs?: Record<string, Flow<{}, number>> } }
export const defaults = { job: fallback, retries: 2, queue: { submit() {} } } as const;
export function defineConfig<C extends Config>(config: C): C & typeof defaults {
  return { ...defaults, ...config };
}
export const resolve = (config: Config = {}) => ({ ...defaults, ...config });
export const merge = <A, B>(a: A, b: B) => ({ ...a, ...b });
`,
      'main.ts': `import { flow } from 'millrace';
import { type Config, defaults, defineConfig, fallback, merge, resolve } from './config.ts';
const mine = flow({ name: 'mine' }, async () => 1);
const config = defineConfig({ job: mine, nested: { jobs: { a: mine } } });
const { job = fallback, queue } = resolve({});
const merged = merge(defaults, { extra: mine });
export function start({ job: run = fallback, queue: q = { submit() {} } }: Config = {}) {
  run.submit(); // ! flow-no-submit
  q.submit();
}
export function begin(options: Config) {
  const run = options.job ?? fallback;
  run.submit(); // ! flow-no-submit
  options.nested?.jobs?.['a']?.submit(); // ! flow-no-submit
  options.queue?.submit();
  const settings = { ...defaults, ...options };
  settings.queue.submit();
}
export const main = flow({ name: 'main' }, async () => {
  config.job.submit(); // ! flow-no-submit
  config.nested!.jobs!.a.submit(); // ! flow-no-submit
  config.queue.submit();
  job.submit(); // ! flow-no-submit
  queue.submit();
  merged.job.submit(); // ! flow-no-submit
  merged.extra.submit(); // ! flow-no-submit
  merged.queue.submit();
});
`,
    },
    'types that the file declares itself': {
      'a.ts': `import type { Flow, Task } from 'millrace';
interface Deps { job: Flow<{}, number>; step: Task<{}, number>; form: { submit(): void; map(): void } }
type Options = Partial<Deps> & { times: number };
type Run = (deps: Deps) => void;
export async function start({ job, form }: Deps) {
  job.submit(); // ! flow-no-submit
  form.submit();
  await job({});
}
export function begin(options: Options) {
  options.job?.submit(); // ! flow-no-submit
  options.form?.submit();
  return options.times;
}
function helper(deps: Deps, times: number) {
  const go = () => deps.job.map({}); // ! flow-no-map
  for (let i = 0; i < times; i++) go();
  deps.form.map();
}
export class Runner {
  constructor(private readonly deps: Deps) {}
  run() {
    this.deps.job.submit(); // ! flow-no-submit
    this.deps.form.submit();
  }
  each(fn: Run) {
    fn(this.deps);
    return this;
  }
}
function useIt(runner: Runner) {
  runner.each((deps) => deps.job.submit()); // ! flow-no-submit
  helper({} as Deps, 3);
}
useIt(new Runner({} as Deps));
`,
    },
    'type arguments at the call': {
      'container.ts': `export class Container {
  readonly #made = new Map<string, unknown>();
  register<T>(key: string, value: T): this {
    this.#made.set(key, value);
    return this;
  }
  resolve<T>(key: string): T {
    return this.#made.get(key) as T;
  }
}
export function inject<T>(key: string): T {
  throw new Error(key);
}
export declare function useService<T = { submit(): void }>(key: string): T;
`,
      'main.ts': `import type { Flow } from 'millrace';
import { Container, inject, useService } from './container.ts';
interface Queue { submit(): void }
const container = new Container();
container.resolve<Flow<{}, number>>('etl').submit(); // ! flow-no-submit
container.resolve<Queue>('etl').submit();
inject<Flow<{}, number>>('etl').submit(); // ! flow-no-submit
inject<Queue>('etl').submit();
const a = inject<Flow<{}, number>[]>('all');
for (const one of a) one.map({}); // ! flow-no-map
useService<Flow<{}, number>>('x').submit(); // ! flow-no-submit
useService('x').submit();
const { job } = inject<{ job: Flow<{}, void>; queue: Queue }>('x');
job.submit(); // ! flow-no-submit
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
