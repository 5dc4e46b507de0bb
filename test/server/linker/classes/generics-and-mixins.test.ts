import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Pipelines in classes: generics, inheritance, mixins, builders, decorators. */
reportsAsMarked(
  {
    'a generic pipeline class with concrete subclasses': {
      'pipeline.ts': `import type { Flow } from 'millrace';
export abstract class Pipeline<P extends object, R, F extends Flow<P, R> = Flow<P, R>> {
  constructor(protected readonly main: F, readonly name: string) {}
  async run(parameters: P): Promise<void> {
    this.main.submit(parameters); // ! flow-no-submit
    await this.before();
    this.main(parameters as never); // ! no-floating-run
  }
  get flow(): F {
    return this.main;
  }
  protected abstract before(): Promise<void>;
}
`,
      'daily.ts': `import { flow, task } from 'millrace';
import { Pipeline } from './pipeline.ts';
interface Day { day: string }
const load = task({ name: 'load' }, async ({ day }: Day) => day.length);
const daily = flow({ name: 'daily' }, async ({ day }: Day) => load({ day }));
export class Daily extends Pipeline<Day, number> {
  constructor() {
    super(daily, 'daily');
  }
  protected override async before() {
    this.main.map({ day: ['a'] }); // ! flow-no-map
    this.flow.submit({ day: 'a' }); // ! flow-no-submit
  }
}
const one = new Daily();
one.flow.submit({ day: 'b' }); // ! flow-no-submit
export const name = one.name.trim();
`,
    },
    'a generic box whose type argument says what it holds': {
      'box.ts': `export class Box<T> {
  #value: T;
  constructor(value: T) {
    this.#value = value;
  }
  get value(): T {
    return this.#value;
  }
  unwrap(): T {
    return this.#value;
  }
  map<U>(change: (value: T) => U): Box<U> {
    return new Box(change(this.#value));
  }
  tap(look: (value: T) => void): this {
    look(this.#value);
    return this;
  }
}
`,
      'use.ts': `import { flow, task, type Flow, type Task } from 'millrace';
import { Box } from './box.ts';
const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day);
const step = task({ name: 'step' }, async ({ day }: { day: string }) => day);
const typed: Box<Flow<{ day: string }, string>> = new Box(etl);
typed.value.submit({ day: 'a' }); // ! flow-no-submit
typed.unwrap().map({ day: ['a'] }); // ! flow-no-map
typed.tap((one) => one.submit({ day: 'a' })); // ! flow-no-submit
const named = new Box<Flow<{ day: string }, string>>(etl);
named.value.submit({ day: 'a' }); // ! flow-no-submit
const inferred = new Box(etl);
inferred.value.submit({ day: 'a' }); // ! flow-no-submit
inferred.unwrap().submit({ day: 'a' }); // ! flow-no-submit
export function take(box: Box<Flow<{ day: string }, string>>, other: Box<Task<{ day: string }, string>>) {
  box.value.submit({ day: 'a' }); // ! flow-no-submit
  return other.value.submit({ day: 'a' });
}
new Box(step).value.submit({ day: 'a' });
interface Job { submit(): void }
const wider: Box<Job | Flow<{ day: string }, string>> = new Box<Job | Flow<{ day: string }, string>>(etl);
(wider.value as Job).submit();
class Holder {
  private readonly kept: Box<Job> = new Box(etl as unknown as Job);
  run() {
    this.kept.value.submit();
  }
}
new Holder().run();
class Named<T> extends Box<T[]> {
  first() {
    return this.value[0];
  }
}
new Named<typeof etl>([etl]).value[0]!.submit({ day: 'a' }); // ! flow-no-submit
class Flows extends Box<typeof etl> {}
new Flows(etl).unwrap().submit({ day: 'a' }); // ! flow-no-submit
new Box(new FormData()).map((form) => form.get('x'));
`,
    },
    'mixins and classes as values': {
      'mixins.ts': `import { flow } from 'millrace';
type Constructor<T = object> = new (...args: any[]) => T;
export const etl = flow({ name: 'etl' }, async () => 1);
export function WithEtl<B extends Constructor>(Base: B) {
  return class extends Base {
    readonly etl = etl;
    static readonly shared = etl;
    start() {
      return this.etl.submit(); // ! flow-no-submit
    }
  };
}
export class Plain {
  submit() {
    return 1;
  }
}
`,
      'use.ts': `import { etl, Plain, WithEtl } from './mixins.ts';
class Job extends WithEtl(Plain) {
  run() {
    this.submit();
    this.etl.submit(); // ! flow-no-submit
    return this.etl.map({}); // ! flow-no-map
  }
}
new Job().etl.submit(); // ! flow-no-submit
new Job().submit();
Job.shared.submit(); // ! flow-no-submit
const Local = class {
  static main = etl;
  main = etl;
};
Local.main.submit(); // ! flow-no-submit
new Local().main.submit(); // ! flow-no-submit
const classes = { Local, Plain };
new classes.Local().main.submit(); // ! flow-no-submit
new classes.Plain().submit();
`,
    },
    'private fields, static blocks, accessors, lazily made singletons': {
      'platform.ts': `import { flow, task, type Flow } from 'millrace';
export const count = task({ name: 'count' }, async ({ rows }: { rows: number[] }) => rows.length);
const nightly = flow({ name: 'nightly' }, async () => 1);
export class Platform {
  static #instance: Platform | undefined;
  static readonly flows: Flow<{}, number>[] = [];
  static {
    Platform.flows.push(nightly);
    this.flows[0]!.submit(); // ! flow-no-submit
  }
  static get(): Platform {
    return (this.#instance ??= new Platform());
  }
  #main = nightly;
  #lazy?: Flow<{}, number>;
  accessor current = nightly;
  get main() {
    return this.#main;
  }
  set main(value) {
    this.#main = value;
  }
  get lazy() {
    if (!this.#lazy) this.#lazy = nightly.withOptions({ name: 'lazy' });
    return this.#lazy;
  }
  #start() {
    return this.#main.submit(); // ! flow-no-submit
  }
  begin = () => {
    this.current.submit(); // ! flow-no-submit
    this.#start();
    this.main(); // ! no-floating-run
  };
  async end() {
    await this.lazy?.();
    this.#lazy?.submit(); // ! flow-no-submit
    return Platform.#instance?.main.submit(); // ! flow-no-submit
  }
}
`,
      'use.ts': `import { Platform } from './platform.ts';
const platform = Platform.get();
platform.main.submit(); // ! flow-no-submit
platform.lazy.submit(); // ! flow-no-submit
platform.current.map({}); // ! flow-no-map
Platform.flows.at(-1)?.submit(); // ! flow-no-submit
Platform.flows.forEach((one) => one.submit()); // ! flow-no-submit
const { main, ...rest } = { ...{ main: platform.main }, current: platform.lazy };
main.submit(); // ! flow-no-submit
rest.current.submit(); // ! flow-no-submit
`,
    },
    'builders that chain': {
      'builder.ts': `import type { Flow } from 'millrace';
type Day = { day: string };
export class Stage {
  constructor(readonly flow: Flow<Day, void>, readonly retries: number) {}
}
export class PlanBuilder {
  private stages: Stage[] = [];
  private fallback?: Flow<Day, void>;
  static create(): PlanBuilder {
    return new PlanBuilder();
  }
  stage(flow: Flow<Day, void>, { retries = 0 } = {}): PlanBuilder {
    this.stages = [...this.stages, new Stage(flow, retries)];
    return this;
  }
  otherwise(flow: Flow<Day, void>): this {
    this.fallback = flow;
    return this;
  }
  build() {
    const { stages, fallback } = this;
    return {
      stages,
      fallback,
      async run(day: string) {
        for (const { flow, retries } of stages) {
          if (retries > 0) flow.submit({ day }); // ! flow-no-submit
          await flow({ day });
        }
        fallback?.submit({ day }); // ! flow-no-submit
      },
    };
  }
}
`,
      'use.ts': `import { flow } from 'millrace';
import { PlanBuilder } from './builder.ts';
const load = flow({ name: 'load' }, async ({ day }: { day: string }) => { day.trim(); });
const plan = PlanBuilder.create().stage(load, { retries: 2 }).stage(load).otherwise(load).build();
plan.stages[0]!.flow.submit({ day: 'a' }); // ! flow-no-submit
plan.stages.map(({ flow: one }) => one.map({ day: ['a'] })); // ! flow-no-map
plan.fallback?.({ day: 'x' }); // ! no-floating-run
await plan.run('x');
for (const stage of PlanBuilder.create().stage(load).build().stages) stage.flow.submit({ day: 'a' }); // ! flow-no-submit
`,
    },
    'decorators that wrap methods, and fields beside them': {
      'decorators.ts': `export function logged<This, A extends unknown[], R>(method: (this: This, ...args: A) => R, context: ClassMethodDecoratorContext) {
  return function (this: This, ...args: A): R {
    args.push(String(context.name) as never);
    return method.apply(this, args);
  };
}
export const named = (name: string) => <C extends abstract new (...args: any[]) => unknown>(target: C, _: ClassDecoratorContext<C>) => {
  Object.defineProperty(target, 'label', { value: name });
};
`,
      'service.ts': `import { flow, type Flow, type TaskFuture, task } from 'millrace';
import { logged, named } from './decorators.ts';
const fetchRows = task({ name: 'fetch-rows' }, async ({ table }: { table: string }) => table.length);
const sync = flow({ name: 'sync' }, async ({ table }: { table: string }) => fetchRows({ table }));
@named('service')
export class Service {
  private pending: TaskFuture<number>[] = [];
  private first?: TaskFuture<number>;
  constructor(private readonly job: Flow<{ table: string }, number> = sync) {}
  @logged
  start(table: string) {
    this.first = fetchRows.submit({ table });
    this.pending.push(this.first);
    return this.job.submit({ table }); // ! flow-no-submit
  }
  @logged
  async total() {
    let sum = 0;
    for (const one of this.pending) sum += one; // ! future-not-resolved
    for (const one of this.pending) sum += await one.result();
    return sum + this.pending[0]!; // ! future-not-resolved
  }
  async begin() {
    await this.first; // ! no-await-submit
    return (await this.first?.result()) ?? 0;
  }
}
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
