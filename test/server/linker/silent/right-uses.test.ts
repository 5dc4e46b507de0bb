import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** What looks like a wrong use of a flow and is none. */
reportsAsMarked(
  {
    'forms, pools and queues beside flows': {
      'use.tsx': `import { flow } from 'millrace';
import { useForm } from 'react-hook-form';
import PQueue from 'p-queue';
import Piscina from 'piscina';
const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day);
const pool = new Piscina({ filename: 'worker.js' });
const queue = new PQueue({ concurrency: 2 });
export function Form() {
  const { handleSubmit, control, formState: { submitCount } } = useForm<{ day: string }>();
  const form = useForm();
  form.submit();
  document.querySelector('form')?.submit();
  document.forms[0]!.submit();
  queue.add(() => etl({ day: 'x' }));
  pool.submit({ day: 'x' });
  pool.run({ day: 'x' });
  return <form onSubmit={handleSubmit((values) => etl(values))} data-count={submitCount} ref={control} />;
}
`,
    },
    'own classes and functions of the same names': {
      'own.ts': `export class Flow {
  constructor(readonly options: { name: string }, readonly run: () => Promise<unknown>) {}
  submit() { return this.run(); }
  map(_: unknown) { return [this]; }
}
export const flow = (options: { name: string }, run: () => Promise<unknown>) => new Flow(options, run);
export const task = (options: { name: string }, run: () => Promise<number>) => ({ ...options, run, submit: run });
`,
      'use.ts': `import { flow as real } from 'millrace';
import { flow, task } from './own.ts';
const etl = flow({ name: 'etl' }, async () => 1);
etl.submit();
etl.map({});
export const main = real({ name: 'main' }, async () => {
  const step = task({ name: 'step' }, async () => 1);
  const value = await step.submit();
  if (value > 1) return value;
  await etl.submit();
  {
    const main = { submit: () => 1 };
    main.submit();
  }
  return value + 1;
});
`,
    },
    'shadowed, reassigned, narrowed': {
      'use.ts': `import { flow, task, type AnyFlow, type Flow, type Task } from 'millrace';
const etl = flow({ name: 'etl' }, async () => 1);
const step = task({ name: 'step' }, async () => 1);
interface Job { submit(): void }
export function shadow(etl: Job) {
  etl.submit();
}
export function caught() {
  try {
    return 1;
  } catch (etl) {
    return (etl as Job).submit();
  }
}
let current: Job | Flow<{}, number> = etl;
current = { submit() {} };
(current as Job).submit();
export function either(one: Flow<{}, number> | Task<{}, number>) {
  if ('submit' in one) return one.submit();
  return one();
}
export function loose(one: AnyFlow & Job) {
  one.submit();
}
for (const etl of [{ submit() {} }]) etl.submit();
export const pick = (wanted: boolean) => (wanted ? step : { submit: () => 1 }).submit();
const withSubmit = Object.assign(() => etl(), { submit: () => 1 });
withSubmit.submit();
export class Extended {
  readonly etl: Job = { submit() {} };
  run() {
    this.etl.submit();
  }
}
const jobs: Record<string, Job | undefined> = {};
jobs['etl']?.submit();
var later = etl as unknown as Job;
later.submit(); // ! flow-no-submit
export function hoisted() {
  inner.submit();
  function inner() {}
  inner.submit = () => {};
}
`,
    },
    'right uses of runs': {
      'use.ts': `import { asCompleted, flow, runDeployment, task, wait, waitForFlowRuns, type TaskFuture } from 'millrace';
const etl = flow({ name: 'etl' }, async ({ n }: { n: number }) => n);
const step = task({ name: 'step' }, async ({ n }: { n: number }) => n);
const background = new Set<Promise<unknown>>();
const track = <T>(run: Promise<T>): Promise<T> => {
  background.add(run);
  return run.finally(() => background.delete(run));
};
class Limiter {
  #running: Promise<unknown>[] = [];
  add(make: () => Promise<unknown>) {
    this.#running.push(make());
  }
  async [Symbol.asyncDispose]() {
    await Promise.all(this.#running);
  }
}
export const main = flow({ name: 'main' }, async () => {
  await using limiter = new Limiter();
  limiter.add(() => etl({ n: 1 }));
  await track(etl({ n: 2 }));
  const runs: Promise<number>[] = [];
  for (const n of [1, 2]) runs.push(etl({ n }));
  await Promise.all(runs);
  const pending = new Map<string, TaskFuture<number>>();
  pending.set('a', step.submit({ n: 1 }));
  for (const [key, future] of pending) key.concat(String(await future.result()));
  const { done } = await wait([...pending.values()]);
  for await (const one of asCompleted(done)) if (one.state?.name === 'Completed') await one.result();
  const chained = step.submit({ n: pending.get('a')! });
  const mapped = step.map({ n: [chained, 2, 3] });
  const sizes = (await mapped.result()).map((size) => size + 1);
  const first = await etl({ n: 1 }).catch(() => 0);
  const started = etl({ n: 4 });
  const other = await etl({ n: 5 });
  const [run] = await Promise.all([runDeployment('etl/x', { timeout: 0 })]);
  const ended = await waitForFlowRuns([run]);
  let last: TaskFuture<number> | undefined;
  for (const n of [1, 2]) last = step.submit({ n }, last ? { waitFor: [last] } : {});
  return { sizes, first, other, ended, value: await started, last: await last?.result() };
});
`,
    },
    'mobx, lodash, hardhat and a state machine': {
      'use.ts': `import { flow } from 'mobx';
import { flow as compose, map } from 'lodash/fp';
import { task } from 'hardhat/config';
import * as Flow from './machine.ts';
const load = flow(function* () { yield 1; });
load.submit();
load();
const both = compose(map((n: number) => n + 1), (all) => all);
both.map({});
both([1]);
task('compile', async () => {}).submit();
Flow.start().submit();
export const use = Flow.start().map((n) => n);
`,
      'machine.ts': `export interface Flow { submit(): void; map<T>(change: (n: number) => T): T }
export const start = (): Flow => ({ submit() {}, map: (change) => change(1) });
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
