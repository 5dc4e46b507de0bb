import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** Values of runs: futures, states, options. */
reportsAsMarked(
  {
    'positional parameters and options through constants and spreads': {
      'options.ts': `export const common = { retries: 3, retryDelaySeconds: 5 };
export const misspelt = { retires: 3 };
export const slow = { timeoutSeconds: 60_000 * 5 };
export const schedule = { cron: '0 25 * * *' };
export const zone = 'Europe/Berlln';
`,
      'flows.ts': `import { flow, task } from 'millrace';
import * as options from './options.ts';
import { common, misspelt, schedule, zone } from './options.ts';
export const a = task({ name: 'a', ...common }, async ({ x }: { x: number }) => x);
export const b = task({ name: 'b', ...misspelt }, async ({ x }: { x: number }) => x);
export const c = flow({ name: 'c', ...options.common, flowRunName: 'c-{day}' }, async ({ day }: { day: string }) => day);
export const d = flow({ name: 'd', flowRunName: 'd-{date}' }, async ({ day }: { day: string }) => day); // ! template-unknown-parameter
export const e = flow({ ...common }, async () => 1); // ! anonymous-flow
export async function deploy() {
  await c.deploy({ name: 'c', workPoolName: 'main', ...schedule, parameters: { day: 'x' } }); // ! invalid-cron
  await c.deploy({ name: 'c2', workPoolName: 'main', cron: '0 5 * * *', timezone: zone, parameters: { day: 'x' } }); // ! invalid-timezone
  await c.deploy({ name: 'c3', workPoolName: 'main', cron: '@daily', timezone: 'Europe/Berlin', parameters: { day: 'x' } });
  await d.deploy({ name: 'd', workPoolName: 'main', parameters: { date: 'x' } }); // ! deployment-parameter-mismatch
}
`,
      'use.ts': `import { flow } from 'millrace';
import { a, c } from './flows.ts';
const args = { x: 1 };
export const use = flow({ name: 'use' }, async () => {
  await a(args);
  await a({ ...args, x: 2 });
  await a(1); // ! no-positional-parameters
  a.submit([1]); // ! no-positional-parameters
  await c('today'); // ! no-positional-parameters
  await c({ day: 'x' });
  await c({ day: 'x' }, { retries: 1 }); // ! no-positional-parameters
  await a({ x: 1 }, { waitFor: [] });
});
`,
    },
    'states and values': {
      'use.ts': `import { flow, isCompleted, isFailed, isFinal, resultOf, task } from 'millrace';
const load = task({ name: 'load' }, async () => ({ rows: 1 }));
const sub = flow({ name: 'sub' }, async () => ({ rows: 1 }));
const stateful = flow({ name: 'stateful' }, async () => load.returnState());
const check = async (one: typeof sub) => {
  const state = await one.returnState();
  return isCompleted(state);
};
const wrong = async (one: typeof sub) => {
  const state = await one();
  return isCompleted(state); // ! value-used-as-state
};
export const use = flow({ name: 'use' }, async () => {
  const value = await sub();
  if (isCompleted(value)) return 1; // ! value-used-as-state
  const state = await sub.returnState();
  if (isCompleted(state)) return resultOf(state);
  const s = await stateful();
  if (isFailed(s)) return 2;
  const [a, b] = await Promise.all([sub(), sub.returnState()]);
  if (isFailed(a)) return 3; // ? value-used-as-state
  if (isFailed(b)) return 4;
  const future = load.submit();
  if (isFailed(await future.result())) return 5; // ! value-used-as-state
  const outcome = await future.outcome();
  if (isFailed(outcome.state)) return 6;
  await check(sub);
  return wrong(sub);
});
`,
    },
    'loops that wait and loops that must': {
      'use.ts': `import { flow, runDeployment, task, waitForFlowRuns } from 'millrace';
const load = task({ name: 'load' }, async ({ n, before }: { n: number; before?: number }) => n + (before ?? 0));
const helper = async (n: number) => load.submit({ n }).result();
export const use = flow({ name: 'use' }, async ({ ns }: { ns: number[] }) => {
  const out: number[] = [];
  for (const n of ns) {
    const future = load.submit({ n });
    out.push(await future.result()); // ! future-result-in-loop
  }
  for (let i = 0; i < ns.length; i++) out.push(await load.submit({ n: i }).result()); // ! future-result-in-loop
  let last: number | undefined;
  for (const n of ns) {
    last = await load.submit({ n, before: last }).result();
  }
  for (const n of ns) {
    const value = await load.submit({ n }).result();
    if (value > 3) break;
  }
  const futures = [];
  for (const n of ns) futures.push(load.submit({ n }));
  for (const future of futures) out.push(await future.result());
  for (const n of ns) out.push(await load({ n }));
  for (const n of ns) out.push(await helper(n));
  for (const n of ns) await runDeployment('x/y', { parameters: { n }, timeout: 0 }); // ! run-deployment-without-wait
  const runs = [];
  for (const n of ns) runs.push(await runDeployment('x/y', { parameters: { n }, timeout: 0 }));
  await waitForFlowRuns(runs);
  return out;
});
`,
    },
    'futures in objects, fields and sums': {
      'use.ts': `import { flow, task, type TaskFuture } from 'millrace';
const load = task({ name: 'load' }, async ({ day }: { day: string }) => ({ rows: day.length, day }));
const count = task({ name: 'count' }, async ({ day }: { day: string }) => day.length);
class Kept {
  last = count.submit({ day: 'x' });
  all: TaskFuture<number>[] = [];
  sum() {
    return this.last + 1; // ! future-not-resolved
  }
}
export const main = flow({ name: 'main' }, async ({ days }: { days: string[] }) => {
  const futures = { a: load.submit({ day: 'a' }), b: count.submit({ day: 'b' }) };
  const bad = futures.b + 1; // ! future-not-resolved
  const text = \`\${futures.a.rows}\`; // ! future-not-resolved
  const also = \`\${futures.b}\`; // ! future-not-resolved
  const good = (await futures.b.result()) + 1;
  let total = 0;
  for (const day of days) {
    const one = count.submit({ day });
    total += one; // ! future-not-resolved
    total += await one.result(); // ! future-result-in-loop
    total += (await one.result()) + 1;
  }
  const list = days.map((day) => ({ day, future: count.submit({ day }) }));
  for (const { day, future } of list) {
    const line = \`\${day}: \${future}\`; // ! future-not-resolved
    const fine = \`\${day}: \${await future.result()}\`;
    if (line === fine) return;
  }
  const sorted = list.toSorted((a, b) => a.day.localeCompare(b.day));
  const names = list.map((one) => one.day).join();
  const settings = { a: 1, future: count.submit({ day: 'q' }) };
  const fine = settings.a + 1;
  if (futures.a) return fine;
  if (settings.future !== futures.b) return sorted.length;
  const record: Record<string, TaskFuture<number>> = {};
  for (const day of days) record[day] = count.submit({ day });
  const x = record['a'] * 2; // ! future-not-resolved
  const values: Record<string, number> = {};
  for (const day of days) values[day] = await record[day]!.result();
  const y = values['a'] * 2;
  const mixed: Record<string, any> = { future: count.submit({ day: 'x' }) };
  mixed.future = await mixed.future.result();
  const z = mixed.future * 2;
  const spread = { ...futures };
  const w = spread.b - 1; // ! future-not-resolved
  return { bad, text, also, good, total, names, x, y, z, w, kept: new Kept().sum() };
});
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
