import { reportsAsMarked } from '../../../support/applications.ts';

/** What has the names of flows and tasks, and is none, or not surely one. */
reportsAsMarked({
  'other libraries with the same names': {
    'package.json': `{ "name": "x", "dependencies": { "millrace": "1.0.0", "mobx": "6.0.0", "lodash": "4.0.0" } }`,
    'other.ts': `import { flow as mobxFlow, flowResult, task as mobxTask } from 'mobx';
import { flow as fpFlow, pipe } from 'fp-ts/function';
import _, { flow as lodashFlow } from 'lodash';
import { task as gulpTask } from 'gulp';
import { useForm } from 'react-hook-form';
import * as other from 'millrace-like';
import { flow as local } from './local';
import { of, from, Subject } from 'rxjs';
import { map as rxMap } from 'rxjs/operators';
import { flow as scoped } from '@acme/millrace';
const one = mobxFlow({ name: 'etl' }, async () => 1);
one.submit();
one();
mobxTask({ name: 'x' }, async () => 1).submit();
fpFlow({ name: 'x' }, () => 1).submit();
lodashFlow([(x: number) => x]).map();
_.flow({ name: 'x' }, () => 1).submit();
gulpTask('x', () => {}).submit();
other.flow({ name: 'x' }, async () => 1).submit();
local({ name: 'x' }, async () => 1).submit();
scoped({ name: 'x' }, async () => 1).submit();
const form = useForm({ defaultValues: {} });
form.submit();
form.handleSubmit(() => form.submit());
of(1, 2).pipe(rxMap((x) => x + 1)).submit();
from([1]).map((x: number) => x);
new Subject().map((x: unknown) => x);
pipe(1, (x) => x).submit();
export const all = { one, form };
all.one.submit();
all.form.submit();
`,
    'local.ts': `import { flow as real } from 'millrace';
export const flow = (options: { name: string }, fn: () => Promise<number>) => ({ submit: () => fn(), map: () => [fn()], options });
export const kept = real({ name: 'kept' }, async () => 1);
export const task = Object.assign(() => 1, { submit() {}, map() {} });
task.submit();
task.map();
task();
`,
  },
  shadowing: {
    'flows.ts': `import { flow, task } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
export const load = task({ name: 'load' }, async () => 1);
`,
    'run.ts': `import { etl, load } from './flows';
import { flow } from 'millrace';
function a(etl: HTMLFormElement) { etl.submit(); }
function b() { const etl = document.forms[0]!; etl.submit(); }
function c({ etl }: { etl: { submit(): void } }) { etl.submit(); }
try { throw 1; } catch (etl) { etl.submit(); }
for (const etl of document.forms) etl.submit();
class etlClass { etl = document.forms[0]!; go() { this.etl.submit(); } }
function d() { function etl() {} etl.submit = () => {}; etl.submit(); etl(); }
{ class load { static submit() {} } load.submit(); }
[document.forms[0]!].forEach((etl) => etl.submit());
const e = function etl() { etl.submit(); };
const f = (load = document.forms[0]!) => load.submit();
function g(flow: (o: object, f: () => number) => { submit(): void }) { const mine = flow({ name: 'x' }, () => 1); mine.submit(); }
namespace Inner { export const etl = document.forms[0]!; etl.submit(); }
Inner.etl.submit();
if (true) { let etl = document.forms[0]!; etl.submit(); }
switch (1) { case 1: const etl = document.forms[0]!; etl.submit(); }
const h = { etl: document.forms[0]!, go() { this.etl.submit(); } };
h.etl.submit();
export { a, b, c, d, e, f, g };
declare global { interface Window { etl: HTMLFormElement } }
window.etl.submit();
globalThis.etl.submit();
`,
  },
  'values that are sometimes flows': {
    'run.ts': `import { flow, task, type AnyFlow, type Task } from 'millrace';
const etl = flow({ name: 'etl' }, async () => 1);
const load = task({ name: 'load' }, async () => 1);
const form = document.forms[0]!;
const mixed = [etl, load, form];
mixed[Math.floor(Math.random() * 3)]!.submit();
mixed.forEach((one) => one.submit());
for (const one of mixed) one.submit();
const either = Math.random() > 0.5 ? etl : load;
either.submit();
function start(one: AnyFlow | Task<{}, number>) { one.submit(); }
function guarded(one: AnyFlow | Task<{}, number> | HTMLFormElement) { if ('map' in one) one.submit(); if (one instanceof HTMLFormElement) one.submit(); }
function narrowed(one: AnyFlow | { kind: 'form'; submit(): void }) { if ('kind' in one) one.submit(); }
let changing: any = etl;
changing = form;
changing.submit();
const table: Record<string, any> = { etl, load, form };
table['x'].submit();
table[process.argv[2]!].submit();
table.form.submit();
table.load.submit();
const map = new Map<string, any>([['etl', etl]]);
map.set('form', form);
map.get('x').submit();
function give(name: string): any { if (name === 'etl') return etl; return form; }
give('x').submit();
const copy = { ...{ etl }, etl: form };
copy.etl.submit();
const over = { etl, ...JSON.parse('{}') };
over.etl.submit();
const assigned = Object.assign({ etl }, { etl: form });
assigned.etl.submit();
const [first = form] = [] as HTMLFormElement[];
first.submit();
const { one = etl }: { one?: { submit(): void } } = {};
one.submit(); // ! flow-no-submit
export let exported: { submit(): void } = etl as never;
exported.submit(); // ! flow-no-submit
let maybe; if (Math.random()) maybe = etl; else maybe = load;
maybe.submit();
const proxy = new Proxy(etl, { get: () => () => 1 });
proxy.submit();
const unknown = JSON.parse('{}');
unknown.etl.submit();
(unknown ?? etl).submit();
(etl as unknown as HTMLFormElement).submit(); // ! flow-no-submit
(etl as any as { submit(): void }).submit(); // ! flow-no-submit
const typed: { submit(): void } = etl as never;
typed.submit(); // ! flow-no-submit
const filtered = mixed.filter((x): x is HTMLFormElement => x instanceof HTMLFormElement);
filtered[0]!.submit();
mixed.find((x) => x === form)!.submit();
`,
  },
  'extended flows': {
    'run.ts': `import { flow, task, type AnyFlow, type Flow } from 'millrace';
const base = flow({ name: 'base' }, async () => 1);
const extended = Object.assign(base, { submit: () => 1 });
extended.submit();
const spread = { ...flow({ name: 'spread' }, async () => 1), submit() {} };
spread.submit();
const patched = flow({ name: 'patched' }, async () => 1) as Flow<{}, number> & { submit(): void };
patched.submit = () => {};
patched.submit();
class Wrapper { constructor(readonly inner: AnyFlow) {} submit() { return 1; } map() { return []; } }
new Wrapper(base).submit();
new Wrapper(base).map();
const wrappers = [base].map((one) => new Wrapper(one));
wrappers[0]!.submit();
const wrapped = { inner: base, submit: () => base };
wrapped.submit();
interface Submittable extends AnyFlow { submit(): number }
declare const submittable: Submittable;
submittable.submit();
declare const inter: AnyFlow & { submit(): void };
inter.submit();
function decorate<T extends AnyFlow>(one: T): T & { submit(): void } { return Object.assign(one, { submit() {} }); }
decorate(flow({ name: 'decorated' }, async () => 1)).submit();
const defined = flow({ name: 'defined' }, async () => 1);
Object.defineProperty(defined, 'submit', { value: () => 1 });
(defined as any).submit();
const holder = { job: base as any };
holder.job = { submit() {} };
holder.job.submit();
class Replaced { job: any = base; constructor() { this.job = document.forms[0]; } go() { this.job.submit(); } }
const list: any[] = [base];
list[0] = document.forms[0];
list[0].submit();
list.length = 0;
const swapped = [base, document.forms[0]!] as any[];
swapped.reverse();
swapped[0].submit();
const removed = { base } as any;
delete removed.base;
removed.base?.submit();
`,
  },
  'plain collections and other maps': {
    'run.ts': `import { flow, task } from 'millrace';
const etl = flow({ name: 'etl' }, async ({ n }: { n: number }) => n);
const load = task({ name: 'load' }, async ({ n }: { n: number }) => n);
const flows = [etl];
flows.map((one) => one.definition);
flows.map(String);
[...flows].map((x) => x);
new Map([['etl', etl]]).values().map((x) => x);
Object.values({ etl }).map((x) => x);
Array.from(flows).map((x) => x);
const registry = { flows, map: () => flows, submit() { return flows; } };
registry.map();
registry.submit();
const page = { etl, map: (f: (x: number) => number) => f(1) };
page.map((x) => x);
const rows = await etl({ n: 1 });
[rows].map((x) => x);
const many = (await load({ n: 1 })) as unknown as number[];
many.map((x) => x);
etl.name.toString();
etl.definition;
const futures = load.map({ n: [1] });
const results = await futures.result();
results.map((x) => x);
const promise = etl({ n: 1 });
await promise;
const kept = [etl({ n: 1 })];
await Promise.all(kept);
export const floating = () => etl({ n: 1 });
export async function chain() { return etl({ n: 1 }).then((x) => x); }
export const lazy = { run: () => etl({ n: 2 }) };
void etl({ n: 1 });
etl({ n: 1 }).catch(() => {});
const later = setTimeout(() => void etl({ n: 1 }), 1);
const submit = (x: unknown) => x;
submit(etl);
[etl].map(submit);
const entries = Object.entries({ etl }).map(([name]) => name);
entries.map((x) => x);
const set = new Set(flows);
set.map?.((x: unknown) => x);
const lodash = { map: <T, R>(list: T[], f: (x: T) => R) => list.map(f) };
lodash.map(flows, (x) => x);
const state = await etl.returnState({ n: 1 });
state.data?.map((x: number) => x);
`,
  },
  'parameters that hide what they are': {
    'flows.ts': `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
export interface Submits { submit(): void }
export type Flow = { submit(): void; flow: string };
export class AnyFlow { submit() {} }
`,
    'run.ts': `import { etl, AnyFlow, type Flow, type Submits } from './flows';
import type { Task } from './other-types';
import type { Flow as OtherFlow } from 'other';
export const a = (one: Flow) => one.submit();
export const b = (one: AnyFlow) => one.submit();
export const c = (one: Submits) => one.submit();
export const d = (one: Task) => one.submit();
export const e = (one: OtherFlow) => one.submit();
export const f = <Flow extends Submits>(one: Flow) => one.submit();
export const g = (one: any, two: unknown, three) => { one.submit(); three.submit(); };
export function i(this: Submits) { this.submit(); }
export const j = (one: typeof etl | Submits) => one.submit();
export const k = <T>(one: T extends string ? typeof etl : Submits) => (one as Submits).submit();
export const l = (make: <T>() => T) => make<Submits>().submit();
export const m = (one: InstanceType<typeof AnyFlow>) => one.submit();
export const n = (all: Record<string, typeof etl> & { form: Submits }) => all.form.submit();
export const o = (all: { [key: string]: unknown; etl: Submits }) => all.etl.submit();
new AnyFlow().submit();
function call(fn: (x: Submits) => void) { fn(document.forms[0]!); }
call((x) => x.submit());
const p = (x) => x.submit();
p(etl);
p(document.forms[0]);
function overloaded(x: string): Submits;
function overloaded(x: number): typeof etl;
function overloaded(x: any): any { return x; }
overloaded('x').submit();
`,
    'other-types.ts': `export type Task = { submit(): void };
`,
  },
  'shadowed modules and broken or foreign files': {
    'package.json': `{ "name": "x", "imports": { "#millrace": "./fake.ts" } }`,
    'fake.ts': `export const flow = (o: object, f: () => unknown) => ({ submit() {} });
export const task = flow;
`,
    'node_modules/millrace-contrib/index.js': `exports.flow = () => ({ submit() {} });
`,
    'run.ts': `import { flow, task } from '#millrace';
import { flow as f } from './fake';
import * as contrib from 'millrace-contrib';
import type { flow as onlyType } from 'millrace';
const etl = flow({ name: 'x' }, async () => 1);
etl.submit();
f({}, () => 1).submit();
contrib.flow().submit();
task({}, () => 1).submit();
const wrong = onlyNothing({ name: 'x' });
wrong.submit();
const typed: ReturnType<typeof flow> = etl;
typed.submit();
`,
    'require.js': `const require = (name) => ({ flow: () => ({ submit() {} }) });
const { flow } = require('millrace');
flow({ name: 'x' }, async () => 1).submit();
`,
    'page.js': `const { flow } = window;
flow({ name: 'x' }, () => 1).submit();
function onSubmit(event) { event.target.form.submit(); event.preventDefault(); }
document.querySelector('form').submit();
$('#form').submit();
$('.x').map(function () { return this.value; });
`,
  },
  'the same variable over time': {
    'run.ts': `import { flow } from 'millrace';
let job: any;
function first() { job = flow({ name: 'first' }, async () => 1); }
function second() { job = { submit() {} }; }
function go() { job.submit(); }
let other: any = flow({ name: 'other' }, async () => 1);
for (const form of document.forms) { other = form; }
other.submit();
let third: any = document.forms[0];
third.submit();
third = flow({ name: 'third' }, async () => 1);
const state: any = { job: null };
export const set = (value: any) => { state.job = value; };
set(flow({ name: 'fourth' }, async () => 1));
state.job.submit();
class Holder { static job: any; job: any; set(one: any) { this.job = one; Holder.job = one; } go() { this.job.submit(); Holder.job.submit(); } }
new Holder().set(flow({ name: 'fifth' }, async () => 1));
const cache = new Map<string, any>();
export const remember = (key: string, value: any) => cache.set(key, value);
remember('x', flow({ name: 'sixth' }, async () => 1));
cache.get('x').submit();
const results: any[] = [];
[flow({ name: 'seventh' }, async () => 1)].forEach((one) => results.push(one()));
results[0].submit();
const listeners: any[] = [];
export const on = (one: any) => listeners.push(one);
on(flow({ name: 'eighth' }, async () => 1));
for (const one of listeners) one.submit();
export { first, second, go };
`,
  },
  'children whose members are others': {
    'base.ts': `import { flow } from 'millrace';
export class Base { job: any = flow({ name: 'base' }, async () => 1); get(): any { return this.job; } static make(): any { return flow({ name: 'made' }, async () => 1); } }
export class Child extends Base { override job: any = document.forms[0]; override get() { return { submit() {} }; } static override make() { return { submit() {} }; } }
export abstract class Shape { abstract job: { submit(): void }; go() { this.job.submit(); } }
export class Real extends Shape { job = flow({ name: 'real' }, async () => 1) as never; }
`,
    'run.ts': `import { Base, Child, Real, type Shape } from './base';
new Child().job.submit();
new Child().get().submit();
Child.make().submit();
const shape: Shape = new Real();
shape.job.submit(); // ! flow-no-submit
class Own { submit() {} map() { return [this]; } go() { this.submit(); this.map(); } }
new Own().submit();
new Own().map()[0]!.submit();
const literal = { flow: { submit() {} }, etl: { map() {} } };
literal.flow.submit();
literal.etl.map();
function Old(this: any) { this.submit = () => {}; }
new (Old as any)().submit();
Old.prototype.map = () => {};
`,
  },
});
