import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Flows in classes, factories and containers. */
reportsAsMarked(
  {
    'class registry with private map and fluent add': {
      'registry.ts': `import type { AnyFlow, Flow } from 'millrace';
export class FlowRegistry {
  readonly #flows = new Map<string, Flow<{}, void>>();
  private static shared: FlowRegistry | undefined;
  static get instance(): FlowRegistry {
    return (FlowRegistry.shared ??= new FlowRegistry());
  }
  register(name: string, one: Flow<{}, void>): this {
    this.#flows.set(name, one);
    return this;
  }
  get(name: string): Flow<{}, void> {
    const found = this.#flows.get(name);
    if (found === undefined) throw new Error(name);
    return found;
  }
  async runAll(): Promise<void> {
    for (const one of this.#flows.values()) {
      one.submit(); // ! flow-no-submit
      await one();
    }
  }
  list(): AnyFlow[] {
    return [...this.#flows.values()];
  }
}
export class Pool {
  readonly #jobs = new Map<string, () => Promise<void>>();
  submit(name: string, job: () => Promise<void>): this {
    this.#jobs.set(name, job);
    return this;
  }
  get(name: string) {
    return this.#jobs.get(name);
  }
}
`,
      'main.ts': `import { flow } from 'millrace';
import { FlowRegistry, Pool } from './registry.ts';
const cleanUp = flow({ name: 'clean-up' }, async () => {});
export const main = flow({ name: 'main' }, async () => {
  const registry = new FlowRegistry().register('clean-up', cleanUp);
  registry.get('clean-up').submit(); // ! flow-no-submit
  FlowRegistry.instance.get('other').map({}); // ! flow-no-map
  registry.get('clean-up')(); // ! no-floating-run
  await registry.get('clean-up')();
  const pool = new Pool().submit('x', async () => cleanUp());
  pool.get('x')?.();
  pool.submit('y', cleanUp);
});
`,
    },
    'class fields, static members, inheritance, abstract methods': {
      'base.ts': `import type { Flow, Task } from 'millrace';
export abstract class Pipeline<P extends object> {
  abstract readonly main: Flow<P, unknown>;
  abstract steps(): readonly Task<{ id: string }, number>[];
  protected readonly names: string[] = [];
  async start(parameters: P): Promise<void> {
    this.main.submit(parameters); // ! flow-no-submit
    this.names.map((name) => name.length);
    for (const step of this.steps()) step.submit({ id: 'x' });
    await this.main(parameters as never);
  }
}
export abstract class Stage {
  abstract submit(id: string): void;
  run() {
    this.submit('x');
  }
}
`,
      'sales.ts': `import { flow, task } from 'millrace';
import { Pipeline, Stage } from './base.ts';
const count = task({ name: 'count' }, async ({ id }: { id: string }) => id.length);
export class Sales extends Pipeline<{ day: string }> {
  static readonly report = flow({ name: 'sales-report' }, async () => 'done');
  override readonly main = flow({ name: 'sales' }, async ({ day }: { day: string }) => day);
  override steps() {
    return [count];
  }
  static {
    Sales.report.map({}); // ! flow-no-map
  }
  get alias() {
    return this.main;
  }
}
class Local extends Stage {
  submit(id: string) {
    return id;
  }
}
export class Monthly extends Sales {
  async go() {
    this.main.map({ day: ['a'] }); // ! flow-no-map
    super.alias.submit({ day: 'a' }); // ! flow-no-submit
    this.steps()[0]({ id: 'a' }); // ! no-floating-run
    Monthly.report(); // ! no-floating-run
    new Local().submit('x');
    const rows = this.steps().map((step) => step.submit({ id: 'b' }));
    return Promise.all(rows.map((row) => row.result()));
  }
}
export const sales = new Monthly();
`,
      'main.ts': `import { sales, Sales } from './sales.ts';
sales.main.submit({ day: 'a' }); // ! flow-no-submit
sales.alias.submit({ day: 'b' }); // ! flow-no-submit
Sales.report.submit(); // ! flow-no-submit
const { main, alias: other = main } = sales;
main.submit({ day: 'a' }); // ! flow-no-submit
other.map({ day: ['a'] }); // ! flow-no-map
`,
    },
    'di container and service with constructor parameters': {
      'container.ts': `import type { Flow, Task } from 'millrace';
export interface Services {
  etl: Flow<{ day: string }, number>;
  check: Task<{ n: number }, boolean>;
  bus: { submit(message: string): Promise<void>; map(x: unknown): void };
}
export class Container {
  #made = new Map<keyof Services, unknown>();
  constructor(private readonly factories: { [K in keyof Services]: () => Services[K] }) {}
  get<K extends keyof Services>(key: K): Services[K] {
    if (!this.#made.has(key)) this.#made.set(key, this.factories[key]());
    return this.#made.get(key) as Services[K];
  }
}
`,
      'service.ts': `import type { Flow } from 'millrace';
import type { Services } from './container.ts';
export class Runner {
  readonly #etl: Services['etl'];
  constructor(private readonly services: Services, etl: Flow<{ day: string }, number>, readonly queue: Services['bus']) {
    this.#etl = etl;
  }
  async run(day: string) {
    this.services.etl.submit({ day }); // ! flow-no-submit
    this.#etl.map({ day: [day] }); // ! flow-no-map
    await this.services.bus.submit(day);
    this.queue.map(day);
    await this.queue.submit(day);
    this.services.check.submit({ n: 1 });
    this.#etl({ day }); // ! no-floating-run
  }
}
export const createRunner = (services: Pick<Services, 'etl' | 'bus'>) => ({
  start: () => services.etl.submit({ day: 'x' }), // ! flow-no-submit
  publish: () => services.bus.submit('x'),
});
`,
      'main.ts': `import { flow, task } from 'millrace';
import { Container, type Services } from './container.ts';
import { createRunner, Runner } from './service.ts';
const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day.length);
const check = task({ name: 'check' }, async ({ n }: { n: number }) => n > 0);
const bus: Services['bus'] = { async submit() {}, map() {} };
const container = new Container({ etl: () => etl, check: () => check, bus: () => bus });
export const main = flow({ name: 'main' }, async () => {
  container.get('etl').submit({ day: 'x' }); // ! flow-no-submit
  await container.get('bus').submit('x');
  await container.get('etl')({ day: 'x' });
  const ok = container.get('check').submit({ n: 1 });
  if (!ok) return 0; // ! future-not-resolved
  await new Runner({ etl, check, bus }, etl, bus).run('x');
  createRunner({ etl, bus }).start();
  return 1;
});
`,
    },
    'decorators and static registries': {
      'registry.ts': `import type { Flow } from 'millrace';
const registered: Array<{ name: string; job: Flow<{}, unknown>; priority: number }> = [];
export const submitters: { submit(): void }[] = [];
export function register(priority: number) {
  return (job: Flow<{}, unknown>, name = job.definition.options.name) => {
    registered.push({ name, job, priority });
    return job;
  };
}
export function all() {
  return registered.toSorted((a, b) => a.priority - b.priority);
}
export const names = () => registered.map(({ name }) => name);
export const jobs = () => registered.map(({ job }) => job);
export const Injectable = (): ClassDecorator => () => {};
`,
      'main.ts': `import { flow } from 'millrace';
import { all, Injectable, jobs, names, register, submitters } from './registry.ts';
export const a = register(1)(flow({ name: 'a' }, async () => 1));
@Injectable()
export class Service {
  @register(2) accessor job = flow({ name: 'b' }, async () => 2);
  static jobs = [a];
  constructor(private readonly main = a) {}
  run() {
    this.job.submit(); // ! flow-no-submit
    this.main.submit(); // ! flow-no-submit
    Service.jobs[0].map({}); // ! flow-no-map
  }
}
export const use = flow({ name: 'use' }, async () => {
  a.submit(); // ! flow-no-submit
  for (const { job } of all()) job.submit(); // ! flow-no-submit
  for (const { job, priority } of all()) if (priority > 1) await job();
  all().map(({ name }) => name.length);
  names().map((name) => name.length);
  jobs()[0].submit(); // ! flow-no-submit
  for (const one of submitters) one.submit();
  all().forEach(({ job }) => { job(); }); // ! no-floating-run
});
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
