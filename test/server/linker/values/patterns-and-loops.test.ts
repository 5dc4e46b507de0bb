import { findsAll, withEtl } from '../../../support/ways.ts';

/** Flows in patterns, loops, operators, and what is made of lists, maps and promises. */
findsAll({
  'patterns with computed keys, renames and defaults, several levels deep': withEtl(`const key = 'etl';
const { [key]: a } = { etl };
a.submit(); // flow
const { ['e' + 'tl']: b } = { etl };
b.submit(); // flow
const { list: [, { run: c = plain }] } = { list: [plain, { run: etl }] };
c.submit(); // flow
const { 0: d, length } = [etl];
d.submit(); // flow
const { a: { ...rest } } = { a: { etl, plain } };
rest.etl.submit(); // flow
rest.plain.submit();
const [[[e]]] = [[[etl]]];
e.submit(); // flow
let f, g;
({ a: f, b: [g] } = { a: etl, b: [etl] });
f.submit(); // flow
g.submit(); // flow
({ [key]: f } = { etl });
f.submit(); // flow
`),
  'patterns in loops': withEtl(`for (const [, { run: f = etl }] of Object.entries({ a: { run: etl } })) f.submit(); // flow
for (const { etl: [f] } of [{ etl: [etl] }]) f.submit(); // flow
for (const [name, { etl: f, ...more }] of new Map([['a', { etl, plain }]])) f.submit(); // flow
for (const [name, { etl: f, ...more }] of new Map([['a', { etl, plain }]])) more.plain.submit();
for (let i = 0, f = etl; i < 1; i++) f.submit(); // flow
for (let [f, i] = [etl, 0]; i < 1; i++) f.submit(); // flow
let h;
for (h of [etl]) h.submit(); // flow
let k;
for ({ k } of [{ k: etl }]) k.submit(); // flow
for (var v of [etl]);
v.submit(); // flow
do { const w = etl; w.submit(); } while (false); // flow
`),
  swapped: withEtl(`let a = etl, b = flow({ name: 'b' }, async () => 1);
[a, b] = [b, a];
a.submit(); // ?
b.submit(); // ?
let c: any = etl, d: any = plain;
[c, d] = [d, c];
c.submit();
`),
  'using and await using': withEtl(`{
  using lease = { etl, [Symbol.dispose]() {} };
  lease.etl.submit(); // flow
  await using pool = { all: [etl], plain, async [Symbol.asyncDispose]() {} };
  pool.all[0].submit(); // flow
  pool.plain.submit();
}
for (using one of [{ etl, [Symbol.dispose]() {} }]) one.etl.submit(); // flow
`),
  'logical assignment': withEtl(`const cache: any = {};
cache.etl ??= etl;
cache.etl.submit(); // flow
cache['b'] ||= etl;
cache.b.submit(); // flow
let a: any;
(a ??= etl).submit(); // flow
let b: any = etl;
b &&= etl;
b.submit(); // flow
(cache.c ??= etl).submit(); // flow
class K { #f: any; static #s: any; get f() { return (this.#f ??= etl); } static get s() { K.#s ??= etl; return K.#s; } }
new K().f.submit(); // flow
K.s.submit(); // flow
let c: any = plain;
c &&= etl;
c.submit();
`),
  'operators around it': withEtl(`declare const yes: boolean;
(yes ? etl : etl.withOptions({ retries: 1 })).submit(); // flow
(yes ? etl : null)?.submit(); // flow
(yes && etl || etl).submit(); // flow
(yes ? etl : raise('none')).submit(); // flow
const found = undefined ?? etl;
found.submit(); // flow
const must = (yes ? etl : undefined) ?? raise('no flow');
must.submit(); // flow
((etl as any) satisfies unknown as any)!.submit(); // flow
(yes, (plain, etl)).submit(); // flow
void (yes ? etl.submit() : plain.submit()); // flow
yes && etl.submit(); // flow
yes || etl.submit(); // flow
function raise(text: string): never { throw new Error(text); }
(yes ? etl : plain).submit();
(yes ? plain : raise('x')).submit();
`),
  'a chain of options': withEtl(`etl
  .withOptions({ name: 'a' })
  // a remark
  .withOptions({ retries: 3 })
  ?.withOptions({ timeoutSeconds: 3 })!
  .submit(); // flow
etl.withOptions({}).withOptions({}).withOptions({}).map([]);
const { withOptions } = etl;
`),
  'Maps by other ways': withEtl(`const byName = new Map(Object.entries({ etl }));
byName.get('etl')!.submit(); // flow
const made = new Map([etl].map((f) => [f.name, f]));
made.get('etl')!.submit(); // flow
const typed = new Map([etl].map((f) => [f.name, f] as const));
typed.get('etl')!.submit(); // flow
[...byName.values()].at(0)!.submit(); // flow
[...byName].map(([, f]) => f)[0]!.submit(); // flow
[...byName.entries()][0]![1].submit(); // flow
Array.from(byName.values(), (f) => f.submit()); // flow
Array.from(byName, ([, f]) => f.submit()); // flow
const [[, first]] = byName;
first.submit(); // flow
Object.fromEntries(byName).etl!.submit(); // flow
new Map(byName).get('etl')!.submit(); // flow
new Map([...byName]).get('etl')!.submit(); // flow
new Map([...byName, ['b', etl]]).get('b')!.submit(); // flow
(byName.get('etl') ?? etl).submit(); // flow
byName.forEach(function (f, key, all) { all.get(key)!.submit(); }); // flow
const plains = new Map(Object.entries({ plain }));
plains.get('plain')!.submit();
for (const f of plains.values()) f.submit();
new Map([['a', etl], ['b', plain]]).get('a').submit();
`),
  'objects by other ways': withEtl(`const keyed = Object.fromEntries([etl].map((f) => [f.name, f]));
keyed.etl!.submit(); // flow
Object.fromEntries(Object.entries({ etl }).map(([k, f]) => [k, f.withOptions({ retries: 1 })])).etl!.submit(); // flow
Object.entries({ etl }).filter(([k]) => k)[0]![1].submit(); // flow
Reflect.get({ etl }, 'etl').submit(); // flow
const target: any = {};
Object.defineProperty(target, 'etl', { value: etl });
target.etl.submit(); // flow
Object.create({ etl }).etl.submit(); // flow
const grouped = Object.groupBy([etl], (f) => f.name);
grouped.etl![0]!.submit(); // flow
Map.groupBy([etl], (f) => f.name).get('etl')![0]!.submit(); // flow
Object.freeze([etl])[0].submit(); // flow
Object.values(Object.freeze({ etl }))[0]!.submit(); // flow
({ ...{ etl } }).etl.submit(); // flow
({ ...(true && { etl }) }).etl.submit(); // flow
({ ...[etl] })[0].submit(); // ?
const self = { etl, get again() { return self.etl; }, ['m' + '1']() { return this.etl; } };
self.again.submit(); // flow
self.m1().submit(); // flow
`),
  'lists by other ways': withEtl(`new Array(3).fill(etl)[0].submit(); // flow
Array(3).fill(etl)[0].submit(); // ?
Array.from({ length: 3 }, () => etl)[0]!.submit(); // flow
[etl].splice(0, 1)[0]!.submit(); // flow
[etl].toSpliced(0, 0)[0]!.submit(); // flow
[etl].with(0, etl)[0]!.submit(); // flow
[etl].reduceRight((sum, f) => { f.submit(); return sum; }, 0); // flow
[etl].reduce((last, f) => f).submit(); // flow
[etl].every((f) => f.submit()); // flow
[etl].findIndex((f) => f.submit()); // flow
[etl, etl].sort((a, b) => a.submit() - b.submit()); // flow
[etl].forEach(function (f) { this.x; f.submit(); }, {}); // flow
for (const f of [etl].values()) f.submit(); // flow
[etl].values().map((f) => f.submit()).toArray(); // flow
[etl].values().filter(Boolean).toArray()[0]!.submit(); // flow
Iterator.from([etl]).forEach((f) => f.submit()); // flow
[etl].values().take(1).drop(0).next().value!.submit(); // flow
new Set([etl]).union(new Set([etl])).forEach((f) => f.submit()); // flow
[[etl], [etl]].flat()[0]!.submit(); // flow
[1, 2].flatMap(() => [etl, etl])[0]!.submit(); // ?
const [[head] = [], ...tail] = [[etl], etl];
head.submit(); // flow
[etl].copyWithin(0, 0)[0]!.submit(); // flow
[].concat(etl)[0]!.submit(); // ?
[].concat([etl], etl)[0]!.submit(); // ?
(await Array.fromAsync([etl]))[0]!.submit(); // flow
const list: any[] = [];
list[0] = etl;
list[0].submit(); // flow
list.unshift(etl);
list.shift().submit(); // flow
`),
  'promises by other ways': withEtl(`const settled = await Promise.allSettled([Promise.resolve(etl)]);
settled.forEach((one) => one.value.submit()); // ?
const { promise, resolve } = Promise.withResolvers<typeof etl>();
(await promise).submit(); // ?
(await new Promise<typeof etl>((done) => done(etl))).submit(); // flow
Promise.try(() => etl).then((f) => f.submit()); // flow
Promise.resolve().then(() => etl).then((f) => f.submit()); // flow
Promise.all([etl, plain]).then(([f, p]) => { f.submit(); }); // flow
Promise.all([etl, plain]).then(([f, p]) => { p.submit(); });
const { a, b: [c] } = await Promise.resolve({ a: etl, b: [etl] });
a.submit(); // flow
c.submit(); // flow
await Promise.all([1, 2].map((n) => etl.submit({ n }))); // flow
await Promise.all(Object.entries({ etl }).map(async ([name, f]) => [name, await f.submit()])); // flow
`),
  'references that may be gone': withEtl(`const weak = new WeakRef(etl);
weak.deref()?.submit(); // flow
const meta = new WeakMap<object, typeof etl>();
meta.get(plain)?.submit(); // flow
const set = new WeakSet([etl]);
`),
  'odd places': withEtl(`if (etl.submit()) {} // flow
while (etl.submit()) break; // flow
const o = { [etl.submit()]: 1 }; // flow
class K { [etl.submit()] = 1; } // flow
function f(x = etl.submit()) {} // flow
const { y = etl.submit() } = {}; // flow
const g = (x = etl.submit()) => x; // flow
label: { etl.submit(); break label; } // flow
enum E { A = etl.submit() as any } // flow
new Date(etl.submit()); // flow
import.meta.hot?.accept(() => etl.submit()); // flow
tag\`\${etl.submit()}\`; // flow
declare function tag(...x: any[]): any;
export default { run: () => etl.submit() }; // flow
a: for (const x of [etl.submit()]) continue a; // flow
(async () => { for await (const x of etl.submit()) {} })(); // flow
[...etl.submit()]; // flow
f(...[etl.submit()]); // flow
`),
  'tagged templates that give a flow': withEtl(`const job = (parts: TemplateStringsArray, ...rest: any[]) => etl;
job\`nightly\`.submit(); // ?
const other = (parts: TemplateStringsArray) => plain;
other\`nightly\`.submit();
`),
});
