import { test } from 'node:test';
import { swallowedCancellation } from '../../../server/rules/swallowed-cancellation.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

const head = `import { flow, runDeployment, task } from 'millrace';
const load = task({ name: 'load' }, async ({ node }: { node: string }) => node);
`;
const wrap = (body: string): string =>
  `${head}export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {\n${body}\n});`;

test('a loop that catches everything and goes on is reported', () =>
  checkRule(
    swallowedCancellation,
    wrap(`
        let failed = 0;
        for (const node of nodes) {
          try {
            await load({ node });
          } catch {
          //^^^^^ 💡 This also catches the error by which flow 'etl' learns that it was cancelled or out of time
            failed += 1;
          }
        }
        while (failed > 0) {
          try {
            await runDeployment('load/main', { timeout: 60 });
          } catch (error) {
          //^^^^^ 💡 the loop goes on and starts runs that crash at once
            console.error(error);
          }
        }`),
  ));

test('results of futures count, too', () =>
  checkRule(
    swallowedCancellation,
    wrap(`
        while (nodes.length > 0) {
          try {
            await load.map({ node: nodes.splice(0, 10) }).wait();
          } catch {
          //^^^^^ 💡 flow 'etl'
          }
        }
        for (const future of nodes.map((node) => load.submit({ node }))) {
          try {
            await future.result();
          } catch {
          //^^^^^ 💡 flow 'etl'
            continue;
          }
        }`),
  ));

test('handlers that throw, leave, return or look at the error are right', () =>
  checkRule(
    swallowedCancellation,
    wrap(`
        const errors: unknown[] = [];
        for (const node of nodes) {
          try { await load({ node }); } catch (error) { if (node === 'a') throw error; }
          try { await load({ node }); } catch (error) { errors.push(error); }
          try { await load({ node }); } catch { break; }
          try { await load({ node }); } catch { return errors; }
          try { JSON.parse(node); } catch { continue; }
          try { await load({ node }); } finally { errors.length = 0; }
        }
        try { await load({ node: 'a' }); } catch { errors.push('a'); }`),
  ));

test('outside of flows nothing is said', () =>
  checkRule(
    swallowedCancellation,
    `${head}
      export async function all(nodes: string[]) {
        for (const node of nodes) try { await load({ node }); } catch { continue; }
      }`,
  ));

const loop = (handler: string): string => `${head}flow({ name: 'etl' }, async () => {
\tfor (;;) {
\t\ttry { await load({ node: 'a' }) }
\t\t${handler}
\t}
});
class Tasks {
\tstatic each = task({ name: 'each' }, async () => 1);
}`;

test('the fix throws the error again, by its name', () => {
  const line = 'if (flowRunContext()?.signal.aborted) throw';
  const cases = [
    ['catch {\n\t\t\tlog()\n\t\t}', `catch (error) {\n\t\t\t${line} error;\n\t\t\tlog()\n\t\t}`],
    [
      'catch (problem: unknown) { // why\r\n\t\t\tlog()\r\n\t\t}',
      `catch (problem: unknown) {\r\n\t\t\t${line} problem; // why\r\n\t\t\tlog()\r\n\t\t}`,
    ],
    ['catch { /* no matter */ }', `catch (error) { ${line} error; /* no matter */ }`],
    ['catch {}', `catch (error) { ${line} error; }`],
    ['catch { error += 1 }', `catch (caught) { ${line} caught; error += 1 }`],
  ] as const;
  for (const [before, after] of cases) {
    checkFix(swallowedCancellation, loop(before), loop(after).replace('runDeployment, task }', 'runDeployment, task, flowRunContext }'));
  }
});

test('in a task it asks for the context of the task', () =>
  checkFix(
    swallowedCancellation,
    `${head}export const all = task({ name: 'all' }, async () => { while (true) { try { await load({ node: 'a' }); } catch (error) { continue; } } });`,
    `${head}export const all = task({ name: 'all' }, async () => { while (true) { try { await load({ node: 'a' }); } catch (error) { if (taskRunContext()?.signal.aborted) throw error; continue; } } });`.replace(
      'task }',
      'task, taskRunContext }',
    ),
  ));

test('what is not awaited throws nothing there', () =>
  checkRule(
    swallowedCancellation,
    wrap(`
        for (const node of nodes) {
          try {
            void load({ node });
          } catch {
            continue;
          }
        }`),
  ));

test('a flow or task that looks into its context may end the loop by that', () =>
  checkRule(
    swallowedCancellation,
    `import { flow, flowRunContext, task } from 'millrace';
      const load = task({ name: 'load' }, async ({ node }: { node: string }) => node);
      export const asks = flow({ name: 'asks' }, async ({ nodes }: { nodes: string[] }) => {
        for (const node of nodes) {
          if (flowRunContext()?.signal.aborted) break;
          try {
            await load({ node });
          } catch {}
        }
      });
      export const asksNot = flow({ name: 'asks-not' }, async ({ nodes }: { nodes: string[] }) => {
        for (const node of nodes) {
          try {
            await load({ node });
          } catch {}
          //^^^^^ 💡 the loop goes on
        }
      });`,
  ));
