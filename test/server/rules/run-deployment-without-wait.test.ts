import { test } from 'node:test';
import { runDeploymentWithoutWait } from '../../../server/rules/run-deployment-without-wait.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { flow, runDeployment, waitForFlowRuns } from 'millrace';
`;
const wrap = (body: string): string =>
  `${head}export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {\n${body}\n});`;

test('a fan-out that nobody waits for is reported', () =>
  checkRule(
    runDeploymentWithoutWait,
    wrap(`
        for (const node of nodes) {
          await runDeployment('load/main', { parameters: { node }, timeout: 0 });
          //    ^^^^^^^^^^^^^ These runs are started with timeout 0, and nothing waits for them
        }
        for (const node of nodes) {
          const run = await runDeployment('load/main', { parameters: { node }, timeout: 0 });
          //                ^^^^^^^^^^^^^ Keep what runDeployment returns
        }`),
  ));

test('also in map and forEach', () =>
  checkRule(
    runDeploymentWithoutWait,
    wrap(`
        await Promise.all(nodes.map((node) => runDeployment('load/main', { parameters: { node }, timeout: 0 })));
        //                                    ^^^^^^^^^^^^^ These runs
        await Promise.all(
          nodes.map(async (node) => {
            await runDeployment('load/main', { parameters: { node }, timeout: 0 });
            //    ^^^^^^^^^^^^^ These runs
          }),
        );`),
  ));

test('options of a constant count', () =>
  checkRule(
    runDeploymentWithoutWait,
    `import * as m from 'millrace';
      const options = { timeout: 0 };
      export async function start(nodes: string[]) {
        for (const node of nodes) await m.runDeployment('load/main', options);
        //                                ^^^^^^^^^^^^^ timeout 0
      }`,
  ));

test('runs that are kept, waited for or single are right', () =>
  checkRule(
    runDeploymentWithoutWait,
    wrap(`
        const runs = [];
        for (const node of nodes) {
          runs.push(await runDeployment('load/main', { parameters: { node }, timeout: 0 }));
        }
        const others = await Promise.all(nodes.map((node) => runDeployment('load/main', { parameters: { node }, timeout: 0 })));
        await waitForFlowRuns([...runs, ...others]);
        await runDeployment('report/main', { timeout: 0 });
        return Promise.all(nodes.map((node) => runDeployment('load/main', { parameters: { node }, timeout: 0 })));`),
  ));

test('waits and timeouts that are not known are left alone', () =>
  checkRule(
    runDeploymentWithoutWait,
    `${head}
      export async function start(nodes: string[], seconds: number, options: object) {
        for (const node of nodes) {
          await runDeployment('load/main', { parameters: { node } });
          await runDeployment('load/main', { parameters: { node }, timeout: 60 });
          await runDeployment('load/main', { parameters: { node }, timeout: seconds });
          await runDeployment('load/main', options);
        }
      }`,
  ));

test('while loops, and variables that nobody reads', () =>
  checkRule(
    runDeploymentWithoutWait,
    wrap(`
        let index = 0;
        while (index < nodes.length) {
          await runDeployment('load/main', { parameters: { node: nodes[index] }, timeout: 0 });
          //    ^^^^^^^^^^^^^ These runs
          index += 1;
        }`),
  ));

test('flatMap, and lists that are put aside', () =>
  checkRule(
    runDeploymentWithoutWait,
    wrap(`
        const lists = nodes.flatMap((node) => [runDeployment('load/main', { parameters: { node }, timeout: 0 })]);
        const runs = await Promise.all(lists);
        const ids = await Promise.all(nodes.map(async (node) => {
          const run = await runDeployment('load/main', { parameters: { node }, timeout: 0 });
          return run.id;
        }));
        await waitForFlowRuns(runs);
        return ids;`),
  ));

test('runs that are told to be nobody’s are, and outside of flows no flow is spoken of', () =>
  checkRule(
    runDeploymentWithoutWait,
    `import { flow, runDeployment } from 'millrace';
      export const dispatch = flow({ name: 'dispatch' }, async ({ nodes }: { nodes: string[] }) => {
        for (const node of nodes) await runDeployment('a/b', { parameters: { node }, timeout: 0, asSubflow: false });
      });
      for (const node of process.argv) await runDeployment('a/b', { parameters: { node }, timeout: 0 });
      //                                     ^^^^^^^^^^^^^ nothing waits for them: this code goes on before they are done`,
  ));

test('runs in a list that nobody reads are not waited for', () =>
  checkRule(
    runDeploymentWithoutWait,
    `import { flow, runDeployment, waitForFlowRuns } from 'millrace';
      export const fan = flow({ name: 'fan' }, async ({ days }: { days: string[] }) => {
        const runs = [];
        const waited = [];
        for (const day of days) {
          runs.push(await runDeployment('etl/daily', { parameters: { day }, timeout: 0 }));
          //              ^^^^^^^^^^^^^ nothing waits for them
          waited.push(await runDeployment('etl/daily', { parameters: { day }, timeout: 0 }));
        }
        await waitForFlowRuns(waited);
      });`,
  ));
