import { test } from 'node:test';
import { valueUsedAsState } from '../../../server/rules/value-used-as-state.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

const head = `import { flow, isCompleted, isFailed, isFinal, failed, task } from 'millrace';
const load = task({ name: 'load' }, async () => ({ rows: 3 }));
const part = flow({ name: 'part' }, async () => 'done');
`;
const wrap = (body: string): string => `${head}export const etl = flow({ name: 'etl' }, async () => {\n${body}\n});`;

test('asking a value for its state is reported', () =>
  checkRule(
    valueUsedAsState,
    wrap(`
        const state = await part();
        if (isCompleted(state)) return 1;
        //              ^^^^^ 💡 This is what flow 'part' returns, not its state: isCompleted is false or throws, whatever came of the run
        return isFailed(await load()) || isFinal(await part());
        //              ^^^^^^^^^^^^ 💡 what task 'load' returns
        //                                       ^^^^^^^^^^^^ 💡 what flow 'part' returns`),
  ));

test('flows of other files and renamed questions', () =>
  checkRule(valueUsedAsState, {
    'part.ts': `import { flow } from 'millrace';
      export default flow({ name: 'part' }, async () => [1, 2]);`,
    'etl.ts': `
      import { isCompleted as worked } from 'millrace';
      import part from './part.ts';
      export const check = async () => worked(await part());
      //                                      ^^^^^^^^^^^^ 💡 what flow 'part' returns`,
  }));

test('states, and values that may be one, are right', () =>
  checkRule(
    valueUsedAsState,
    wrap(`
        const state = await part.returnState();
        const own = flow({ name: 'own' }, async () => failed('no'));
        const passes = flow({ name: 'passes' }, async () => load.submit());
        const given = flow({ name: 'given' }, async ({ it }: { it: unknown }) => it);
        let value = await part();
        value = 'other';
        return [isCompleted(state), isFailed(await own() as never), isFinal(await passes() as never), isFinal(await given({ it: 1 }) as never)];`),
  ));

test('questions of other packages are left alone', () =>
  checkRule(valueUsedAsState, `import { isCompleted } from 'elsewhere';\n${head.replace('isCompleted, ', '')}isCompleted(await part());`));

test('the fix asks for the state', () =>
  checkFix(
    valueUsedAsState,
    wrap('  const state = await part();\n  return isCompleted(state);'),
    wrap('  const state = await part.returnState();\n  return isCompleted(state);'),
  ));

test('in conditions, loops and negations', () =>
  checkRule(
    valueUsedAsState,
    wrap(`
        const first = await part();
        const second = await load();
        if (!isCompleted(first)) throw new Error('no');
        //               ^^^^^ 💡 flow 'part'
        while (!isFinal(second)) await load();
        //              ^^^^^^ 💡 task 'load'
        return isCompleted(first) ? 1 : 2;
        //                 ^^^^^ 💡 flow 'part'`),
  ));

test('runs and states of other functions are right', () =>
  checkRule(
    valueUsedAsState,
    `${head}
      import { runDeployment, waitForFlowRuns } from 'millrace';
      export async function go(read: () => Promise<never>) {
        const run = await runDeployment('part/main');
        const [other] = await waitForFlowRuns([run]);
        const future = load.submit();
        return [isCompleted(run.state as never), isFailed(other?.state as never), isFinal(future.state as never), isCompleted(await read())];
      }`,
  ));

test('a variable that is used as a value, too, is not made a state', () =>
  checkRule(
    valueUsedAsState,
    wrap(`
        const rows = await part({ node: 'a' });
        console.log(rows);
        if (isFailed(rows)) return;
        //           ^^^^ what flow 'part' returns`),
  ));

test('what a future is waited for is no state either', () =>
  checkRule(
    valueUsedAsState,
    wrap(`
        const future = load.submit();
        if (isFailed(await future.result())) return 1;
        //           ^^^^^^^^^^^^^^^^^^^^^ what task 'load' returns, not its state: isFailed is false or throws, whatever came of the run. The state is in the outcome() of the future.
        const { state } = await future.outcome();
        return isFailed(state);`),
  ));
