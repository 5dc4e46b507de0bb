import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** What looks like a wrong use of a flow and is none, and declarations that are merged. */
reportsAsMarked(
  {
    'tasks in every place where flows were': {
      'steps.ts': `import { task, type Flow, type Task } from 'millrace';
export const load = task({ name: 'load' }, async ({ day }: { day: string }) => day);
export default load;
export const steps = { load, again: load.withOptions({ retries: 2 }) }; // ! retry-without-delay
export const make = (name: string) => task({ name }, async ({ day }: { day: string }) => day);
export class Steps<T extends Task<{ day: string }, string>> {
  static readonly main = load;
  constructor(readonly one: T, readonly all = new Map([['x', one]])) {}
  run() {
    this.one.submit({ day: 'x' });
    this.all.get('x')?.map({ day: ['x'] });
    for (const [, step] of this.all) step.submit({ day: 'x' });
  }
}
export type Pick<K extends 'flow' | 'task'> = K extends 'task' ? Task<{}, number> : Flow<{}, number>;
export const pick = (one: Pick<'task'>, ...more: Pick<'task'>[]) => [one.submit(), more.map((other) => other.submit())];
`,
      'use.ts': `import { flow, type Task } from 'millrace';
import load, { make, Steps, steps } from './steps.ts';
import * as all from './steps.ts';
export const main = flow({ name: 'main' }, async () => {
  const futures = [load.submit({ day: 'x' }), steps.again.submit({ day: 'x' }), make('x').submit({ day: 'x' })];
  futures.push(all.default.submit({ day: 'x' }), all.steps.load.submit({ day: 'x' }), Steps.main.submit({ day: 'x' }));
  new Steps(load).one.submit({ day: 'x' });
  (await import('./steps.ts')).load.submit({ day: 'x' });
  Object.values(steps).forEach((one) => futures.push(one.submit({ day: 'x' })));
  Object.entries(steps).map(([, one]) => one.map({ day: ['x'] }));
  const { load: renamed, ...rest } = steps;
  renamed.submit({ day: 'x' });
  rest.again.submit({ day: 'x' });
  const take = (one: Task<{ day: string }, string>, use: (task: typeof one) => unknown) => use(one);
  take(load, (one) => one.submit({ day: 'x' }));
  const results = await Promise.all(futures.map((one) => one.result()));
  return results.map((text) => text.trim());
});
`,
    },
    'a flow library of the project': {
      'flow.ts': `export interface Flow<T> { submit(value: T): void; map<U>(change: (value: T) => U): Flow<U>; definition: string }
export type Task<T> = { submit(value: T): Promise<T> };
export function flow<T>(options: { name: string }, fn: (value: T) => void): Flow<T> {
  return { submit: fn, map: () => flow(options, () => {}), definition: options.name };
}
export const millrace = { flow };
export default flow;
`,
      'tsconfig.json': `{ "compilerOptions": { "paths": { "flows": ["./flow.ts"] } } }`,
      'use.ts': `import flow, { millrace, type Flow } from 'flows';
import type { Flow as Real } from 'millrace';
import * as own from './flow.ts';
const a = flow({ name: 'a' }, (n: number) => n);
a.submit(1);
a.map((n) => n).submit(1);
millrace.flow({ name: 'b' }, () => {}).submit(1);
own.flow({ name: 'c' }, () => {}).submit(1);
own.default({ name: 'd' }, () => {}).map(() => 1);
export const use = (one: Flow<number>, all: Map<string, own.Flow<string>>, real: Real<{}, number>) => {
  one.submit(1);
  all.get('x')?.submit('x');
  real.submit(); // ! flow-no-submit
};
export class Runner { constructor(private flow: Flow<number>) {} go() { this.flow.submit(1); return this.flow.map(String); } }
`,
      'use.js': `const { flow } = require('./flow.ts');
const etl = flow({ name: 'x' }, () => {});
etl.submit(1);
etl.map((x) => x);
`,
    },
    'shadowed names and changed variables': {
      'flows.ts': `import { flow, task } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => 1);
export const step = task({ name: 'step' }, async () => 1);
`,
      'use.ts': `import { etl, step } from './flows.ts';
import * as flows from './flows.ts';
interface Queue { submit(): void; map(change: unknown): void }
declare const queue: Queue;
export function parameter(etl: Queue) { etl.submit(); }
export function destructured({ etl, flows }: { etl: Queue; flows: { etl: Queue } }) { etl.submit(); flows.etl.submit(); }
export const arrow = (etl: Queue, step = etl) => { etl.submit(); step.submit(); };
export function local() {
  const etl = queue;
  etl.submit();
  {
    let etl: Queue = queue;
    etl.map(1);
  }
  for (const etl of [queue]) etl.submit();
  try { throw queue; } catch (etl: any) { etl.submit(); }
  class Inner { etl = queue; go() { this.etl.submit(); } }
  function flows() { return queue; }
  flows().submit();
  const named = function etl() { return queue; };
  return [Inner, named().submit()];
}
export function typed(...[etl]: [Queue]) { etl.submit(); }
let either: Queue | typeof etl = etl;
either = queue;
either.submit();
let swapped: any = etl;
swapped = queue;
swapped.submit();
const holder: { one: Queue | typeof etl } = { one: etl };
holder.one = queue;
(holder.one as Queue).submit();
export const unknownOne = (one: unknown, any: any, never: never) => { (one as Queue).submit(); any.submit(); };
export const choose = (on: boolean) => (on ? etl : queue);
(choose(true) as Queue).submit();
export const mixed = [etl, queue, step] as (Queue | typeof step)[];
(mixed[1] as Queue).submit();
const object = { ...flows, etl: queue };
object.etl.submit();
const over = Object.assign({}, { etl }, { etl: queue });
over.etl.submit();
const { etl: renamed = queue } = {} as { etl?: Queue };
renamed.submit();
const map = new Map<string, Queue>([['etl', queue]]);
map.get('etl')?.submit();
namespace Inner { export const etl = queue; etl.submit(); }
Inner.etl.submit();
enum E { etl = 'x' }
E.etl.submit?.();
var redeclared = etl as unknown as Queue | undefined;
redeclared = undefined;
export const callback = [queue].map((etl) => etl.submit());
export { queue as etl };
`,
      'other.ts': `import { etl } from './use.ts';
import { etl as real } from './flows.ts';
etl.submit();
real.submit(); // ! flow-no-submit
`,
    },
    'parameters that are given something else, and one of several objects': {
      'use.ts': `import { flow, type Flow } from 'millrace';
import { found } from 'somewhere';
const etl = flow({ name: 'etl' }, async () => 1);
function renamed(one) { one = found; return one; }
renamed(etl).submit();
function looked(one) { one = found.find(one); return one; }
looked(etl).submit();
function perhaps(one) { if (!one) one = found.find(one); return one; }
perhaps(etl).submit();
function same(one) { one ??= etl; return one; }
same(etl).submit(); // ! flow-no-submit
const jobs = { etl, found };
function last(name) { let job; while (name) { job = jobs[name]; name = found[name]; } return job; }
last('etl').submit();
function aliased(name) { name = found[name]; return jobs[name]; }
aliased('etl').submit();
function usual(name = 'etl') { return jobs[name]; }
usual('x').submit();
const either = (on: boolean) => (on ? { run: etl } : { run: found });
either(true).run.submit();
const alone = (on: boolean) => (on ? { run: etl } : { nothing: found });
alone(true).run?.submit(); // ! flow-no-submit
const spread = (on: boolean) => (on ? { run: etl } : { ...found });
spread(true).run?.submit();
interface Far extends External { x: 1 }
export const a = (one: { run: Flow<{}, number> } | Far) => one.run.submit();
export const b = (one: { run: Flow<{}, number> } | { x: 1 }) => one.run.submit(); // ! flow-no-submit
const over = { ...{ run: etl }, ...(process.env['X'] ? { run: found } : {}) };
over.run.submit();
const beside = { etl, form: { submit() {} } };
for (const key of ['etl', 'form'] as const) beside[key].submit();
export const byKey = (key: 'etl' | 'form') => beside[key].submit();
const declared = new Map<string, { submit(): void } | Flow<{}, number>>([['a', etl]]);
declared.set('b', found);
declared.get('b')!.submit();
export const variadic = (all: [...{ submit(): void }[], Flow<{}, number>]) => all[0]!.submit();
`,
    },
    'forms, queues, streams and pools': {
      'ui.tsx': `import { Form } from 'antd';
import { useForm } from 'react-hook-form';
import { flow } from 'millrace';
import PQueue from 'p-queue';
import { Readable } from 'node:stream';
import { interval, map as rxMap } from 'rxjs';
import * as Effect from 'effect/Effect';
const etl = flow({ name: 'etl' }, async ({ n }: { n: number }) => n);
export function Page() {
  const [form] = Form.useForm();
  const { handleSubmit, submit, ...methods } = useForm();
  return <Form form={form} onFinish={(values) => etl(values)} onClick={() => { form.submit(); submit(); methods.submit?.(); }} />;
}
const queue = new PQueue({ concurrency: 2 });
export const work = async (numbers: number[]) => {
  await queue.addAll(numbers.map((n) => () => etl({ n })));
  await Readable.from(numbers).map((n: number) => etl({ n })).toArray();
  interval(1).pipe(rxMap((n) => n)).subscribe((n) => void etl({ n }));
  Effect.map(Effect.promise(() => etl({ n: 1 })), (n) => n);
  const promise = etl({ n: 1 });
  promise.then((n) => [n].map(String)).catch(() => {});
  document.forms.namedItem('x')?.submit();
  return promise;
};
`,
    },
    'good projects': {
      'flows.ts': `import { asCompleted, flow, task, unmapped, wait, allowFailure, getRunLogger, runDeployment, waitForFlowRuns, type TaskFuture } from 'millrace';
const fetchPage = task({ name: 'fetch-page', retries: 2, retryDelaySeconds: 5 }, async ({ url }: { url: string }) => ({ url, rows: [1, 2] }));
const save = task({ name: 'save' }, async ({ page }: { page: { url: string; rows: number[] } }) => page.rows.length);
const sum = task({ name: 'sum' }, async ({ counts }: { counts: number[] }) => counts.reduce((all, one) => all + one, 0));
const child = flow({ name: 'child' }, async ({ n }: { n: number }) => n);
export const main = flow({ name: 'main' }, async ({ urls }: { urls: string[] }) => {
  const log = getRunLogger();
  const pages = fetchPage.map({ url: urls });
  const counts: TaskFuture<number>[] = [];
  for (const page of pages) counts.push(save.submit({ page }));
  const total = sum.submit({ counts });
  log.info('total ' + (await total.result()));
  const { done, notDone } = await wait(counts, { timeoutSeconds: 5 });
  log.info(done.length + ' of ' + (done.length + notDone.length));
  for await (const one of asCompleted(counts)) log.info(String(await one.result()));
  const safe = save.submit({ page: allowFailure(pages[0]!) });
  await safe.result().catch(() => 0);
  const byUrl = new Map(urls.map((url, n) => [url, counts[n]!]));
  const first = await byUrl.get(urls[0]!)?.result();
  const children = await Promise.all([1, 2, 3].map((n) => child({ n })));
  const settled = await Promise.allSettled([child({ n: 1 }), child({ n: 2 })]);
  const state = await child.returnState({ n: 3 });
  let running: Promise<number> | undefined;
  running = child({ n: 4 });
  if (running) await running;
  const again = save.map({ page: unmapped(pages[0]!) as never });
  const runs = await Promise.all(urls.map((url) => runDeployment('main/nightly', { parameters: { urls: [url] }, timeout: 0 })));
  await waitForFlowRuns(runs);
  const outcome = await child({ n: 1 }).then((n) => n, () => -1);
  const either = await Promise.race([child({ n: 1 }), new Promise<number>((resolve) => setTimeout(resolve, 10, 1))]);
  return { children, settled: settled.length, state: state.name, first, again: (await again.result()).length, outcome, either };
});
`,
      'main.ts': `import { main } from './flows.ts';
const runs = new Set<Promise<unknown>>();
const track = (run: Promise<unknown>) => {
  runs.add(run);
  return run.finally(() => runs.delete(run));
};
export async function start(urls: string[]) {
  const run = main({ urls });
  track(run).catch(console.error);
  const timeout = AbortSignal.timeout(10);
  timeout.onabort = () => console.error('late');
  return await run;
}
export const handlers = { start: (urls: string[]) => main({ urls }), async stop() { await Promise.all(runs); } };
main({ urls: [] }).catch((error: unknown) => { console.error(error); process.exitCode = 1; });
`,
    },
    'other packages that have a flow and a task': {
      'use.ts': `import { flow, makeAutoObservable } from 'mobx';
import { flow as fpFlow, pipe } from 'fp-ts/function';
import flowRight from 'lodash/flowRight';
import { task, desc } from 'jake';
import { task as hardhatTask } from 'hardhat/config';
import { Flow } from '@xyflow/react';
import { flow as prefectFlow } from './prefect.ts';
import type { Flow as NodeFlow } from 'node-red';
import gulp from 'gulp';
const a = flow(function* () { yield 1; });
a.submit();
fpFlow((n: number) => n + 1, String).map?.(1);
pipe(1, (n) => n).submit;
flowRight([]).submit();
task('x', () => {}).submit();
hardhatTask('x').submit();
gulp.task('x').submit();
prefectFlow({ name: 'x' }, async () => 1).submit({});
new Flow().submit();
desc('x');
export const use = (one: NodeFlow, two: Flow) => { one.submit(); two.map({}); };
export class Store {
  constructor() { makeAutoObservable(this, { load: flow }); }
  *load(this: Store) { yield 1; }
  go() { this.load().map((n) => n); }
}
`,
      'prefect.ts': `export function flow<T>(options: { name: string }, fn: () => Promise<T>) {
  return Object.assign(fn, { submit: (_: object) => fn(), options });
}
`,
    },
    'namespaces, merged declarations and globals': {
      'ambient.ts': `import { flow, type Flow } from 'millrace';
declare global {
  var sharedEtl: Flow<{}, number>;
  interface Window { etl: Flow<{}, number>; form: { submit(): void } }
}
export interface Registry { main: Flow<{}, number> }
export interface Registry { other: Flow<{}, number>; queue: { submit(): void } }
export class Box { own = 1; }
export interface Box { flow: Flow<{}, number>; submit(): void }
export function make() { return make.main; }
make.main = flow({ name: 'made' }, async () => 1);
export namespace Outer.Inner {
  export const deep = flow({ name: 'deep' }, async () => 1);
}
export namespace Outer {
  export import Short = Outer.Inner;
  export const near = Inner.deep;
}
export enum Names { A = 'a' }
export namespace Names { export const main = Outer.near; }
`,
      'use.ts': `import { Box, make, Names, Outer, type Registry } from './ambient.ts';
export const use = (registry: Registry, box: Box) => {
  registry.main.submit(); // ! flow-no-submit
  registry.other.submit(); // ! flow-no-submit
  registry.queue.submit();
  box.flow.submit(); // ! flow-no-submit
  box.submit();
};
make().submit(); // ! flow-no-submit
make.main.submit(); // ! flow-no-submit
Outer.Inner.deep.submit(); // ! flow-no-submit
Outer.Short.deep.submit(); // ! flow-no-submit
Outer.near.map({}); // ? flow-no-map
Names.main.submit(); // ? flow-no-submit
new Box().flow.submit(); // ! flow-no-submit
sharedEtl.submit(); // ? flow-no-submit
globalThis.sharedEtl.submit(); // ? flow-no-submit
window.etl.submit(); // ? flow-no-submit
window.form.submit();
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
