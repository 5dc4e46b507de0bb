import { test } from 'node:test';
import { flowRunOutcomeIgnored } from '../../../server/rules/flow-run-outcome-ignored.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { flow, isCompleted, isFinal, runDeployment, waitForFlowRuns } from 'millrace';
const part = flow({ name: 'part' }, async () => 1);
`;
const wrap = (body: string): string => `${head}export const etl = flow({ name: 'etl' }, async () => {\n${body}\n});`;

test('waits that do not throw, and whose answer is dropped, are reported', () =>
  checkRule(
    flowRunOutcomeIgnored,
    wrap(`
        await runDeployment('part/main');
        //    ^^^^^^^^^^^^^ runDeployment waits for the run but does not fail when the run does
        await runDeployment('part/main', { timeout: 60 });
        //    ^^^^^^^^^^^^^ a Failed or Crashed run goes unnoticed here. Check the state of the run that it returns
        const run = await runDeployment('part/main');
        //                ^^^^^^^^^^^^^ runDeployment waits
        await part.returnState();
        //         ^^^^^^^^^^^ returnState returns the state of flow 'part' instead of failing with it
        await waitForFlowRuns([], { raiseOnFailure: false });
        //    ^^^^^^^^^^^^^^^ With raiseOnFailure false, failed runs are only found in the list`),
  ));

test('final is not successful', () =>
  checkRule(
    flowRunOutcomeIgnored,
    `import { flow, isFinal, runDeployment } from 'millrace';
      export const etl = flow({ name: 'etl' }, async () => {
        const run = await runDeployment('part/main');
        if (run.state && isFinal(run.state)) return 'All items processed!';
        //               ^^^^^^^ A final state is not a successful one: isFinal is also true for Failed
        return 'late';
      });`,
  ));

test('whoever says how it ended, or hands the run on, has looked or lets others look', () =>
  checkRule(
    flowRunOutcomeIgnored,
    `import { isFinal, runDeployment, type FlowRun } from 'millrace';
      export const badge = (run: FlowRun) => {
        if (run.state !== null && isFinal(run.state)) return run.state.type === 'COMPLETED' ? 'green' : 'red';
        return 'blue';
      };
      export async function show() {
        const run = await runDeployment('part/main');
        if (run.state !== null && isFinal(run.state)) return run.state.name;
        const other = await runDeployment('part/main');
        if (other.state !== null && isFinal(other.state)) return other.stateName;
        const third = await runDeployment('part/main');
        if (third.state !== null && isFinal(third.state)) return third;
        return 'still running';
      }`,
  ));

test('whoever looks at the run, the state or waits with an error is right', () =>
  checkRule(
    flowRunOutcomeIgnored,
    wrap(`
        const run = await runDeployment('part/main');
        if (run.state === null || !isCompleted(run.state)) throw new Error('failed');
        const state = await part.returnState();
        const [first] = await waitForFlowRuns([run], { raiseOnFailure: false });
        await waitForFlowRuns([run]);
        await waitForFlowRuns([run], { timeout: 60 });
        await waitForFlowRuns([run], { raiseOnFailure: true });
        return [state, first];`),
  ));

test('starting without waiting is another matter', () =>
  checkRule(
    flowRunOutcomeIgnored,
    wrap(`
        await runDeployment('part/main', { timeout: 0 });
        runDeployment('part/main');`),
  ));

test('polling with isFinal is right, and so is asking for success elsewhere', () => {
  checkRule(
    flowRunOutcomeIgnored,
    `import { isFinal } from 'millrace';
      export async function poll(read: () => Promise<never>) {
        while (true) {
          const state = await read();
          if (isFinal(state)) return state;
        }
      }
      export const open = (states: never[]) => states.filter((state) => !isFinal(state));`,
  );
  checkRule(flowRunOutcomeIgnored, wrap('if (isFinal(null as never)) return isCompleted(null as never);'));
});

test('within loops, branches and callbacks', () =>
  checkRule(
    flowRunOutcomeIgnored,
    wrap(`
        for (const node of ['a', 'b']) await runDeployment('part/main', { parameters: { node } });
        //                                   ^^^^^^^^^^^^^ runDeployment waits
        await Promise.all(
          ['a', 'b'].map(async (node) => {
            await runDeployment('part/main', { parameters: { node }, timeout: 300 });
            //    ^^^^^^^^^^^^^ runDeployment waits
          }),
        );
        if (Date.now() > 1) await runDeployment('part/main');
        //                        ^^^^^^^^^^^^^ runDeployment waits`),
  ));

test('other files and renamed imports', () =>
  checkRule(flowRunOutcomeIgnored, {
    'part.ts': `import { flow } from 'millrace';
      export const part = flow({ name: 'part' }, async () => 1);`,
    'etl.ts': `
      import * as m from 'millrace';
      import { runDeployment as start } from 'millrace';
      import { part as renamed } from './part.ts';
      export async function go() {
        await start('part/main');
        //    ^^^^^ runDeployment waits
        await m.runDeployment('part/main');
        //      ^^^^^^^^^^^^^ runDeployment waits
        await renamed.returnState();
        //            ^^^^^^^^^^^ returnState returns the state of flow 'part'
      }`,
  }));

test('a timeout that is not known may be 0', () =>
  checkRule(
    flowRunOutcomeIgnored,
    `${head}
      export async function go(timeout: number, options: { timeout?: number }) {
        await runDeployment('part/main', { timeout });
        await runDeployment('part/main', options);
        await runDeployment('part/main', { ...options });
      }`,
  ));

test('whether a run that somebody else started is over may be asked', () =>
  checkRule(
    flowRunOutcomeIgnored,
    `import { flow, isFinal } from 'millrace';
      export const stop = flow({ name: 'stop' }, async ({ read, cancel }: { read: () => Promise<never>; cancel: () => Promise<void> }) => {
        const state = await read();
        if (isFinal(state)) return;
        await cancel();
      });`,
  ));

test('the state of a wait for a future, taken for successful', () =>
  checkRule(
    flowRunOutcomeIgnored,
    `import { flow, isFinal, task } from 'millrace';
      const load = task({ name: 'load' }, async () => 1);
      export const etl = flow({ name: 'etl' }, async () => {
        const state = await load.submit().wait();
        if (isFinal(state)) return 'loaded';
        //  ^^^^^^^ A final state is not a successful one
        return 'late';
      });`,
  ));

test('runs that a list is mapped to, all awaited and none looked at', () =>
  checkRule(
    flowRunOutcomeIgnored,
    wrap(`
        const nodes = JSON.parse('[]') as string[];
        await Promise.all(nodes.map((node) => runDeployment('part/main', { parameters: { node } })));
        //                                    ^^^^^^^^^^^^^ runDeployment waits for the run but does not fail
        const runs = await Promise.all(nodes.map((node) => runDeployment('part/main', { parameters: { node } })));
        return runs.every((run) => run.state !== null && isCompleted(run.state));`),
  ));

test('states that a list is mapped to, all awaited and none looked at', () =>
  checkRule(
    flowRunOutcomeIgnored,
    `import { flow, isCompleted } from 'millrace';
      const part = flow({ name: 'part' }, async ({ n }: { n: number }) => n);
      export const etl = flow({ name: 'etl' }, async () => {
        await Promise.all([1, 2].map((n) => part.returnState({ n })));
        //                                       ^^^^^^^^^^^ returnState returns the state of flow 'part'
        const states = await Promise.all([1, 2].map((n) => part.returnState({ n })));
        return states.every(isCompleted);
      });`,
  ));
