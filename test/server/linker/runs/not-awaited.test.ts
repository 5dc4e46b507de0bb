import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Runs that nobody waits for, futures that are taken for values, and the right uses beside them. */
reportsAsMarked(
  {
    'runs in every position of a statement': {
      'use.ts': `import { flow, runDeployment, task, waitForFlowRuns } from 'millrace';
const etl = flow({ name: 'etl' }, async ({ n }: { n: number }) => n);
const step = task({ name: 'step' }, async ({ n }: { n: number }) => n);
export const main = flow({ name: 'main' }, async ({ on }: { on: boolean }) => {
  on && etl({ n: 1 }); // ! no-floating-run
  on ? etl({ n: 1 }) : step({ n: 2 }); // ! no-floating-run, no-floating-run
  (etl({ n: 1 }), step.submit({ n: 1 })); // ! no-floating-run
  void etl({ n: 1 });
  if (on) etl({ n: 1 }); // ! no-floating-run
  for (const n of [1, 2]) step({ n }); // ! no-floating-run
  const unused = () => etl({ n: 1 });
  unused(); // ! no-floating-run
  try {
    etl.returnState({ n: 1 }); // ! no-floating-run
  } finally {
    step({ n: 1 }); // ! no-floating-run
  }
  await Promise.all([etl({ n: 1 }), step({ n: 2 })]);
  Promise.all([etl({ n: 1 })]); // ! no-floating-run
  const first = await Promise.race([etl({ n: 1 }), etl({ n: 2 })]);
  switch (first) {
    case 1: etl({ n: 1 }); break; // ! no-floating-run
    default: await etl({ n: 2 });
  }
  runDeployment('etl/nightly', { timeout: 0 }); // ! no-floating-run
  const runs = await Promise.all([1, 2].map((n) => runDeployment('etl/nightly', { parameters: { n }, timeout: 0 })));
  waitForFlowRuns(runs); // ! no-floating-run
  await waitForFlowRuns(runs);
  [1, 2].forEach(async (n) => { await etl({ n }); }); // ! no-floating-run
  return etl({ n: first });
});
`,
    },
    'futures in expressions': {
      'use.ts': `import { flow, task, type TaskFuture } from 'millrace';
const size = task({ name: 'size' }, async ({ path }: { path: string }) => path.length);
const rows = task({ name: 'rows' }, async ({ path }: { path: string }) => [path]);
const info = task({ name: 'info' }, async ({ path }: { path: string }) => ({ path, ok: true }));
export const main = flow({ name: 'main' }, async ({ path }: { path: string }) => {
  const one = size.submit({ path });
  const list = rows.submit({ path });
  const about = info.submit({ path });
  if (one > 10) return 1; // ! future-not-resolved
  if (one === 10) return 1; // ! future-not-resolved
  const text = \`size \${one}\`; // ! future-not-resolved
  const sum = one + 1; // ! future-not-resolved
  const ok = about.ok ? 1 : 2; // ! future-not-resolved
  const { path: again } = about; // ! future-not-resolved
  for (const row of list) text.concat(row); // ! future-not-resolved
  const copy = [...list]; // ! future-not-resolved
  list.map((row) => row); // ! future-not-resolved
  if (about.ok) return 2; // ! future-not-resolved
  const next = size.submit({ path: again });
  const negative = -next; // ! future-not-resolved
  let total = 0;
  total += next; // ! future-not-resolved
  total += await next.result();
  const later: TaskFuture<number> = one;
  await later; // ! no-await-submit
  const value = await size.submit({ path }); // ! no-await-submit
  const values = await Promise.all([one, next]); // ! no-await-submit
  const good = await Promise.all([one.result(), next.result()]);
  const chained = info.submit({ path }, { waitFor: [one, next] });
  one.state?.name.trim();
  return [sum, ok, copy, negative, value, values, good, total, await chained.result()]; // ! lost-task-failure
});
`,
    },
    'futures handed around': {
      'steps.ts': `import { task, type TaskFuture, type TaskFutureList } from 'millrace';
export const load = task({ name: 'load' }, async ({ key }: { key: string }) => key.length);
export const start = (key: string) => load.submit({ key });
export const startAll = (keys: string[]): TaskFutureList<number> => load.map({ key: keys });
export function report(size: number, future: TaskFuture<number>) {
  return size + future; // ! future-not-resolved
}
export const both = (key: string) => ({ now: load.submit({ key }), again: () => load.submit({ key }) });
export async function asyncStart(key: string) {
  return load.submit({ key });
}
`,
      'use.ts': `import { flow } from 'millrace';
import { asyncStart, both, load, start, startAll } from './steps.ts';
export const main = flow({ name: 'main' }, async ({ keys }: { keys: string[] }) => {
  const one = start('a');
  const total = one * 2; // ! future-not-resolved
  const all = startAll(keys);
  const sizes = await all.result();
  for (const each of all) if (each > 1) return 1; // ! future-not-resolved
  const big = all.filter((each) => each > 3); // ! future-not-resolved
  const names = all.map((each) => each.taskName);
  const { now, again } = both('a');
  if (now > 1) return 1; // ! future-not-resolved
  const text = 'is ' + again(); // ! future-not-resolved
  const later = await asyncStart('x');
  const wrong = later + 1; // ! future-not-resolved
  const right = (await later.result()) + 1;
  const byKey = Object.fromEntries(keys.map((key) => [key, load.submit({ key })]));
  for (const key of keys) if (byKey[key]! > 1) return key; // ! future-not-resolved
  const entries = await Promise.all(Object.entries(byKey).map(async ([key, future]) => [key, await future.result()] as const));
  await Promise.all(all); // ! no-await-submit
  const last = all.at(-1);
  if (last && last > 2) return 2; // ! future-not-resolved
  return [total, sizes, big, names, text, wrong, right, entries]; // ! lost-task-failure
});
`,
    },
    'states, outcomes and deployments': {
      'use.ts': `import { flow, isCompleted, isFailed, runDeployment, task, waitForFlowRuns } from 'millrace';
const step = task({ name: 'step' }, async () => 1);
const child = flow({ name: 'child' }, async () => 2);
export const main = flow({ name: 'main' }, async () => {
  const value = await child();
  if (isCompleted(value as never)) return 1; // ! value-used-as-state
  const state = await child.returnState();
  if (isFailed(state)) return 2;
  const future = step.submit();
  const got = await future.result();
  if (isCompleted(got as never)) return 3; // ! value-used-as-state
  const { state: after } = await future.outcome();
  if (isCompleted(after)) return 4;
  const run = await runDeployment('child/nightly', { timeout: 0 });
  await waitForFlowRuns([run]);
  return 5;
});
`,
    },
    'a runner of steps with shared state': {
      'runner.ts': `import type { Flow, Task, TaskFuture } from 'millrace';
export interface Context { day: string }
export type Step = { kind: 'flow'; run: Flow<Context, number> } | { kind: 'task'; run: Task<Context, number> };
export interface Result { name: string; future?: TaskFuture<number>; value?: number }
export async function execute(steps: readonly Step[], context: Context): Promise<Result[]> {
  const results: Result[] = [];
  for (const step of steps) {
    switch (step.kind) {
      case 'flow':
        step.run.submit(context); // ? flow-no-submit
        results.push({ name: 'flow', value: await step.run(context) });
        break;
      case 'task':
        results.push({ name: 'task', future: step.run.submit(context) });
        break;
    }
    step.run(context); // ! no-floating-run
  }
  const [first] = results;
  if (first?.future && first.future > 1) results.pop(); // ! future-not-resolved
  for (const { future, value = await future?.result() } of results) console.info(value);
  return results;
}
`,
      'use.ts': `import { flow, task } from 'millrace';
import { execute, type Step } from './runner.ts';
const tidy = flow({ name: 'tidy' }, async ({ day }: { day: string }) => day.length);
const load = task({ name: 'load' }, async ({ day }: { day: string }) => day.length);
const steps: Step[] = [{ kind: 'flow', run: tidy }, { kind: 'task', run: load }];
export const main = flow({ name: 'main' }, async ({ day }: { day: string }) => {
  const results = await execute(steps, { day });
  return results.reduce((sum, { future }) => sum + future!, 0); // ? future-not-resolved
});
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
