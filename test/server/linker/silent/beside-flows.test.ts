import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** What looks like a flow and is none, beside one that is. */
reportsAsMarked(
  {
    'lookalike classes and shadowed names stay silent': {
      'lib/flow.ts': `export class Flow {
  constructor(readonly name: string) {}
  submit(x?: unknown) { return x; }
  map<T>(x: T[]) { return x; }
}
export const flow = (options: { name: string }, fn: () => void) => Object.assign(fn, { submit() {}, map() {}, options });
export const task = flow;
export default flow;
`,
      'a.ts': `import { Flow, flow } from './lib/flow.ts';
import type { Flow as SdkFlow } from 'millrace';
import { flow as sdkFlow } from 'millrace';
const mine = flow({ name: 'mine' }, () => {});
mine.submit();
mine.map();
mine();
new Flow('x').submit();
function useIt(flow: { submit(): void }) {
  flow.submit();
}
export const real = sdkFlow({ name: 'real' }, async () => 1);
export function shadow(real: { submit(): void; map(): void }) {
  real.submit();
  real.map();
}
export function blockShadow(items: { submit(): void }[]) {
  for (const real of items) real.submit();
  {
    const real = new Flow('y');
    real.submit();
  }
  try {
    throw new Flow('z');
  } catch (real: any) {
    real.submit();
  }
  real.submit(); // ! flow-no-submit
}
export function typed(one: SdkFlow<{}, number>, two: Flow) {
  one.submit(); // ! flow-no-submit
  two.submit();
}
useIt({ submit() {} });
`,
      'b.ts': `import { flow } from '@prefecthq/other';
import { flow as lodashFlow } from 'lodash';
import * as fp from 'fp-ts/function';
const composed = lodashFlow([(x: number) => x + 1]);
composed.submit(1);
const piped = fp.flow((x: number) => x);
piped.map([1]);
const other = flow({ name: 'x' }, async () => 1);
other.submit();
other();
`,
      'c.ts': `import { flow } from './lib/flow.ts';
export const same = flow({ name: 'real' }, () => {});
same.submit();
`,
    },
    'test doubles and lookalike method names': {
      'etl.ts': `import { flow, task } from 'millrace';
export const etl = flow({ name: 'etl' }, async ({ day }: { day: string }) => day);
export const load = task({ name: 'load' }, async ({ day }: { day: string }) => [day]);
`,
      'etl.test.ts': `import { describe, it, mock } from 'node:test';
import { vi } from 'vitest';
import { etl, load } from './etl.ts';
const fake = vi.fn(etl);
const spy = { ...etl, submit: mock.fn() };
describe('etl', () => {
  it('runs', async () => {
    await etl({ day: 'monday' });
    spy.submit({ day: 'x' });
    const mocked = mock.fn(async () => 1);
    mocked();
    mocked.mock.calls.map((call) => call.arguments);
    vi.mocked(etl).mockResolvedValue('x');
    vi.spyOn(console, 'log');
  });
  it('returns', () => etl({ day: 'tuesday' }));
  it('floats', async () => {
    etl({ day: 'x' }); // ! no-floating-run
  });
  it('fails', async () => {
    etl.submit({ day: 'x' }); // ! flow-no-submit
  });
  it('does tasks', async () => {
    const rows = load.submit({ day: 'x' });
    rows.map((row) => row); // ! future-not-resolved
    (await rows.result()).map((row) => row);
    load.map({ day: ['a'] });
    (await load({ day: 'a' })).map((row) => row);
  });
});
`,
    },
    'other schedulers in a project that also has flows': {
      'queue.ts': `import { Queue, Worker } from 'bullmq';
import PQueue from 'p-queue';
import { flow, task } from 'millrace';
export const etl = flow({ name: 'etl' }, async ({ n }: { n: number }) => n);
export const step = task({ name: 'step' }, async ({ n }: { n: number }) => n);
export const queue = new Queue('etl');
export const pool = new PQueue({ concurrency: 3 });
export class Executor {
  readonly flow = { submit: (n: number) => etl({ n }), map: (ns: number[]) => ns.map((n) => etl({ n })) };
  task = { submit: (n: number) => step.submit({ n }) };
  async submit(n: number) {
    return etl({ n });
  }
}
`,
      'main.ts': `import { flow } from 'millrace';
import { etl, Executor, pool, queue } from './queue.ts';
const executor = new Executor();
export const main = flow({ name: 'main' }, async ({ ns }: { ns: number[] }) => {
  await queue.submit('x');
  queue.map((job) => job.id);
  await executor.submit(1);
  await executor.flow.submit(1);
  await Promise.all(executor.flow.map(ns));
  const future = executor.task.submit(3);
  if ((await future.result()) > 3) return 0;
  if (future > 3) return 1; // ! future-not-resolved
  await pool.add(() => etl({ n: 1 }));
  pool.add(async () => { await etl({ n: 2 }); });
  await pool.addAll(ns.map((n) => () => etl({ n })));
  return ns.map((n) => n + 1).length;
});
`,
    },
    'names of the sdk for other things': {
      'words.ts': `export const flow = 'flow';
export const task = (text: string) => ({ text, submit: () => text, map: (f: (x: string) => string) => f(text) });
export const Flow = { submit() {} };
export const etl = task('etl');
`,
      'main.ts': `import { flow as makeFlow } from 'millrace';
import { etl, flow, Flow, task } from './words.ts';
const real = makeFlow({ name: 'real' }, async () => flow);
task('x').submit();
task('x').map((y) => y);
etl.submit();
Flow.submit();
flow.toUpperCase();
function outer(task: { submit(): void }, makeFlow: (name: string) => { submit(): void }) {
  task.submit();
  makeFlow('x').submit();
}
outer({ submit() {} }, (name) => ({ submit() { name.length; } }));
export async function run() {
  const flow = { name: 'x', submit: () => real() };
  await flow.submit();
  const { submit } = flow;
  await submit();
  const etl = async () => { await real(); };
  await etl();
  real.submit(); // ! flow-no-submit
}
export const sideways = async ({ real }: { real: { submit(): void } }) => real.submit();
export const arrow = async (makeFlow: any) => makeFlow({ name: 'x' }, async () => 1).submit();
`,
    },
    'guards and narrowing decide': {
      'kinds.ts': `import { flow, task, type Flow, type Task } from 'millrace';
export const f = flow({ name: 'f' }, async () => 1);
export const t = task({ name: 't' }, async () => 1);
export type Runnable = { kind: 'flow'; run: Flow<{}, number> } | { kind: 'task'; run: Task<{}, number> };
export const all: Runnable[] = [{ kind: 'flow', run: f }, { kind: 'task', run: t }];
export function isTask(x: unknown): x is Task<{}, number> {
  return typeof x === 'function' && 'map' in x;
}
`,
      'main.ts': `import { flow, type Flow, type Task } from 'millrace';
import { all, f, isTask, t } from './kinds.ts';
export const main = flow({ name: 'main' }, async ({ pick }: { pick: string }) => {
  for (const one of all) {
    if (one.kind === 'task') one.run.submit();
    else await one.run();
    switch (one.kind) {
      case 'task':
        one.run.submit();
        break;
      case 'flow':
        await one.run();
    }
  }
  const either: Flow<{}, number> | Task<{}, number> = pick === 't' ? t : f;
  if (isTask(either)) either.submit();
  const runnable = pick === 't' ? t : f;
  if ('submit' in runnable) runnable.submit();
  await runnable();
});
`,
    },
    'type-only imports and similar modules': {
      'sdk-like/millrace.ts': `export const flow = (o: unknown, f: unknown) => ({ submit() {}, map() {} });
export type Flow = { submit(): void };
`,
      'a.ts': `import { flow, type Flow } from './sdk-like/millrace.ts';
const x = flow({}, async () => 1);
x.submit();
x.map();
export const go = (y: Flow) => y.submit();
`,
      'b.ts': `import { flow } from 'millrace-tools';
import { flow as g } from '@millrace/other';
import { flow as h } from './node_modules/millrace-fork/index.js';
flow({ name: 'x' }, async () => 1).submit();
g({ name: 'x' }, async () => 1).submit();
h({ name: 'x' }, async () => 1).submit();
`,
      'c.ts': `import type { flow } from 'millrace';
import type * as sdk from 'millrace';
declare const make: typeof flow;
export const y = make({ name: 'y' }, async () => 1);
y.submit(); // ! flow-no-submit
export type Options = Parameters<typeof sdk.flow>[0];
export const asOptions = (o: Options) => o.name.trim();
`,
      'd.ts': `import millrace from 'millrace';
import * as ns from 'millrace';
millrace.flow({ name: 'via-default' }, async () => 1).submit(); // ! flow-no-submit
const { flow: inner, task: step } = ns;
inner({ name: 'inner' }, async () => 1).map({}); // ! flow-no-map
step({ name: 'step' }, async () => 1).map({});
const { flow } = await import('millrace');
flow({ name: 'dynamic' }, async () => 1).submit(); // ! flow-no-submit
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
