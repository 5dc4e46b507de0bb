import { reportsAsMarked } from '../../../support/applications.ts';

/** The rules about calls one after the other, and what stands beside flows under the same names. */
reportsAsMarked({
  'keys, casts and forms beside flows': {
    'flows.ts': `import { flow, task } from 'millrace';
export const load = task({ name: 'load' }, async ({ id }: { id: number }) => [id]);
export const etl = flow({ name: 'etl' }, async ({ id }: { id: number }) => load({ id }));
export const form = { submit() {}, map() {} };
export enum Which { Flow, Form }
export const KEY = 'form';
export const OTHER = Symbol('other');
`,
    'use.ts': `import { flow, type AnyFlow, type Task, type TaskFuture } from 'millrace';
import { etl, form, load, Which, KEY, OTHER } from './flows';
import * as all from './flows';
type Form = { submit(): void; map(): void };
const both = { [Which.Flow]: etl, [Which.Form]: form };
both[Which.Form].submit();
both[Which.Flow].submit({ id: 1 }); // ! flow-no-submit
const keyed = { [KEY]: form, etl, [OTHER]: form };
keyed.form.submit();
keyed[KEY].submit();
keyed[OTHER].map();
keyed['etl'].submit({ id: 1 }); // ! flow-no-submit
class K { [KEY] = form; readonly [OTHER] = etl; static [Which.Form]: Form = form; private forms: Form[] = []; #flows: AnyFlow[] = []; mixed: (AnyFlow | Form)[] = [];
  run() { this[KEY].submit(); this[OTHER].submit({ id: 1 }); K[Which.Form].submit(); this.forms.forEach((f) => f.submit()); this.#flows.at(0)?.submit(); for (const m of this.mixed) m.submit(); } // ! flow-no-submit
}
Object.values(all).forEach((x) => (x as any).submit());
for (const x of Object.values(all)) if (typeof x === 'object' && 'submit' in x) x.submit();
all[KEY].submit();
all[process.env.X as 'form'].submit();
const forms = {} as Record<string, Form>;
forms.x?.submit();
const cast = [] as Form[];
cast[0]?.submit();
const loose = {} as any;
loose.submit();
const registry = {} as Record<string, AnyFlow | undefined>;
registry.a?.submit(); // ! flow-no-submit
const acc = [1].reduce<Record<string, Form>>((a) => a, {});
acc.x?.submit();
const nested = [{ kind: 'flow', run: etl }, { kind: 'form', form }] as const;
for (const n of nested) { if ('form' in n) n.form.submit(); else n.run.submit({ id: 1 }); } // ! flow-no-submit
const variants = [{ go: etl, submit: () => 1 }, { submit: () => 2 }];
variants.forEach((v) => v.submit());
const opt: { f?: AnyFlow; submit?: () => void } = {};
opt.submit?.();
opt.f?.submit(); // ! flow-no-submit
const { [KEY]: f1, [OTHER]: f2 } = keyed;
f1.submit(); f2.submit();
const { [process.env.X as 'etl']: f3 } = keyed;
f3.submit();
export const main = flow({ name: 'main' }, async ({ ids }: { ids: number[] }) => {
  const futures: TaskFuture<number[]>[] = [];
  for (const id of ids) { const f = load.submit({ id }); futures.push(f); }
  const results: number[][] = [];
  for (const f of futures) results.push(await f.result());
  const mixed = [...futures.map((f) => f.result()), etl({ id: 1 })];
  await Promise.all(mixed);
  const last = futures.at(-1);
  if (last && futures.length > 1 && last === futures[0]) return;
  const pending = new Set(futures.map((f) => f.result()));
  for (const p of pending) await p;
  const items: (TaskFuture<number[]> | number[])[] = [];
  items.push(load.submit({ id: 1 }), [1]);
  for (const item of items) { const value = 'result' in item ? await item.result() : item; console.log(value); }
  const start = async (id: number) => load.submit({ id });
  const started = await start(1);
  await started.result();
  const all = await Promise.all(ids.map(start));
  await Promise.all(all.map((f) => f.result()));
  const make = (id: number) => load.submit({ id }).result();
  await make(1);
  const helper = (id: number) => (id > 1 ? load.submit({ id }) : load({ id }));
  await helper(1);
  const map: Record<number, TaskFuture<number[]>> = {};
  for (const id of ids) map[id] ??= load.submit({ id });
  for (const id of ids) if (map[id]) results.push(await map[id].result());
  const done = ids.map((id) => map[id]).filter((f) => f !== undefined);
  for (const f of done) { const r = await f.wait(); void r; }
  etl({ id: 1 }).then((rows) => rows, (error) => { throw error; });
  const chain = etl({ id: 1 }).then((x) => x).finally(() => {});
  await chain;
  ids.forEach((id) => { void etl({ id }).then(() => id); });
  return etl({ id: 1 }).then((x) => x.length);
});
export const listeners = { onClick: () => etl({ id: 1 }).then((x) => x), async onLoad() { await etl({ id: 2 }).finally(() => {}); } };
export function legacy(done: (error?: unknown) => void) { etl({ id: 1 }).then(() => done(), done); }
export function legacy2(done: (error?: unknown) => void) { etl({ id: 1 }).then(() => done()).catch(done); }
export const handle = (t: Task<object, void>) => t.submit({}).result().then(() => 1);
`,
  },
  'each rule in many places': {
    'flows.ts': `import { flow, task, runDeployment, waitForFlowRuns } from 'millrace';
export const load = task({ name: 'load' }, async ({ id }: { id: number }) => [id]);
export const etl = flow({ name: 'etl' }, async ({ id }: { id: number }) => load({ id }));
export const start = (id: number) => runDeployment('etl/main', { parameters: { id }, timeout: 0 });
`,
    'use.ts': `import { flow, runDeployment, waitForFlowRuns, serve, resultOf } from 'millrace';
import * as sdk from 'millrace';
import { etl, load, start } from './flows';
const options = { timeout: 0 } as const;
const regions = { eu: 1, us: 2 };
export class Service {
  constructor(private readonly ids: number[] = []) {}
  async all() {
    for (const id of this.ids) await runDeployment('etl/main', { parameters: { id }, timeout: 0 }); // ! run-deployment-without-wait
    await Promise.all(Object.keys(regions).map((r) => runDeployment(\`etl/\${r}\`, { timeout: 0 }))); // ! run-deployment-without-wait
    await Promise.all(Object.entries(regions).map(async ([r]) => { await runDeployment(\`etl/\${r}\`, { timeout: 0 }); })); // ! run-deployment-without-wait
    for (const id of this.ids) await runDeployment('etl/main', { ...options, parameters: { id } }); // ! run-deployment-without-wait
    for (const id of this.ids) await runDeployment('etl/main', options); // ! run-deployment-without-wait
    await Promise.all(Array.from(this.ids, (id) => sdk.runDeployment('etl/main', { timeout: 0, parameters: { id } }))); // ! run-deployment-without-wait
    for await (const id of this.ids) { const _run = await runDeployment('etl/main', { timeout: 0, parameters: { id } }); }
    let i = 0; while (i++ < 3) await runDeployment('etl/main', { timeout: 0 }); // ! run-deployment-without-wait
    do { await runDeployment('etl/main', { timeout: 0 }); } while (i-- > 0); // ! run-deployment-without-wait
  }
  async floats() {
    runDeployment('etl/main'); // ! no-floating-run
    sdk.runDeployment('etl/main'); // ! no-floating-run
    etl.deploy({ name: 'x' } as never); // ! no-floating-run
    serve([]); // ! no-floating-run
    this.ids.map((id) => etl({ id })); // ! no-floating-run
    this.ids.forEach(async (id) => { await etl({ id }); }); // ! no-floating-run
    this.ids.forEach(async (id) => load({ id })); // ! no-floating-run
    if (this.ids.length) etl({ id: 1 }); // ! no-floating-run
    this.ids.length && etl({ id: 1 }); // ! no-floating-run
    this.ids.length ? etl({ id: 1 }) : load({ id: 1 }); // ! no-floating-run
    try { etl({ id: 1 }); } catch { load({ id: 1 }); } // ! no-floating-run
    const unused = etl({ id: 1 }); // ! no-floating-run
    (etl)({ id: 1 }); // ! no-floating-run
    etl?.({ id: 1 }); // ! no-floating-run
    etl!({ id: 1 }); // ! no-floating-run
    etl.call(undefined, { id: 1 }); // ! no-floating-run
    etl.returnState({ id: 1 }); // ! no-floating-run
    load.submit({ id: 1 }).result(); // ! no-floating-run
    load.map({ id: [1] }).result(); // ! no-floating-run
    setTimeout(() => { etl({ id: 1 }); }, 1); // ! no-floating-run
    process.on('exit', () => { etl({ id: 1 }); }); // ! no-floating-run
    queueMicrotask(async () => { etl({ id: 1 }); }); // ! no-floating-run
    new Promise<void>((resolve) => { etl({ id: 1 }); resolve(); }); // ! no-floating-run
    label: { etl({ id: 1 }); } // ! no-floating-run
    switch (this.ids.length) { case 1: etl({ id: 1 }); break; default: load({ id: 1 }); } // ! no-floating-run
    for (const run of [etl, load]) run({ id: 1 }); // ! no-floating-run
    const { a: picked } = { a: etl }; picked({ id: 1 }); // ! no-floating-run
    (await import('./flows')).etl({ id: 1 }); // ! no-floating-run
    (() => { etl({ id: 1 }); })(); // ! no-floating-run
    etl({ id: 1 }), load({ id: 2 }); // ! no-floating-run
    Promise.resolve().then(() => { etl({ id: 1 }); }); // ! no-floating-run
    return () => { etl({ id: 1 }); }; // ! no-floating-run
  }
  async futures() {
    const a = load.submit({ id: 1 });
    await a; // ! no-await-submit
    const b = await load.submit({ id: 1 }); // ! no-await-submit
    const [c, d] = await Promise.all([load.submit({ id: 1 }), load.submit({ id: 2 })]); // ! no-await-submit
    await Promise.allSettled(this.ids.map((id) => load.submit({ id }))); // ! no-await-submit
    await Promise.race([load.submit({ id: 1 })]); // ! no-await-submit
    const e = this.ids.map((id) => load.submit({ id }));
    await Promise.all(e); // ! no-await-submit
    const f: ReturnType<typeof load.submit>[] = [];
    f.push(load.submit({ id: 1 }));
    await Promise.all(f); // ! no-await-submit
    await Promise.all([...e, ...f]); // ! no-await-submit
    await Promise.all(e.concat(f)); // ! no-await-submit
    await Promise.all(new Set(e)); // ! no-await-submit
    for (const one of e) if (one) return; // ? future-not-resolved
    for (const one of e) return one + 1; // ! future-not-resolved
    if (!a) return; // ! future-not-resolved
    a ? 1 : 2; // ! future-not-resolved
    a.data; // ! future-not-resolved
    a.then(console.log); // ! future-not-resolved
    for (const x of a) x; // ! future-not-resolved
    const g = [...a]; // ! future-not-resolved
    const { length } = a; // ! future-not-resolved
    const [first] = a; // ! future-not-resolved
    console.log(\`\${a} \${a.taskName}\`, a + '', -a, g, b, c, d, length, first); // ! future-not-resolved
    while (a) break; // ! future-not-resolved
    JSON.stringify(a);
    e.forEach((one) => console.log(\`\${one}\`)); // ! future-not-resolved
    e.map((one) => one.length); // ! future-not-resolved
    const h = new Map(this.ids.map((id) => [id, load.submit({ id })]));
    for (const [id, one] of h) console.log(\`\${id}: \${one}\`); // ! future-not-resolved
    h.forEach((one) => one.foo); // ! future-not-resolved
    const later = e[0]!; later.foo; // ! future-not-resolved
    for (let i = 0; i < 3; i++) await load.submit({ id: i }).result(); // ! future-result-in-loop
    for (const id of this.ids) { const one = load.submit({ id }); await one.result(); } // ! future-result-in-loop
    for (const id of this.ids) { const one = load.submit({ id }); console.log(await one.wait()); } // ! future-result-in-loop
    for (const id in regions) g.push(await load.submit({ id: regions[id as 'eu'] }).result()); // ! future-result-in-loop
    const all = []; for (const id of this.ids) all.push(await load.submit({ id }).result()); // ! future-result-in-loop
    return all;
  }
}
`,
    'script.ts': `import { load } from './flows';
load({ id: 1 }); // ! no-floating-run, task-called-outside-flow
await load({ id: 1 }); // ! task-called-outside-flow
const f = load.submit({ id: 1 }); // ! task-called-outside-flow
console.log(await f.result(), await load.map({ id: [1] }).result()); // ! task-called-outside-flow
for (const id of [1]) await load({ id }); // ! task-called-outside-flow
if (import.meta.main) await load({ id: 2 }); // ! task-called-outside-flow
{ await load({ id: 3 }); } // ! task-called-outside-flow
export const rows = await load({ id: 4 }); // ! task-called-outside-flow
`,
  },
});
