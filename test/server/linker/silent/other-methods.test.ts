import { etlFile, findsAll, withEtl } from '../../../support/ways.ts';

/** What looks like a flow and is none: not one line may be found. */
findsAll({
  'the later of two spreads and members counts': withEtl(`const a = { etl, ...{ etl: plain } };
a.etl.submit();
const b = { ...{ etl: plain }, etl };
b.etl.submit(); // flow
const c = { ...{ etl }, etl: plain };
c.etl.submit();
const d = { ...{ etl }, ...{ etl: plain } };
d.etl.submit();
const e = Object.assign({}, { etl }, { etl: plain });
e.etl.submit();
const f = { ...plain, ...load() };
f.submit();
const g = { etl, ...load() };
g.etl.submit();
declare function load(): any;
`),
  'a flow that was given the method': withEtl(`const able = Object.assign(etl, { submit: () => 1 });
able.submit();
const able2 = Object.assign(etl.withOptions({}), plain);
able2.submit();
const wrapped = { ...etl, submit() { return etl(); } };
wrapped.submit();
const own: any = etl.withOptions({ name: 'own' });
own.submit = () => etl();
own.submit();
const proxy = new Proxy(etl, { get: () => () => 1 });
proxy.submit();
class Wrapper { constructor(readonly inner: typeof etl) {} submit() { return this.inner(); } map() { return []; } }
new Wrapper(etl).submit();
const adapter = { inner: etl, submit() { return this.inner(); } };
adapter.submit();
`),
  'fields and variables that are given something else':
    withEtl(`class A { f: any = etl; reset() { this.f = plain; } go() { this.f.submit(); } }
new A().f.submit();
class B { static f: any = etl; static { this.f = plain; } }
B.f.submit();
class C { f: any; constructor() { this.f = etl; this.f = plain; } go() { this.f.submit(); } }
const o: any = { f: plain };
o.f.submit();
o.f = etl;
const p: any = { f: etl };
p.f = plain;
p.f.submit();
let x: any = etl;
function swap() { x = plain; }
x.submit();
let y: any = etl;
({ y } = { y: plain });
y.submit();
let z: any = etl;
[z] = [plain];
z.submit();
for (x of [plain]) x.submit();
const list: any[] = [etl];
list[0] = plain;
list[0].submit();
`),
  'names of other libraries': {
    'a.ts': `import { flow, pipe } from 'lodash/fp';
import { flow as fpFlow } from 'fp-ts/function';
import { task } from 'gulp';
import { Flow } from '@xyflow/react';
import type { AnyFlow } from './own.ts';
import * as millrace from './millrace.ts';
import { flow as near } from './millrace';
flow([1], () => 1).submit();
fpFlow(() => 1).map([]);
task('x').submit();
new Flow().submit();
const f = flow({ name: 'x' }, async () => 1);
f.submit();
f.map([]);
millrace.flow({ name: 'x' }, async () => 1).submit();
near({ name: 'x' }, async () => 1).submit();
export const go = (x: AnyFlow, y: Flow) => [x.submit(), y.submit()];
`,
    'own.ts': `export type AnyFlow = { submit(): void };`,
    'millrace.ts': `export const flow = (options: object, fn: unknown) => ({ submit() {} });`,
  },
  'pools, queues, forms, observables': withEtl(`import { Worker, Queue } from 'bullmq';
import { of } from 'rxjs';
import Piscina from 'piscina';
import PQueue from 'p-queue';
import { useForm } from 'react-hook-form';
const pool = new Piscina();
pool.submit(etl);
new Queue('x').submit(() => etl());
new PQueue().submit(etl).map((x) => x);
of(etl).map((f) => f);
of(etl).pipe().submit();
const { submit, handleSubmit } = useForm();
submit(etl);
document.querySelector('form')!.submit();
(event.target as HTMLFormElement).form!.submit();
device.queue.submit([encoder.finish()]);
$('#form').submit();
executor.submit(etl).result();
page.locator('form').evaluate((form) => form.submit());
cy.get('form').submit();
wrapper.find('form').first().submit();
`),
  'map of lists, sets and promises of flows': withEtl(`import type { AnyFlow } from 'millrace';
const flows = [etl, etl];
flows.map((f) => f.name);
flows.map((f) => f());
Object.values({ etl }).map((f) => f());
[...new Set([etl])].map((f) => f());
const typed: readonly AnyFlow[] = [];
typed.map((f) => f.name);
export const a = (fs: AnyFlow[] | undefined) => fs?.map((f) => f.name);
export const b = (fs: [AnyFlow, AnyFlow]) => fs.map((f) => f.name);
export const c = (fs: AnyFlow | AnyFlow[]) => (Array.isArray(fs) ? fs.map((f) => f.name) : fs);
export const d = (fs: Map<string, AnyFlow>) => [...fs].map(([k]) => k);
export const e = (fs: Record<string, AnyFlow>) => fs.submit;
export const f = (fs: Record<string, AnyFlow>) => fs.submit!();
export const g = (fs: { map: AnyFlow; submit: AnyFlow }) => [fs.submit(), fs.map()];
export const h = (all: { flows: AnyFlow[] }) => all.flows.map((one) => one());
flows.filter((f) => f).map((f) => f.name);
(await Promise.all(flows.map((f) => f()))).map((x) => x);
`),
  'a flow that is called submit': {
    'etl.ts': `import { flow } from 'millrace';
export const submit = flow({ name: 'submit' }, async () => 1);
export const map = flow({ name: 'map' }, async () => 1);
`,
    'a.ts': `import * as flows from './etl.ts';
import { submit } from './etl.ts';
await flows.submit();
await flows.map();
await submit();
const api = { ...flows };
await api.submit();
await (await import('./etl.ts')).submit();
class Api { static submit = submit; submit = submit; }
await Api.submit();
await new Api().submit();
submit.submit(); // flow
flows.map.submit(); // flow
`,
  },
  'shadows of every kind': withEtl(`function a({ etl }: any) { etl.submit(); }
function b([etl]: any) { etl.submit(); }
function c(...etl: any) { etl.submit(); }
const d = function etl() { etl.submit(); };
const e = class etl { static submit() {} static run() { etl.submit(); } };
try { throw 1; } catch ({ etl }: any) { etl.submit(); }
for (const etl in {}) etl.submit();
for (let etl: any = plain; ; ) { etl.submit(); break; }
switch (1) { case 1: const etl = plain; etl.submit(); }
{ function etl() {} etl.submit(); }
{ class etl { static submit() {} } etl.submit(); }
{ enum etl { submit } etl.submit; }
namespace N { const etl = plain; etl.submit(); }
if (true) { let { etl } = { etl: plain }; etl.submit(); }
const g = (plain2: any) => ({ etl: plain2 }).etl.submit();
[plain].forEach((etl) => etl.submit());
[plain].map(function (etl) { return etl.submit(); });
new Promise<any>((etl) => etl.submit());
class K { etl = plain; run() { this.etl.submit(); const { etl } = this; etl.submit(); } set x(etl: any) { etl.submit(); } }
const h = async function* (etl: any) { yield etl.submit(); };
const i = { etl: plain, run() { return this.etl.submit(); } };
const { plain: etl2 } = { plain };
etl2.submit();
label: { const etl = plain; etl.submit(); break label; }
function j() { if (true) { var etl: any = plain; } etl.submit(); }
function k() { etl.submit(); for (var etl: any of [plain]) {} }
const l = (x: any, etl = x) => etl.submit();
import('./etl.ts').then(({ plain: etl }) => etl.submit());
const m = (flow: any) => flow({ name: 'x' }, async () => 1).submit();
const n = ({ flow }: any) => flow({ name: 'x' }, async () => 1).submit();
{ const flow = (...x: any[]) => plain; flow({ name: 'x' }, async () => 1).submit(); }
function o(task: any) { task.submit(); task.map([]); }
using: { const flow = plain; flow.submit(); }
`),
  'results of flows and of what belongs to them': withEtl(`const result = await etl();
result.submit();
const [first] = await Promise.all([etl(), etl()]);
first.submit();
for (const r of await Promise.all([etl].map((f) => f()))) r.submit();
etl.name.submit();
etl.options.submit();
etl.withOptions.submit();
(await etl.toDeployment({ name: 'x' })).submit();
type R = Awaited<ReturnType<typeof etl>>;
export const a = (r: R) => r.submit();
export const b = (p: Parameters<typeof etl>[0]) => p.submit();
const made = flow({ name: 'f' }, async () => plain);
(await made()).submit();
const t = task({ name: 't' }, async () => etl);
t.submit();
t.map([]);
t.withOptions({ retries: 1 }).submit();
[t, t].forEach((x) => x.submit());
({ t }).t.submit();
new Map([['t', t]]).get('t')!.submit();
`),
  'containers of others that hold a flow':
    withEtl(`class Option<T> { constructor(private v: T) {} map<U>(f: (v: T) => U) { return new Option(f(this.v)); } submit() {} get() { return plain; } }
new Option(etl).map((f) => f.name);
new Option(etl).submit();
new Option(etl).get().submit();
const some = <T>(v: T) => ({ map: (f: any) => some(f(v)), submit: () => v });
some(etl).map((f: any) => f);
some(etl).submit();
const lens = { of: etl, map(f: any) { return f(this.of); } };
lens.map((x: any) => x);
const tuple = [etl, { submit() {} }] as const;
tuple[1].submit();
const [, form] = tuple;
form.submit();
const pick = (name: 'a' | 'b') => ({ a: etl, b: plain })[name];
pick('b').submit();
const visitor = { flow: () => plain, task: () => plain };
visitor.flow().submit();
function overload(x: 'flow'): typeof etl;
function overload(x: 'form'): typeof plain;
function overload(x: any): any { return x === 'flow' ? etl : plain; }
overload('form').submit();
`),
  'iterators that give themselves': withEtl(`class Steps implements IterableIterator<any> {
  next() { return { done: true, value: etl }; }
  [Symbol.iterator]() { return this; }
}
class Walk { [Symbol.iterator]() { return new Walk(); } }
for (const one of new Steps()) one.submit();
for (const one of new Walk()) one.submit();
const [first, ...rest] = new Walk();
first.submit();
rest.submit();
`),
  'modules of CommonJS that are called and are no functions': {
    'names.cjs': `const { flow } = require('millrace');\nexports.etl = flow({ name: 'etl' }, async () => 1);\nexports.submit = () => 1;`,
    'a.cjs': `const names = require('./names.cjs');\nnames().submit();\n(0, names)({}).map([]);\nnew names().submit();\nnames.submit();`,
  },
  'functions whose types name themselves': withEtl(`function inject(given: Parameters<typeof inject>[0]) { given.endpoints().submit(); }
const api = { again(given: Parameters<typeof api.again>[0]): ReturnType<typeof api.again> { given.a.submit(); return given.b; } };
function first(): ReturnType<typeof second> { return second() as any; }
function second(): ReturnType<typeof first> { return first() as any; }
first().submit();
declare function third(): ReturnType<typeof third>[];
third()[0].submit();
class Node1 { of(p: Parameters<Node1['of']>[0]): ReturnType<Node1['of']> { p.submit(); return p.map([]); } }
new Node1().of({}).submit();
inject({});
api.again({}).submit();
`),
  'strings, comments and dead text': {
    'a.ts': `import { flow } from 'millrace';
// etl.submit()
/* etl.map([]) */
const text = 'etl.submit()';
const more = \`flow({ name: 'x' }).submit()\`;
export const re = /etl.submit\\(\\)/;
export const etl = flow({ name: text }, async () => more);
/** @example etl.submit() */
export type T = { submit(): void };
declare const x: T;
x.submit();
`,
    'b.d.ts': `export declare const etl: { submit(): void };\nexport declare function submit(etl: unknown): void;`,
    'etl.ts': etlFile,
  },
});
