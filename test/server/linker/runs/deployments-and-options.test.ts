import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Runs that nobody waits for, futures in the place of values, deployments and options. */
reportsAsMarked(
  {
    'runs that nobody waits for': {
      'flows.ts': `import { flow, task } from 'millrace';
export const etl = flow({ name: 'etl' }, async ({ n }: { n: number }) => n);
export const step = task({ name: 'step' }, async ({ n }: { n: number }) => n);
export const run = (n: number) => etl({ n });
export const start = async (n: number) => { await etl({ n }); };
export const jobs = { etl, later: async (n: number) => etl({ n }) };
export class Runner {
  constructor(private readonly one = etl) {}
  go(n: number) {
    this.one({ n }); // ! no-floating-run
    return this.one({ n });
  }
}
`,
      'use.ts': `import { flow, runDeployment, serve, waitForFlowRuns } from 'millrace';
import { etl, jobs, run, start, step } from './flows.ts';
export const main = flow({ name: 'main' }, async ({ days }: { days: number[] }) => {
  run(1); // ! no-floating-run
  jobs.later(1); // ? no-floating-run
  jobs.etl({ n: 1 }); // ! no-floating-run
  await start(1);
  days.forEach(async (n) => await etl({ n })); // ! no-floating-run
  days.map((n) => step({ n })); // ! no-floating-run
  const promises = days.map((n) => step({ n }));
  await Promise.all(promises);
  if (etl({ n: 1 })) return 1; // ! no-floating-run
  const good = days.filter((n) => etl({ n })); // ! no-floating-run
  etl({ n: 1 }).then((value) => value + 1); // ! no-floating-run
  etl({ n: 1 }).then((value) => value + 1).catch(() => 0);
  etl({ n: 1 }).finally(() => {}); // ! no-floating-run
  step.submit({ n: 1 }).result(); // ! no-floating-run
  await step.submit({ n: 1 }).result();
  etl.withOptions({ retries: 2 })({ n: 1 }); // ! no-floating-run, retry-without-delay
  (async () => { etl({ n: 1 }); })(); // ! no-floating-run
  (async () => { await etl({ n: 1 }); })().catch(() => {});
  Promise.allSettled([etl({ n: 1 }), etl({ n: 2 })]); // ! no-floating-run
  const later = () => etl({ n: 3 });
  later(); // ! no-floating-run
  await later();
  good.length > 2 ? etl({ n: 1 }) : undefined; // ! no-floating-run
  good.length > 2 && (await etl({ n: 1 }));
  runDeployment('etl/prod', { timeout: 0, parameters: { n: 1 } }); // ! no-floating-run
  const one = await runDeployment('etl/prod', { timeout: 0, parameters: { n: 1 } });
  waitForFlowRuns([one]); // ! no-floating-run
  await waitForFlowRuns([one]);
  const [a] = await Promise.all([etl({ n: 1 }), ...days.map((n) => etl({ n }))]);
  for await (const value of days.map((n) => etl({ n }))) if (value) break;
  return a;
});
if (import.meta.main) {
  etl.deploy({ name: 'prod', workPoolName: 'main' }); // ! no-floating-run
  serve(etl.toDeployment({ name: 'served' })); // ! no-floating-run, duplicate-deployment-name
  await serve(etl.toDeployment({ name: 'served' })); // ! duplicate-deployment-name
}
`,
      'use.js': `import { etl, run } from './flows.ts';
export async function go() {
  etl({ n: 1 }); // ! no-floating-run
  const kept = etl({ n: 2 });
  run(3); // ! no-floating-run
  return kept;
}
export const arrow = () => etl({ n: 1 });
export const block = () => { etl({ n: 1 }); }; // ! no-floating-run
export default async () => { void etl({ n: 1 }); };
`,
    },
    'futures in the place of values': {
      'steps.ts': `import { task, type TaskFuture, type TaskFutureList } from 'millrace';
export const count = task({ name: 'count' }, async ({ table }: { table: string }) => table.length);
export const rows = task({ name: 'rows' }, async ({ table }: { table: string }) => [table]);
export const user = task({ name: 'user' }, async ({ id }: { id: number }) => ({ id, name: 'x', tags: ['a'] }));
export const startCount = (table: string) => count.submit({ table });
export async function startLater(table: string) {
  return count.submit({ table });
}
export const startMany = (tables: string[]): TaskFutureList<number> => count.map({ table: tables });
export interface Started { total: TaskFuture<number>; list: TaskFuture<string[]> }
export const startBoth = (table: string): Started => ({ total: count.submit({ table }), list: rows.submit({ table }) });
export function show(future: TaskFuture<number>, ...more: TaskFuture<number>[]) {
  return \`total \${future}\` + more.length; // ! future-not-resolved
}
`,
      'use.ts': `import { flow } from 'millrace';
import { count, rows, startBoth, startCount, startLater, startMany, user } from './steps.ts';
export const main = flow({ name: 'main' }, async () => {
  const total = startCount('a');
  const { total: again, list } = startBoth('b');
  const person = user.submit({ id: 1 });
  console.log('total ' + total); // ! future-not-resolved, no-console-in-flow
  if (total > 10) return; // ! future-not-resolved
  if (!total) return; // ! future-not-resolved
  const half = total / 2; // ! future-not-resolved
  const same = again === 5; // ! future-not-resolved
  const name = person.name.trim(); // ? future-not-resolved
  const { tags } = person; // ! future-not-resolved
  for (const row of list) row.trim(); // ! future-not-resolved
  const size = list.length; // ! future-not-resolved
  const text = total ? 'some' : 'none'; // ! future-not-resolved
  const both = [...list, 'x']; // ! future-not-resolved
  const last = await startLater('x');
  const more = last + 1; // ! future-not-resolved
  const many = startMany(['a']);
  const sum = many.reduce((all, one) => all + one, 0); // ! future-not-resolved
  for (const one of many) if (one > 1) return; // ! future-not-resolved
  const doubled = many.map((one) => one * 2); // ! future-not-resolved
  await total; // ! no-await-submit
  await Promise.all([total, again]); // ! no-await-submit
  const value = await count.submit({ table: 'x' }); // ! no-await-submit
  const values = await count.map({ table: ['x'] }); // ! no-await-submit
  const mapped = await Promise.all(['a', 'b'].map((table) => count.submit({ table }))); // ! no-await-submit
  const fine = await total.result();
  if (fine > 10) return;
  const results = await Promise.all([total, again].map((one) => one.result()));
  const next = user.submit({ id: total }, { waitFor: [again] });
  const resolved = await next.result();
  resolved.name.trim();
  const all = await many.result();
  all.map((n) => n * 2);
  switch (total) { case 1: return; default: } // ! future-not-resolved
  const json = { total, name: \`\${again}\` }; // ! future-not-resolved
  return { half, same, name, tags, size, text, both, more, sum, doubled, value, values, mapped, results, json, rows }; // ! lost-task-failure
});
`,
      'use.js': `import { flow } from 'millrace';
import { count, startCount } from './steps.ts';
export const main = flow({ name: 'main-js' }, async () => {
  const futures = {};
  for (const table of ['a', 'b']) futures[table] = count.submit({ table });
  const one = startCount('x');
  let sum = 0;
  sum += one; // ! future-not-resolved
  sum += await one.result();
  const list = [];
  list.push(count.submit({ table: 'x' }));
  list.push(one);
  for (const future of list) sum += future; // ! future-not-resolved
  for (const future of list) sum += await future.result();
  await Promise.all(list); // ! no-await-submit
  return sum;
});
`,
    },
    'deployments by name and their parameters': {
      'names.ts': `export const FLOW = 'load';
export enum Where { Prod = 'production', Dev = 'development' }
export const deployment = (where: Where) => \`\${FLOW}/\${where}\`;
export const targets = { nightly: 'load/nightly', wrong: 'load/nightyl' } as const;
export const pool = { workPoolName: 'main' };
`,
      'flows.ts': `import { flow } from 'millrace';
import { FLOW, pool, Where } from './names.ts';
export const load = flow({ name: FLOW }, async ({ day, limit = 10, full }: { day: string; limit?: number; full?: boolean }) => [day, limit, full]);
export const plain = flow({ name: 'plain' }, async () => 1);
if (import.meta.main) {
  await load.deploy({ name: 'nightly', ...pool, parameters: { day: 'x' } });
  await load.deploy({ name: Where.Prod, ...pool, parameters: { day: 'x', limt: 3 } }); // ! deployment-parameter-mismatch
  await load.deploy({ name: 'typed', ...pool, parameters: { day: 5 } }); // ! deployment-parameter-mismatch
  await plain.deploy({ name: 'main', ...pool, parameters: { day: 'x' } }); // ! deployment-parameter-mismatch
  await load.deploy({ name: 'scheduled', ...pool, parameters: { day: 'x' }, schedules: [{ cron: '0 3 * * *', parameters: { dya: 'y' } }] }); // ! deployment-parameter-mismatch
}
`,
      'use.ts': `import { flow, runDeployment, type RunDeploymentOptions } from 'millrace';
import { FLOW, targets, Where } from './names.ts';
const base = { timeout: 0, parameters: { day: 'x' } } satisfies RunDeploymentOptions;
const runs: string[] = [];
export const main = flow({ name: 'main' }, async () => {
  const all = [];
  all.push(await runDeployment('load/nightly', base));
  all.push(await runDeployment('load/nightyl', base)); // ! deployment-not-found
  all.push(await runDeployment(targets.nightly, base));
  all.push(await runDeployment(targets.wrong, base)); // ! deployment-not-found
  all.push(await runDeployment(\`\${FLOW}/\${Where.Prod}\`, base));
  all.push(await runDeployment(FLOW + '/' + 'producton', base)); // ! deployment-not-found
  all.push(await runDeployment('load', base)); // ! deployment-not-found
  all.push(await runDeployment('load/nightly', { timeout: 0, parameters: { day: 'x', limit: 'many' } })); // ! deployment-parameter-mismatch
  all.push(await runDeployment('load/nightly', { ...base, parameters: { ...base.parameters, ful: true } })); // ! deployment-parameter-mismatch
  all.push(await runDeployment('plain/main', { timeout: 0, parameters: { x: 1 } })); // ! deployment-parameter-mismatch
  const parameters = { day: 'x', limits: 3 }; // ! deployment-parameter-mismatch
  all.push(await runDeployment('load/nightly', { timeout: 0, parameters }));
  all.push(await runDeployment('load/nightly', { timeout: 0, parameters: { day: 'x', full: false } }));
  for (const name of ['load/nightly', 'load/nigthly']) all.push(await runDeployment(name, base)); // ? deployment-not-found
  return [all, runs];
});
`,
    },
    'options that nothing reads': {
      'options.ts': `import type { FlowOptions, TaskOptions } from 'millrace';
export const defaults = { retries: 2, retryDelaySeconds: 10 } satisfies Partial<TaskOptions>;
export const wrong = { retries: 2, retryDelay: 10 };
export const flowDefaults: Partial<FlowOptions> = { timeoutSeconds: 60 };
`,
      'flows.ts': `import * as m from 'millrace';
import { flow, task } from 'millrace';
import { defaults, flowDefaults, wrong } from './options.ts';
export const a = flow({ name: 'a', timeout: 60 }, async () => 1); // ! unknown-option
export const b = task({ name: 'b', retires: 3 }, async () => 1); // ! unknown-option
export const c = m.flow({ name: 'c', ...flowDefaults, retry: 2 }, async () => 1); // ! unknown-option
export const d = task({ name: 'd', ...defaults }, async () => 1);
export const e = task({ name: 'e', ...wrong }, async () => 1); // ? unknown-option
export const f = a.withOptions({ descripton: 'x' }); // ! unknown-option
export const g = flow({ name: 'g', cron: '0 3 * * *' }, async () => 1); // ! unknown-option
const named = { name: 'h', logPrint: true }; // ! unknown-option
export const h = flow(named, async () => 1);
const make = (name: string) => task({ name, timeout_seconds: 3 }, async () => 1); // ! unknown-option
export const i = make('i').withOptions({ retries: 1, tagz: ['x'] }); // ! unknown-option, retry-without-delay
export const other = { flow: (_: object) => _ };
other.flow({ retires: 3 });
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
