import { reportsAsMarked } from '../../../support/applications.ts';

const flows = `import { flow, task } from 'millrace';
export const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day);
export const load = task({ name: 'load' }, async ({ day }: { day: string }) => day.length);
`;
const files = (text: string): Record<string, string> => ({ 'flows.ts': flows, 'a.tsx': text });

/** What looks like a flow and is none: nothing may be said of it. */
reportsAsMarked({
  'own classes with submit and map': files(`import { etl } from './flows';
class Job { submit() { return etl.name; } map<T>(make: (one: Job) => T) { return make(this); } deploy() {} }
const job = new Job();
job.submit();
job.map((one) => one.submit());
job.deploy();
class Wrapped { constructor(readonly flow: typeof etl) {} submit() { return this.flow({ day: 'x' }); } }
new Wrapped(etl).submit();
const jobs = { etl: new Wrapped(etl), submit: (job: Wrapped) => job.submit() };
jobs.etl.submit();
jobs.submit(jobs.etl);
class Flow { submit() {} }
const flow = new Flow();
flow.submit();
`),
  'names that are shadowed': files(`import { etl, load } from './flows';
export function one(etl: { submit(): void }) { etl.submit(); }
export const two = ([etl]: { submit(): void }[]) => etl?.submit();
{ const etl = { submit() {} }; etl.submit(); }
try { throw new Error('x'); } catch (etl) { (etl as { submit(): void }).submit(); }
for (const etl of [{ submit() {} }]) etl.submit();
function three() { var load = { submit() {} }; load.submit(); return () => load.submit(); }
class Four { etl() { function etl() {} (etl as unknown as { submit(): void }).submit(); } }
export const five = function etl() { (etl as unknown as { submit(): void }).submit(); };
namespace Six { export const etl = { submit() {} }; etl.submit(); }
Six.etl.submit();
const { etl: seven = { submit() {} } } = {} as { etl?: { submit(): void } };
seven.submit();
three(); new Four(); load; etl;
`),
  'forms of React and antd': files(`import { useRef, type FormEvent } from 'react';
import { Form, type FormInstance } from 'antd';
import { useForm } from 'react-hook-form';
import { useFormik } from 'formik';
import { etl } from './flows';
export function Page() {
  const [form] = Form.useForm();
  const ref = useRef<HTMLFormElement>(null);
  const own = useRef<FormInstance>(null);
  const { handleSubmit } = useForm();
  const formik = useFormik({ initialValues: {}, onSubmit: () => {} });
  const submit = async (event: FormEvent) => { event.preventDefault(); await etl({ day: 'x' }); form.submit(); };
  ref.current?.submit();
  own.current?.submit();
  formik.submitForm();
  return <form ref={ref} onSubmit={handleSubmit(() => form.submit())}><button onClick={() => document.forms[0]?.submit()} onSubmit={submit} /></form>;
}
`),
  'queues and other SDKs': files(`import { Queue, Worker, FlowProducer } from 'bullmq';
import PQueue from 'p-queue';
import { Client } from '@temporalio/client';
import { inngest } from 'inngest';
import { flow as otherFlow, task as otherTask } from 'flowise';
import { flow, pipe } from 'fp-ts/function';
import { flow as lodashFlow } from 'lodash';
import { task as gulpTask } from 'gulp';
import { flow as mobx } from 'mobx';
const queue = new Queue('x');
queue.add('etl', {});
new FlowProducer().add({ name: 'etl', queueName: 'x' });
new Worker('x', async (job) => job.submit());
const pool = new PQueue();
pool.add(() => 1);
void new Client().workflow.start('etl', {});
inngest.createFunction({ id: 'x' }, { event: 'x' }, async ({ step }) => step.run('a', () => 1)).submit();
const etl = otherFlow({ name: 'etl' }, async () => 1);
etl.submit();
etl.map([]);
etl();
const load = otherTask({ name: 'load' }, async () => 1);
load.submit();
flow(pipe).submit();
lodashFlow([Math.abs]).map([]);
gulpTask('x', () => {}).submit();
mobx(function* () { yield 1; })().submit();
`),
  'variables that are assigned again, and branches': files(`import { etl } from './flows';
let job: { submit(): void } | typeof etl = etl;
job = { submit() {} };
job.submit();
let other = etl as unknown as { submit(): void };
other = { submit() {} };
other.submit();
const any: any = Math.random() > 1 ? etl : { submit() {} };
any.submit();
export const pick = (own: boolean) => (own ? { submit() {} } : etl).submit();
const registry: Record<string, { submit(): void }> = {};
registry['x'] = { submit() {} };
registry['etl'] = etl as never;
registry['x'].submit();
const mixed = [etl, { submit() {} }];
for (const one of mixed) one.submit();
mixed[1].submit();
`),
  'types that are not reached, and interfaces of one’s own': files(`import type { Unknown } from './gone';
import type { Flow as OtherFlow } from '@other/flows';
import type { etl } from './flows';
interface Flow { submit(): void; map(): void }
interface Task { submit(): Promise<number> }
export function run(a: Unknown, b: OtherFlow, c: Flow, d: Task, e: { etl: { submit(): void } }, f: Parameters<typeof etl>[0]) {
  a.submit(); b.submit(); c.submit(); c.map(); e.etl.submit();
  d.submit().then(console.log);
  f.day.trim();
  return d.submit();
}
declare const global: { etl: { submit(): void } };
global.etl.submit();
declare function flow(name: string): { submit(): void };
flow('x').submit();
`),
  'strings, lists and what flows give': files(`import { etl, load } from './flows';
import { flow } from 'millrace';
export const main = flow({ name: 'main' }, async () => {
  const day = await etl({ day: 'a' });
  day.split('').map((one) => one.trim());
  const days = await Promise.all([etl({ day: 'a' }), etl({ day: 'b' })]);
  days.map((one) => one.toUpperCase());
  const futures = load.map({ day: days });
  const rows = await futures.result();
  const lengths = await Promise.all(futures.map((one) => one.result()));
  const state = await load.submit({ day }).wait();
  const value = await load.submit({ day }).result();
  if (value > 3 && state.isCompleted()) console.log(\`\${value}\`, rows, lengths);
  return [etl].map((one) => one.name);
});
`),
  'members that flows have, and methods that are only named alike': files(`import { etl, load } from './flows';
const names = [etl, load].map((one) => one.name);
names.map((name) => name.length);
Object.values({ etl, load }).map((one) => one.name).map((name) => name.trim());
const meta = { etl: { submit: () => 1, flow: etl } };
meta.etl.submit();
const copy = { ...etl, submit: () => 1 };
copy.submit();
const extended = Object.assign(etl.withOptions({ name: 'e' }), { submit: () => 1 });
extended.submit();
const proxy = new Proxy(etl, { get: () => () => 1 }) as unknown as { submit(): void };
proxy.submit();
const bound = { submit: etl.bind(null) };
void bound.submit({ day: 'x' });
`),
  'runs that are waited for in some other way': files(`import { etl, load } from './flows';
import { flow, runDeployment, waitForFlowRuns, waitForFlowRun } from 'millrace';
const pending = new Set<Promise<unknown>>();
const track = <T,>(promise: Promise<T>) => { pending.add(promise); return promise; };
const safely = (promise: Promise<unknown>) => { promise.catch(console.error); };
const detach = (promise: Promise<unknown>): void => { void promise; };
export const main = flow({ name: 'main' }, async () => {
  track(etl({ day: 'a' }));
  safely(etl({ day: 'b' }));
  detach(load({ day: 'c' }));
  await Promise.all(pending);
  const started = await Promise.all(['a'].map((day) => runDeployment('etl/x', { parameters: { day }, timeout: 0 })));
  await waitForFlowRuns(started);
  const ids: string[] = [];
  for (const day of ['a']) ids.push((await runDeployment('etl/x', { parameters: { day }, timeout: 0 })).id);
  for (const id of ids) await waitForFlowRun(id);
  await (Math.random() > 1 ? etl({ day: 'x' }) : load({ day: 'y' }));
  const later = [() => etl({ day: 'x' })];
  await later[0]?.();
  using guard = { run: etl({ day: 'x' }), [Symbol.dispose]() {} };
  await guard.run;
  return new Promise((resolve) => resolve(etl({ day: 'x' })));
});
`),
  'iterators, containers and generics of something else': files(`import { etl } from './flows';
function* forms() { yield { submit() {} }; }
for (const form of forms()) form.submit();
forms().next().value?.submit();
class Container { #all = new Map<string, unknown>(); set(key: string, value: unknown) { this.#all.set(key, value); } get<T>(key: string): T { return this.#all.get(key) as T; } }
const container = new Container();
container.set('etl', etl);
container.get<{ submit(): void }>('form').submit();
container.get<HTMLFormElement>('form').submit();
const cache = new WeakMap<object, { submit(): void }>();
cache.set(etl, { submit() {} });
cache.get(etl)?.submit();
const wrap = <T,>(inner: T) => ({ inner, submit: () => inner });
wrap(etl).submit();
const swap = (one: unknown) => ({ submit() { return one; } });
swap(etl).submit();
function overload(a: string): { submit(): void }; function overload(a: number): typeof etl; function overload(a: unknown): unknown { return a === 1 ? etl : { submit() {} }; }
overload('x').submit();
const key: string = 'x';
const table: Record<string, typeof etl | { submit(): void }> = { etl, form: { submit() {} } };
table[key]?.submit();
`),
  'modules of other names': {
    'flows.ts': flows,
    'other.ts': `export const etl = { submit() {}, map: (make: () => void) => make() };\nexport default etl;\n`,
    'index.ts': `export * from './flows';\nexport { etl } from './other';\n`,
    'both.ts': `export * from './flows';\nexport * from './other';\n`,
    'a.ts': `import { etl } from '.';
import { etl as both } from './both';
import other from './other';
import { etl as gone } from './gone';
import * as all from './index';
import data from './flows.json' with { type: 'json' };
etl.submit();
both;
other.submit();
gone.submit();
all.etl.submit();
data.etl.submit();
const { etl: lazy } = await import('./other');
lazy.submit();
const virtual = await import('virtual:flows');
virtual.etl.submit();
`,
  },
  'mocks and spies': files(`import { vi, it } from 'vitest';
import { etl } from './flows';
const fake = vi.fn().mockReturnValue({ submit() {} });
fake().submit();
const mocked = vi.mocked(etl) as unknown as { submit: ReturnType<typeof vi.fn> };
mocked.submit();
const stub = { ...etl, submit: vi.fn() };
stub.submit();
it.each([{ etl: { submit() {} } }])('x', ({ etl }) => { etl.submit(); });
`),
});
