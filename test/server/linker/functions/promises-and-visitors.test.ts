import { reportsAsMarked } from '../../../support/applications.ts';

/** Flows in tests, decorators, promises, closures and callbacks, and runs that nobody waits for. */
reportsAsMarked({
  'tests and test doubles': {
    'src/flows.ts': `import { flow, task } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
export const load = task({ name: 'load' }, async () => 1);
`,
    'test/etl.test.ts': `import { beforeEach, describe, expect, it, vi } from 'vitest';
import { etl, load } from '../src/flows';
vi.mock('./other');
let subject: typeof etl;
let form: HTMLFormElement;
let context: { etl: typeof etl; spy: { submit(): void } };
beforeEach(() => { subject = etl; form = document.createElement('form'); context = { etl, spy: { submit: vi.fn() } }; });
describe('etl', () => {
  it('runs', async () => {
    subject.submit(); // ! flow-no-submit
    form.submit();
    context.etl.submit(); // ! flow-no-submit
    context.spy.submit();
    await expect(() => etl.submit()).toThrow(); // ! flow-no-submit
    const fake = { ...etl, submit: vi.fn() };
    fake.submit();
    const mocked = vi.mocked(etl);
    const stub = vi.fn(etl);
    stub.submit();
    await load.submit(); // ! no-await-submit
  });
  it.each([[etl, 1], [subject, 2]] as const)('runs %s', (one, count) => { one.submit(); }); // ? flow-no-submit
  it.each([etl])('runs %s', async (one) => { one.submit(); }); // ? flow-no-submit
});
const spied = vi.spyOn(etl, 'submit' as never);
spied.submit();
`,
  },
  'decorators and method wrapping': {
    'decorators.ts': `import { flow, type AnyFlow } from 'millrace';
export function traced(target: unknown, context: ClassMethodDecoratorContext) {}
export function job(name: string) { return (value: () => Promise<number>) => flow({ name }, value); }
export const asFlow = (value: () => Promise<number>) => flow({ name: 'x' }, value);
export const bound = <T extends AnyFlow>(one: T) => (target: unknown, key: string) => { one.submit(); }; // ! flow-no-submit
`,
    'jobs.ts': `import { bound, job, traced } from './decorators';
import { flow } from 'millrace';
const etl = flow({ name: 'etl' }, async () => 1);
export class Jobs {
  @traced run() { return etl; }
  @bound(etl) other() { etl.submit(); } // ! flow-no-submit
  @traced get etl() { return etl; }
  static make = job('made')(async () => 1);
}
new Jobs().run().submit(); // ! flow-no-submit
Jobs.make.submit(); // ! flow-no-submit
export const made = job('x')(async () => 1);
made.submit(); // ! flow-no-submit
`,
  },
  'promises and queues of flows': {
    'flows.ts': `import { flow } from 'millrace';
export const a = flow({ name: 'a' }, async () => 1);
export const b = flow({ name: 'b' }, async () => 1);
export const soon = Promise.resolve(a);
export const soonAll = Promise.all([a, soon]);
export const lazy = new Promise<typeof a>((resolve) => setTimeout(() => resolve(a)));
export const { promise, resolve } = Promise.withResolvers<typeof a>();
export const wrapped = (async () => b)();
`,
    'run.ts': `import { a, b, lazy, promise, soon, soonAll, wrapped } from './flows';
(await soon).submit(); // ! flow-no-submit
(await soonAll)[1].submit(); // ! flow-no-submit
(await lazy).submit(); // ! flow-no-submit
(await promise).submit(); // ? flow-no-submit
(await wrapped).submit(); // ! flow-no-submit
soon.then((one) => one.submit()); // ! flow-no-submit
soon.then((one) => one).then((one) => { one.submit(); }).catch(console.error).finally(() => b.submit()); // ! flow-no-submit
soonAll.then(([first, second]) => { first.submit(); second.submit(); }); // ! flow-no-submit
wrapped.then(async function (one) { await one.submit(); }); // ! flow-no-submit
const queue = [a, b];
while (queue.length) { const next = queue.shift()!; next.submit(); } // ! flow-no-submit
queue.pop()?.submit(); // ! flow-no-submit
let current;
while ((current = queue.shift())) current.submit(); // ! flow-no-submit
for (let i = 0; i < queue.length; i++) queue[i]!.submit(); // ! flow-no-submit
queue.unshift(a);
const [head, ...tail] = queue;
tail.at(-1)!.submit(); // ! flow-no-submit
head.submit(); // ! flow-no-submit
const stack: (typeof a)[] = [];
stack.push(a, b);
stack[stack.length - 1]!.submit(); // ! flow-no-submit
const results = await Promise.all(queue.map(async (one) => ({ one, value: await one() })));
results[0]!.one.submit(); // ! flow-no-submit
for (const { one } of results) one.submit(); // ! flow-no-submit
const iterator = queue[Symbol.iterator]();
iterator.next().value.submit(); // ! flow-no-submit
queue.entries().forEach(([, one]) => one.submit()); // ! flow-no-submit
queue.values().map((one) => one.submit()).toArray(); // ! flow-no-submit
const first = await Promise.any([soon, lazy]);
first.submit(); // ! flow-no-submit
async function* stream() { yield a; yield await soon; }
for await (const one of stream()) one.submit(); // ! flow-no-submit
const sorted = queue.toSorted().filter((one) => one !== a);
sorted.with(0, b)[0]!.submit(); // ! flow-no-submit
queue.flatMap((one) => [one, b]).forEach((one) => one.submit()); // ! flow-no-submit
queue.some((one) => one.submit()); // ! flow-no-submit
queue.reduce((_, one) => { one.submit(); return one; }).submit(); // ! flow-no-submit
`,
  },
  "closures, events, and modules' state": {
    'flows.ts': `import { flow, task } from 'millrace';
export let current = flow({ name: 'first' }, async () => 1);
export function swap() { current = current.withOptions({ name: 'second' }); }
export const send = task({ name: 'send' }, async ({ n }: { n: number }) => n);
export const state = { active: current, list: [current], pending: null as typeof current | null };
export const use = () => { const [value, set] = [current, (next: typeof current) => { current = next; }]; return { value, set }; };
`,
    'run.ts': `import EventEmitter from 'node:events';
import { current, send, state, use } from './flows';
const bus = new EventEmitter<{ run: [typeof current]; form: [HTMLFormElement] }>();
bus.on('run', (one) => one.submit()); // ? flow-no-submit
bus.on('form', (one) => one.submit());
current.submit(); // ? flow-no-submit
state.active.submit(); // ? flow-no-submit
state.list[0]!.submit(); // ? flow-no-submit
state.pending?.submit(); // ? flow-no-submit
state.active = current;
use().value.submit(); // ? flow-no-submit
const { value } = use();
value.submit(); // ? flow-no-submit
const counter = (() => { const kept = current; let n = 0; return { next() { n++; return kept; }, get kept() { return kept; }, form: document.forms[0]! }; })();
counter.next().submit(); // ? flow-no-submit
counter.kept.submit(); // ? flow-no-submit
counter.form.submit();
const handlers: Record<string, (one: typeof current) => void> = { start: (one) => one.submit(), stop(one) { one.submit(); } }; // ? flow-no-submit
const each = [current].map((one) => () => one.submit()); // ? flow-no-submit
globalThis.etl = current;
const self = { job: current, go() { return this.job.submit(); }, arrow: () => self.job.submit() }; // ? flow-no-submit
self.go();
export const parent = current.withOptions({ name: 'x' }).withOptions({ retries: 1 });
parent.submit(); // ? flow-no-submit
const futures = send.map({ n: [1, 2] }); // ! task-called-outside-flow
await futures; // ! no-await-submit
const future = send.submit({ n: 1 }); // ! task-called-outside-flow
if (future) console.log(\`\${future}\`); // ! future-not-resolved
const all = await Promise.all([send.submit({ n: 1 })]); // ! no-await-submit, task-called-outside-flow
`,
  },
  'typed by where it goes': {
    'flows.ts': `import { flow, task } from 'millrace';
export const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day);
export const load = task({ name: 'load' }, async ({ day }: { day: string }) => day);
export type Etl = typeof etl;
export type Callback = (error: Error | null, job?: Etl) => void;
export interface Visitor { flow(one: Etl): void; form?(one: HTMLFormElement): void }
export function walk(visitor: Visitor) { visitor.flow(etl); }
export function each(callback: Callback, thisArg?: unknown) { callback(null, etl); }
export const on = { run: undefined as ((one: Etl) => void) | undefined };
export type Middleware = (context: { job: Etl; next: () => Promise<void> }) => unknown;
export class Server { use(...all: Middleware[]) { return this; } route(path: string, options: { handler: Middleware }): this; route(path: string, handler: Middleware): this; route() { return this; } }
`,
    'run.ts': `import { each, etl, load, on, Server, walk, type Callback, type Etl, type Middleware, type Visitor } from './flows';
walk({ flow(one) { one.submit(); }, form: (one) => one.submit() }); // ! flow-no-submit
each((error, job) => { job?.submit(); }); // ! flow-no-submit
on.run = (one) => { one.submit(); }; // ? flow-no-submit
const callback: Callback = (_, job) => job!.submit(); // ! flow-no-submit
const middlewares: Middleware[] = [({ job }) => job.submit(), async (context) => { context.job.submit(); await context.next(); }]; // ! flow-no-submit
new Server().use(({ job }) => job.submit(), (c) => c.job.submit()).use((c) => { c.job.submit(); }); // ! flow-no-submit
class Printer implements Visitor { flow(one: Etl) { one.submit(); } } // ! flow-no-submit
const made = (): Visitor => ({ flow: (one) => { one.submit(); } }); // ! flow-no-submit
const visitors = new Map<string, Visitor>([['x', { flow: (one) => { one.submit(); } }]]); // ? flow-no-submit
visitors.set('y', { flow(one) { one.submit(); } }); // ? flow-no-submit
const list = [(one) => one.submit()] satisfies ((one: Etl) => unknown)[]; // ! flow-no-submit
const cast = ((one) => one.submit()) as (one: Etl) => void; // ! flow-no-submit
export default ((job) => job.submit()) satisfies (job: Etl) => unknown; // ! flow-no-submit
const fn: { (one: Etl): void } = (one) => one.submit(); // ! flow-no-submit
const optional: Partial<Visitor> = { flow: (one) => { one.submit(); } }; // ! flow-no-submit
export const main = async (): Promise<void> => {
  etl({ day: 'x' }); // ! no-floating-run
  etl({ day: 'x' }).then(console.log); // ! no-floating-run
  etl({ day: 'x' }).catch(console.error);
  ['a', 'b'].forEach((day) => etl({ day })); // ! no-floating-run
  ['a', 'b'].forEach(async (day) => { await etl({ day }); }); // ! no-floating-run
  ['a', 'b'].map((day) => etl({ day })); // ! no-floating-run
  await Promise.all(['a', 'b'].map((day) => etl({ day })));
  const kept = etl({ day: 'x' });
  await kept;
  const lost = etl({ day: 'x' }); // ! no-floating-run
  setTimeout(() => etl({ day: 'x' }), 10); // ! no-floating-run
  setTimeout(etl, 10, { day: 'x' });
  load({ day: 'x' }); // ! no-floating-run
  return void (await etl({ day: 'x' }));
};
`,
  },
});
