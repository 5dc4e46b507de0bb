import { reportsAsMarked } from '../../../support/applications.ts';

/** Pipelines as teams write them: classes, configuration, composition. */
reportsAsMarked({
  'abstract pipelines with generics': {
    'src/pipeline.ts': `import { flow, task, type AnyFlow, type Flow, type Task } from 'millrace';

export interface Step<I extends object, O> {
  readonly name: string;
  readonly task: Task<I, O>;
}

export abstract class Pipeline<P extends object, R> {
  protected abstract readonly flow: Flow<P, R>;
  protected readonly steps: Step<P, R>[] = [];
  private static count = 0;

  constructor(protected readonly options: { readonly retries: number; readonly parent?: AnyFlow }) {
    Pipeline.count++;
  }

  abstract load(parameters: P): Promise<R>;
  protected abstract cleanup(): AnyFlow;

  add(step: Step<P, R>): this {
    this.steps.push(step);
    return this;
  }

  async start(parameters: P) {
    this.flow.submit(parameters); // ! flow-no-submit
    this.options.parent?.submit(); // ! flow-no-submit
    this.cleanup().submit(); // ! flow-no-submit
    for (const { task } of this.steps) {
      await task.submit(parameters); // ! no-await-submit
      await task.submit(parameters).result(); // ! future-result-in-loop
    }
    const futures = this.steps.map((step) => step.task.submit(parameters));
    await Promise.all(futures); // ! no-await-submit
    await Promise.all(futures.map((f) => f.result()));
    return this.flow(parameters);
  }
}

export class Sales extends Pipeline<{ day: string }, number> {
  protected override readonly flow = flow({ name: 'sales' }, async ({ day }: { day: string }) => day.length);
  readonly count = task({ name: 'count' }, async ({ day }: { day: string }) => day.length);

  constructor() {
    super({ retries: 2 });
    this.add({ name: 'count', task: this.count });
  }

  async load({ day }: { day: string }) {
    this.count({ day }); // ! no-floating-run
    super.start({ day });
    return this.flow({ day });
  }

  protected cleanup() {
    return this.flow.withOptions({ name: 'cleanup' });
  }

  again() {
    this.cleanup().submit(); // ! flow-no-submit
    return this.flow.map([]); // ! flow-no-map
  }
}

export function create<T extends Pipeline<any, any>>(type: new () => T): T {
  return new type();
}
`,
    'src/main.ts': `import { Sales, create } from './pipeline';

const sales = new Sales();
void sales.start({ day: 'monday' });
create(Sales).again();
sales['flow'].submit({ day: 'x' }); // ! flow-no-submit
create(Sales)['flow'].submit({ day: 'x' }); // ! flow-no-submit
sales.count({ day: 'x' }); // ! no-floating-run, task-called-outside-flow
`,
  },
  'configuration by key': {
    'src/config.ts': `import { flow, task } from 'millrace';

export enum Stage { Extract = 'extract', Transform = 'transform', Load = 'load' }
export const Kind = { Full: 'full', Delta: 'delta' } as const;
const full = flow({ name: 'full' }, async () => 1);
const delta = flow({ name: 'delta' }, async () => 2);

export const stages = {
  [Stage.Extract]: task({ name: 'extract' }, async () => [1]),
  [Stage.Transform]: task({ name: 'transform' }, async ({ rows }: { rows: number[] }) => rows),
  [Stage.Load]: task({ name: 'load' }, async ({ rows }: { rows: number[] }) => rows.length),
} as const;

export const imports = { [Kind.Full]: full, [Kind.Delta]: delta } satisfies Record<string, unknown>;

export const pipelines = {
  daily: { flow: full, schedule: '0 4 * * *', steps: ['extract', 'load'] },
  hourly: { flow: delta, schedule: '0 * * * *', steps: ['extract'] },
} as const;
export type PipelineName = keyof typeof pipelines;
export const names = Object.keys(pipelines) as PipelineName[];
export const order = [Stage.Extract, Stage.Transform, Stage.Load] as const;
`,
    'src/run.ts': `import { flow } from 'millrace';
import { Kind, Stage, imports, names, order, pipelines, stages, type PipelineName } from './config';

export const run = flow({ name: 'run' }, async ({ name }: { name: PipelineName }) => {
  pipelines[name].flow.submit(); // ! flow-no-submit
  const { flow: picked, ...rest } = pipelines[name];
  picked.submit(); // ! flow-no-submit
  imports[Kind.Full].submit(); // ! flow-no-submit
  imports['delta'].map([]); // ! flow-no-map
  for (const key of names) pipelines[key].flow(); // ! no-floating-run
  for (const { flow: one } of Object.values(pipelines)) one.submit(); // ! flow-no-submit
  for (const [key, { flow: one }] of Object.entries(pipelines)) one.submit({ key }); // ! flow-no-submit
  for (const key in pipelines) pipelines[key as PipelineName].flow.submit(); // ! flow-no-submit
  const rows = stages[Stage.Extract].submit();
  const clean = stages[Stage.Transform].submit({ rows });
  const count = stages.load.submit({ rows: clean });
  if (count > 3) return rest; // ! future-not-resolved
  for (const stage of order) await stages[stage].submit({ rows }); // ! no-await-submit
  stages[Stage.Load]({ rows: [] }); // ! no-floating-run
  await stages[Stage.Load]({ rows: [] });
  return clean.length; // ! future-not-resolved
});

export const byEntry = Object.fromEntries(Object.entries(pipelines).map(([key, value]) => [key, value.flow]));
byEntry['daily']?.submit(); // ! flow-no-submit
export const all = names.map((name) => pipelines[name].flow);
all.map((one) => one.submit()); // ! flow-no-submit
all.at(-1)?.submit(); // ! flow-no-submit
all.find((one) => one.definition.options.name === 'full')?.submit(); // ! flow-no-submit
`,
  },
  'functional composition': {
    'src/compose.ts': `import { flow, task, type AnyFlow, type Flow } from 'millrace';

export const pipe = <A, B>(value: A, f: (a: A) => B): B => f(value);
export const compose = <A, B, C>(f: (b: B) => C, g: (a: A) => B) => (a: A): C => f(g(a));
export const identity = <T>(value: T): T => value;
export const withLogging = <F extends AnyFlow>(f: F): F => { console.log(f.definition.options.name); return f; };
export const withRetries = (retries: number) => <P extends object, R>(f: Flow<P, R>): Flow<P, R> => f.withOptions({ retries });
export const named = (name: string) => flow({ name }, async () => name);
export const curried = (name: string) => (suffix: string) => flow({ name: name + suffix }, async () => suffix);
export const run = async <F extends AnyFlow>(f: F) => { f.submit(); }; // ! flow-no-submit
export const asTask = <R>(f: () => Promise<R>) => task({ name: f.name }, f);
export const tapped = <T>(value: T, ...fs: ((x: T) => void)[]): T => { fs.forEach((f) => f(value)); return value; };

export const etl = withLogging(withRetries(3)(flow({ name: 'etl' }, async () => 1)));
const chain = compose(withLogging, withRetries(2));
export const second = chain(etl);
const decorators = [withLogging, withRetries(1)];
export const decorated = decorators.reduce((f, decorate) => decorate(f), etl);
`,
    'src/use.ts': `import { asTask, compose, curried, decorated, etl, identity, named, pipe, run, second, tapped, withLogging, withRetries } from './compose';
import { flow } from 'millrace';

export const main = flow({ name: 'main' }, async () => {
  etl.submit(); // ! flow-no-submit
  second.submit(); // ! flow-no-submit
  decorated.submit(); // ! flow-no-submit
  identity(etl).submit(); // ! flow-no-submit
  pipe(etl, withLogging).submit(); // ! flow-no-submit
  pipe(etl, (f) => f.submit()); // ! flow-no-submit
  named('a').submit(); // ! flow-no-submit
  curried('a')('b').submit(); // ! flow-no-submit
  curried('a')('b')(); // ! no-floating-run
  tapped(etl, (f) => f.submit()).submit(); // ! flow-no-submit
  compose(withRetries(1), identity)(etl).submit(); // ! flow-no-submit
  const counted = asTask(async () => 3);
  const future = counted.submit();
  await future; // ! no-await-submit
  counted(); // ! no-floating-run
  await run(etl);
  const many = [etl, second].map(withLogging);
  many.forEach((f) => f.submit()); // ! flow-no-submit
  many.forEach(run);
  const bound = etl.submit.bind(etl); // ! flow-no-submit
  etl.submit.call(etl, {}); // ! flow-no-submit
  etl.submit.apply(etl, [{}]); // ! flow-no-submit
  Reflect.apply(etl.submit, etl, []); // ! flow-no-submit
  return [bound, future.result()];
});
`,
  },
  'fluent builders and factories': {
    'src/builder.ts': `import { flow, type Flow, type FlowOptions } from 'millrace';

export class FlowBuilder<P extends object = {}, R = void> {
  #options: Partial<FlowOptions> = {};
  #fn?: (parameters: P) => Promise<R>;

  static named(name: string): FlowBuilder { return new FlowBuilder().name(name); }
  name(name: string): this { this.#options = { ...this.#options, name }; return this; }
  retries(retries: number) { this.#options = { ...this.#options, retries }; return this; }
  runs<Q extends object, S>(fn: (parameters: Q) => Promise<S>): FlowBuilder<Q, S> {
    const next = new FlowBuilder<Q, S>();
    next.#fn = fn;
    return next;
  }
  build(): Flow<P, R> { return flow(this.#options as FlowOptions, this.#fn!); }
  submit(): void { this.build(); }
  map<T>(f: (one: this) => T): T { return f(this); }
}

export const builder = (name: string) => {
  const options: FlowOptions = { name };
  const self = {
    retries(retries: number) { Object.assign(options, { retries }); return self; },
    build: () => flow(options, async () => 1),
  };
  return self;
};

export abstract class FlowFactory {
  abstract create(name: string): Flow<{ id: number }, string>;
  createAll(names: string[]) { return names.map((name) => this.create(name)); }
}
export class DefaultFactory extends FlowFactory {
  create(name: string) { return flow({ name }, async ({ id }: { id: number }) => String(id)); }
}
`,
    'src/main.ts': `import { FlowBuilder, DefaultFactory, builder, type FlowFactory } from './builder';

const etl = FlowBuilder.named('etl').retries(3).runs(async ({ day }: { day: string }) => day).build();
etl.submit({ day: 'x' }); // ! flow-no-submit
FlowBuilder.named('x').submit();
FlowBuilder.named('x').map((b) => b.submit());
FlowBuilder.named('x').map((b) => b.build()).submit(); // ? flow-no-submit
builder('b').retries(2).build().submit(); // ! flow-no-submit

export async function useFactory(factory: FlowFactory = new DefaultFactory()) {
  factory.create('a').submit({ id: 1 }); // ! flow-no-submit
  for (const f of factory.createAll(['a', 'b'])) f.map({ id: [1] }); // ! flow-no-map
  factory.create('a')({ id: 1 }); // ! no-floating-run
  const [first, ...rest] = factory.createAll(['a', 'b']);
  first?.submit({ id: 2 }); // ! flow-no-submit
  await Promise.all(rest.map((f) => f.submit({ id: 3 }))); // ! flow-no-submit
  await Promise.all(rest.map((f) => f({ id: 3 })));
  const last = rest.reduce((a, b) => (a.definition.options.name > b.definition.options.name ? a : b));
  last.submit({ id: 4 }); // ! flow-no-submit
  await rest.reduce((before, f) => before.then(() => f.submit({ id: 5 })), Promise.resolve<unknown>(undefined)); // ! flow-no-submit
  for (const [i, f] of rest.entries()) f.submit({ id: i }); // ! flow-no-submit
}
`,
  },
  'switches, guards and choices': {
    'src/choose.ts': `import { flow, task, type AnyFlow } from 'millrace';

const small = flow({ name: 'small' }, async () => 1);
const large = flow({ name: 'large' }, async () => 2);
const clean = task({ name: 'clean' }, async () => 3);

type Size = 'small' | 'large';
const sizes = new Map<Size, typeof small>([['small', small], ['large', large]]);
const enabled = new Set([small, large]);
const owners = new WeakMap<object, AnyFlow>();
const lazy = { get small() { return small; }, large: () => large, ['x' + 1]: small };

function choose(size: Size) {
  switch (size) {
    case 'small':
      return small;
    case 'large':
      return large;
    default:
      throw new TypeError(size satisfies never);
  }
}

function chooseLate(size: Size): typeof small | undefined {
  let chosen: typeof small | undefined;
  if (size === 'small') chosen = small;
  else if (size === 'large') chosen = large;
  return chosen;
}

export const main = flow({ name: 'main' }, async ({ size, owner }: { size: Size; owner: object }) => {
  choose(size).submit(); // ! flow-no-submit
  chooseLate(size)?.submit(); // ! flow-no-submit
  let selected;
  switch (size) {
    case 'small': selected = small; break;
    case 'large': selected = large; break;
  }
  selected.submit(); // ! flow-no-submit
  (size === 'small' ? small : large).submit(); // ! flow-no-submit
  sizes.get(size)?.submit(); // ! flow-no-submit
  (sizes.get(size) ?? large).submit(); // ! flow-no-submit
  for (const f of enabled) f.submit(); // ! flow-no-submit
  enabled.forEach((f) => f()); // ! no-floating-run
  owners.set(owner, small).get(owner)?.submit(); // ! flow-no-submit
  owners.get(owner)!.map([]); // ! flow-no-map
  lazy.small.submit(); // ! flow-no-submit
  lazy.large().submit(); // ! flow-no-submit
  const runnable = size === 'small' ? clean : large;
  await runnable();
  const either = size === 'small' ? clean : undefined;
  await either?.submit(); // ! no-await-submit
  either?.(); // ! no-floating-run
  size === 'small' && clean(); // ! no-floating-run
  return size === 'small' ? clean() : large();
});
`,
  },
  'generators, async iterators, disposables': {
    'src/streams.ts': `import { flow, task } from 'millrace';

const page = task({ name: 'page' }, async ({ n }: { n: number }) => [n]);
const etl = flow({ name: 'etl' }, async () => 1);

function* flows() { yield etl; yield etl.withOptions({ name: 'second' }); }
async function* pages(count: number) {
  for (let n = 0; n < count; n++) yield page.submit({ n });
}
class Session implements AsyncDisposable {
  readonly flow = etl;
  async [Symbol.asyncDispose]() { await this.flow(); }
  [Symbol.dispose]() { this.flow(); } // ! no-floating-run
}
const open = () => ({ flow: etl, async [Symbol.asyncDispose]() {} });

export const main = flow({ name: 'main' }, async () => {
  for (const f of flows()) f.submit(); // ! flow-no-submit
  for (const f of [...flows()]) f.submit(); // ! flow-no-submit
  Array.from(flows(), (f) => f.submit()); // ! flow-no-submit
  for await (const future of pages(3)) {
    await future.result();
    await future; // ! no-await-submit
  }
  await using session = new Session();
  session.flow.submit(); // ! flow-no-submit
  using other = new Session();
  other.flow.map([]); // ! flow-no-map
  await using opened = open();
  opened.flow.submit(); // ! flow-no-submit
  for (let n = 0; n < 3; n++) {
    const rows = await page.submit({ n }).result(); // ! future-result-in-loop
    console.log(rows);
  }
  let cursor = 0;
  for (let n = 0; n < 3; n++) {
    const [next] = await page.submit({ n: cursor }).result();
    cursor = next ?? 0;
  }
  while (cursor < 10) cursor += (await page.submit({ n: cursor }).result()).length;
});
`,
  },
});
