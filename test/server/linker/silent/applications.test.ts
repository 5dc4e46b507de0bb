import { reportsAsMarked } from '../../../support/applications.ts';

/** Applications full of `submit`, `map` and `flow` that have nothing to do with runs; the few that do are marked. */
reportsAsMarked({
  'flow of other libraries': {
    'src/functional.ts': `import { flow, pipe } from 'fp-ts/function';
import { flow as lodashFlow } from 'lodash';
import flowRight from 'lodash/fp/flow';
import * as R from 'remeda';
import { flow as mobxFlow, types } from 'mobx-state-tree';
import { task } from 'fp-ts';
import { flow as etl } from 'millrace';

const f = flow((n: number) => n + 1, String);
f.submit;
f(1);
lodashFlow([f]).submit();
flowRight(f)();
R.map([1], f);
mobxFlow(function* () { yield 1; })();
task.map((n: number) => n);
task.of(1)();
const Model = types.model({}).actions((self) => ({ load: mobxFlow(function* load() { self.submit(); }) }));
Model.create().load();
const real = etl({ name: 'real' }, async () => 1);
real.submit(); // ! flow-no-submit
pipe(real, (x) => x.submit()); // ? flow-no-submit
`,
  },
  'graphs, forms and queues': {
    'src/graph.tsx': `import { ReactFlow, useReactFlow, type Node } from '@xyflow/react';
import { Formik, useFormikContext } from 'formik';
import { useForm } from 'react-hook-form';
import { runDeployment } from 'millrace';

export function Graph({ nodes }: { nodes: Node[] }) {
  const flow = useReactFlow();
  const form = useForm();
  const { submitForm, submit } = useFormikContext<{ a: string }>() as any;
  flow.fitView();
  flow.submit?.();
  flow.map?.(() => 1);
  form.submit();
  form.handleSubmit(() => runDeployment('a/b'))();
  submit();
  submitForm();
  document.querySelector('form')?.submit();
  return <ReactFlow nodes={nodes.map((n) => n)}><Formik initialValues={{}} onSubmit={(v) => v.submit()}>{(p) => p.submitForm()}</Formik></ReactFlow>;
}
`,
    'src/job.ts': `import { Executor } from 'some-executor';
import { flow, task } from 'millrace';

const executor = new Executor();
executor.submit(() => 1);
executor.map([1], (n: number) => n);
const load = task({ name: 'load' }, async () => [1]);
export const etl = flow({ name: 'etl' }, async () => {
  const rows = await load();
  rows.map((n) => n + 1);
  const list = [1, 2].map((n) => n);
  const futures = list.map(() => load.submit());
  const values = await Promise.all(futures.map((future) => future.result()));
  values.flat().forEach((n) => console.log(n));
  const results = [];
  for (const future of futures) results.push(await future.result());
  for (const future of futures) future.wait; 
  const state = await executor.submit(load);
  const maybe = futures.length > 3 ? futures[0] : undefined;
  if (maybe) await maybe.result();
  if (maybe !== undefined) await maybe.result();
  const byName = new Map(list.map((n) => [n, load.submit()]));
  if (byName.get(1)) await byName.get(1)?.result();
  byName.forEach((future) => future.state());
  return { results, state, count: futures.length };
});
`,
  },
  'shadowed names and look-alikes': {
    'src/shadow.ts': `import { flow, task, runDeployment } from 'millrace';

const etl = flow({ name: 'etl' }, async () => 1);

export function withForm(etl: HTMLFormElement) { etl.submit(); }
export function local() {
  const flow = (options: { name: string }) => ({ submit() { return options; }, map() { return options; } });
  const task = flow;
  flow({ name: 'x' }).submit();
  task({ name: 'x' }).map();
  const runDeployment = (name: string) => name;
  runDeployment('a/b');
}
export const inner = (flow: (x: unknown) => { submit(): void }) => flow({ name: 'x' }).submit();
{
  const etl = { submit: () => 1, map: () => 2 };
  etl.submit();
  etl.map();
}
for (const etl of document.forms) etl.submit();
try { await etl(); } catch (etl) { (etl as any).submit(); }
class Form { submit() { return 1; } map() { return this; } flow = { submit: () => 1 }; }
new Form().map().submit();
new Form().flow.submit();
class Etl extends Form { override submit() { return super.submit(); } }
new Etl().submit();
export const wrapped = { etl, submit: () => etl(), map: <T>(f: (e: typeof etl) => T) => f(etl) };
wrapped.submit(); // ? no-floating-run
wrapped.map((e) => e.definition);
const withSubmit = Object.assign(() => etl(), { submit: () => runDeployment('etl/x', { timeout: 0 }) });
void withSubmit.submit();
const proxied = new Proxy(etl, { get: (target, key) => (key === 'submit' ? () => 1 : Reflect.get(target, key)) });
proxied.submit();
const extended = Object.assign(etl.withOptions({ name: 'x' }), { submit: () => 1 });
extended.submit();
const spread = { ...etl, submit: () => 1 };
spread.submit();
function task2(name: string) { return task({ name }, async () => 1); }
export const main = flow({ name: 'main' }, async () => {
  const made = task2('x').submit();
  task2('y').map({});
  await made.result();
  await task2('z')();
  const later = () => task2('z')();
  await later();
  return Promise.all([task2('a')(), later()]);
});
`,
  },
  'wrappers that turn flows into something else': {
    'src/adapters.ts': `import { flow, task, type AnyFlow, type Flow } from 'millrace';

const etl = flow({ name: 'etl' }, async ({ id }: { id: number }) => id);
const load = task({ name: 'load' }, async ({ id }: { id: number }) => id);

export const toTask = <P extends object, R>(f: Flow<P, R>) => task({ name: f.definition.options.name }, (p: P) => f(p));
export const toJob = (f: AnyFlow) => ({ name: f.definition.options.name, submit: async () => f, map: (x: unknown) => x });
export class Remote { constructor(private readonly f: AnyFlow) {} submit(parameters: object) { return [this.f, parameters]; } map() { return this; } }
export const remote = (f: AnyFlow) => new Remote(f);
export function isFlow(x: unknown): x is AnyFlow { return typeof x === 'function' && 'definition' in x; }

export const main = flow({ name: 'main' }, async () => {
  toTask(etl).submit({ id: 1 });
  toTask(etl).map({ id: [1, 2] });
  await toTask(etl).submit({ id: 1 }); // ! no-await-submit
  toJob(etl).submit();
  toJob(etl).map(1);
  remote(etl).submit({});
  remote(etl).map().submit({});
  const remotes = { etl: remote(etl), load } as const;
  remotes.etl.submit({});
  remotes.load.submit({ id: 1 });
  for (const r of Object.values(remotes)) r.submit({ id: 2 });
  const mixed = [etl, load];
  for (const one of mixed) if ('submit' in one) one.submit({ id: 1 }); // ? flow-no-submit
  const tasks = mixed.filter((one) => !isFlow(one));
  tasks.forEach((one) => one.submit({ id: 1 }));
  const jobs = [etl].map(toJob);
  jobs.forEach((job) => job.submit());
  const tasksOf = [etl, etl].map((f) => toTask(f));
  const futures = tasksOf.map((t) => t.submit({ id: 4 }));
  await Promise.all(futures.map((f) => f.result()));
  const names = [etl, load].map((one) => one.definition.options.name);
  names.map((name) => name);
  let current: AnyFlow | Remote = remote(etl);
  current.submit({});
  let replaced: any = etl;
  replaced = remote(replaced);
  replaced.submit({});
});
`,
  },
  'runs that are awaited somewhere': {
    'src/awaited.ts': `import { flow, task, runDeployment, waitForFlowRuns } from 'millrace';

const load = task({ name: 'load' }, async ({ id }: { id: number }) => id);
const etl = flow({ name: 'etl' }, async ({ id }: { id: number }) => load({ id }));
const pending = new Set<Promise<unknown>>();
const track = <T>(promise: Promise<T>) => { pending.add(promise); return promise.finally(() => pending.delete(promise)); };

export const main = flow({ name: 'main' }, async ({ ids }: { ids: number[] }) => {
  const promise = etl({ id: 1 });
  const list: Promise<number>[] = [];
  list.push(etl({ id: 2 }));
  await Promise.race([promise, ...list]);
  track(etl({ id: 3 }));
  await Promise.all(pending);
  const results = ids.map((id) => etl({ id }));
  await Promise.all(results);
  await Promise.all(ids.map(async (id) => { await etl({ id }); }));
  await ids.reduce((before, id) => before.then(() => etl({ id })), Promise.resolve(0));
  etl({ id: 4 }).catch(() => {});
  etl({ id: 4 }).then(() => {}, () => {});
  void etl({ id: 5 });
  (await etl({ id: 6 })).toFixed();
  const [a, b] = await Promise.all([etl({ id: 7 }), load({ id: 8 })]);
  const runs = ids.map((id) => runDeployment('etl/x', { parameters: { id }, timeout: 0 }));
  await waitForFlowRuns(await Promise.all(runs));
  load.submit({ id: 1 });
  load.map({ id: ids });
  load.submit({ id: load.submit({ id: 2 }) });
  const futures = [];
  for (const id of ids) futures.push(load.submit({ id }));
  for (const future of futures) await future.result();
  for (const id of ids) await load({ id });
  for (const id of ids) {
    if ((await load.submit({ id }).result()) > 3) break;
  }
  for (const id of ids) {
    try {
      return await load.submit({ id }).result();
    } catch {
      continue;
    }
  }
  setTimeout(() => void etl({ id: 9 }), 10);
  ids.some((id) => id > 3) || (await etl({ id: 10 }));
  const run = async () => etl({ id: 11 });
  await run();
  const settled = await etl({ id: 12 }).catch(() => undefined);
  yieldTo(etl({ id: 13 }));
  return { a, b, settled, last: load.submit({ id: 1 }) };
});
function yieldTo<T>(promise: Promise<T>): void { void promise; }
export const handler = () => etl({ id: 1 });
export const handlers = { run: (id: number) => etl({ id }), stop() {} };
export const iterate = async function* () { yield etl({ id: 1 }); yield await etl({ id: 2 }); };
export class Service { run = () => etl({ id: 1 }); readonly ready = etl({ id: 2 }); stop() { return this.ready; } }
export default async () => etl({ id: 1 });
if (import.meta.main) await main({ ids: [] });
main({ ids: [] }).catch((error) => { throw error; });
`,
  },
});
