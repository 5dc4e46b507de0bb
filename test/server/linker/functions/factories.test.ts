import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Flows that functions and builders make. */
reportsAsMarked(
  {
    'overloaded factory and curried factory': {
      'factory.ts': `import { flow, task } from 'millrace';
export function makeLoader(table: string) {
  return flow({ name: \`load-\${table}\` }, async ({ day }: { day: string }) => \`\${table}/\${day}\`);
}
export const makeTask = (name: string) => (retries: number) =>
  task({ name, retries, retryDelaySeconds: 1 }, async ({ n }: { n: number }) => n * 2);
export const withSuffix =
  (suffix: string) =>
  (prefix: string) => {
    const made = flow({ name: \`\${prefix}-\${suffix}\` }, async () => suffix);
    return { made, label: prefix + suffix };
  };
export function makeQueue(table: string) {
  return { submit: ({ day }: { day: string }) => \`\${table}/\${day}\`, map: (days: string[]) => days };
}
`,
      'use.ts': `import { flow } from 'millrace';
import { makeLoader, makeQueue, makeTask, withSuffix } from './factory.ts';
const orders = makeLoader('orders');
const loaders = ['a', 'b'].map(makeLoader);
const double = makeTask('double')(3);
const { made: tail, label } = withSuffix('z')('a');
const queues = ['a', 'b'].map(makeQueue);
export const all = flow({ name: 'all' }, async ({ day }: { day: string }) => {
  orders.submit({ day }); // ! flow-no-submit
  loaders[0].submit({ day }); // ! flow-no-submit
  for (const loader of loaders) loader.map({ day: [day] }); // ! flow-no-map
  loaders.forEach((loader) => loader({ day })); // ! no-floating-run
  const doubled = double.submit({ n: 3 });
  if (doubled > 5) return label; // ! future-not-resolved
  tail.submit(); // ! flow-no-submit
  for (const queue of queues) queue.submit({ day });
  queues[0].map([day]);
  makeLoader('x').submit({ day }); // ! flow-no-submit
  makeQueue('x').submit({ day });
  double.map({ n: [1, 2] });
  await double({ n: 1 });
  return await doubled.result();
});
`,
    },
    'builders, fluent and mixins': {
      'builder.ts': `import type { Flow } from 'millrace';
import { flow, task } from 'millrace';
export class FlowBuilder<P extends object = {}> {
  #name = 'unnamed';
  static create() {
    return new FlowBuilder();
  }
  named(name: string) {
    this.#name = name;
    return this;
  }
  build(): Flow<P, number> {
    return flow({ name: this.#name }, async () => 1);
  }
  buildAll() {
    return { main: this.build(), side: flow({ name: 'side' }, async () => 2), form: new FormBuilder() };
  }
}
export class FormBuilder {
  field(name: string): this { return this; }
  submit() { return this; }
  map(fn: (x: number) => number) { return this; }
  build() { return { submit() {} }; }
}
type Constructor<T = object> = new (...args: any[]) => T;
export function WithJob<B extends Constructor>(Base: B) {
  return class extends Base {
    job = flow({ name: 'mixin' }, async () => 3);
    submit() {}
  };
}
export class Plain { plain = 1; }
`,
      'use.ts': `import { flow } from 'millrace';
import { FlowBuilder, FormBuilder, Plain, WithJob } from './builder.ts';
const built = FlowBuilder.create().named('x').build();
const { main, side, form } = new FlowBuilder().buildAll();
const Mixed = WithJob(Plain);
const mixed = new Mixed();
class Sub extends WithJob(Plain) {
  go() {
    this.job.submit(); // ! flow-no-submit
    this.submit();
    super.submit();
  }
}
export const use = flow({ name: 'use' }, async () => {
  built.submit(); // ! flow-no-submit
  main.submit(); // ! flow-no-submit
  side.map({}); // ! flow-no-map
  form.field('x').submit().map((x) => x);
  new FormBuilder().build().submit();
  mixed.job.submit(); // ! flow-no-submit
  mixed.submit();
  new Sub().job.submit(); // ! flow-no-submit
  new Sub().submit();
  FlowBuilder.create().build().submit(); // ! flow-no-submit
});
`,
    },
    'async factories, singletons and module state': {
      'setup.ts': `import { flow, type Flow } from 'millrace';
let instance: Flow<{ id: string }, string> | undefined;
const cache = new WeakMap<object, Flow<{}, void>>();
const byKey: { [key: string]: Flow<{}, void> } = {};
export async function connect() {
  await new Promise((resolve) => setTimeout(resolve, 1));
  return flow({ name: 'connected' }, async ({ id }: { id: string }) => id);
}
export async function getInstance() {
  if (!instance) instance = await connect();
  return instance;
}
export function cached(key: object) {
  let one = cache.get(key);
  if (!one) {
    one = flow({ name: 'cached' }, async () => {});
    cache.set(key, one);
  }
  return one;
}
export function named(name: string) {
  return (byKey[name] ??= flow({ name }, async () => {}));
}
export const ready = connect();
export const both = () => Promise.all([connect(), getInstance()]);
export const { promise, resolve } = Promise.withResolvers<Flow<{}, void>>();
`,
      'use.ts': `import { flow } from 'millrace';
import { both, cached, connect, getInstance, named, promise, ready } from './setup.ts';
export const use = flow({ name: 'use' }, async () => {
  const connected = await connect();
  connected.submit({ id: 'x' }); // ! flow-no-submit
  (await getInstance()).submit({ id: 'x' }); // ! flow-no-submit
  cached({}).submit(); // ! flow-no-submit
  named('x').submit(); // ! flow-no-submit
  (await ready).submit({ id: 'x' }); // ! flow-no-submit
  const [a, b] = await both();
  a.submit({ id: 'a' }); // ! flow-no-submit
  b.submit({ id: 'b' }); // ! flow-no-submit
  (await promise).submit(); // ? flow-no-submit
  getInstance().then((one) => one({ id: 'x' })); // ! no-floating-run
  await getInstance().then((one) => one({ id: 'x' }));
  connect().then(async (one) => { await one({ id: 'x' }); }).catch(() => {});
  const one = await connect().catch(() => undefined);
  one?.submit({ id: 'x' }); // ! flow-no-submit
});
`,
    },
    'functions as parameters of flows and dependency objects by default': {
      'deps.ts': `import { flow, task } from 'millrace';
const load = task({ name: 'load' }, async ({ n }: { n: number }) => n);
const sub = flow({ name: 'sub' }, async ({ n }: { n: number }) => n);
export const deps = { load, sub, clock: { map: (x: number) => x, submit: () => 0 } };
export type Deps = typeof deps;
export const createApp = (d: Deps = deps) => {
  const start = (n: number) => d.sub.submit({ n }); // ! flow-no-submit
  const tick = () => d.clock.submit();
  const run = async (n: number) => {
    const future = d.load.submit({ n });
    return future > 3 ? d.sub({ n }) : tick(); // ! future-not-resolved
  };
  return { start, run, tick, deps: d };
};
export function inject<D, A extends unknown[], R>(fn: (deps: D, ...args: A) => R, d: D) {
  return (...args: A) => fn(d, ...args);
}
`,
      'main.ts': `import { createApp, deps, inject, type Deps } from './deps.ts';
const app = createApp();
app.deps.sub.submit({ n: 1 }); // ! flow-no-submit
app.deps.clock.submit();
app.start(1);
const bound = inject((d: Deps, n: number) => d.sub.submit({ n }), deps); // ! flow-no-submit
bound(3);
const inferred = inject((d, n: number) => d.sub.map({ n: [n] }), deps); // ! flow-no-map
inferred(3);
export const handler = inject(async ({ sub, clock }: Deps) => {
  sub({ n: 1 }); // ! no-floating-run
  clock.map(1);
  return sub({ n: 2 });
}, deps);
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
