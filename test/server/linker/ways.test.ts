import { etlFile, findsAll, withEtl } from '../../support/ways.ts';

/** Ways to get at a flow within a file, as people write them who want to hide one. */
findsAll({
  'a Map': withEtl(`const m = new Map([['a', etl], ['b', etl]]);
m.get('a').submit(); // flow
m.get('a')!.submit(); // flow
for (const [k, f] of m) f.submit(); // flow
for (const f of m.values()) f.submit(); // flow
m.forEach((f) => f.submit()); // flow
const p = new Map([['a', plain]]);
p.get('a').submit();
const late = new Map();
late.set('x', etl);
late.get('x').submit(); // flow
`),
  'containers by their types': {
    'a.ts': `import type { Flow, AnyFlow } from 'millrace';
import { etl } from './etl.ts';
const m = new Map<string, AnyFlow>();
m.get('a').submit(); // flow
const r: Record<string, AnyFlow> = {};
r.x.submit(); // flow
r['y'].submit(); // flow
for (const f of Object.values(r)) f.submit(); // flow
for (const [k, f] of Object.entries(r)) f.submit(); // flow
let s: Set<AnyFlow> = new Set();
for (const f of s) f.submit(); // flow
const a: ReadonlyArray<AnyFlow> = [];
a[0].submit(); // flow
a.at(0)?.submit(); // flow
const { x }: { x: AnyFlow } = load();
x.submit(); // flow
const o: Partial<Record<'a', AnyFlow>> = {};
o.a?.submit(); // flow
`,
    'etl.ts': etlFile,
  },
  'a Set': withEtl(`const s = new Set([etl]);
for (const f of s) f.submit(); // flow
[...s][0].submit(); // flow
s.forEach((f) => f.submit()); // flow
`),
  'lists and their methods': withEtl(`const list = [etl, etl];
list.forEach((f) => f.submit()); // flow
list.map((f) => f.submit()); // flow
list.map(async (f) => { await f.submit(); }); // flow
list.at(0).submit(); // flow
list.find((f) => true).submit(); // flow
list.filter(Boolean)[0].submit(); // flow
for (const [i, f] of list.entries()) f.submit(); // flow
list[list.length - 1].submit(); // flow
const copy = [...list];
copy[0].submit(); // flow
list.slice(1)[0].submit(); // flow
list.concat([etl])[0].submit(); // flow
list.pop().submit(); // flow
const [, second] = list;
second.submit(); // flow
const pushed = [];
pushed.push(etl);
pushed[0].submit(); // flow
list.reduce((acc, f) => { f.submit(); return acc; }, 0); // flow
[plain].forEach((f) => f.submit());
`),
  'objects as registries': withEtl(`const reg = { a: etl, b: etl };
Object.values(reg).forEach((f) => f.submit()); // flow
for (const f of Object.values(reg)) f.submit(); // flow
for (const [k, f] of Object.entries(reg)) f.submit(); // flow
for (const k in reg) reg[k].submit(); // flow
const key = 'a';
reg[key].submit(); // flow
reg[\`b\`].submit(); // flow
const spread = { ...reg, c: etl };
spread.a.submit(); // flow
spread.c.submit(); // flow
const assigned = Object.assign({}, reg);
assigned.a.submit(); // flow
const frozen = Object.freeze({ a: etl });
frozen.a.submit(); // flow
const mixed = { a: etl, p: plain };
mixed.p.submit();
mixed.a.submit(); // flow
const late: any = {};
late.x = etl;
late.x.submit(); // flow
late['y'] = etl;
late['y'].submit(); // flow
Object.fromEntries([['a', etl]]).a.submit(); // flow
`),
  'satisfies, as const and casts': withEtl(`const reg = { a: etl } satisfies Record<string, unknown>;
reg.a.submit(); // flow
const c = { a: etl } as const;
c.a.submit(); // flow
(<any>etl).submit(); // flow
(etl satisfies unknown).submit(); // flow
(etl!)!.submit(); // flow
`),
  'optional chaining': withEtl(`etl?.submit?.({}); // flow
const o = { etl };
o?.etl?.submit({}); // flow
o?.['etl']?.['submit']({}); // flow
(etl ?? plain).submit(); // ?
(etl || plain).submit(); // ?
`),
  'computed members': withEtl(`const name = 'submit';
etl[name]({}); // flow
const k = 'etl' as const;
const o = { [k]: etl, ['other']: etl };
o.etl.submit(); // flow
o.other.submit(); // flow
`),
  'bind, call and apply': withEtl(`etl.submit.bind(etl)({}); // flow
etl.submit.call(etl, {}); // flow
etl.submit.apply(etl, [{}]); // flow
const bound = etl.submit.bind(etl); // flow
`),
  'closures, currying and factories':
    withEtl(`const mk = () => { const inner = flow({ name: 'i' }, async () => 1); return { run: () => inner.submit(), get: () => inner }; }; // flow
mk().get().submit(); // flow
const curry = (n: string) => (o: object) => flow({ name: n, ...o }, async () => 1);
curry('x')({}).submit(); // flow
const id = (x) => x;
function make() { return etl; }
make().submit(); // flow
const cond = (b: boolean) => { if (b) return etl; return etl; };
cond(true).submit(); // flow
const iife = (() => etl)();
iife.submit(); // flow
const h = function () { return { etl }; };
h().etl.submit(); // flow
`),
  'classes: private, static, accessors, parameter properties, inheritance': withEtl(`class A {
  #p = etl;
  static s = etl;
  readonly f = etl;
  constructor(private readonly q: typeof etl, r: typeof etl) {
    this.t = r;
    q.submit(); // flow
  }
  get g() { return etl; }
  static make() { return flow({ name: 'n' }, async () => 1); }
  m() {
    this.#p.submit(); // flow
    this.f.submit(); // flow
    this.g.submit(); // flow
    this.q.submit(); // flow
    this.t.submit(); // flow
    A.s.submit(); // flow
    this.build().submit(); // flow
  }
  build() { return etl; }
  arrow = () => this.f.submit(); // flow
}
A.make().submit(); // flow
const a = new A(etl, etl);
a.f.submit(); // flow
a.g.submit(); // flow
a.q.submit(); // flow
a.build().submit(); // flow
class B extends A { n() { super.build().submit(); this.f.submit(); } } // flow
new B(etl, etl).f.submit(); // flow
const C = class { static x = etl; };
C.x.submit(); // flow
`),
  decorators: withEtl(`function dec(t: any, c: any) { return t; }
@dec
class A {
  @dec f = etl;
  @dec run() { this.f.submit(); } // flow
}
new A().f.submit(); // flow
`),
  'registries by enums': withEtl(`enum K { A = 'a', B = 'b' }
const reg = { [K.A]: etl, [K.B]: etl };
reg[K.A].submit(); // flow
reg.a.submit(); // flow
const r2: Record<K, typeof etl> = reg;
r2[K.B].submit(); // flow
`),
  generics: withEtl(`const same = <T>(x: T): T => x;
same(etl).submit(); // flow
const box = <T>(v: T) => ({ v });
box(etl).v.submit(); // flow
function first<T>(xs: T[]): T { return xs[0]; }
first([etl]).submit(); // flow
class Box<T> { constructor(readonly v: T) {} }
new Box(etl).v.submit(); // flow
same(plain).submit();
`),
  'declared types': {
    'a.ts': `import type { Flow } from 'millrace';
type Jobs = { [name: string]: Flow<any, any> };
declare const jobs: Jobs;
jobs.x.submit(); // flow
interface Deps { readonly etl: Flow<any, any>; nested: { all: readonly Flow<any, any>[] } }
export const run = ({ etl, nested: { all } }: Deps) => { etl.submit(); for (const f of all) f.submit(); }; // flow
export function go(this: Deps, ...flows: Flow<any, any>[]) { flows[0].submit(); } // flow
export const opt = (f?: Flow<any, any>) => f?.submit(); // flow
export const nul = (f: Flow<any, any> | null | undefined) => f!.submit(); // flow
export const ret = (): Flow<any, any> => load();
ret().submit(); // flow
export async function aret(): Promise<Flow<any, any>> { return load(); }
(await aret()).submit(); // flow
let v: Flow<any, any>;
v.submit(); // flow
declare function ext(): Flow<any, any>;
ext().submit(); // flow
export abstract class P { abstract f: Flow<any, any>; protected g!: Flow<any, any>; run() { this.f.submit(); this.g.submit(); } } // flow
const tuple: [Flow<any, any>, number] = load();
tuple[0].submit(); // flow
const [tf] = tuple;
tf.submit(); // flow
export const pick = (d: Pick<Deps, 'etl'>) => d.etl.submit(); // flow
export const idx = (d: Deps['etl']) => d.submit(); // flow
`,
  },
  'places of every kind': withEtl(`function each(f: typeof etl) { f.submit(); } // flow
each(etl);
const use = (cb) => cb(etl);
use((f) => f.submit()); // flow
function withDefault(f = etl) { f.submit(); } // flow
function destructured({ f = etl } = {}) { f.submit(); } // flow
const tagged = etl, same = tagged;
same.submit(); // flow
let x = plain;
x = etl;
x.submit(); // ?
var y; if (plain) y = etl; else y = flow({ name: 'q' }, async () => 1);
y.submit(); // flow
label: for (;;) { etl.submit(); break label; } // flow
switch (1) { case 1: etl.submit(); } // flow
export const obj = { method() { return etl.submit(); }, get g() { return etl; }, async *gen() { yield etl.submit(); } }; // flow
obj.g.submit(); // flow
(0, etl).submit(); // flow
((etl)).submit(); // flow
new Promise((r) => r(etl.submit())); // flow
\`\${etl.submit()}\`; // flow
delete etl.submit; // flow
typeof etl.submit;
const { submit: go } = etl; // flow
const { ['submit']: go2 } = etl; // flow
`),
  'nothing that is no flow': {
    'a.ts': `import { task, flow } from 'millrace';
const load = task({ name: 'l' }, async () => 1);
load.submit({});
const reg = { load, form: document.forms[0] };
reg.load.submit({}); reg.form.submit();
const tasks = [load];
tasks.forEach((t) => t.submit({}));
for (const t of tasks) t.submit({});
const m = new Map([['a', load]]);
m.get('a').submit({});
function go(etl) { etl.submit(); }
const mixed = [load, flow({ name: 'x' }, async () => 1)];
class Form { submit() {} }
new Form().submit();
const f2 = flow({ name: 'x' }, async () => 1);
{ const f2 = new Form(); f2.submit(); }
const g = (f2) => f2.submit();
try {} catch (f2) { f2.submit(); }
for (const f2 of [new Form()]) f2.submit();
export const same = <T,>(x: T): T => x;
same(load).submit({});
f2.then((x) => x.submit());
f2().then((x) => x.submit());
(await f2()).submit();
`,
  },
});
