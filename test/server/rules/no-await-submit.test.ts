import assert from 'node:assert/strict';
import { test } from 'node:test';
import { noAwaitSubmit } from '../../../server/rules/no-await-submit.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

const head = `import { flow, task } from 'millrace';
const load = task({ name: 'load' }, async ({ node }: { node: string }) => node);
const report = task({ name: 'report' }, async ({ all }: { all: string[] }) => all.length);
`;
const wrap = (body: string): string =>
  `${head}export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {\n${body}\n});`;

test('awaiting a submission or a map is reported', () =>
  checkRule(
    noAwaitSubmit,
    wrap(`
        await load.submit({ node: 'a' });
        //         ^^^^^^ 💡 Task 'load' is submitted, and a TaskFuture is not a promise
        const value = await load.submit({ node: 'a' });
        //                       ^^^^^^ 💡 await gives the future itself, before the task has run
        const all = await load.map({ node: nodes });
        //                     ^^^ 💡 Task 'load'
        return [value, all, await load.withOptions({ retries: 1 }).submit({ node: 'b' })];
        //                                                         ^^^^^^ 💡 Task 'load'`),
  ));

test('combinators of promises do not wait for futures', () =>
  checkRule(
    noAwaitSubmit,
    wrap(`
        await Promise.all([load.submit({ node: 'a' }), load.submit({ node: 'b' })]);
        //    ^^^^^^^^^^^ Promise.all does not wait for futures
        await Promise.all(nodes.map((node) => load.submit({ node })));
        //    ^^^^^^^^^^^ Promise.all does not wait
        const futures = nodes.map((node) => load.submit({ node }));
        await Promise.allSettled(futures);
        //    ^^^^^^^^^^^^^^^^^^ Promise.allSettled does not wait
        await Promise.race(load.map({ node: nodes }));
        //    ^^^^^^^^^^^^ Promise.race does not wait`),
  ));

test('results, waits and plain calls are promises', () =>
  checkRule(
    noAwaitSubmit,
    wrap(`
        await load.submit({ node: 'a' }).result();
        const future = load.submit({ node: 'a' });
        await future.result();
        await future.wait(10);
        await load({ node: 'a' });
        await load.map({ node: nodes }).result();
        await Promise.all([load({ node: 'a' }), load.submit({ node: 'b' }).result()]);
        await Promise.all(nodes.map(async (node) => load.submit({ node }).result()));
        await Promise.all(nodes.map((node) => load({ node })));
        return report.submit({ all: load.map({ node: nodes }) });`),
  ));

test('forms and other things with submit are left alone', () =>
  checkRule(
    noAwaitSubmit,
    `${head}
      export async function send(form: { submit(): Promise<void> }, jobs: Promise<void>[]) {
        await form.submit();
        await Promise.all(jobs);
        await Promise.all([]);
      }`,
  ));

test('the first fix awaits the result when the value is wanted', () => {
  checkFix(noAwaitSubmit, wrap("  await load.submit({ node: 'a' });"), wrap("  await load.submit({ node: 'a' }).result();"));
  checkFix(
    noAwaitSubmit,
    wrap("  const value = await load.submit({ node: 'a' });\n  return value + 1;"),
    wrap("  const value = await load.submit({ node: 'a' }).result();\n  return value + 1;"),
  );
});

test('a future that is used as one only loses its await', () =>
  checkFix(
    noAwaitSubmit,
    wrap("  const future = await load.submit({ node: 'a' });\n  return future.result();"),
    wrap("  const future = load.submit({ node: 'a' });\n  return future.result();"),
  ));

for (const [name, before, after] of [
  [
    'of a list are asked for one by one',
    `  const futures = load.map({ node: nodes });\n  const all = await futures;\n  return Promise.all(all.map((one) => one.result()));`,
    `  const futures = load.map({ node: nodes });\n  const all = futures;\n  return Promise.all(all.map((one) => one.result()));`,
  ],
  [
    'of a list are asked for in a loop',
    `  const all = await load.map({ node: nodes });\n  for (const one of all) await one.result();`,
    `  const all = load.map({ node: nodes });\n  for (const one of all) await one.result();`,
  ],
  [
    'is asked for later',
    `  const future = load.submit({ node: 'a' });\n  const same = await future;\n  const last = same;\n  return last.result();`,
    `  const future = load.submit({ node: 'a' });\n  const same = future;\n  const last = same;\n  return last.result();`,
  ],
  [
    'is asked for out of a list that it is put into',
    `  const all = [];\n  all.push(await load.submit({ node: 'a' }));\n  for (const one of all) await one.result();`,
    `  const all = [];\n  all.push(load.submit({ node: 'a' }));\n  for (const one of all) await one.result();`,
  ],
  [
    'is asked for out of an object',
    `  const all = { one: await load.submit({ node: 'a' }) };\n  return all.one.result();`,
    `  const all = { one: load.submit({ node: 'a' }) };\n  return all.one.result();`,
  ],
  [
    'is asked for beside',
    `  const future = load.submit({ node: 'a' });\n  const same = await (future);\n  return same.state;`,
    `  const future = load.submit({ node: 'a' });\n  const same = future;\n  return same.state;`,
  ],
] as const) {
  test(`where what a future has ${name}, it only loses its await`, () => checkFix(noAwaitSubmit, wrap(before), wrap(after)));
}

for (const [name, before, after] of [
  [
    'is asked for by who calls the function',
    `  const start = async () => await load.submit({ node: 'a' });\n  const future = await start();\n  return future.result();`,
    `  const start = async () => load.submit({ node: 'a' });\n  const future = await start();\n  return future.result();`,
  ],
  [
    'is asked for by the function that is given it',
    `  const finish = async (name: string, one: TaskFuture<string>) => name + (await one.result());\n  return finish('a', await load.submit({ node: 'a' }));`,
    `  const finish = async (name: string, one: TaskFuture<string>) => name + (await one.result());\n  return finish('a', load.submit({ node: 'a' }));`,
  ],
] as const) {
  test(`where what a future has ${name}, it only loses its await`, () => checkFix(noAwaitSubmit, wrap(before), wrap(after)));
}

test('where the function that is given it, or who calls, asks for nothing of the kind, its result is awaited', () => {
  for (const before of [
    `  const size = (one: string) => one.length;\n  return size(await load.submit({ node: 'a' }));`,
    `  const read = async () => await load.submit({ node: 'a' });\n  return (await read()).length;`,
  ]) {
    checkFix(noAwaitSubmit, wrap(before), wrap(before.replace(`submit({ node: 'a' })`, `submit({ node: 'a' }).result()`)));
  }
});

test('a variable alone says nothing, so its await is not removed', () => {
  const body = `  const future = load.submit({ node: 'a' });\n  await future;`;
  assert.throws(() => checkFix(noAwaitSubmit, wrap(body), '', { title: 'Remove' }), /no fix 'Remove' in: Await its result\(\)$/);
});

test('in every place where something is awaited', () =>
  checkRule(
    noAwaitSubmit,
    wrap(`
        if (await load.submit({ node: 'a' })) return 1;
        //             ^^^^^^ 💡 Task 'load'
        const list = [await load.submit({ node: 'a' })];
        //                       ^^^^^^ 💡 Task 'load'
        const object = { one: await load.submit({ node: 'a' }) };
        //                               ^^^^^^ 💡 Task 'load'
        for (const node of nodes) await load.submit({ node });
        //                                   ^^^^^^ 💡 Task 'load'
        return \`\${await load.submit({ node: 'a' })} \${list} \${object}\`;
        //                   ^^^^^^ 💡 Task 'load'`),
  ));

test('tasks of other files, of classes, and variants', () =>
  checkRule(noAwaitSubmit, {
    'load.ts': `import { task } from 'millrace';
      export class Tasks { static readonly load = task({ name: 'load' }, async () => 1); }
      export default { deep: Tasks.load };`,
    'etl.ts': `
      import registry, { Tasks } from './load.ts';
      export async function go() {
        await Tasks.load.submit();
        //               ^^^^^^ 💡 Task 'load'
        await registry.deep.submit();
        //                  ^^^^^^ 💡 Task 'load'
        await registry.deep.withOptions({ retries: 1 }).submit();
        //                                              ^^^^^^ 💡 Task 'load'
      }`,
  }));

test('the second fix removes the await', () => {
  checkFix(noAwaitSubmit, wrap("  await load.submit({ node: 'a' });"), wrap("  load.submit({ node: 'a' });"), { title: 'Remove' });
  checkFix(noAwaitSubmit, wrap("  go()\n  await (load.submit({ node: 'a' }))"), wrap("  go()\n  load.submit({ node: 'a' })"), {
    title: 'Remove',
  });
});

test('where a future is of no use, the await is not removed', () =>
  assert.throws(
    () => checkFix(noAwaitSubmit, wrap("  if (await load.submit({ node: 'a' })) return 1;"), '', { title: 'Remove' }),
    /no fix 'Remove' in: Await its result\(\)$/,
  ));

test('comments and lines stay', () => {
  checkFix(
    noAwaitSubmit,
    wrap("  const value = await /* soon */ load.submit({\r\n    node: 'a', // one\r\n  })"),
    wrap("  const value = /* soon */ load.submit({\r\n    node: 'a', // one\r\n  })"),
    { title: 'Remove' },
  );
  checkFix(
    noAwaitSubmit,
    wrap("\treturn (await load.submit({\n\t\tnode: 'a', // one\n\t})) + 'b'"),
    wrap("\treturn (await load.submit({\n\t\tnode: 'a', // one\n\t}).result()) + 'b'"),
  );
});

test('a future that is awaited later', () =>
  checkRule(
    noAwaitSubmit,
    `import { flow, task } from 'millrace';
      const load = task({ name: 'load' }, async () => 1);
      export const etl = flow({ name: 'etl' }, async () => {
        const future = load.submit();
        const value = await future;
        //                  ^^^^^^ 💡 Task 'load' was submitted, and a TaskFuture is not a promise
        const other = load.submit();
        await other.wait();
        return [value, await other.result()];
      });`,
  ));

test('in Python futures are no awaitables at all, and their result is called', () => {
  const language = 'python';
  checkRule(
    noAwaitSubmit,
    wrap(`
        const value = await load.submit({ node: 'a' });
        //                       ^^^^^^ 💡 that raises a TypeError. Call result() on it`),
    { language },
  );
  const called = { language, title: 'Call its result()' } as const;
  checkFix(
    noAwaitSubmit,
    wrap("  const value = await load.submit({ node: 'a' });"),
    wrap("  const value = load.submit({ node: 'a' }).result();"),
    called,
  );
  const prefect2 = {
    'flows.ts': wrap("  await load.submit({ node: 'a' });"),
    'package.json': '{"name":"a","dependencies":{"millrace":"2.20.4"}}',
  };
  checkRule(noAwaitSubmit, prefect2, { language });
});

test('the futures of a list are no promises one by one', () =>
  checkRule(
    noAwaitSubmit,
    wrap(`
        const futures = [];
        for (const node of ['a', 'b']) futures.push(load.submit({ node }));
        for (const future of futures) await future;
        //                                  ^^^^^^ 💡 Task 'load' was submitted
        await Promise.all(futures);
        //    ^^^^^^^^^^^ does not wait for futures
        await Promise.all(futures.map(async (future) => { await future; }));
        //                                                      ^^^^^^ 💡 Task 'load' was submitted
        for (const future of futures) await future.result();
        for (const value of await Promise.all(futures.map((future) => future.result()))) await value;`),
  ));

test('lists that futures are put into, and copies of lists', () =>
  checkRule(
    noAwaitSubmit,
    wrap(`
        const all = [];
        for (const node of nodes) all.push(load.submit({ node }));
        await Promise.all(all);
        //    ^^^^^^^^^^^ Promise.all does not wait
        await Promise.all([...all, load.submit({ node: 'a' })]);
        //    ^^^^^^^^^^^ Promise.all does not wait
        const mixed = [load({ node: 'a' })];
        mixed.push(load({ node: 'b' }));
        const results = [];
        for (const future of all) results.push(future.result());
        return Promise.all([...mixed, ...results]);`),
  ));
