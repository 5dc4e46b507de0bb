import { reportsAsMarked } from '../../../support/applications.ts';

/** Values that are replaced, asked for their methods, or somebody else's; runs that are waited for. */
reportsAsMarked({
  'replaced by something unknown': {
    'run.ts': `import { flow } from 'millrace';
import { pick, form, make } from 'elsewhere';
const etl: any = flow({ name: 'etl' }, async () => 1);
const holder: any = { job: etl, list: [etl], map: new Map([['a', etl]]) };
holder.job = pick();
holder.job.submit();
const second = { job: etl };
second.job = form;
second.job.submit();
const third = Object.assign({ etl }, { etl: form });
third.etl.submit();
const fourth = Object.assign({ etl }, form);
fourth.etl.submit();
class Replaced { job = etl; other = etl; constructor() { this.job = form; } go() { this.job.submit(); this.other = make(); this.other.submit(); } }
const fifth = { ...{ etl }, ...form };
fifth.etl.submit();
const sixth: any[] = [etl];
sixth.push(form);
sixth[1].submit();
for (const one of sixth) one.submit();
const seventh = new Map<string, any>([['a', etl]]);
seventh.set('b', form);
seventh.get('b').submit();
const eighth: any = { a: etl };
eighth[pick()] = form;
eighth[pick()].submit();
eighth.b.submit();
const ninth = [etl, form];
ninth[1].submit();
ninth.at(-1).submit();
ninth.pop().submit();
let tenth: any = etl;
[tenth] = pick();
tenth.submit();
let eleventh: any = etl;
({ eleventh } = pick());
eleventh.submit();
let twelfth: any = etl;
for (twelfth of pick()) twelfth.submit();
let thirteenth: any = etl;
for (thirteenth in pick()) thirteenth.submit();
let fourteenth: any = etl;
fourteenth &&= form;
fourteenth.submit();
let fifteenth: any;
fifteenth ??= etl;
fifteenth = pick(fifteenth);
fifteenth.submit();
let sixteenth: any = etl;
const change = () => { sixteenth = form; };
change();
sixteenth.submit();
var seventeenth: any = etl;
function redo() { seventeenth = make(); }
redo();
seventeenth.submit();
const e18 = Reflect.get({ etl, form }, pick());
e18.submit();
const e19 = { etl, form }[pick() as 'etl' | 'form'];
e19.submit();
export class Fields { static job: any = etl; static set(job: any) { this.job = job; } static go() { Fields.job.submit(); } }
Fields.set(form);
const e20: any = { get job() { return form; }, other: etl };
e20.job.submit();
const e21 = [etl].map((one) => pick(one));
e21[0].submit();
const e22 = new Set<any>([etl]);
e22.add(form);
e22.forEach((one) => one.submit());
const e23 = Object.fromEntries([['a', etl], ['b', form]]);
e23.b.submit();
Object.defineProperty(holder, 'etl', { value: form });
holder.etl.submit();
const e24 = pick() ?? etl;
e24.submit();
const e25 = pick() || etl;
e25.submit();
const e26 = pick() ? form : etl;
e26.submit();
const { e27 = etl } = pick();
e27.submit();
const [e28 = etl] = pick();
e28.submit();
function param({ one = etl }: any) { one.submit(); }
function param2(one: any = etl) { one.submit(); }
function param3({ one = etl }: { one?: { submit(): void } }) { one.submit(); }
function param4([one = etl]: any[]) { one.submit(); }
function param5(one: { submit(): void } = etl as never) { one.submit(); }
`,
  },
  'guards on what may be more than a flow': {
    'run.ts': `import { flow, task, type AnyFlow, type Task } from 'millrace';
import { isTask } from './guards';
const etl = flow({ name: 'etl' }, async () => 1);
export function a(one: AnyFlow) { if ('submit' in one && typeof one.submit === 'function') one.submit(); }
export function c(one: AnyFlow) { (one as unknown as Task<{}, number>).submit(); }
export function d(one: AnyFlow | Task<{}, number>) { if (isTask(one)) one.submit(); }
export function e(one: any) { if (one === etl) return; one.submit(); }
export function f(one: unknown) { if (one instanceof HTMLFormElement) one.submit(); }
export function g(one: AnyFlow & Partial<Task<{}, number>>) { one.submit?.(); }
export function h(one: AnyFlow | (AnyFlow & { submit(): void })) { if ('submit' in one) one.submit(); }
export function i(one: Task<{}, number>) { one.submit({}); one.map({}); }
export type Runnable = AnyFlow | Task<{}, number>;
export function j(one: Runnable, all: Runnable[], table: Record<string, Runnable>) { one.submit(); all[0].submit(); all.forEach((x) => x.submit()); table.x.submit(); Object.values(table).map((x) => x.submit()); }
export const k = (one: ReturnType<typeof flow> | ReturnType<typeof task>) => one.submit();
export function l<T extends Runnable>(one: T) { one.submit(); }
export function m(one: { submit?: () => void } & AnyFlow) { one.submit?.(); }
`,
    'guards.ts': `import type { Task } from 'millrace';
export const isTask = (one: unknown): one is Task<{}, number> => typeof one === 'function' && 'submit' in one;
`,
  },
  "requires and globals that are someone else's": {
    'a.js': `import { createRequire } from 'node:module';
const require = createRequire('/elsewhere/');
`,
    'local.cjs': `const { flow } = require('millrace');
module.exports = flow({ name: 'x' }, async () => 1);
`,
    'b.js': `define(['require', 'millrace'], function (require, millrace) { const { flow } = require('millrace'); millrace.flow({}).submit(); });
`,
    'd.js': `const proxyquire = require('proxyquire');
const { flow } = proxyquire('millrace', {});
flow({ name: 'd' }, async () => 1).submit();
jest.mock('millrace', () => ({ flow: () => ({ submit: jest.fn() }) }));
const mocked = jest.requireMock('millrace');
mocked.flow().submit();
`,
    'e.ts': `declare const flow: (o: object, f: () => Promise<number>) => { submit(): void };
flow({ name: 'x' }, async () => 1).submit();
export const Promise = { all: (x: unknown[]) => ({ submit() {} }) };
Promise.all([flow({}, async () => 1)]).submit();
`,
    'f.ts': `import { flow } from 'millrace';
class Map<K, V> { constructor(all: [K, V][]) {} get(k: K) { return { submit() {} }; } }
const etl = flow({ name: 'f' }, async () => 1);
new Map([['a', etl]]).get('a').submit();
const Object = { values: (x: unknown) => [{ submit() {} }] };
Object.values({ etl })[0].submit();
const Array = { from: (x: unknown) => [{ submit() {} }] };
Array.from([etl])[0].submit();
`,
  },
  'methods that do other things than those of lists': {
    'run.ts': `import { flow, type AnyFlow } from 'millrace';
import { Collection, Query } from 'collections';
const etl = flow({ name: 'etl' }, async () => 1);
class Jobs { #all: AnyFlow[] = [etl]; map(f: (x: { submit(): void }) => void) { f({ submit() {} }); } find(x: string) { return { submit() {} }; } filter() { return [{ submit() {} }]; } forEach(f: (x: HTMLFormElement) => void) {} get(x: string) { return document.forms[0]; } at() { return { submit() {} }; } pop() { return document.forms[0]; } then(f: (x: HTMLFormElement) => void) {} *[Symbol.iterator]() { yield document.forms[0]!; } values() { return [document.forms[0]!]; } }
const jobs = new Jobs();
jobs.map((x) => x.submit());
jobs.find('x').submit();
jobs.filter()[0].submit();
jobs.forEach((x) => x.submit());
jobs.get('x').submit();
jobs.at().submit();
jobs.pop().submit();
jobs.then((x) => x.submit());
for (const x of jobs) x.submit();
jobs.values()[0].submit();
new Collection([etl]).map((x) => x.submit());
new Query(etl).first().submit();
const wrapped = { map: (f: (x: HTMLFormElement) => void) => f(document.forms[0]!), etl };
wrapped.map((x) => x.submit());
class Own<T> extends Array<T> { first() { return document.forms[0]; } override at(): any { return document.forms[0]; } }
new Own<AnyFlow>().first().submit();
new Own<AnyFlow>().at().submit();
class Registry extends Map<string, AnyFlow> { override get(key: string): any { return document.forms[0]; } form() { return document.forms[0]; } }
new Registry().get('x').submit();
new Registry().form().submit();
[etl].map((x) => x.name)[0].submit();
[etl].map(({ name }) => name)[0].submit();
[etl].flatMap((x) => [{ submit() {} }])[0].submit();
[etl].reduce((all, x) => [...all, x.name], [] as any[])[0].submit();
[etl].reduce((all, x) => all, document.forms[0]).submit();
Array.from([etl], (x) => x.name)[0].submit();
Object.entries({ etl })[0][0].submit();
Object.keys({ etl })[0].submit();
new Map([['a', etl]]).keys().next().value.submit();
new Map([[etl, document.forms[0]]]).get(etl).submit();
for (const [x] of new Map([['a', etl]])) x.submit();
for (const x in { etl }) x.submit();
[etl].entries().forEach(([i]) => i.submit());
[etl].forEach((x, i, all) => { i.submit(); all.submit(); });
[[etl, document.forms[0]!] as const].map(([, x]) => x.submit());
Promise.all([etl(), etl]).then(([x]) => x.submit()); // ! no-floating-run
etl().then((x: any) => x.submit()); // ! no-floating-run
(await etl()).submit();
etl.definition.submit();
etl.returnState().then((x) => x.submit()); // ! no-floating-run
etl.name.submit();
etl.withOptions({ name: 'x' })().then((x: any) => x.submit()); // ! no-floating-run
etl.bind(null).call(null).submit();
const bound = etl.bind(null);
bound.submit();
const fn = (...args: any[]) => etl(...args);
fn.submit();
const wrapper = () => etl;
wrapper.submit();
(async () => etl)().submit();
new Promise((r) => r(etl)).submit();
[etl].submit();
({ etl }).submit();
new Set([etl]).submit();
class Holder { etl = etl; static etl = etl; }
Holder.submit();
new Holder().submit();
`,
  },
  'runs that are waited for in their ways': {
    'run.ts': `import { flow, task } from 'millrace';
import pMap from 'p-map';
import { setTimeout as sleep } from 'node:timers/promises';
const etl = flow({ name: 'etl' }, async ({ n }: { n: number }) => n);
const load = task({ name: 'load' }, async ({ n }: { n: number }) => n);
export const parent = flow({ name: 'parent' }, async () => {
  await etl({ n: 1 });
  const one = etl({ n: 1 });
  const two = load({ n: 1 });
  await Promise.all([one, two]);
  const all = [];
  for (const n of [1, 2]) all.push(load({ n }));
  await Promise.all(all);
  const map = new Map([['a', etl({ n: 1 })]]);
  await map.get('a');
  await pMap([1, 2], (n) => load({ n }));
  await pMap([1, 2], async (n) => load({ n }), { concurrency: 2 });
  const results = await Promise.all([1, 2].map(async (n) => { const r = await load({ n }); return r; }));
  const object = { run: etl({ n: 1 }) };
  await object.run;
  let last; last = load({ n: 3 });
  await last;
  const { run } = { run: load({ n: 4 }) };
  await run;
  await [1, 2].reduce((before, n) => before.then(() => load({ n }).then(() => {})), Promise.resolve());
  for await (const x of [1, 2].map((n) => load({ n }))) console.log(x);
  const race = await Promise.race([load({ n: 1 }), sleep(10)]);
  await new Promise<void>((resolve, reject) => { load({ n: 1 }).then(() => resolve(), reject); });
  await new Promise((resolve) => resolve(load({ n: 1 })));
  const later = () => load({ n: 1 });
  await later();
  const chained = load({ n: 1 }).then((x) => load({ n: x }));
  await chained;
  const cond = results.length ? load({ n: 1 }) : undefined;
  await cond;
  await (results.length && load({ n: 1 }));
  results.length && (await load({ n: 1 }));
  if (race) await load({ n: 1 });
  void load({ n: 1 });
  load({ n: 1 }).catch(() => {});
  load({ n: 1 }).then(() => {}, () => {});
  const queue: Promise<number>[] = [];
  queue.push(load({ n: 1 }), load({ n: 2 }));
  while (queue.length) await queue.shift();
  const futures = [1, 2].map((n) => load.submit({ n }));
  for (const future of futures) await future.result();
  await Promise.all(futures.map((f) => f.result()));
  const f = load.submit({ n: 1 });
  const g = load.submit({ n: f as never });
  await g.result();
  const [x, y] = [load.submit({ n: 1 }), load.submit({ n: 2 })];
  await x.wait(); await y.result();
  return load({ n: results.length });
});
export const deferred = (n: number) => { const p = load({ n }); return { p }; };
export function* generator() { yield load({ n: 1 }); }
export async function* agenerator() { yield* [load({ n: 1 })]; yield load({ n: 2 }); }
export class Runner { #running = new Set<Promise<number>>(); last?: Promise<number>; start(n: number) { const run = load({ n }); this.#running.add(run); run.finally(() => this.#running.delete(run)).catch(() => {}); this.last = etl({ n }); } async drain() { await Promise.allSettled(this.#running); } get pending() { return etl({ n: 1 }); } }
export default parent;
parent().then(console.log, console.error);
await parent();
main().catch(console.error);
async function main() { await parent(); }
test('x', () => parent());
test('y', async () => { await expect(parent()).rejects.toThrow(); await expect(load({ n: 1 })).resolves.toBe(1); });
app.get('/x', async (req: any, res: any) => res.json(await etl({ n: 1 })));
app.get('/y', (req: any, res: any, next: any) => etl({ n: 1 }).then((x) => res.json(x)).catch(next));
app.get('/z', (req: any) => etl({ n: 1 }));
cron.schedule('* * * * *', () => etl({ n: 1 }));
button.onclick = () => etl({ n: 1 });
emitter.on('x', (n: number) => etl({ n }));
declare const app: any, cron: any, button: any, emitter: any, test: any, expect: any;
`,
  },
  'a tasks-and-todos application that only talks of flows': {
    'src/tasks.ts': `export interface Task { id: string; title: string; submit(): void; map<T>(f: (x: Task) => T): T }
export const task = (title: string): Task => ({ id: title, title, submit() {}, map(f) { return f(this); } });
export const tasks = [task('a'), task('b')];
export class Flow { steps: Task[] = []; submit() { this.steps.forEach((step) => step.submit()); return this; } map(f: (x: Flow) => Flow) { return f(this); } static of() { return new Flow(); } }
export const flow = (...steps: Task[]) => Object.assign(new Flow(), { steps });
`,
    'src/store.ts': `import { flow, Flow, task, tasks, type Task } from './tasks';
import { flow as run } from 'millrace';
export const signup = flow(task('x'));
signup.submit();
signup.map((x) => x);
tasks.forEach((t) => t.submit());
tasks.map((t) => t.title);
task('y').submit();
Flow.of().submit().submit();
export const job = run({ name: 'job' }, async () => { signup.submit(); tasks.map((t) => t.submit()); return signup.steps.length; });
export const store = { flows: { signup }, job, tasks };
store.flows.signup.submit();
Object.values(store.flows).forEach((f) => f.submit());
export const submit = (t: Task) => t.submit();
export const Form = ({ onSubmit, form }: { onSubmit(): void; form: { submit(): void } }) => { form.submit(); onSubmit(); };
const { flows: { signup: renamed } } = store;
renamed.submit();
class Wizard extends Flow { job = job; next() { this.submit(); this.map((x) => x); super.submit(); } }
new Wizard().submit();
`,
  },
  "flows bound to their infrastructure, and others' runs": {
    'run.ts': `import { flow } from 'millrace';
import { kubernetes } from 'millrace-kubernetes';
import { docker } from '@millrace/docker';
const etl = flow({ name: 'etl' }, async () => 1);
const bound = kubernetes({ workPool: 'x' })(etl);
bound.submit();
const other = docker(etl);
other.submit();
const wrapped = wrapWith(etl);
wrapped.submit();
declare function wrapWith<T>(x: T): T & { submit(): void };
declare function same<T>(x: unknown): T;
same<HTMLFormElement>(etl).submit();
declare function unknownly(x: unknown): any;
unknownly(etl).submit();
function fake<T extends object>(x: T) { return new Proxy(x, { get: () => () => 1 }) as T & { submit(): void }; }
fake(etl).submit();
const submitter = { ...etl, submit: () => 1 };
submitter.submit();
function add(x: typeof etl) { return Object.assign(x, { submit: () => etl() }); }
add(etl).submit();
`,
  },
});
