import { findsAll, withEtl } from '../../../support/ways.ts';

/** As many changes of a state as let nobody go all ways through them. */
const changes = Array.from({ length: 24 }, (_, n) => n);

/** As many values of one variable as nobody asks one by one what each of them has. */
const many = Array.from({ length: 1500 }, (_, n) => n);

/** Values, containers and patterns through which a flow can be reached. */
findsAll({
  'registries of several levels':
    withEtl(`const registry = { daily: { etl, plain }, list: [etl, plain], 'with space': etl, 3: etl, [\`tpl\`]: etl };
registry.daily.etl.submit(); // flow
registry.daily.plain.submit();
registry['daily']['etl'].submit(); // flow
registry['with space'].submit(); // flow
registry[3].submit(); // flow
registry.tpl.submit(); // flow
registry.list[0].submit(); // flow
registry.list[1].submit();
registry.list.at(0)!.submit(); // flow
const { daily: { etl: x }, list: [first, second], ...others } = registry;
x.submit(); // flow
first.submit(); // flow
second.submit();
others['with space'].submit(); // flow
const copy = { ...registry };
copy.daily.etl.submit(); // flow
const changed = { ...registry, daily: { etl: plain } };
changed.daily.etl.submit();
const frozen = Object.freeze({ etl });
frozen.etl.submit(); // flow
const sealed = Object.seal({ etl });
sealed.etl.submit(); // flow
const assigned = Object.assign({}, { etl }, { plain });
assigned.etl.submit(); // flow
assigned.plain.submit();
const fromEntries = Object.fromEntries([['a', etl]]);
fromEntries.a.submit(); // flow
const cloned = structuredClone({ plain });
cloned.plain.submit();
`),
  'registries that are filled later': withEtl(`const byDot: Record<string, unknown> = {};
const open: any = {};
open.etl = etl;
open.etl.submit(); // flow
const list: any[] = [];
list.push(etl);
list[0].submit(); // flow
for (const f of list) f.submit(); // flow
const set = new Set<any>();
set.add(etl);
for (const f of set) f.submit(); // flow
const map = new Map<string, any>();
map.set('a', etl);
map.get('a').submit(); // flow
const chained = new Map().set('a', etl).set('b', etl);
chained.get('b').submit(); // flow
const weak = new WeakMap([[plain, etl]]);
weak.get(plain)!.submit(); // flow
const mixed = new Map<string, any>();
mixed.set('a', plain);
mixed.get('a').submit();
const handed = new Map<string, any>();
function register(name: string, f: any) { handed.set(name, f); }
handed.set('a', etl);
handed.get('a').submit(); // ?
const loaded: Map<string, any> = load();
loaded.set('a', etl);
loaded.get('b').submit(); // ?
declare function load(): any;
const nothing: any[] = [];
nothing.push(plain);
nothing[0].submit();
`),
  'keys that are computed': withEtl(`enum Name { Etl = 'etl', Plain = 'plain' }
const enum Short { Etl = 'etl' }
const key = 'etl' as const;
const keys = { etl: 'etl', plain: 'plain' } as const;
const byName = { [Name.Etl]: etl, [Name.Plain]: plain };
byName[Name.Etl].submit(); // flow
byName[Name.Plain].submit();
byName[Short.Etl].submit(); // flow
byName[key].submit(); // flow
byName[keys.etl].submit(); // flow
byName[keys.plain].submit();
byName['e' + 'tl'].submit(); // flow
byName[\`etl\`].submit(); // flow
etl['submit'](); // flow
etl[\`submit\`](); // flow
const method = 'submit';
etl[method](); // flow
etl['sub' + 'mit'](); // flow
plain['submit']();
const flows = { a: etl, b: etl };
declare const anyKey: 'a' | 'b';
flows[anyKey].submit(); // flow
const half = { a: etl, b: plain };
`),
  'symbols as keys': withEtl(`const secret = Symbol('secret');
const holder = { [secret]: etl };
holder[secret].submit(); // flow
class K { static [secret] = etl; }
K[secret].submit(); // flow
`),
  'patterns with defaults': withEtl(`const { a = etl } = {} as { a?: typeof etl };
a.submit(); // flow
const [b = etl] = [];
b.submit(); // flow
function f({ flow: c = etl } = {}) { c.submit(); } // flow
function g([d = etl] = []) { d.submit(); } // flow
const h = (e = etl) => e.submit(); // flow
const { x: { y = etl } = {} } = {} as any;
y.submit(); // flow
const { p = plain } = {};
p.submit();
let q;
({ q } = { q: etl });
q.submit(); // flow
let r, s;
[r, s] = [etl, plain];
r.submit(); // flow
s.submit();
const o = {} as any;
({ etl: o.inner } = { etl });
for (const { f: inLoop = etl } of [{ f: etl }]) inLoop.submit(); // flow
`),
  'conditionals and operators': withEtl(`declare const yes: boolean, maybe: typeof etl | undefined;
(yes ? etl : etl).submit(); // flow
(yes ? etl : undefined)?.submit(); // flow
(maybe ?? etl).submit(); // flow
(maybe || etl).submit(); // flow
(yes && etl).submit(); // flow
(0, etl).submit(); // flow
(plain, etl).submit(); // flow
(etl, plain).submit();
(yes ? (yes ? etl : etl) : etl).submit(); // flow
const chosen = yes ? etl : maybe!;
chosen.submit(); // flow
let t = etl;
t ??= etl;
t.submit(); // flow
let u;
u ||= etl;
u.submit(); // flow
let v;
if (yes) v = etl; else v = etl;
v.submit(); // flow
let w;
switch (yes) { case true: w = etl; break; default: w = etl; }
w.submit(); // flow
let z;
(z = etl).submit(); // flow
const chain = (maybe?.withOptions({ name: 'x' }) ?? etl);
chain.submit(); // flow
`),
  'assertions of types': withEtl(`(etl as any).submit(); // flow
(etl as unknown as { submit(): void }).submit(); // flow
(<any>etl).submit(); // flow
etl!.submit(); // flow
(etl satisfies unknown).submit(); // flow
((etl as any)!).submit(); // flow
const any: any = etl;
any.submit(); // flow
const loose = etl as any as { submit(): void };
loose.submit(); // flow
(plain as any).submit();
const wrong = plain as unknown as { submit(): void };
wrong.submit();
// @ts-expect-error no such method
etl.submit(); // flow
`),
  'optional chains and odd spelling': withEtl(`etl?.submit(); // flow
etl?.submit?.(); // flow
etl?.['submit'](); // flow
etl . submit ( ) ; // flow
etl
  .submit(); // flow
(((etl))).submit(); // flow
new (class { f = etl })().f.submit(); // flow
void etl.submit(); // flow
!etl.submit(); // flow
typeof etl.submit(); // flow
delete etl.submit; // flow
await etl.submit(); // flow
throw etl.submit(); // flow
`),
  'handing the method on': withEtl(`const submit = etl.submit; // flow
submit();
const { submit: s } = etl; // flow
const bound = etl.submit.bind(etl); // flow
etl.submit.call(etl); // flow
etl.submit.apply(etl, []); // flow
Reflect.apply(etl.submit, etl, []); // flow
[1, 2].map(etl.submit); // flow
const run = () => etl.submit; // flow
export const api = { start: etl.submit }; // flow
plain.submit.call(plain);
const { submit: p } = plain;
if ('submit' in etl) console.log('never');
`),
  'loops over flows': withEtl(`for (const f of [etl, etl]) f.submit(); // flow
for (const f of [etl, plain]) void f;
for (let i = 0; i < 2; i += 1) [etl, etl][i]!.submit(); // flow
for (const [i, f] of [etl].entries()) f.submit(); // flow
for (const k in { etl }) ({ etl })[k].submit(); // flow
for await (const f of [etl]) f.submit(); // flow
[etl].forEach((f) => f.submit()); // flow
[etl].forEach((f, i, all) => { f.submit(); }); // flow
[etl].forEach((f, i, all) => { all[i].submit(); }); // flow
[etl].map((f) => f.submit()); // flow
[etl].map(async (f) => { await f.submit(); }); // flow
[etl].filter(Boolean).map((f) => f.submit()); // flow
[etl].flatMap((f) => [f.submit()]); // flow
[[etl]].flat().forEach((f) => f.submit()); // flow
[etl].reduce((sum, f) => { f.submit(); return sum; }, 0); // flow
[etl].reverse()[0].submit(); // flow
[etl].find((f) => true)!.submit(); // flow
[etl].slice(0, 1).at(-1)!.submit(); // flow
[...[etl]].pop()!.submit(); // flow
[plain, ...[etl]][1].submit(); // flow
Array.from([etl]).forEach((f) => f.submit()); // flow
Array.from([etl], (f) => f.submit()); // flow
Array.of(etl)[0].submit(); // flow
Array.from(new Set([etl]))[0].submit(); // flow
[...new Set([etl])][0].submit(); // flow
[etl].concat([etl])[1].submit(); // flow
Object.values({ etl }).forEach((f) => f.submit()); // flow
Object.entries({ etl }).forEach(([name, f]) => f.submit()); // flow
for (const [name, f] of Object.entries({ etl })) f.submit(); // flow
Object.entries({ etl }).map(([, f]) => f).forEach((f) => f.submit()); // flow
Object.keys({ etl }).forEach((k) => ({ etl })[k].submit()); // flow
[plain].forEach((f) => f.submit());
Object.values({ plain }).forEach((f) => f.submit());
await Promise.all([etl, etl].map((f) => f.submit())); // flow
await Promise.allSettled([etl].map(async (f) => f.submit())); // flow
[{ f: etl, n: 1 }, { f: etl, n: 2 }].forEach(({ f, n }) => f.submit()); // flow
for (const { f } of [{ f: etl }]) f.submit(); // flow
[[etl, 1], [etl, 2]].forEach(([f, n]) => f.submit()); // flow
const sorted = [etl].toSorted();
sorted[0].submit(); // flow
let i = 0;
while (i < 1) { const f = [etl][i]; f.submit(); i += 1; } // flow
const it = [etl][Symbol.iterator]();
`),
  'generators and iterators': withEtl(`function* flows() { yield etl; yield etl; }
for (const f of flows()) f.submit(); // flow
async function* later() { yield etl; }
for await (const f of later()) f.submit(); // flow
function* nested() { yield* flows(); }
for (const f of nested()) f.submit(); // flow
const [first] = flows();
first.submit(); // flow
[...flows()][0].submit(); // flow
Array.from(flows()).forEach((f) => f.submit()); // flow
const iterable = { *[Symbol.iterator]() { yield etl; } };
for (const f of iterable) f.submit(); // flow
function* plains() { yield plain; }
for (const f of plains()) f.submit();
flows().next().value.submit(); // flow
`),
  'promises of flows': withEtl(`const p = Promise.resolve(etl);
(await p).submit(); // flow
p.then((f) => f.submit()); // flow
p.then((f) => f).then((f) => f.submit()); // flow
const [a, b] = await Promise.all([p, plain]);
a.submit(); // flow
b.submit();
(await Promise.race([p])).submit(); // flow
(await Promise.any([p])).submit(); // flow
new Promise<typeof etl>((resolve) => resolve(etl)).then((f) => f.submit()); // flow
const { etl: inner } = await Promise.resolve({ etl });
inner.submit(); // flow
const settled = await Promise.allSettled([p]);
Promise.resolve(plain).then((f) => f.submit());
(await (async () => etl)()).submit(); // flow
const get = async () => ({ etl });
const { etl: got } = await get();
got.submit(); // flow
p.finally(() => {}).then((f) => f.submit()); // flow
p.catch(() => etl).then((f) => f.submit()); // flow
`),
  'reassigned to what is no flow': withEtl(`let a: any = etl;
a = plain;
let b: any = plain;
b.submit();
let c;
c = { submit() {} };
c.submit();
const d = { etl: plain };
d.etl.submit();
const e = [plain];
e[0].submit();
const f = new Map([['etl', plain]]);
f.get('etl')!.submit();
`),
  'the result of a flow is no flow': withEtl(`const result: any = await etl();
result.submit();
(await etl()).submit();
etl().then((r: any) => r.submit());
const state: any = await etl.returnState();
state.submit();
const d: any = await etl.toDeployment({ name: 'x' });
d.submit();
etl.name.submit();
etl.definition.submit();
`),
  'tasks beside flows': withEtl(`const t = task({ name: 't' }, async () => 1);
t.submit();
t.map([]);
t.withOptions({ retries: 1 }).submit();
const both = { t, etl };
both.t.submit();
both.etl.submit(); // flow
for (const x of [t]) x.submit();
const wrap = (x: typeof t) => x.submit();
const fromFlow = flow({ name: 'f' }, async () => t.submit().result());
fromFlow.submit(); // flow
`),
  'flows with other options': withEtl(`etl.withOptions({ name: 'a' }).submit(); // flow
etl.withOptions({ name: 'a' }).withOptions({ retries: 1 }).submit(); // flow
const w = etl.withOptions({ name: 'b' });
w.submit(); // flow
[etl].map((f) => f.withOptions({ name: 'c' })).forEach((f) => f.submit()); // flow
etl?.withOptions?.({ name: 'a' })?.submit(); // flow
const { withOptions } = etl;
const copy = Object.assign(etl, { extra: 1 });
copy.submit(); // flow
`),
  'made in place': {
    'a.ts': `import { flow } from 'millrace';
flow({ name: 'a' }, async () => 1).submit(); // flow
flow({ name: 'a' }, async function named() { return 1; }).submit(); // flow
(flow({ name: 'a' }, async () => 1)).map([]);
const impl = async () => 1;
flow({ name: 'b' }, impl).submit(); // flow
flow(opts(), impl as any).submit(); // flow
flow({ name: 'c' }, impl.bind(null)).submit(); // flow
flow({ name: 'd' }, wrapped(impl)).submit(); // flow
function opts() { return { name: 'x' }; }
function wrapped<T>(f: T): T { return f; }
[flow({ name: 'e' }, impl)][0].submit(); // flow
({ f: flow({ name: 'f' }, impl) }).f.submit(); // flow
`,
  },
  'a state that many functions make anew of what it was': withEtl(`let state = { step: etl, on: 0 };
${changes.map((n) => `export function change${n}() { state = { ...state, on: ${n} }; }`).join('\n')}
state.step.submit(); // ?
let copied = { step: etl, on: 0 };
${changes.map((n) => `export function copy${n}() { copied = { step: copied.step, on: ${n} }; }`).join('\n')}
copied.step.submit(); // flow
`),
  'a variable that is given very many lists, each put into later': withEtl(`let found: any = null;
${many.map((n) => `export function check${n}() { if (found === null) found = [{ step: etl, on: ${n} }]; else found.push({ step: etl, on: ${n} }); }`).join('\n')}
export const all = (): any => { for (const one of found) for (const [inner] of [[...found, one]]) inner.step.submit(); };
etl.submit(); // flow
`),
  'a scope that many methods keep, put anew and restore': withEtl(`class Parser {
  scope: any;
  constructor() { this.scope = { step: etl, on: true }; }
${changes.map((n) => `  visit${n}(f: () => void) { const old = this.scope; this.scope = { step: old.step, on: old.on }; f(); this.scope = old; }`).join('\n')}
  go() {
    this.scope.step.submit(); // flow
    this.scope.on.submit();
  }
}
export const parser = new Parser();
`),
});
