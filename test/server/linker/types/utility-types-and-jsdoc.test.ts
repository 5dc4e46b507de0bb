import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** What types and comments with types say of flows: aliases, utility types, conditional types, generics, JSDoc. */
reportsAsMarked(
  {
    'interfaces that extend and utility types over them': {
      'types.ts': `import type { Flow, Task } from 'millrace';
export interface HasFlow<P extends object = {}> { readonly main: Flow<P, number>; fallback?: Flow<P, number> | undefined }
export interface HasStep { step: Task<{}, number> }
export interface Job extends HasFlow, HasStep { name: string; next: Job | null }
export type Slim = Pick<Job, 'main' | 'step'>;
export type Rest = Omit<Job, 'name'>;
export type Loose = Partial<Job>;
export type Strict = Required<Loose>;
export type Both = HasFlow<{ day: string }> & { extra: Flow<{}, void> };
export type ByName = Record<'daily' | 'hourly', Job['main']>;
export type Jobs = readonly Job[];
export type Lookup = (name: string) => Job | undefined;
`,
      'use.ts': `import type { Both, ByName, HasFlow, Job, Jobs, Lookup, Loose, Rest, Slim, Strict } from './types.ts';
export function all(slim: Slim, rest: Rest, loose: Loose, strict: Strict, both: Both, names: ByName, jobs: Jobs, lookup: Lookup) {
  slim.main.submit(); // ! flow-no-submit
  slim.step.submit();
  rest.next?.main.submit(); // ! flow-no-submit
  loose.fallback?.submit(); // ! flow-no-submit
  strict.fallback.submit(); // ! flow-no-submit
  both.main.submit({ day: 'x' }); // ! flow-no-submit
  both.extra.map({}); // ! flow-no-map
  names.daily.submit(); // ! flow-no-submit
  for (const { main, step } of jobs) {
    main.submit(); // ! flow-no-submit
    step.submit();
  }
  lookup('x')?.main.submit(); // ! flow-no-submit
  lookup('x')!.next!.next?.main.submit(); // ! flow-no-submit
  jobs.map((job) => job.name);
}
export const walk = (job: Job): void => {
  job.next?.main.submit(); // ! flow-no-submit
  if (job.next) walk(job.next);
};
export const generic = <T extends HasFlow>(one: T, key: keyof Pick<Job, 'main'>) => {
  one.main.submit(); // ! flow-no-submit
  return (one as HasFlow)[key].submit(); // ! flow-no-submit
};
export class Impl implements HasFlow {
  constructor(readonly main: HasFlow['main']) {}
  get fallback() {
    return this.main;
  }
  run({ main: inner = this.main, fallback }: Partial<HasFlow> = {}) {
    inner.submit(); // ! flow-no-submit
    fallback?.submit(); // ! flow-no-submit
    this.fallback.submit(); // ! flow-no-submit
  }
}
`,
    },
    'types computed from functions and classes': {
      'make.ts': `import { flow, task } from 'millrace';
export const makeFlow = (name: string) => flow({ name }, async ({ day }: { day: string }) => day);
export async function makeBoth(name: string) {
  return { main: makeFlow(name), steps: [task({ name }, async () => 1)] };
}
export class Platform {
  readonly etl = makeFlow('etl');
  static readonly shared = makeFlow('shared');
  pick(): [typeof this.etl, string] {
    return [this.etl, 'x'];
  }
}
export function schedule(job: ReturnType<typeof makeFlow>, at: { hour: number; job?: ReturnType<typeof makeFlow> }) {
  job.submit({ day: 'x' }); // ! flow-no-submit
  at.job?.submit({ day: 'x' }); // ! flow-no-submit
}
`,
      'use.ts': `import type { makeBoth, makeFlow, Platform, schedule } from './make.ts';
import type * as make from './make.ts';
type Made = ReturnType<typeof makeFlow>;
type Both = Awaited<ReturnType<typeof makeBoth>>;
type Job = Parameters<typeof schedule>[0];
type At = NonNullable<Parameters<typeof schedule>[1]['job']>;
type Etl = InstanceType<typeof Platform>['etl'];
type Pair = ReturnType<Platform['pick']>;
type FirstOf<T extends readonly unknown[]> = T[0];
type Unwrap<T> = T extends Promise<infer U> ? U : T;
export function take(made: Made, both: Both, job: Job, at: At, etl: Etl, pair: Pair, first: FirstOf<Pair>, un: Unwrap<Promise<Made>>) {
  made.submit({ day: 'x' }); // ! flow-no-submit
  both.main.submit({ day: 'x' }); // ! flow-no-submit
  both.steps[0]!.submit();
  job.submit({ day: 'x' }); // ! flow-no-submit
  at.submit({ day: 'x' }); // ! flow-no-submit
  etl.submit({ day: 'x' }); // ! flow-no-submit
  pair[0].map({ day: ['x'] }); // ! flow-no-map
  first.submit({ day: 'x' }); // ! flow-no-submit
  un.submit({ day: 'x' }); // ? flow-no-submit
}
export const more = (shared: (typeof make.Platform)['shared'], platform: make.Platform) => {
  shared.submit({ day: 'x' }); // ! flow-no-submit
  platform.etl.submit({ day: 'x' }); // ! flow-no-submit
};
`,
    },
    'mapped, conditional and indexed types': {
      'jobs.ts': `import { flow, task, type Flow, type Task } from 'millrace';
export const jobs = {
  load: flow({ name: 'load' }, async ({ day }: { day: string }) => day),
  save: flow({ name: 'save' }, async ({ day }: { day: string }) => day),
};
export const steps = { ping: task({ name: 'ping' }, async () => 1) };
export type Jobs = typeof jobs;
export type Makers = { [K in keyof Jobs as \`make\${Capitalize<K>}\`]: () => Jobs[K] };
export type Getters = { readonly [K in keyof Jobs]?: () => Jobs[K] };
export type FlowsOf<T> = { [K in keyof T]: Flow<{}, T[K]> };
export type Only<T> = T extends Flow<infer P, infer R> ? Flow<P, R> : never;
export type Runner<K extends 'flow' | 'task'> = K extends 'flow' ? Flow<{}, number> : Task<{}, number>;
export type OneOf = Jobs[keyof Jobs];
export type Events = \`on\${string}\`;
export type Handlers = { [key: Events]: Flow<{}, void>; fallback: Flow<{}, void> };
`,
      'use.ts': `import type { FlowsOf, Getters, Handlers, Jobs, Makers, OneOf, Only, Runner } from './jobs.ts';
export function use(makers: Makers, getters: Getters, flows: FlowsOf<{ a: number }>, only: Only<Jobs['load']>, one: OneOf, handlers: Handlers) {
  makers.makeLoad().submit({ day: 'x' }); // ! flow-no-submit
  getters.save?.().submit({ day: 'x' }); // ! flow-no-submit
  flows.a.submit(); // ! flow-no-submit
  only.submit({ day: 'x' }); // ! flow-no-submit
  one.submit({ day: 'x' }); // ! flow-no-submit
  handlers.onStart?.submit(); // ! flow-no-submit
  handlers.fallback.submit(); // ! flow-no-submit
}
export const run = (a: Runner<'flow'>, b: Runner<'task'>) => {
  a.submit(); // ! flow-no-submit
  b.submit();
};
export function keyed<K extends keyof Jobs>(jobs: Jobs, key: K, pick: Jobs[K]) {
  jobs[key].submit({ day: 'x' }); // ! flow-no-submit
  pick.submit({ day: 'x' }); // ! flow-no-submit
}
`,
    },
    'generics with constraints and results that say ok': {
      'result.ts': `export type Result<T, E = Error> = { ok: true; value: T } | { ok: false; error: E };
export const ok = <T>(value: T): Result<T, never> => ({ ok: true, value });
export function unwrap<T>(result: Result<T>): T {
  if (!result.ok) throw result.error;
  return result.value;
}
export type Maybe<T> = T | null | undefined;
export interface Repository<T, K = string> { find(key: K): Maybe<T>; all(): T[]; each(look: (one: T, key: K) => void): void; load(key: K): Promise<T> }
export abstract class Base<T> implements Repository<T> {
  protected readonly kept = new Map<string, T>();
  find(key: string) { return this.kept.get(key); }
  all() { return [...this.kept.values()]; }
  each(look: (one: T, key: string) => void) { this.kept.forEach(look); }
  async load(key: string): Promise<T> { return this.kept.get(key)!; }
}
`,
      'use.ts': `import { flow, type AnyFlow, type Flow, type Task } from 'millrace';
import { Base, ok, unwrap, type Maybe, type Repository, type Result } from './result.ts';
type Etl = Flow<{ day: string }, number>;
const etl: Etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day.length);
unwrap(ok(etl)).submit({ day: 'x' }); // ! flow-no-submit
export function open(result: Result<Etl>, maybe: Maybe<Etl>, repository: Repository<Etl>, tasks: Repository<Task<{}, number>>) {
  if (result.ok) result.value.submit({ day: 'x' }); // ! flow-no-submit
  unwrap(result).submit({ day: 'x' }); // ? flow-no-submit
  maybe?.submit({ day: 'x' }); // ! flow-no-submit
  repository.find('x')?.submit({ day: 'x' }); // ! flow-no-submit
  repository.all()[0]?.submit({ day: 'x' }); // ! flow-no-submit
  repository.each((one, key) => one.submit({ day: key })); // ! flow-no-submit
  repository.all().map((one) => one.map({ day: ['x'] })); // ! flow-no-map
  tasks.all().map((one) => one.submit());
}
class Flows extends Base<Etl> {
  first() {
    return this.all().at(0);
  }
}
class Steps extends Base<Task<{}, number>> {}
const flows = new Flows();
flows.find('x')?.submit({ day: 'x' }); // ? flow-no-submit
flows.first()?.submit({ day: 'x' }); // ? flow-no-submit
(await flows.load('x')).submit({ day: 'x' }); // ! flow-no-submit
export const step = async () => (await new Steps().load('x')).submit();
export const start = <F extends Etl>(one: F, ...more: F[]) => {
  one.submit({ day: 'x' }); // ! flow-no-submit
  more.forEach((other) => other.submit({ day: 'x' })); // ! flow-no-submit
};
export const any = <F extends AnyFlow & { submit(): void }>(one: F) => one.submit();
export class Runner<F extends Flow<any, any> = Etl> {
  constructor(private readonly flow: F) {}
  go() {
    return this.flow.submit({ day: 'x' }); // ! flow-no-submit
  }
}
`,
    },
    'unions told apart by what they say': {
      'work.ts': `import type { Flow, Task } from 'millrace';
export type Work =
  | { kind: 'flow'; run: Flow<{}, number>; retries: number }
  | { kind: 'task'; run: Task<{}, number> };
export interface Node { flow?: Flow<{}, number>; task?: Task<{}, number>; children: Node[] }
`,
      'use.ts': `import type { Flow, Task } from 'millrace';
import type { Node, Work } from './work.ts';
export function start(work: Work) {
  if (work.kind === 'flow') {
    work.run.submit(); // ? flow-no-submit
  } else {
    work.run.submit();
  }
  switch (work.kind) {
    case 'task':
      return work.run.submit();
    case 'flow':
      return work.run.submit(); // ? flow-no-submit
  }
}
export function visit(node: Node): void {
  node.flow?.submit(); // ! flow-no-submit
  node.task?.submit();
  if (node.flow) node.flow.map({}); // ! flow-no-map
  for (const child of node.children) {
    child.flow?.submit(); // ! flow-no-submit
    visit(child);
  }
}
export function either(one: Flow<{}, number> | Task<{}, number> | string) {
  if (typeof one === 'string') return one;
  return 'submit' in one ? one.submit() : one();
}
`,
    },
    'classes that return themselves': {
      'fluent.ts': `import type { Flow } from 'millrace';
export class Chain<F extends Flow<any, any>> {
  protected flows: F[] = [];
  add(one: F): this {
    this.flows.push(one);
    return this;
  }
  get last(): F | undefined {
    return this.flows.at(-1);
  }
  with<G extends Flow<any, any>>(other: G): Chain<F | G> {
    return new Chain<F | G>().add(other);
  }
  each(look: (this: this, one: F) => void): this {
    for (const one of this.flows) look.call(this, one);
    return this;
  }
  self() {
    return this;
  }
}
export class Named extends Chain<Flow<{}, number>> {
  name = '';
  called(name: string) {
    this.name = name;
    return this;
  }
  submit() {
    return this.flows.length;
  }
}
`,
      'use.ts': `import { flow, type Flow } from 'millrace';
import { Chain, Named } from './fluent.ts';
const a = flow({ name: 'a' }, async () => 1);
new Chain<typeof a>().add(a).add(a).last?.submit(); // ! flow-no-submit
const named = new Named().called('x').add(a).called('y').self();
named.last?.submit(); // ! flow-no-submit
named.submit();
named.each((one) => one.submit()); // ! flow-no-submit
new Chain<Flow<{}, number>>().with(a).last!.map({}); // ! flow-no-map
`,
    },
    'JavaScript with JSDoc': {
      'types.js': `/**
 * @typedef {import('millrace').Flow<{ day: string }, number>} Etl
 * @typedef {object} Job
 * @property {Etl} main
 * @property {Etl} [fallback]
 * @property {import('millrace').Task<{}, number>} step
 */
/**
 * @callback OnJob
 * @param {Etl} job
 * @returns {void}
 */
export {};
`,
      'use.js': `/** @import { Flow, Task } from 'millrace' */
/** @typedef {import('./types.js').Job} Job */
/**
 * @param {Job} job
 * @param {Flow<{}, number>[]} flows
 * @param {Map<string, Flow<{}, number>>} byName
 * @param {{ etl: Flow<{}, number>, step: Task<{}, number> }} deps
 */
export function start(job, flows, byName, { etl, step }) {
  job.main.submit({ day: 'x' }); // ! flow-no-submit
  job.fallback?.submit({ day: 'x' }); // ! flow-no-submit
  job.step.submit();
  flows[0].submit(); // ! flow-no-submit
  byName.get('x').submit(); // ! flow-no-submit
  etl.map({}); // ! flow-no-map
  step.submit();
}
/** @type {import('./types.js').OnJob} */
export const onJob = (job) => job.submit({ day: 'x' }); // ! flow-no-submit
/** @type {Record<string, Flow<{}, number>>} */
const registry = {};
registry.etl.submit(); // ! flow-no-submit
const cast = /** @type {Flow<{}, number>} */ (JSON.parse('{}'));
cast.submit(); // ! flow-no-submit
/**
 * @template {Flow<any, any>} F
 * @param {F} one
 * @returns {F}
 */
export function same(one) {
  one.submit(); // ! flow-no-submit
  return one;
}
export class Service {
  /** @type {Flow<{}, number>} */
  #main;
  /** @param {Flow<{}, number>} main */
  constructor(main) {
    this.#main = main;
    this.other = main;
  }
  /** @returns {Promise<Flow<{}, number>>} */
  async load() {
    this.#main.submit(); // ! flow-no-submit
    return this.#main;
  }
}
/** @param {Service} service */
export const use = async (service) => {
  (await service.load()).submit(); // ! flow-no-submit
  service.other.submit(); // ! flow-no-submit
};
/** @type {(job: Flow<{}, number>, n: number) => void} */
export const handler = function (job, n) {
  job.submit(); // ! flow-no-submit
  n.toFixed();
};
/** @satisfies {Record<string, (job: Flow<{}, number>) => unknown>} */
export const handlers = { go: (job) => job.submit(), stop: (job) => job.definition }; // ! flow-no-submit
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
