import { reportsAsMarked } from '../../../support/applications.ts';
import { recommended } from '../../../support/check-rule.ts';

/** States, loops, options and deployments. */
reportsAsMarked(
  {
    'callbacks of lists and promises': {
      'flows.ts': `import { flow, task } from 'millrace';
export const a = flow({ name: 'a' }, async ({ n }: { n: number }) => n);
export const b = flow({ name: 'b' }, async ({ n }: { n: number }) => n);
export const t = task({ name: 't' }, async ({ n }: { n: number }) => n);
`,
      'use.ts': `import { flow } from 'millrace';
import { a, b, t } from './flows.ts';
const all = [a, b];
export const use = flow({ name: 'use' }, async () => {
  all.forEach((one) => one.submit({ n: 1 })); // ! flow-no-submit
  all.filter(Boolean).map((one) => one.map({ n: [1] })); // ! flow-no-map
  all.slice(1).reverse().forEach((one, index) => { one.submit({ n: index }); }); // ! flow-no-submit
  all.find((one) => one.definition.options.name === 'a')?.submit({ n: 1 }); // ! flow-no-submit
  all.at(-1)!.submit({ n: 1 }); // ! flow-no-submit
  all.concat(a).pop()!.submit({ n: 1 }); // ! flow-no-submit
  all.flatMap((one) => [one, one])[2].submit({ n: 1 }); // ! flow-no-submit
  Object.values({ a, b }).forEach((one) => one.submit({ n: 1 })); // ! flow-no-submit
  for (const [key, one] of Object.entries({ a, b })) one.submit({ n: key.length }); // ! flow-no-submit
  for (const [index, one] of all.entries()) one.submit({ n: index }); // ! flow-no-submit
  await Promise.resolve(a).then((one) => one.submit({ n: 1 })); // ! flow-no-submit
  const numbers = [1, 2, 3];
  numbers.forEach((n) => a({ n })); // ! no-floating-run
  numbers.forEach(async (n) => { await a({ n }); }); // ! no-floating-run
  numbers.map((n) => a({ n })); // ! no-floating-run
  await Promise.all(numbers.map((n) => a({ n })));
  await Promise.allSettled(numbers.map(async (n) => { await a({ n }); }));
  for (const n of numbers) await a({ n });
  await numbers.reduce(async (before, n) => { await before; await a({ n }); }, Promise.resolve());
  const futures = numbers.map((n) => t.submit({ n }));
  const total = futures.reduce((sum, future) => sum + future, 0); // ! future-not-resolved
  const values = await Promise.all(futures); // ! no-await-submit
  const right = await Promise.all(futures.map((future) => future.result()));
  const mapped = await t.map({ n: numbers }).result();
  numbers.map((n) => n + 1).forEach((n) => n.toFixed());
  return [total, values.length, right, mapped];
});
`,
    },
    'deployments by name in registries and templates': {
      'names.ts': `export const DEPLOYMENTS = { load: 'load-orders/nightly', wrong: 'load-orders/nihgtly', report: 'report/weekly' } as const;
export enum Env { Prod = 'prod' }
export const nameOf = (flow: string, env: Env) => \`\${flow}/\${env}\`;
export const SUFFIX = 'nightly';
`,
      'flows.ts': `import { flow } from 'millrace';
export const loadOrders = flow({ name: 'load-orders' }, async ({ day, limit = 10 }: { day: string; limit?: number }) => \`\${day}\${limit}\`);
export const report = flow({ name: 'report' }, async ({ week }: { week: number }) => week);
`,
      'deploy.ts': `import { serve } from 'millrace';
import { loadOrders, report } from './flows.ts';
export async function deployAll() {
  await loadOrders.deploy({ name: 'nightly', workPoolName: 'main', cron: '0 5 * * *', parameters: { day: 'today' } });
  await serve([report.toDeployment({ name: 'weekly', parameters: { week: 3 } })]);
}
`,
      'use.ts': `import { flow, runDeployment, waitForFlowRuns } from 'millrace';
import { DEPLOYMENTS, SUFFIX } from './names.ts';
export const use = flow({ name: 'use' }, async ({ day }: { day: string }) => {
  const a = await runDeployment(DEPLOYMENTS.load, { parameters: { day }, timeout: 0 });
  const b = await runDeployment(DEPLOYMENTS.wrong, { parameters: { day }, timeout: 0 }); // ! deployment-not-found
  const c = await runDeployment(\`load-orders/\${SUFFIX}\`, { parameters: { dya: day }, timeout: 0 }); // ! deployment-parameter-mismatch
  const d = await runDeployment(DEPLOYMENTS.report, { parameters: { week: 'three' }, timeout: 0 }); // ! deployment-parameter-mismatch
  const e = await runDeployment('report/weekly', { parameters: { week: 3 }, timeout: 0 });
  const f = await runDeployment('other-team/nightly', { timeout: 0 });
  const g = await runDeployment(\`\${day}/nightly\`, { timeout: 0 });
  const h = await runDeployment('report', { timeout: 0 }); // ! deployment-not-found
  await waitForFlowRuns([a, b, c, d, e, f, g, h]);
});
`,
    },
    'deployments through wrappers, arrays and prefect.yaml': {
      'prefect.yaml': `deployments:
  - name: nightly
    entrypoint: flows/etl.ts:etl
    work_pool:
      name: main
    schedule:
      cron: "0 5 * * *"
    parameters:
      day: monday
  - name: hourly
    entrypoint: flows/etl.ts:missing # ! entrypoint-not-exported
    work_pool:
      name: main
  - name: broken
    entrypoint: flows/etl.ts:etl
    parameters:
      daay: monday # ! deployment-parameter-mismatch
    schedule:
      cron: "0 5 * * mon-" # ! invalid-cron
`,
      'flows/etl.ts': `import { flow } from 'millrace';
export const etl = flow({ name: 'etl' }, async ({ day = 'today' }: { day?: string }) => day);
`,
      'run.ts': `import { runDeployment, waitForFlowRuns } from 'millrace';
const names = ['etl/nightly', 'etl/nightyl'] as const; // ? deployment-not-found
export const start = (name: (typeof names)[number], parameters: Record<string, unknown>) => runDeployment(name, { parameters, timeout: 0 });
const trigger = async (deployment: string) => {
  const run = await runDeployment(\`etl/\${deployment}\`, { timeout: 0 });
  await waitForFlowRuns([run]);
};
export async function all() {
  await waitForFlowRuns(await Promise.all(names.map((name) => runDeployment(name, { timeout: 0 }))));
  await trigger('nightly');
  const run = await runDeployment('etl/nightly', { parameters: { day: 3 }, timeout: 0 }); // ! deployment-parameter-mismatch
  await waitForFlowRuns([run]);
}
`,
    },
  },
  recommended.map(({ rule }) => rule),
);
