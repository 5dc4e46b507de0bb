import { test } from 'node:test';
import { swallowedCancellation } from '../../../server/rules/swallowed-cancellation.ts';
import { checkRule } from '../../support/check-rule.ts';

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
          //^^^^^ This also catches the error by which flow 'etl' learns that it was cancelled or out of time
            failed += 1;
          }
        }
        while (failed > 0) {
          try {
            await runDeployment('load/main', { timeout: 60 });
          } catch (error) {
          //^^^^^ the loop goes on and starts further runs
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
          //^^^^^ flow 'etl'
          }
        }
        for (const future of nodes.map((node) => load.submit({ node }))) {
          try {
            await future.result();
          } catch {
          //^^^^^ flow 'etl'
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
