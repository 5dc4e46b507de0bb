import { etlFile, findsAll } from '../../../support/ways.ts';

const typed = (text: string): Readonly<Record<string, string>> => ({
  'etl.ts': etlFile,
  'a.ts': `import { flow } from 'millrace';\nimport type { AnyFlow, Flow, Task } from 'millrace';\nimport { etl, plain } from './etl.ts';\n${text}`,
});

/** Types from which it follows that something is a flow. */
findsAll({
  'parts of values': typed(`const flows = [etl, etl] as const;
const registry = { etl, other: etl };
const mixed = { etl, plain };
export const a = (f: (typeof flows)[number]) => f.submit(); // flow
export const b = (f: (typeof flows)[0]) => f.submit(); // flow
export const c = (f: (typeof registry)[keyof typeof registry]) => f.submit(); // flow
export const d = (f: (typeof registry)['etl']) => f.submit(); // flow
export const e = (f: (typeof mixed)[keyof typeof mixed]) => f.submit();
export const g = (f: typeof registry.etl) => f.submit(); // flow
export const h = (r: typeof registry) => r.etl.submit(); // flow
export const i = (name: keyof typeof registry) => registry[name].submit(); // flow
export const j = (name: string) => registry[name as keyof typeof registry].submit(); // flow
export const k = (name: keyof typeof mixed) => mixed[name].submit();
`),
  'mapped and generic types': typed(`type Names = 'a' | 'b';
type Mapped = { [K in Names]: AnyFlow };
type Optional = { readonly [K in Names]?: Flow<any, any> };
type Boxed<T> = { value: T };
type WithDefault<T = AnyFlow> = { value: T };
interface Box<T extends AnyFlow = AnyFlow> { value: T; list: readonly T[]; get(): T }
type Maybe<T> = T | undefined | null;
type Either = { flow: AnyFlow; plain?: undefined } | { flow: Flow<any, any>; plain: 1 };
type Rec = { flow: AnyFlow; next?: Rec };
type Pair<A, B> = [A, B];
export const a = (m: Mapped) => m.a.submit(); // flow
export const b = (m: Optional) => m.b?.submit(); // flow
export const c = (m: Boxed<AnyFlow>) => m.value.submit(); // flow
export const d = (m: WithDefault) => m.value.submit(); // flow
export const e = (m: Box) => { m.value.submit(); m.list[0]!.submit(); m.get().submit(); }; // flow
export const f = (m: Maybe<Maybe<AnyFlow>>) => m?.submit(); // flow
export const g = (m: Either) => m.flow.submit(); // flow
export const h = (m: Rec) => m.next?.next?.flow.submit(); // flow
export const i = ([first, second]: Pair<AnyFlow, typeof plain>) => { first.submit(); }; // flow
export const j = ([first, second]: Pair<AnyFlow, typeof plain>) => { second.submit(); };
export const k = (m: WithDefault<typeof plain>) => m.value.submit();
export const l = (m: Boxed<Boxed<AnyFlow>>) => m.value.value.submit(); // flow
`),
  'tuples, unions and functions': typed(`type Named = [name: string, flow: AnyFlow, ...rest: Flow<any, any>[]];
interface Getter { (name: string): AnyFlow; readonly all: AnyFlow[] }
interface Maker { new (name: string): { etl: AnyFlow } }
type Lazy = () => Promise<AnyFlow>;
export const a = ([, f, ...rest]: Named) => { f.submit(); rest[0]!.submit(); }; // flow
export const b = (n: Named) => n[1].submit(); // flow
export const c = (n: Named) => n[2]!.submit(); // flow
export const d = (get: Getter) => { get('x').submit(); get.all[0]!.submit(); }; // flow
export const e = (M: Maker) => new M('x').etl.submit(); // ?
export const f = async (get: Lazy) => (await get()).submit(); // flow
export const g = (f: AnyFlow | Flow<any, any>) => f.submit(); // flow
export const h = (f: AnyFlow | Task<any, any>) => f.submit();
export const i = (f: AnyFlow | { submit(): void }) => f.submit();
export const j = (f: Awaited<ReturnType<Lazy>>) => f.submit(); // flow
export const k = (f: ReturnType<typeof flow>) => f.submit(); // flow
export const l = (f: NonNullable<AnyFlow | undefined>) => f.submit(); // flow
export const m = (fs: Iterable<[string, AnyFlow]>) => { for (const [, f] of fs) f.submit(); }; // flow
export const n = (it: IterableIterator<AnyFlow>) => [...it][0]!.submit(); // flow
export const o = (c: typeof import('./etl.ts')) => c.etl.submit(); // flow
export const p = (c: Promise<typeof import('./etl.ts')>) => c.then((m) => m.etl.submit()); // flow
export const q = (f: typeof etl | undefined) => f && f.submit(); // flow
export const r = (f: InstanceType<typeof Jobs>['etl']) => f.submit(); // flow
class Jobs { etl = etl; plain = plain; }
export const s = (f: Jobs['plain']) => f.submit();
export const t = (f: Jobs['etl']) => f.submit(); // flow
export const u = (f: ConstructorParameters<typeof Service>[0]) => f.submit(); // ?
class Service { constructor(readonly etl: AnyFlow) {} }
`),
  'generic functions': typed(`export function a<T extends { flow: AnyFlow }>(x: T) { x.flow.submit(); } // flow
export function b<F extends Flow<any, any>, D extends { f: F }>({ f }: D) { f.submit(); } // flow
export const c = <const T extends readonly AnyFlow[]>(...fs: T) => { for (const f of fs) f.submit(); }; // flow
export const d = <T extends Record<string, AnyFlow>, K extends keyof T>(all: T, key: K) => all[key]!.submit(); // flow
export function e<T extends AnyFlow>(make: () => T) { make().submit(); } // flow
export function f<T>(x: T) { (x as any).submit(); }
export class K<T extends AnyFlow> { constructor(readonly f: T) {} run<U extends T>(g: U) { this.f.submit(); g.submit(); } } // flow
export function g<T extends AnyFlow | undefined>(x: T) { x!.submit(); } // flow
export function h<T extends { submit(): void }>(x: T) { x.submit(); }
`),
  'guards and assertions': typed(`declare function isFlow(x: unknown): x is AnyFlow;
declare function assertFlow(x: unknown): asserts x is AnyFlow;
export function a(x: unknown) { if (isFlow(x)) x.submit(); } // ?
export function b(x: unknown) { assertFlow(x); x.submit(); } // ?
export function c(x: AnyFlow | string) { if (typeof x !== 'string') x.submit(); } // ?
export function d(x: AnyFlow | null) { if (x !== null) x.submit(); } // flow
export function e(x?: AnyFlow) { if (!x) return; x.submit(); } // flow
`),
  'types that have the method beside the flow': typed(`interface Submittable extends AnyFlow { submit(): void }
type Both = AnyFlow & { submit(x: number): void };
export const a = (f: Submittable) => f.submit();
export const b = (f: Both) => f.submit(1);
export const c = (f: AnyFlow & { extra: 1 }) => f.submit(); // flow
export const d = (f: Omit<Submittable, 'name'>) => f.submit();
`),
  'the same name for a type and a value': typed(`interface Job { submit(): void }
const Job = etl;
Job.submit(); // flow
export const a = (j: Job) => j.submit();
type Nightly = AnyFlow;
const Nightly = plain;
Nightly.submit();
export const b = (j: Nightly) => j.submit(); // flow
`),
  'types that lead back to themselves': typed(`type A = A['a'];
type B = { b: B['b'] };
type C<T> = { c: C<T>['c'] } & C<T[]>;
interface D extends D { d: D }
export const a = (x: A) => x.submit();
export const b = (x: B) => x.b.submit();
export const c = (x: C<AnyFlow>) => x.c.submit();
export const d = (x: D) => x.d.d.submit();
`),
  'types of other files': {
    'types.ts': `import type { AnyFlow as F, Flow } from 'millrace';\nexport type { F as Job };\nexport interface Deps { etl: F }\nexport type Getter<T = Flow<any, any>> = () => T;\nexport default interface Main { run: F }\nexport * as inner from './more.ts';`,
    'more.ts': `import type { Deps } from './types.ts';\nexport type More = Deps & { more: Deps[] };\nexport namespace Ns { export interface In { f: Deps['etl'] } }`,
    'a.ts': `import type { Job, Deps, Getter, inner } from './types.ts';
import type Main from './types.ts';
import type * as all from './types.ts';
export const a = (j: Job) => j.submit(); // flow
export const b = (j: Deps) => j.etl.submit(); // flow
export const c = (j: Getter) => j().submit(); // flow
export const d = (j: Main) => j.run.submit(); // flow
export const e = (j: inner.More) => j.more[0]!.etl.submit(); // flow
export const f = (j: all.Deps['etl']) => j.submit(); // flow
export const g = (j: all.inner.More) => j.etl.submit(); // flow
export const h = (j: import('./types.ts').Deps) => j.etl.submit(); // flow
export const i = (j: inner.Ns.In) => j.f.submit(); // ?
`,
  },
});
