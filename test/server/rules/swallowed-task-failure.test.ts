import { test } from 'node:test';
import { swallowedTaskFailure } from '../../../server/rules/swallowed-task-failure.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { flow, getRunLogger, task } from 'millrace';
const options = { retries: 3, retryDelaySeconds: 10 };
`;

test('a task with retries that catches its failure is reported', () =>
  checkRule(
    swallowedTaskFailure,
    `${head}
      export const load = task({ name: 'load', ...options }, async ({ url }: { url: string }) => {
        try {
          return await (await fetch(url)).text();
        } catch (error) {
        //^^^^^ The failure ends here: task 'load' becomes Completed, its 3 retries never happen
          console.error(error);
          return undefined;
        }
      });
      export const two = task({ name: 'two', retries: 1 }, run);
      async function run() {
        try {
          await load({ url: 'a' });
        } catch {
        //^^^^^ its retry never happens
          getRunLogger().error('no');
        }
      }`,
  ));

test('errors that are thrown again or used are right', () =>
  checkRule(
    swallowedTaskFailure,
    `${head}
      export const one = task({ name: 'one', ...options }, async ({ url }: { url: string }) => {
        try { await fetch(url); } catch (error) { console.error(error); throw error; }
        try { await fetch(url); } catch (error) { throw new Error('no', { cause: error }); }
        try { await fetch(url); } catch (error) { return { error }; }
        try { await fetch(url); } finally { console.log('done'); }
      });`,
  ));

test('without retries, around short work, and in flows nothing is said', () =>
  checkRule(
    swallowedTaskFailure,
    `${head}
      export const one = task({ name: 'one' }, async ({ url }: { url: string }) => {
        try { return await fetch(url); } catch { return undefined; }
      });
      export const two = task({ name: 'two', ...options }, async ({ text }: { text: string }) => {
        try { return JSON.parse(text); } catch { return undefined; }
      });
      export const etl = flow({ name: 'etl', ...options }, async () => {
        try { await one({ url: 'a' }); } catch { return undefined; }
      });
      export const three = task({ name: 'three', ...options }, async ({ urls }: { urls: string[] }) => {
        for (const url of urls) try { return await fetch(url); } catch { continue; }
        throw new Error('none answers');
      });`,
  ));

test('promises that are caught by a handler, and finally', () =>
  checkRule(
    swallowedTaskFailure,
    `${head}
      import axios from 'axios';
      export const one = task({ name: 'one', ...options }, async ({ url }: { url: string }) => {
        try {
          return (await axios.get(url)).data;
        } catch {
        //^^^^^ task 'one' becomes Completed
          return null;
        } finally {
          getRunLogger().info('done');
        }
      });
      export const two = one.withOptions({ retries: 5 });`,
  ));

test('another way to do the work, and cleaning up beside it, are right', () =>
  checkRule(
    swallowedTaskFailure,
    `${head}
      import { mkdir, rm } from 'node:fs/promises';
      type P = { url: string };
      export const mirrored = task({ name: 'mirrored', ...options }, async ({ url }: P) => {
        try {
          return await fetch(url);
        } catch {
          return await fetch(\`\${url}/mirror\`);
        }
      });
      export const prepared = task({ name: 'prepared', ...options }, async ({ url }: P) => {
        try {
          await mkdir('cache');
        } catch {}
        return await (await fetch(url)).text();
      });
      export const cleaned = task({ name: 'cleaned', ...options }, async ({ url }: P) => {
        const answer = await fetch(url);
        try {
          await rm('cache');
        } catch (error) {
          getRunLogger().warning(\`left behind: \${error}\`);
        }
        return answer.json();
      });`,
  ));
