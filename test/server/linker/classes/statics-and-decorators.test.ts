import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Flows in services, statics, mixins, containers, decorated classes and old JavaScript. */
reportsAsMarked(
  {
    'services that are given flows': {
      'ports.ts': `import type { Flow, Task } from 'millrace';
export type Day = { day: string };
export interface Deps { etl: Flow<Day, number>; report: Flow<Day, void>; step: Task<Day, number>; log(text: string): void }
`,
      'service.ts': `import type { Flow } from 'millrace';
import type { Day, Deps } from './ports.ts';
export class Service {
  private readonly etl: Deps['etl'];
  readonly #deps: Deps;
  protected report;
  constructor(private readonly deps: Deps, { etl, report }: Deps, public extra: Flow<Day, number> | undefined = undefined) {
    this.etl = etl;
    this.report = report;
    this.#deps = deps;
  }
  start(day: string) {
    this.etl.submit({ day }); // ! flow-no-submit
    this.deps.etl.submit({ day }); // ! flow-no-submit
    this.#deps.report.submit({ day }); // ! flow-no-submit
    this.report.submit({ day }); // ! flow-no-submit
    this.extra?.submit({ day }); // ! flow-no-submit
    this.deps.step.submit({ day });
    const { deps: { report: inner }, etl } = this;
    inner.map({ day: [day] }); // ! flow-no-map
    etl({ day }); // ! no-floating-run
    const self = this;
    return function () {
      return self.etl.submit({ day }); // ! flow-no-submit
    };
  }
}
export class Special extends Service {
  override start(day: string) {
    super.start(day);
    this.report.submit({ day }); // ! flow-no-submit
    return () => this.extra!.submit({ day }); // ! flow-no-submit
  }
}
`,
      'main.ts': `import { flow, task } from 'millrace';
import type { Deps } from './ports.ts';
import { Service, Special } from './service.ts';
const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day.length);
const deps: Deps = {
  etl,
  report: flow({ name: 'report' }, async ({ day }: { day: string }) => { day.trim(); }),
  step: task({ name: 'step' }, async ({ day }: { day: string }) => day.length),
  log: console.log,
};
const service = new Service(deps, deps, etl);
service.extra?.submit({ day: 'x' }); // ! flow-no-submit
new Special(deps, deps).extra!.submit({ day: 'x' }); // ! flow-no-submit
const services = [service, new Special(deps, deps)];
services.forEach(({ extra }) => extra?.submit({ day: 'x' })); // ! flow-no-submit
service['extra']?.submit({ day: 'x' }); // ! flow-no-submit
`,
    },
    'statics, private members, accessors': {
      'catalog.ts': `import { flow, type Flow } from 'millrace';
type Job = Flow<{}, number>;
const make = (name: string): Job => flow({ name }, async () => 1);
export class Catalog {
  static readonly #all = new Map<string, Job>();
  static #last: Job;
  static main = make('main');
  static {
    this.#all.set('main', this.main);
    Catalog.#last = Catalog.main;
    const { main } = this;
    main.submit(); // ! flow-no-submit
  }
  static of(name: string) {
    return Catalog.#all.get(name) ?? Catalog.#last;
  }
  static get last() {
    return this.#last;
  }
  static *each() {
    yield* this.#all.values();
  }
  static [Symbol.iterator]() {
    return this.#all.values();
  }
  #own = make('own');
  accessor chosen: Job = this.#own;
  static create() {
    return new this();
  }
  get #secret() {
    return this.#own;
  }
  run(other: Catalog) {
    other.#own.submit(); // ! flow-no-submit
    this.#secret.submit(); // ! flow-no-submit
    if (#own in other) other.chosen.submit(); // ! flow-no-submit
  }
  ['computed']() {
    return this.#own;
  }
}
export class Child extends Catalog {
  static override create() {
    super.main.submit(); // ! flow-no-submit
    this.main.submit(); // ! flow-no-submit
    return super.create();
  }
  override get chosen() {
    return super.chosen;
  }
}
`,
      'use.ts': `import { Catalog, Child } from './catalog.ts';
Catalog.of('main').submit(); // ! flow-no-submit
Catalog.last.submit(); // ! flow-no-submit
Catalog.main.submit(); // ! flow-no-submit
Child.main.submit(); // ! flow-no-submit
Child.of('x').submit(); // ! flow-no-submit
for (const one of Catalog.each()) one.submit(); // ! flow-no-submit
for (const one of Catalog) one.submit(); // ! flow-no-submit
Catalog.create().chosen.submit(); // ! flow-no-submit
Child.create().chosen.submit(); // ! flow-no-submit
new Child().computed().submit(); // ! flow-no-submit
const { main: renamed, of } = Catalog;
renamed.submit(); // ! flow-no-submit
of('y').map({}); // ! flow-no-map
const Alias = Child;
Alias.last.submit(); // ! flow-no-submit
new Alias().chosen.submit(); // ! flow-no-submit
`,
    },
    'abstract templates, mixins, class factories': {
      'base.ts': `import { flow, type Flow } from 'millrace';
export abstract class Job<P extends object = {}> {
  abstract readonly flow: Flow<P, unknown>;
  abstract steps(): Flow<P, unknown>[];
  protected made?: Flow<P, unknown>;
  start(parameters: P) {
    this.flow.submit(parameters); // ! flow-no-submit
    for (const step of this.steps()) step.submit(parameters); // ! flow-no-submit
    this.made?.submit(parameters); // ! flow-no-submit
  }
}
type Ctor<T = {}> = abstract new (...args: any[]) => T;
export const Timed = <B extends Ctor>(Base: B) => {
  abstract class Mixed extends Base {
    timed = flow({ name: 'timed' }, async () => 1);
  }
  return Mixed;
};
export function jobClass(name: string) {
  return class {
    static readonly main = flow({ name }, async () => name);
    readonly own = flow({ name: name + '-own' }, async () => name);
  };
}
export const Registry = class<T> extends Map<string, T> {
  must(key: string): T {
    return this.get(key)!;
  }
};
export class FlowList extends Array<Flow<{}, number>> {
  first() {
    return this[0]!;
  }
}
export class FlowMap extends Map<string, Flow<{}, number>> {}
`,
      'use.ts': `import { flow, type Flow } from 'millrace';
import { FlowList, FlowMap, Job, jobClass, Registry, Timed } from './base.ts';
class Daily extends Timed(Job<{ day: string }>) {
  readonly flow = flow({ name: 'daily' }, async ({ day }: { day: string }) => day);
  steps() {
    return [this.flow];
  }
  go() {
    this.timed.submit(); // ! flow-no-submit
    this.steps()[0]!.submit({ day: 'x' }); // ! flow-no-submit
    this.made?.submit({ day: 'x' }); // ! flow-no-submit
  }
}
const daily = new Daily();
daily.flow.submit({ day: 'x' }); // ! flow-no-submit
daily.timed.submit(); // ! flow-no-submit
const Made = jobClass('made');
Made.main.submit(); // ! flow-no-submit
new Made().own.submit(); // ! flow-no-submit
class Derived extends jobClass('derived') {}
Derived.main.submit(); // ! flow-no-submit
new Derived().own.map({}); // ! flow-no-map
new (jobClass('x'))().own.submit(); // ! flow-no-submit
new Registry<Flow<{}, number>>().must('x').submit(); // ! flow-no-submit
new FlowList().first().submit(); // ! flow-no-submit
for (const one of new FlowList()) one.submit(); // ! flow-no-submit
new FlowList().forEach((one) => one.submit()); // ! flow-no-submit
new FlowMap().get('x')?.submit(); // ! flow-no-submit
for (const [, one] of new FlowMap()) one.submit(); // ! flow-no-submit
export const run = (job: Job, jobs: Job<{ day: string }>[]) => {
  job.flow.submit(); // ! flow-no-submit
  jobs.forEach((one) => one.steps()[0]?.submit({ day: 'x' })); // ! flow-no-submit
};
`,
    },
    'Nest controllers, crons and injected tokens': {
      'flows.module.ts': `import { Module } from '@nestjs/common';
import { etl } from './etl.ts';
import { Jobs } from './jobs.service.ts';
export const ETL = Symbol('ETL');
@Module({ providers: [Jobs, { provide: ETL, useValue: etl }, { provide: 'x', useFactory: () => etl.submit() }] }) // ! flow-no-submit
export class FlowsModule {}
`,
      'etl.ts': `import { flow, task } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
export const step = task({ name: 'step' }, async () => 1);
`,
      'jobs.service.ts': `import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import type { Flow, Task } from 'millrace';
import { etl } from './etl.ts';
@Injectable()
export class Jobs implements OnModuleInit {
  @Inject('x') private readonly injected!: Flow<{}, number>;
  constructor(@Inject('ETL') private readonly main: Flow<{}, number>, @Inject('STEP') private readonly step: Task<{}, number>) {}
  onModuleInit() {
    etl(); // ! no-floating-run
  }
  @Cron('0 3 * * *')
  async nightly() {
    await this.main.submit(); // ! flow-no-submit
    this.injected.submit(); // ! flow-no-submit
    this.step.submit();
  }
  get current() {
    return this.main;
  }
}
`,
      'jobs.controller.ts': `import { Body, Controller, Post } from '@nestjs/common';
import { Jobs } from './jobs.service.ts';
@Controller('jobs')
export class JobsController {
  constructor(private readonly jobs: Jobs) {}
  @Post()
  start(@Body() body: { submit(): void }) {
    body.submit();
    return this.jobs.current.submit(); // ! flow-no-submit
  }
}
`,
    },
    'containers of the project': {
      'container.ts': `import type { Flow, Task } from 'millrace';
export interface Services { etl: Flow<{ day: string }, number>; step: Task<{ day: string }, number>; queue: { submit(job: string): void } }
export class Container {
  #made: Partial<Services> = {};
  #makers: { [K in keyof Services]?: () => Services[K] } = {};
  set<K extends keyof Services>(key: K, make: () => Services[K]) {
    this.#makers[key] = make as never;
    return this;
  }
  get<K extends keyof Services>(key: K): Services[K] {
    return (this.#made[key] ??= this.#makers[key]!() as never)!;
  }
  resolve = <K extends keyof Services>(key: K): Services[K] => this.get(key);
  get etl(): Services['etl'] {
    return this.get('etl');
  }
}
export const container = new Container();
export const inject = <K extends keyof Services>(key: K): Services[K] => container.get(key);
export const useServices = (): Services => ({ etl: inject('etl'), step: inject('step'), queue: inject('queue') });
`,
      'use.ts': `import { container, inject, useServices } from './container.ts';
container.get('etl').submit({ day: 'x' }); // ! flow-no-submit
container.get('queue').submit('x');
container.resolve('etl').map({ day: ['x'] }); // ! flow-no-map
container.etl.submit({ day: 'x' }); // ! flow-no-submit
inject('etl').submit({ day: 'x' }); // ! flow-no-submit
inject('queue').submit('x');
const { etl, queue, step } = useServices();
etl.submit({ day: 'x' }); // ! flow-no-submit
queue.submit('x');
export const fine = async () => step.submit({ day: 'x' });
export class Handler {
  private readonly etl = inject('etl');
  handle = () => this.etl.submit({ day: 'x' }); // ! flow-no-submit
}
`,
    },
    'constructors of old JavaScript and objects with prototypes': {
      'runner.js': `import { flow } from 'millrace';
const etl = flow({ name: 'etl' }, async () => 1);
export function Runner(name) {
  this.name = name;
  this.etl = etl;
}
Runner.prototype.start = function () {
  return this.etl.submit(); // ? flow-no-submit
};
Runner.main = etl;
Runner.create = () => ({ main: etl });
export const proto = { etl, run() { return this.etl.submit(); } }; // ! flow-no-submit
export const child = Object.create(proto);
export const literal = { __proto__: proto, own: etl };
`,
      'use.js': `import { child, literal, proto, Runner } from './runner.js';
Runner.main.submit(); // ! flow-no-submit
Runner.create().main.submit(); // ! flow-no-submit
child.etl.submit(); // ! flow-no-submit
literal.own.submit(); // ! flow-no-submit
literal.etl.submit(); // ? flow-no-submit
proto.etl.map({}); // ! flow-no-map
new Runner('x').etl.submit(); // ? flow-no-submit
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
