import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Flows in objects, lists and maps. */
reportsAsMarked(
  {
    'registry object with computed keys and default import renamed': {
      'flows/extract.ts': `import { flow as defineFlow, task as defineTask } from 'millrace';
const fetchPage = defineTask({ name: 'fetch-page' }, async ({ page }: { page: number }) => ({ page, rows: [page] }));
export default defineFlow({ name: 'extract' }, async ({ pages }: { pages: number }) => {
  const futures = [];
  for (let page = 0; page < pages; page++) futures.push(fetchPage.submit({ page }));
  return Promise.all(futures.map((future) => future.result()));
});
`,
      'flows/transform.ts': `import * as sdk from 'millrace';
export const transform = sdk.flow({ name: 'transform' }, async ({ rows }: { rows: number[] }) => rows.length);
export { transform as default };
`,
      'flows/index.ts': `export { default as extract } from './extract.ts';
export { default as transformRows, transform } from './transform.ts';
export type { Stage } from '../stages.ts';
`,
      'stages.ts': `import { extract, transformRows } from './flows/index.ts';
export enum Stage { Extract = 'extract', Transform = 'transform' }
export const stages = { [Stage.Extract]: extract, [Stage.Transform]: transformRows } as const;
export const queue = { [Stage.Extract]: { submit: (page: number) => page }, map: (x: number[]) => x };
`,
      'main.ts': `import { flow } from 'millrace';
import first, { transform } from './flows/transform.ts';
import { Stage, queue, stages } from './stages.ts';
export const main = flow({ name: 'main' }, async () => {
  stages[Stage.Extract].submit({ pages: 3 }); // ! flow-no-submit
  stages.transform.map({ rows: [[1]] }); // ! flow-no-map
  const chosen = stages['extract'];
  chosen({ pages: 1 }); // ! no-floating-run
  queue[Stage.Extract].submit(3);
  queue.map([1, 2]);
  await first({ rows: [1] });
  first.submit({ rows: [1] }); // ! flow-no-submit
  transform.map({ rows: [[1]] }); // ! flow-no-map
  return 1;
});
`,
    },
    'map of flows as registry with typed get, for-of entries': {
      'jobs/registry.ts': `import { flow, type Flow } from 'millrace';
export const users = flow({ name: 'users' }, async ({ day }: { day: string }) => day);
export const orders = flow({ name: 'orders' }, async ({ day }: { day: string }) => day);
export const registry = new Map<string, Flow<{ day: string }, string>>([
  ['users', users],
  ['orders', orders],
]);
export const handlers = new Map<string, { submit(day: string): void }>();
`,
      'jobs/run.ts': `import { flow } from 'millrace';
import { handlers, registry } from './registry.ts';
export const nightly = flow({ name: 'nightly' }, async ({ day }: { day: string }) => {
  for (const [name, job] of registry) {
    job.submit({ day }); // ! flow-no-submit
    handlers.get(name)?.submit(day);
  }
  for (const job of registry.values()) job({ day }); // ! no-floating-run
  registry.forEach((job) => {
    job.map({ day: [day] }); // ! flow-no-map
  });
  const users = registry.get('users');
  if (users) await users({ day });
  users?.submit({ day }); // ! flow-no-submit
  registry.get('orders')!.submit({ day }); // ! flow-no-submit
  await Promise.all([...registry.values()].map((job) => job({ day })));
  await Promise.all([...registry.entries()].map(async ([key, job]) => [key, await job({ day })]));
});
`,
    },
    'destructuring, defaults, rest, swaps and nested patterns': {
      'jobs.ts': `import { flow, task } from 'millrace';
export const load = flow({ name: 'load' }, async () => 1);
export const save = flow({ name: 'save' }, async () => 2);
export const check = task({ name: 'check' }, async () => true);
export const groups = { daily: { load, jobs: [save, load] as const }, checks: [check], queue: { submit() {}, map() {} } };
export const tuple = [load, check, { save }] as const;
`,
      'use.ts': `import { flow } from 'millrace';
import { groups, load, tuple } from './jobs.ts';
const { daily: { load: l, jobs: [s, ...others] }, queue, ...restOfGroups } = groups;
const [first, second, { save: third }] = tuple;
const [, ...tail] = tuple;
export const use = flow({ name: 'use' }, async () => {
  l.submit(); // ! flow-no-submit
  s.submit(); // ! flow-no-submit
  others[0].submit(); // ! flow-no-submit
  queue.submit();
  restOfGroups.checks[0].submit();
  first.map({}); // ! flow-no-map
  second.submit();
  third.submit(); // ! flow-no-submit
  tail[0].submit();
  tail[1].save.submit(); // ? flow-no-submit
  await runner();
  await runner({ job: load });
  const okay = second.submit();
  if (okay) return 'always'; // ! future-not-resolved
  if (await okay.result()) return 'sometimes';
  return 'never';
});
async function runner({ job = load, times = 1 }: { job?: typeof load; times?: number } = {}) {
  job.submit(); // ! flow-no-submit
  for (let i = 0; i < times; i++) await job();
}
`,
    },
    'let, reassignment, switch and late initialisation': {
      'state.ts': `import { flow, type Flow } from 'millrace';
export const day = flow({ name: 'day' }, async () => 1);
export const week = flow({ name: 'week' }, async () => 2);
export let current: Flow<{}, number>;
export let late: typeof day | undefined;
export let any: any = { submit() {} };
export function choose(kind: 'day' | 'week') {
  switch (kind) {
    case 'day':
      return day;
    case 'week':
      return week;
    default:
      throw new Error(kind);
  }
}
export function pickQueue(kind: string) {
  if (kind === 'day') return { submit() {}, day };
  return { submit() {}, week };
}
export function init() {
  current = day;
  late = week;
}
`,
      'use.ts': `import { flow } from 'millrace';
import { any, choose, current, day, init, late, pickQueue, week } from './state.ts';
export const use = flow({ name: 'use' }, async ({ kind }: { kind: 'day' | 'week' }) => {
  init();
  current.submit(); // ! flow-no-submit
  late?.submit(); // ! flow-no-submit
  any.submit();
  choose(kind).submit(); // ! flow-no-submit
  pickQueue(kind).submit();
  let one;
  if (kind === 'day') one = day;
  else one = week;
  one.submit(); // ! flow-no-submit
  let other: any = day;
  other = { submit() {} };
  other.submit();
  let found;
  for (const candidate of [day, week]) {
    if (candidate.definition.options.name === kind) {
      found = candidate;
      break;
    }
  }
  found!.submit(); // ! flow-no-submit
  let run;
  try {
    run = choose(kind);
  } catch {
    run = day;
  } finally {
    init();
  }
  run.map({}); // ! flow-no-map
});
`,
    },
    'object utilities': {
      'objects.ts': `import { flow, task } from 'millrace';
export const a = flow({ name: 'a' }, async () => 1);
export const t = task({ name: 't' }, async () => 2);
const base = { a, q: { submit() {} } };
export const spread = { ...base, t };
export const assigned = Object.assign({}, base, { b: a });
export const byEntries = Object.fromEntries([['a', a]]);
export const fromMap = Object.fromEntries(Object.entries({ a }).map(([key, value]) => [key, { job: value, queue: { submit() {} } }]));
export const overridden = { ...base, a: { submit() {} } };
export const copied = structuredClone({ list: [1] });
export const created = Object.create(base);
export const list = Array.from([a, a]);
export const filled = new Array(3).fill(a);
export const made = Array.from({ length: 2 }, (_, index) => flow({ name: \`made-\${index}\` }, async () => index));
export const grouped = Object.groupBy([a], (one) => one.definition.options.name);
`,
      'use.ts': `import { flow } from 'millrace';
import { assigned, byEntries, created, filled, fromMap, grouped, list, made, overridden, spread } from './objects.ts';
export const use = flow({ name: 'use' }, async () => {
  spread.a.submit(); // ! flow-no-submit
  spread.q.submit();
  spread.t.submit();
  assigned.b.submit(); // ! flow-no-submit
  assigned.q.submit();
  byEntries.a.submit(); // ! flow-no-submit
  fromMap.a.job.submit(); // ! flow-no-submit
  fromMap.a.queue.submit();
  overridden.a.submit();
  created.a.submit(); // ! flow-no-submit
  list[0].submit(); // ! flow-no-submit
  filled[1].submit(); // ! flow-no-submit
  made[1].submit(); // ! flow-no-submit
  grouped.a![0].submit(); // ! flow-no-submit
  const { q, ...rest } = spread;
  q.submit();
  rest.a.submit(); // ! flow-no-submit
  const copy = { ...rest, a: { submit() {} } };
  copy.a.submit();
  delete (rest as any).a;
});
`,
    },
    'flows in arrays of tuples and matrices, index arithmetic': {
      'plan.ts': `import { flow, task } from 'millrace';
const one = flow({ name: 'one' }, async () => 1);
const two = flow({ name: 'two' }, async () => 2);
const t = task({ name: 't' }, async () => 3);
export const plan = [
  ['first', one, { submit() {} }],
  ['second', two, { submit() {} }],
] as const;
export const steps = [{ kind: 'flow', run: one }, { kind: 'flow', run: two }] as const;
export const mixed = [{ kind: 'task', run: t }, { kind: 'flow', run: one }];
export const matrix = [[one, two], [two, one]];
export const pairs: [string, typeof one][] = [['x', one]];
`,
      'use.ts': `import { flow } from 'millrace';
import { matrix, mixed, pairs, plan, steps } from './plan.ts';
export const use = flow({ name: 'use' }, async () => {
  for (const [name, job, queue] of plan) {
    job.submit(); // ! flow-no-submit
    queue.submit();
    name.length;
  }
  for (const { run } of steps) run.submit(); // ! flow-no-submit
  for (const { run } of mixed) run.submit();
  matrix.flat().forEach((job) => job.submit()); // ! flow-no-submit
  for (const row of matrix) for (const job of row) job.map({}); // ! flow-no-map
  plan.map(([, job]) => job).at(0)!.submit(); // ! flow-no-submit
  new Map(pairs).get('x')!.submit(); // ! flow-no-submit
  for (let i = 0; i < steps.length; i++) steps[i].run.submit(); // ! flow-no-submit
  for (let i = 0; i < plan.length; i++) plan[i][2].submit();
  const [[, job]] = plan;
  job.submit(); // ! flow-no-submit
  plan[0][2].submit();
  mixed[0].run.submit();
  for (const [, job] of pairs) await job();
});
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
