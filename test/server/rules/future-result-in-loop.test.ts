import { test } from 'node:test';
import { futureResultInLoop } from '../../../server/rules/future-result-in-loop.ts';
import { checkRule } from '../../support/check-rule.ts';

const head = `import { flow, task } from 'millrace';
const load = task({ name: 'load' }, async ({ node, page = 1 }: { node: string; page?: number }) => ({ node, next: page + 1 }));
`;
const wrap = (body: string): string =>
  `${head}export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {\n${body}\n});`;

test('waiting in the round that submits is reported', () =>
  checkRule(
    futureResultInLoop,
    wrap(`
        const all = [];
        for (const node of nodes) {
          all.push(await load.submit({ node }).result());
          //                                   ^^^^^^ Waiting here makes the runs of task 'load' follow each other
          const value = await load.submit({ node }).result();
          //                                        ^^^^^^ task 'load'
          all.push(value);
        }
        return all;`),
  ));

test('also through a constant, with wait, and in other loops that count', () =>
  checkRule(
    futureResultInLoop,
    wrap(`
        for (let index = 0; index < nodes.length; index += 1) {
          const future = load.submit({ node: nodes[index] ?? '' });
          await future.wait();
          //           ^^^^ task 'load'
        }
        for (const index in nodes) {
          const future = load.submit({ node: index });
          console.log(await future.result());
          //                       ^^^^^^ task 'load'
        }`),
  ));

test('tasks of other files', () =>
  checkRule(futureResultInLoop, {
    'load.ts': `import { task } from 'millrace';
      export default task({ name: 'load' }, async ({ node }: { node: string }) => node);`,
    'etl.ts': `
      import { flow } from 'millrace';
      import loadNode from './load.ts';
      export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {
        for (const node of nodes) await loadNode.submit({ node }).result();
        //                                                        ^^^^^^ task 'load'
      });`,
  }));

test('submitting first and waiting behind the loop is right', () =>
  checkRule(
    futureResultInLoop,
    wrap(`
        const futures = [];
        for (const node of nodes) futures.push(load.submit({ node }));
        for (const future of futures) await future.result();
        await load.submit({ node: 'one' }).result();
        return Promise.all(nodes.map(async (node) => load.submit({ node }).result()));`),
  ));

test('chains, cursors and polling have to go one by one', () =>
  checkRule(
    futureResultInLoop,
    wrap(`
        let page = 1;
        for (const node of nodes) {
          const answer = await load.submit({ node, page }).result();
          page = answer.next;
        }
        let last = { node: '', next: 1 };
        for (const node of nodes) last = await load.submit({ node, page: last.next }).result();
        while (page < 10) page = (await load.submit({ node: 'a', page }).result()).next;
        return last;`),
  ));

test('runs that need what those before gave, out of a list or an object, have to go one by one', () =>
  checkRule(
    futureResultInLoop,
    wrap(`
        const pages = [];
        for (const node of nodes) pages.push((await load.submit({ node, page: pages.at(-1) }).result()).next);
        for (const node of nodes) {
          const page = pages[pages.length - 1];
          const { next } = await load.submit({ node, page }).result();
          pages.push(next);
        }
        const found = {};
        for (const node of nodes) found[node] = await load.submit({ node, page: found[nodes[0]] }).result();
        const cursor = new Cursor();
        for (const node of nodes) {
          const answer = await load.submit({ node, page: cursor.page }).result();
          cursor.follow(answer);
        }
        const queue = [...nodes];
        for (const node of queue) {
          const answer = await load.submit({ node }).result();
          queue.push(answer.node);
        }
        return found;`),
  ));

test('what is kept under names is waited for as well as what is kept in a list', () =>
  checkRule(
    futureResultInLoop,
    wrap(`
        const found = {};
        for (const node of nodes) found[node] = await load.submit({ node }).result();
        //                                                                  ^^^^^^ task 'load'
        for (const [index, node] of nodes.entries()) {
          const page = index + 1;
          found[node] = await load.submit({ node, page }).result();
          //                                              ^^^^^^ task 'load'
        }
        return found;`),
  ));

test('loops within loops, and blocks within loops', () =>
  checkRule(
    futureResultInLoop,
    wrap(`
        for (const node of nodes) {
          for (const page of [1, 2]) {
            const future = load.submit({ node, page });
            if (page > 1) {
              await future.result();
              //           ^^^^^^ task 'load'
            }
          }
        }
        for (const node of nodes) {
          try {
            await load.submit({ node }).result();
            //                          ^^^^^^ task 'load'
          } catch (error) {
            console.error(error);
          }
        }`),
  ));

test('a future from before the loop is waited for rightly', () =>
  checkRule(
    futureResultInLoop,
    wrap(`
        const first = load.submit({ node: 'first' });
        for (const node of nodes) {
          await first.result();
          await load({ node });
        }
        for (const future of nodes.map((node) => load.submit({ node }))) await future.result();`),
  ));

test('callbacks in a loop have a round of their own', () =>
  checkRule(
    futureResultInLoop,
    wrap(`
        const works = [];
        for (const node of nodes) {
          works.push(async () => load.submit({ node }).result());
        }
        return Promise.all(works.map((work) => work()));`),
  ));

test('a loop that may end early must not start what would come after', () =>
  checkRule(
    futureResultInLoop,
    wrap(`
        for (const node of nodes) {
          try {
            return await load.submit({ node }).result();
          } catch {
            continue;
          }
        }
        for (let attempt = 0; attempt < 3; attempt += 1) {
          const found = await load.submit({ node: 'a' }).result();
          if (found) break;
        }
        outer: for (const node of nodes) {
          for (const other of nodes) {
            const found = await load.submit({ node: node + other }).result();
            if (found) break outer;
          }
        }`),
  ));

test('what ends early in a loop need not be the loop', () =>
  checkRule(
    futureResultInLoop,
    wrap(`
        for (const node of nodes) {
          switch (node) {
            case 'a':
              break;
          }
          nodes.forEach(() => { return; });
          while (nodes.length > 3) break;
          await load.submit({ node }).result();
          //                          ^^^^^^ task 'load'
        }`),
  ));

test('what a callback does for each of a list runs side by side, also in a loop of its own', () =>
  checkRule(
    futureResultInLoop,
    wrap(`
        return Promise.all(
          nodes.map(async (node) => {
            for (const page of [1, 2]) console.log(await load.submit({ node, page }).result());
          }),
        );`),
  ));

test('a function of the project that submits is a submission, unless it may give something else', () =>
  checkRule(
    futureResultInLoop,
    wrap(`
        const start = (node: string) => load.submit({ node });
        const startAgain = function (node: string) { return start(node) ?? load.submit({ node }); };
        const startLater = async (node: string) => load.submit({ node });
        const perhaps = (node: string) => (node === '' ? undefined : load.submit({ node }));
        for (const node of nodes) {
          await start(node).result();
          //                ^^^^^^ task 'load'
          await startAgain(node).result();
          await (await startLater(node)).result();
          await perhaps(node)?.result();
        }`),
  ));
