import { etlFile, findsAll, withEtl } from '../../../support/ways.ts';

/** Flows through parameters, what is kept for later, generators, accessors and decorators. */
findsAll({
  'parameters: defaults of each other, rest patterns, this': withEtl(`import type { AnyFlow } from 'millrace';
const a = (f = etl, g = f) => g.submit(); // flow
const b = (...[f]: [AnyFlow]) => f.submit(); // flow
const c = ({ f } = { f: etl }) => f.submit(); // flow
const d = ([f] = [etl]) => f.submit(); // flow
function e(this: AnyFlow) { return this.submit(); } // flow
function g({ deps: { run = etl } = {} }: { deps?: { run?: AnyFlow } } = {}) { run.submit(); } // flow
function h({ name, ...flows }: { name: string; x: AnyFlow }) { flows.x.submit(); } // flow
const i = async ({ f }: { f: Promise<AnyFlow> }) => (await f).submit(); // flow
const j = (f: AnyFlow | (() => AnyFlow)) => (typeof f === 'function' ? f : f).submit;
`),
  'memoised, once, lazy': withEtl(`let cached: any;
function get() { if (!cached) cached = flow({ name: 'c' }, async () => 1); return cached; }
get().submit(); // flow
const lazy = () => (cached2 ??= flow({ name: 'd' }, async () => 1));
let cached2: any;
lazy().submit(); // flow
function once<T>(make: () => T): () => T { let v: T | undefined; return () => { v ??= make(); return v; }; }
once(() => etl)().submit(); // flow
once(() => plain)().submit();
const memo = <A, R>(f: (a: A) => R) => { const known = new Map<A, R>(); return (a: A): R => { if (!known.has(a)) known.set(a, f(a)); return known.get(a)!; }; };
memo((n: number) => etl)(1).submit(); // flow
memo((n: number) => plain)(1).submit();
`),
  callbacks: withEtl(`function tap<T>(x: T, f: (x: T) => void): T { f(x); return x; }
tap(etl, (f) => f.submit()); // flow
tap(plain, (f) => f.submit());
tap(etl, () => {}).submit(); // flow
const withAll = (f: (all: { etl: any; plain: any }) => void) => f({ etl, plain });
withAll(({ etl: x }) => x.submit()); // flow
withAll(({ plain: x }) => x.submit());
function later(f: any) { setTimeout(() => f(etl), 1); }
later((x: any) => x.submit()); // flow
const lend = async (f: any) => { try { return await f(etl); } finally { } };
await lend(async (x: any) => { await x.submit(); }); // flow
function run({ onReady }: { onReady: (f: typeof etl) => void }) { onReady(etl); }
run({ onReady: (f) => f.submit() }); // flow
run({ onReady(f) { f.submit(); } }); // flow
function run2(options: { onReady: (f: typeof etl) => void; onPlain: (f: typeof plain) => void }) {}
run2({ onReady: (f) => f.submit(), onPlain: (p) => p }); // flow
run2({ onReady: (f) => f, onPlain: (p) => p.submit() });
`),
  'functions that get their types from where they stand': withEtl(`import type { AnyFlow } from 'millrace';
interface Handlers { run(f: AnyFlow): void; list?: ((f: AnyFlow) => void)[]; nested: { deep: (f: AnyFlow) => void }; form(f: { submit(): void }): void }
const handlers: Handlers = {
  run(f) { f.submit(); }, // flow
  list: [(f) => f.submit()], // flow
  nested: { deep: (f) => f.submit() }, // flow
  form(f) { f.submit(); },
};
const checked = { run: (f) => f.submit() } satisfies Partial<Handlers>; // flow
const list: ((f: AnyFlow) => void)[] = [(f) => f.submit()]; // flow
const record: Record<string, (f: AnyFlow) => void> = { a: (f) => f.submit() }; // flow
function make(): (f: AnyFlow) => void { return (f) => f.submit(); } // flow
const make2 = (): Handlers['run'] => (f) => f.submit(); // flow
const asserted = ((f) => f.submit()) as (f: AnyFlow) => void; // flow
class K { handler: (f: AnyFlow) => void = (f) => f.submit(); static all: Handlers['list'] = [(f) => f.submit()]; } // flow
const late = (cb: (f: AnyFlow) => void = (f) => f.submit()) => cb; // flow
let assigned: (f: AnyFlow) => void;
assigned = (f) => f.submit(); // flow
`),
  'event emitters and containers with types': {
    'etl.ts': etlFile,
    'a.ts': `import { EventEmitter } from 'node:events';
import type { AnyFlow } from 'millrace';
import { etl, plain } from './etl.ts';
const emitter = new EventEmitter();
emitter.on('ready', (f: AnyFlow) => f.submit()); // flow
emitter.on('form', (f) => f.submit());
interface Bus { on(name: string, listener: (f: AnyFlow) => void): this; once<K extends string>(name: K, listener: (f: AnyFlow, n: number) => void): this }
declare const bus: Bus;
bus.on('a', (f) => f.submit()); // flow
bus.on('a', () => {}).on('b', (f) => f.submit()); // flow
bus.once('a', (f, n) => f.submit()); // flow
class Container {
  readonly #known = new Map<string, AnyFlow>();
  register(name: string, f: AnyFlow) { this.#known.set(name, f); return this; }
  get(name: string) { const found = this.#known.get(name); if (!found) throw new Error(name); return found; }
  all() { return [...this.#known.values()]; }
  get first() { return this.#known.values().next().value; }
}
const container = new Container().register('etl', etl);
container.get('etl').submit(); // flow
for (const f of container.all()) f.submit(); // flow
export class Service {
  constructor(private readonly deps: { readonly etl: AnyFlow; readonly form: HTMLFormElement }, private container: Container) {}
  run() {
    this.deps.etl.submit(); // flow
    this.container.get('x').submit(); // flow
    this.deps.form.submit();
    const { etl: mine } = this.deps;
    mine.submit(); // flow
  }
}
`,
  },
  'generators with more than yields': withEtl(`function* steps(): Generator<typeof etl, typeof etl, void> { yield etl; return etl; }
for (const f of steps()) f.submit(); // flow
async function* pages() { for (const f of [etl]) yield f; }
for await (const f of pages()) f.submit(); // flow
async function* outer() { yield* pages(); }
for await (const f of outer()) f.submit(); // flow
class Flows { *[Symbol.iterator]() { yield etl; } }
for (const f of new Flows()) f.submit(); // flow
const [one] = new Flows();
one.submit(); // flow
class Later { async *[Symbol.asyncIterator]() { yield etl; } }
for await (const f of new Later()) f.submit(); // flow
class Plains { *[Symbol.iterator]() { yield plain; } }
for (const f of new Plains()) f.submit();
steps().next().value.submit(); // flow
`),
  'classes: accessors, statics, private methods, fields': withEtl(`import type { AnyFlow } from 'millrace';
class A {
  accessor f = etl;
  static accessor g = etl;
  #get() { return etl; }
  static #make() { return etl; }
  set late(v: AnyFlow) { v.submit(); } // flow
  declare declared: AnyFlow;
  [name: string]: any;
  static { this.added = etl; this.added.submit(); } // flow
  static added: any;
  static self = this;
  static create() { return new this(); }
  static of() { return new A(); }
  clone() { return new (this.constructor as typeof A)(); }
  run() {
    this.f.submit(); // flow
    A.g.submit(); // flow
    this.#get().submit(); // flow
    A.#make().submit(); // flow
    this.declared.submit(); // flow
    if (#get in this) this.#get().submit(); // flow
    return function (this: A) { this.f.submit(); }; // flow
  }
}
A.create().f.submit(); // flow
A.of().f.submit(); // flow
A.added.submit(); // flow
A.self.g.submit(); // flow
new A().f.submit(); // flow
new (class extends A {})().f.submit(); // flow
class B extends A { static h = super.g; g() { return super.f; } get over() { return this.f; } }
B.h.submit(); // flow
B.create().f.submit(); // flow
new B().over.submit(); // flow
`),
  'classes: constructors that take a flow': withEtl(`import type { AnyFlow } from 'millrace';
class Typed { private readonly f; constructor(f: AnyFlow) { this.f = f; } run() { this.f.submit(); } } // flow
class Taken { f; p; constructor({ f, p }: { f: AnyFlow; p: { submit(): void } }) { ({ f: this.f } = { f }); this.p = p; } run() { this.f.submit(); } } // flow
class Assigned { etl!: AnyFlow; constructor(deps: { etl: AnyFlow }) { Object.assign(this, deps); } run() { this.etl.submit(); } } // flow
class Assigned2 { constructor() { Object.assign(this, { etl, plain }); } run() { this.etl.submit(); } other() { this.plain.submit(); } } // flow
class Holder<T> { constructor(readonly value: T) {} get() { return this.value; } }
new Holder(etl).value.submit(); // flow
new Holder(etl).get().submit(); // flow
new Holder(plain).value.submit();
new Holder<AnyFlow>(load()).value.submit(); // flow
declare function load(): any;
class Loose { constructor(f) { this.f = f; } run() { return this.f; } }
new Loose(etl).f.submit(); // ?
new Loose(etl).run().submit(); // ?
new Loose(plain).f.submit();
class Child extends Holder<any> { constructor() { super(etl); } }
new Child().value.submit(); // ?
`),
  'classes: inheritance, abstract and generic': withEtl(`import type { AnyFlow } from 'millrace';
abstract class Base<F extends AnyFlow> {
  protected abstract readonly flow: F;
  abstract get other(): F;
  constructor(readonly given: F, protected list: F[] = []) {}
  run() {
    this.flow.submit(); // flow
    this.other.submit(); // flow
    this.given.submit(); // flow
    this.list[0]!.submit(); // flow
  }
  each(f: F) { f.submit(); } // flow
}
class Registry extends Map<string, AnyFlow> { run(name: string) { this.get(name)!.submit(); } } // flow
new Registry().get('x')!.submit(); // flow
for (const f of new Registry().values()) f.submit(); // flow
class List extends Array<AnyFlow> {}
new List()[0]!.submit(); // flow
interface Known extends ReadonlyMap<string, AnyFlow> { extra: 1 }
export const use = (known: Known) => known.get('x')!.submit(); // ?
interface Merged { etl: AnyFlow }
class Merged { run() { this.etl.submit(); } } // flow
const Mixed = <T extends new (...args: any[]) => object>(B: T) => class extends B { etl = etl; plain = plain; };
class Final extends Mixed(Object) { run() { this.etl.submit(); this.plain; } } // flow
new Final().etl.submit(); // flow
new Final().plain.submit();
const twice = Mixed(Mixed(class {}));
new twice().etl.submit(); // flow
`),
  builders: withEtl(`class Builder {
  #options: Record<string, unknown> = {};
  named(name: string) { this.#options.name = name; return this; }
  retries(n: number): this { this.#options.retries = n; return this; }
  build(fn = async () => 1) { return flow(this.#options, fn); }
  static start() { return new Builder(); }
  form() { return plain; }
}
Builder.start().named('x').retries(2).build().submit(); // flow
new Builder().retries(1).named('y').build(async () => 2).submit(); // flow
new Builder().named('z').form().submit();
const fluent = (options = {}) => ({ with: (more: object) => fluent({ ...options, ...more }), build: () => flow(options, async () => 1) });
fluent().build().submit(); // flow
fluent().with({ name: 'a' }).build().submit(); // flow
const dsl = { flow: (name: string) => ({ run: (fn: any) => flow({ name }, fn) }) };
dsl.flow('x').run(async () => 1).submit(); // flow
`),
  'namespaces, enums and functions of one name': withEtl(`function jobs() { return plain; }
namespace jobs { export const nightly = etl; export const form = plain; }
jobs.nightly.submit(); // flow
jobs.form.submit();
jobs().submit();
class Jobs { run() { return plain; } }
namespace Jobs { export const nightly = etl; }
Jobs.nightly.submit(); // flow
new Jobs().run().submit();
enum Kind { A = 'a' }
namespace Kind { export const flow = etl; }
Kind.flow.submit(); // flow
namespace Split { export const one = etl; }
namespace Split { export const two = plain; export function run() { return one; } }
Split.one.submit(); // flow
Split.two.submit();
Split.run().submit(); // ?
`),
  'decorators that are given flows': withEtl(`function uses(...flows: any[]) { return (target: any, context?: any) => target; }
@uses(etl, etl.submit()) class A {} // flow
class B { @uses(() => etl.submit()) run() {} @uses(etl) f = etl; } // flow
new B().f.submit(); // flow
class C { constructor(@uses() private readonly f: typeof etl) {} run() { this.f.submit(); } } // flow
`),
  'what a compiler makes of classes and enums': {
    'a.js': `import { flow } from 'millrace';
var Kind;
(function (Kind) { Kind["A"] = "a"; Kind["B"] = "b"; })(Kind || (Kind = {}));
const etl = flow({ name: 'x' }, async () => 1);
const registry = { [Kind.A]: etl, a: etl };
registry.a.submit(); // flow
var Jobs;
(function (Jobs) { Jobs.etl = etl; })(Jobs || (Jobs = {}));
Jobs.etl.submit(); // ?
function Old() { this.etl = etl; }
Old.prototype.run = function () { return this.etl.submit(); }; // ?
new Old().etl.submit(); // ?
`,
  },
  'React and friends': {
    'etl.ts': etlFile,
    'a.tsx': `import { createContext, useCallback, useMemo, useRef, useState } from 'react';
import type { AnyFlow } from 'millrace';
import { etl, plain } from './etl.ts';
type Props = { readonly flow: AnyFlow; onSubmit?: (f: AnyFlow) => void; form: HTMLFormElement };
export function Button({ flow, form, ...rest }: Props) {
  const click = useCallback(() => flow.submit(), [flow]); // flow
  return <button onClick={() => { flow.submit(); }} onBlur={() => form.submit()} {...rest}>go</button>; // flow
}
export const Panel: React.FC<Props> = (props) => <Button {...props} onSubmit={(f) => f.submit()} />; // flow
export const Row = (props: Props) => <i onClick={() => props.flow.submit()}>{plain.submit()}</i>; // flow
export const All = ({ flows }: { flows: AnyFlow[] }) => <>{flows.map((f) => <b key={f.name} onClick={() => f.submit()} />)}</>; // flow
`,
  },
});
