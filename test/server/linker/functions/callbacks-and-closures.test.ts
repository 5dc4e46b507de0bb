import { findsAll, withEtl } from '../../../support/ways.ts';

/** Functions and classes through which a flow can be reached. */
findsAll({
  factories: withEtl(`const make = (name: string) => flow({ name }, async () => 1);
make('a').submit(); // flow
function declared(name: string) { return flow({ name }, async () => 1); }
declared('a').submit(); // flow
const curried = (name: string) => (retries: number) => flow({ name, retries }, async () => 1);
curried('a')(1).submit(); // flow
const asObject = () => ({ etl: flow({ name: 'o' }, async () => 1), plain });
asObject().etl.submit(); // flow
asObject().plain.submit();
const { etl: o } = asObject();
o.submit(); // flow
const asTuple = () => [flow({ name: 't' }, async () => 1), plain] as const;
const [tf, tp] = asTuple();
tf.submit(); // flow
tp.submit();
const withBody = (name: string) => { const made = flow({ name }, async () => 1); return made; };
withBody('x').submit(); // flow
const early = (a: boolean) => { if (a) return etl; return flow({ name: 'y' }, async () => 1); };
early(true).submit(); // flow
const thrown = (a: boolean) => { if (a) throw new Error('no'); return etl; };
thrown(true).submit(); // flow
const tryIt = () => { try { return etl; } catch { return etl; } };
tryIt().submit(); // flow
const recursive = (n: number): any => (n === 0 ? etl : recursive(n - 1));
recursive(3).submit(); // ?
async function asyncMake() { return etl; }
(await asyncMake()).submit(); // flow
const iife = (() => etl)();
iife.submit(); // flow
const iife2 = (function () { return { etl }; })();
iife2.etl.submit(); // flow
const notOne = () => plain;
notOne().submit();
make.call(null, 'x').submit(); // flow
make.apply(null, ['x']).submit(); // flow
make.bind(null, 'x')().submit(); // flow
`),
  'functions that pass on what they are given': withEtl(`const id = <T>(x: T): T => x;
id(etl).submit(); // flow
id(plain).submit();
function logged<T>(x: T) { console.log(x); return x; }
logged(etl).submit(); // flow
logged(plain).submit();
const pick = (o: { a: any }) => o.a;
pick({ a: etl }).submit(); // flow
const first = <T>(items: T[]) => items[0];
first([etl]).submit(); // flow
first([plain]).submit();
const second = (a: any, b: any) => b;
second(plain, etl).submit(); // flow
second(etl, plain).submit();
const boxed = <T>(x: T) => ({ x });
boxed(etl).x.submit(); // flow
boxed(plain).x.submit();
const listed = <T>(...items: T[]) => items;
listed(etl)[0].submit(); // flow
const destructured = ({ f }: { f: any }) => f;
destructured({ f: etl }).submit(); // flow
const asyncId = async <T>(x: T) => x;
(await asyncId(etl)).submit(); // flow
const twice = <T>(x: T) => id(id(x));
twice(etl).submit(); // flow
const lazy = <T>(x: T) => () => x;
lazy(etl)().submit(); // flow
const withExtra = <T extends object>(x: T) => Object.assign(x, { extra: 1 });
withExtra(etl).submit(); // flow
const retried = (f: any) => f.withOptions({ retries: 3 });
retried(etl).submit(); // flow
const or = (x?: any) => x ?? etl;
or().submit(); // flow
const pipe = (x: any, ...fs: any[]) => fs.reduce((v, f) => f(v), x);
const apply = (f: any) => f();
apply(() => etl).submit(); // flow
apply(() => plain).submit();
const memo = (f: any) => { let v: any; return () => (v ??= f()); };
memo(() => etl)().submit(); // flow
`),
  'callbacks of own functions': withEtl(`function withFlow(f: (x: typeof etl) => void) { f(etl); }
withFlow((x) => x.submit()); // flow
function call(f: any) { f(etl); }
call((x: any) => x.submit()); // flow
const each = (fs: any[], f: any) => { for (const x of fs) f(x); };
each([etl], (x: any) => x.submit()); // flow
const use = (f: any) => f({ etl, plain });
use(({ etl: e, plain: p }: any) => {
  e.submit(); // flow
  p.submit();
});
function never(f: any) { f(plain); }
never((x: any) => x.submit());
`),
  'parameters by their types': withEtl(`import type { Flow, AnyFlow } from 'millrace';
import type * as sdk from 'millrace';
type Mine = typeof etl;
type Many = Mine[];
interface Deps { etl: Flow<any, any>; plain: { submit(): void }; nested: { list: AnyFlow[] }; maybe?: AnyFlow; get(): AnyFlow; make: () => Flow<any, any> }
function a(f: Flow<any, any>) { f.submit(); } // flow
function b(f: AnyFlow | undefined) { f?.submit(); } // flow
function c(f: sdk.AnyFlow) { f.submit(); } // flow
function d(f: Mine) { f.submit(); } // flow
function e(f: Many) { f[0].submit(); } // flow
function g(f: Readonly<Mine>) { f.submit(); } // flow
function h(deps: Deps) {
  deps.etl.submit(); // flow
  deps.plain.submit();
  deps.nested.list[0].submit(); // flow
  deps.maybe?.submit(); // flow
  deps.get().submit(); // flow
  deps.make().submit(); // flow
}
function i({ etl, plain, nested: { list } }: Deps) {
  etl.submit(); // flow
  plain.submit();
  for (const f of list) f.submit(); // flow
}
function j<F extends AnyFlow>(f: F) { f.submit(); } // flow
function k<F extends Flow<any, any>>({ f }: { f: F }) { f.submit(); } // flow
function l(...fs: AnyFlow[]) { fs[0].submit(); } // flow
function m(f: Flow<any, any> & { extra: 1 }) { f.submit(); } // flow
function n(f: Promise<AnyFlow>) { f.then((x) => x.submit()); } // flow
function o(f: Map<string, AnyFlow>) { f.get('x')!.submit(); } // flow
function p(f: Record<'a', AnyFlow>) { f.a.submit(); } // flow
function q(f: { [name: string]: AnyFlow }) { f.x.submit(); } // flow
function r(f: readonly [AnyFlow, { submit(): void }]) {
  f[0].submit(); // flow
  f[1].submit();
}
function s(f: () => AnyFlow) { f().submit(); } // flow
function t(f: Deps['etl']) { f.submit(); } // flow
function u(f: NonNullable<Deps['maybe']>) { f.submit(); } // flow
function v(f: Parameters<typeof a>[0]) { f.submit(); } // flow
function w(f: ReturnType<Deps['get']>) { f.submit(); } // flow
function x(f: Extract<AnyFlow, Function>) { f.submit(); } // flow
function z(this: { etl: AnyFlow }) { this.etl.submit(); } // flow
function aa(f: unknown) { (f as AnyFlow).submit(); } // flow
function bb(f: unknown) { (<AnyFlow>f).submit(); } // flow
function cc(cb: (f: AnyFlow) => void) { cb(etl); }
cc((f) => f.submit()); // flow
const dd: (f: AnyFlow) => void = (f) => { f.submit(); }; // flow
function isFlow(x: unknown): x is AnyFlow { return true; }
function ee(f: unknown) { if (isFlow(f)) f.submit(); }
function ff(f: Iterable<AnyFlow>) { for (const x of f) x.submit(); } // flow
function gg(f: Partial<Deps>) { f.etl!.submit(); } // flow
function hh(f: Generator<AnyFlow>) { for (const x of f) x.submit(); } // flow
function ii(f: AsyncGenerator<AnyFlow>) { return f; }
declare const ambient: AnyFlow;
ambient.submit(); // flow
declare function given(): AnyFlow;
given().submit(); // flow
declare let late: Flow<any, any>;
late.submit(); // flow
`),
  'types that are no flows': {
    'a.ts': `interface Flow { submit(): void }
type AnyFlow = { submit(): void };
class Task { submit() {} }
function a(f: Flow) { f.submit(); }
function b(f: AnyFlow) { f.submit(); }
function c(f: Task) { f.submit(); }
`,
    'b.ts': `import type { Flow } from 'other-flows';
import type { Task, TaskFuture, State } from 'millrace';
import { flow } from './own-flow.ts';
function a(f: Flow) { f.submit(); }
function b(t: Task<any, any>) { t.submit(); }
function c(t: TaskFuture<any>, s: State) { (t as any).submit(); (s as any).submit(); }
flow({ name: 'x' }, () => 1).submit();
`,
    'own-flow.ts': `export const flow = (options: object, f: unknown) => ({ submit() {} });`,
  },
  'closures and nesting': withEtl(`function outer() {
  const inner = flow({ name: 'inner' }, async () => 1);
  const call = () => { inner.submit(); }; // flow
  return { call, inner, deep: () => () => inner };
}
outer().inner.submit(); // flow
outer().deep()().submit(); // flow
const counter = (() => { let current = etl; return { get: () => current, set: (f: any) => { current = f; } }; })();
if (true) { const scoped = flow({ name: 's' }, async () => 1); scoped.submit(); } // flow
const nested = flow({ name: 'n' }, async () => {
  const sub = flow({ name: 'sub' }, async () => 1);
  sub.submit(); // flow
  await Promise.all([1, 2].map(async () => sub.submit())); // flow
  return etl.submit(); // flow
});
label: for (;;) { etl.submit(); break label; } // flow
setTimeout(() => etl.submit(), 1); // flow
process.on('exit', () => { etl.submit(); }); // flow
new Promise((resolve) => resolve(etl.submit())); // flow
const text = \`\${etl.submit()}\`; // flow
const tagged = String.raw\`\${etl.submit()}\`; // flow
const object = { async run() { return etl.submit(); }, get now() { return etl.submit(); } }; // flow
switch (etl.submit()) { default: } // flow
`),
  'overloads and hoisting': withEtl(`submitIt(); // never called wrongly
function submitIt() { hoisted.submit(); } // flow
const hoisted = flow({ name: 'h' }, async () => 1);
function over(a: string): typeof etl;
function over(a: number): typeof etl;
function over(a: any) { return etl; }
over('a').submit(); // flow
function only(a: string): typeof etl;
function only(a: string): any { return load(a); }
only('a').submit(); // ?
declare function load(x: string): any;
`),
  classes: withEtl(`class Flows {
  static readonly etl = etl;
  static #hidden = etl;
  static plain = plain;
  static { Flows.late = etl; }
  static late: any;
  field = etl;
  #own = etl;
  plain = plain;
  private readonly list = [etl];
  declared!: typeof etl;
  arrow = () => etl;
  constructor(readonly given: typeof etl, private other = etl, plain: any) { this.assigned = etl; }
  assigned;
  get getter() { return etl; }
  static get sgetter() { return etl; }
  method() { return etl; }
  static smethod() { return this.etl; }
  async amethod() { return this.#own; }
  ['computed'] = etl;
  run() {
    this.field.submit(); // flow
    this.#own.submit(); // flow
    this.plain.submit();
    this.list[0].submit(); // flow
    this.declared.submit(); // flow
    this.arrow().submit(); // flow
    this.given.submit(); // flow
    this.other.submit(); // flow
    this.assigned.submit(); // flow
    this.getter.submit(); // flow
    this.method().submit(); // flow
    this['field'].submit(); // flow
    this.computed.submit(); // flow
    Flows.etl.submit(); // flow
    Flows.#hidden.submit(); // flow
    const { field, plain } = this;
    field.submit(); // flow
    plain.submit();
    const self = this;
    self.field.submit(); // flow
    [1].forEach(() => this.field.submit()); // flow
    return async () => { (await this.amethod()).submit(); }; // flow
  }
}
Flows.etl.submit(); // flow
Flows.plain.submit();
Flows.late.submit(); // flow
Flows.sgetter.submit(); // flow
Flows.smethod().submit(); // flow
const one = new Flows(etl, etl, 1);
one.field.submit(); // flow
one.plain.submit();
one.getter.submit(); // flow
one.method().submit(); // flow
one.given.submit(); // flow
new Flows(etl).field.submit(); // flow
const { field, method } = new Flows(etl);
field.submit(); // flow
class Child extends Flows {
  extra = etl;
  plain2 = plain;
  go() {
    super.method().submit(); // flow
    this.field.submit(); // flow
    this.extra.submit(); // flow
  }
}
new Child(etl).field.submit(); // flow
new Child(etl).extra.submit(); // flow
Child.etl.submit(); // flow
new Child(etl).plain2.submit();
class Hides extends Flows { field: any = plain; }
new Hides(etl).field.submit();
const Anonymous = class { static etl = etl; f = etl; };
Anonymous.etl.submit(); // flow
new Anonymous().f.submit(); // flow
const mixin = (Base: any) => class extends Base { static mixed = etl; };
mixin(Object).mixed.submit(); // flow
function typed(x: Flows) { x.field.submit(); } // flow
function typedClass(x: typeof Flows) { x.etl.submit(); } // flow
abstract class Abstract { abstract f: typeof etl; go() { this.f.submit(); } } // flow
class Impl extends Abstract { f = etl; }
const instance = Reflect.construct(Flows, []);
class Own { submit() {} go() { this.submit(); } }
new Own().submit();
class Singleton { static instance = new Singleton(); f = etl; static get() { return Singleton.instance; } }
Singleton.instance.f.submit(); // flow
Singleton.get().f.submit(); // flow
class Builder { f: any; with(f: any) { this.f = f; return this; } build() { return etl; } }
new Builder().with(etl).build().submit(); // flow
class Injected { constructor(private f: any) {} go() { this.f.submit(); } }
new Injected(plain).go();
`),
  'old-fashioned classes': withEtl(`function Old(this: any) { this.etl = etl; }
Old.etl = etl;
Old.etl.submit(); // flow
const object = { etl, plain, run() { this.etl.submit(); }, arrow: () => 1, get me() { return this; } }; // flow
const object2 = { plain: plain, run() { this.plain.submit(); } };
object.me.etl.submit(); // flow
const proto = Object.create({ etl });
function Fn() {}
Fn.prototype.etl = etl;
const withMethod = Object.assign(() => 1, { etl });
withMethod.etl.submit(); // flow
`),
  decorators: withEtl(`const dec = (...args: any[]) => {};
@dec class K { @dec f = etl; @dec run() { this.f.submit(); } } // flow
class L { run(@dec f: typeof etl) { f.submit(); } } // flow
@dec(etl.submit()) class M {} // flow
`),
  namespaces: withEtl(`namespace Jobs {
  export const etl2 = flow({ name: 'ns' }, async () => 1);
  export const plain2 = { submit() {} };
  export namespace Inner { export const deep = etl; }
  export function get() { return etl2; }
  etl2.submit(); // flow
}
Jobs.etl2.submit(); // flow
Jobs.plain2.submit();
Jobs.Inner.deep.submit(); // flow
Jobs.get().submit(); // flow
namespace A.B { export const c = etl; }
A.B.c.submit(); // flow
import D = Jobs.Inner;
D.deep.submit(); // flow
declare global { var shared: typeof etl; }
`),
  globals: withEtl(`globalThis.etl = etl;
(globalThis as any).etl.submit(); // ?
document.forms[0].submit();
form.submit();
queue.submit(() => etl());
$('form').submit();
navigator.gpu.queue.submit([]);
window.etl.submit();
`),
  'other things with the same methods': withEtl(`import { Queue } from 'bullmq';
import { from } from 'rxjs';
const queue = new Queue('x');
queue.submit(etl);
from([etl]).map((x) => x);
[1, 2].map(() => etl());
new Map([[1, 2]]).map;
const builder = { flow: (n: string) => ({ submit() {} }), task: () => ({ map() {} }) };
builder.flow('x').submit();
class Executor { submit(f: unknown) {} }
new Executor().submit(etl);
const executor: any = create();
executor.submit(() => etl());
declare function create(): any;
function flowLike(flow: any) { flow.submit(); }
flowLike(plain);
const flowRegistry = { submit(x: unknown) {} };
flowRegistry.submit(etl);
export function local() { const flow = (o: any, f: any) => plain; flow({ name: 'x' }, async () => 1).submit(); }
`),
  'JavaScript with JSDoc types': {
    'a.js': `import { flow } from 'millrace';
/** @type {import('millrace').AnyFlow} */
let f;
f.submit(); // flow
/** @param {import('millrace').AnyFlow} g @param {{ submit(): void }} h */
export function run(g, h) {
  g.submit(); // flow
  h.submit();
}
/** @typedef {import('millrace').AnyFlow} F */
/** @param {F} x */
const arrow = (x) => x.submit(); // flow
/** @returns {import('millrace').AnyFlow} */
function get() { return load(); }
get().submit(); // flow
const cast = /** @type {import('millrace').AnyFlow} */ (load());
cast.submit(); // flow
`,
  },
  JSX: {
    'etl.ts': `import { flow } from 'millrace';\nexport const etl = flow({ name: 'etl' }, async () => 1);`,
    'a.tsx': `import { etl } from './etl';
export const Button = ({ f }: { f: typeof etl }) => (
  <form onSubmit={() => etl.submit()} {...{ x: 1 }}>{f.submit()}<input type="submit" /></form> // flow
);
export function Generic<T,>(p: { f: typeof etl }) { return <>{p.f.submit()}</>; } // flow
`,
    'b.jsx': `import { etl } from './etl';
export const B = () => <button onClick={etl.submit}>go</button>; // flow
`,
  },
});
