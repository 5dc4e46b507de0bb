import { test } from 'node:test';
import { noFloatingRun } from '../../../server/rules/no-floating-run.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

const head = `import { flow, runDeployment, serve, task, waitForFlowRuns } from 'millrace';
const load = task({ name: 'load' }, async () => 1);
const part = flow({ name: 'part' }, async () => 1);
`;
const wrap = (body: string): string => `${head}export const etl = flow({ name: 'etl' }, async () => {\n${body}\n});`;

test('calls that nobody awaits are reported', () =>
  checkRule(
    noFloatingRun,
    wrap(`
        load();
      //^^^^ 💡 The call of task 'load' is not awaited
        part();
      //^^^^ 💡 The call of flow 'part' is not awaited: the code goes on before it is done
        runDeployment('part/main');
      //^^^^^^^^^^^^^ 💡 runDeployment() is not awaited
        waitForFlowRuns([]);
      //^^^^^^^^^^^^^^^ 💡 waitForFlowRuns() is not awaited
        load.submit().result();
      //              ^^^^^^ 💡 The wait for this future is not awaited
        part.deploy({ name: 'main' });
      //     ^^^^^^ 💡 deploy() of flow 'part' is not awaited
        part.returnState();
      //     ^^^^^^^^^^^ 💡 returnState() of flow 'part' is not awaited
        serve([part.toDeployment({ name: 'main' })]);
      //^^^^^ 💡 serve() is not awaited`),
  ));

test('a variable that nobody reads is as good as none', () =>
  checkRule(
    noFloatingRun,
    wrap(`
        const value = load();
        //            ^^^^ 💡 The call of task 'load'
        const kept = load();
        const _meant = load();
        await kept;`),
  ));

test('at the top of a file it is told otherwise', () =>
  checkRule(
    noFloatingRun,
    `${head}
      part();
    //^^^^ 💡 the code goes on before it is done
      part.withOptions({ retries: 1 });
      await part();`,
  ));

test('renamed imports, namespaces and other files', () =>
  checkRule(noFloatingRun, {
    'part.ts': `import * as m from 'millrace';
      export const part = m.flow({ name: 'part' }, async () => 1);`,
    'run.ts': `
      import { runDeployment as start } from 'millrace';
      import { part as renamed } from './part.ts';
      export async function go() {
        renamed();
      //^^^^^^^ 💡 flow 'part'
        start('part/main');
      //^^^^^ 💡 runDeployment()
      }`,
  }));

test('awaited, returned, stored, handed on and voided promises are right', () =>
  checkRule(
    noFloatingRun,
    wrap(`
        await load();
        void load();
        const [first] = await Promise.all([load(), part()]);
        const pending = [];
        pending.push(load());
        load().catch(() => undefined);
        const both = { load: load() };
        load.submit();
        load.map({});
        console.log(first, both, pending, await load());
        return part();`),
  ));

test('other functions are none of our business', () =>
  checkRule(
    noFloatingRun,
    `${head}
      async function other() { return 1; }
      export async function go(flow: () => Promise<void>, thing: { deploy(): void }) {
        other();
        flow();
        thing.deploy();
        fetch('https://example.com');
      }`,
  ));

test('the fix puts await in front of it', () => {
  checkFix(noFloatingRun, wrap('  load();'), wrap('  await load();'));
  checkFix(noFloatingRun, `${head}part();`, `${head}await part();`);
  checkFix(
    noFloatingRun,
    `${head}export const etl = flow({ name: 'etl' }, () => {\n  load();\n});`,
    `${head}export const etl = flow({ name: 'etl' }, async () => {\n  await load();\n});`,
  );
});

test('in branches, loops and expressions', () =>
  checkRule(
    noFloatingRun,
    wrap(`
        if (Date.now() > 1) load();
        //                  ^^^^ 💡 task 'load'
        for (const _ of [1, 2]) load();
        //                      ^^^^ 💡 task 'load'
        Date.now() > 1 && load();
        //                ^^^^ 💡 task 'load'
        Date.now() > 1 ? load() : part();
        //               ^^^^ 💡 task 'load'
        //                        ^^^^ 💡 flow 'part'
        try {
          load();
        //^^^^ 💡 task 'load'
        } catch {
          await load();
        }
        [1].forEach(() => {
          load();
        //^^^^ 💡 task 'load'
        });`),
  ));

test('flows in classes, registries and conditionals', () =>
  checkRule(
    noFloatingRun,
    `${head}
      const registry = { load, part };
      class Runs {
        readonly part = part;
        start(first: boolean) {
          this.part();
        //     ^^^^ 💡 flow 'part'
          registry.load();
        //         ^^^^ 💡 task 'load'
          (first ? part : load)();
        //^^^^^^^^^^^^^^^^^^^^^ 💡 The call of
        }
      }
      export { Runs };`,
  ));

test('the types of parameters are believed', () =>
  checkRule(
    noFloatingRun,
    `import type { Flow, Task } from 'millrace';
      export async function go(some: Flow<{}, number>, other: Task<{}, number>) {
        some();
      //^^^^ 💡 The call of this flow is not awaited
        other();
      //^^^^^ 💡 The call of this task is not awaited
        other.submit();
        await some();
      }`,
  ));

test('CommonJS', () =>
  checkRule(
    noFloatingRun,
    `
      const { flow, runDeployment } = require('millrace');
      exports.etl = flow({ name: 'etl' }, async () => {
        runDeployment('a/b');
      //^^^^^^^^^^^^^ 💡 runDeployment()
        return runDeployment('a/c');
      });`,
    { path: 'flows.cjs' },
  ));

test('waiting, pausing and reading what was kept', () =>
  checkRule(
    noFloatingRun,
    `import { flow, pauseFlowRun, resultOf, resumeFlowRun, suspendFlowRun, task, wait } from 'millrace';
      const load = task({ name: 'load' }, async () => 1);
      export const etl = flow({ name: 'etl' }, async () => {
        const futures = [load.submit()];
        wait(futures);
      //^^^^ 💡 wait() is not awaited
        pauseFlowRun({ timeout: 60 });
      //^^^^^^^^^^^^ 💡 pauseFlowRun() is not awaited
        suspendFlowRun();
      //^^^^^^^^^^^^^^ 💡 suspendFlowRun()
        resumeFlowRun('id');
      //^^^^^^^^^^^^^ 💡 resumeFlowRun()
        resultOf(await load.returnState());
      //^^^^^^^^ 💡 resultOf()
        await wait(futures);
        await pauseFlowRun();
        return resultOf(await load.returnState());
      });`,
  ));

test('callbacks of forEach, and lists of promises that nobody takes', () =>
  checkRule(
    noFloatingRun,
    `import { flow, task } from 'millrace';
      const load = task({ name: 'load' }, async ({ node }: { node: string }) => node);
      export const etl = flow({ name: 'etl' }, async ({ nodes, rows }: { nodes: string[]; rows: AsyncIterable<string> & { forEach(f: unknown): Promise<void> } }) => {
        nodes.forEach((node) => load({ node }));
        //                      ^^^^ The call of task 'load' is not awaited
        nodes.forEach(async (node) => {
          await load({ node });
          //    ^^^^ is awaited in a callback of forEach, which waits for none
        });
        nodes.map((node) => load({ node }));
        //                  ^^^^ The call of task 'load' is not awaited
        await rows.forEach(async (node: string) => {
          await load({ node });
        });
        const all = nodes.map((node) => load({ node }));
        return Promise.all([...all, ...nodes.map((node) => load({ node }))]);
      });`,
  ));

test('a chain that takes no failure is as good as none', () =>
  checkRule(
    noFloatingRun,
    wrap(`
        part().then((value) => value);
      //^^^^ 💡 The call of flow 'part' is not awaited
        load().finally(() => undefined);
      //^^^^ 💡 The call of task 'load'
        runDeployment('part/main').then(() => 1).finally(() => 2);
      //^^^^^^^^^^^^^ 💡 runDeployment() is not awaited
        [1].forEach(() => part().then(() => 1));
        //                ^^^^ The call of flow 'part'
        part().then(() => 1, () => 2);
        part().then(() => 1).catch(() => 2);
        await part().then(() => 1);
        void part().then(() => 1);
        const later = part().then(() => 1);
        return later.then(() => part().then(() => 2));`),
  ));

test('a chain gets its await in front', () =>
  checkFix(noFloatingRun, wrap(`  part().then((value) => value);`), wrap(`  await part().then((value) => value);`)));

test('futures that were put into an empty list are waited for', () =>
  checkRule(
    noFloatingRun,
    `import { flow, task } from 'millrace';
      const load = task({ name: 'load' }, async ({ node }: { node: string }) => node);
      export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {
        const futures = [];
        for (const node of nodes) futures.push(load.submit({ node }));
        for (const future of futures) future.result();
        //                                   ^^^^^^ 💡 The wait for this future is not awaited
        for (const future of futures) await future.result();
      });`,
  ));

test('what a timer calls, or a chain goes on with, is awaited by nobody', () =>
  checkRule(
    noFloatingRun,
    wrap(`
        setTimeout(() => part(), 10);
        //               ^^^^ The call of flow 'part' is not awaited
        queueMicrotask(() => load());
        //                   ^^^^ The call of task 'load' is not awaited
        setTimeout(() => part().catch(console.error), 10);
        setTimeout(part, 10);
        const connect = async () => part;
        connect().then((one) => one());
        //                      ^^^ The call of flow 'part' is not awaited
        connect().then(() => load()).finally(() => 1);
        //                   ^^^^ The call of task 'load' is not awaited
        connect().then(() => load()).catch(console.error);
        connect().then(() => load(), console.error);
        //                   ^^^^ The call of task 'load' is not awaited
        await connect().then(() => load());
        const kept = connect().then(() => load());
        part().then(() => load());
      //^^^^ 💡 The call of flow 'part' is not awaited
        part().then(() => 1).then(() => load());
      //^^^^ 💡 The call of flow 'part' is not awaited
        part.call(undefined, {});
        //   ^^^^ 💡 The call of flow 'part' is not awaited
        part.bind(undefined, {});
        return kept;`),
  ));

test('a promise is always true, so asking it says nothing', () => {
  checkRule(
    noFloatingRun,
    `import { flow, task } from 'millrace';
      const isNew = task({ name: 'is-new' }, async ({ node }: { node: string }) => node > 'm');
      export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {
        if (isNew({ node: 'a' })) return [];
        //  ^^^^^ 💡 The call of task 'is-new' gives a promise, which is always true
        while (!isNew({ node: 'b' })) break;
        //      ^^^^^ 💡 always true
        const checks = [isNew, isNew.withOptions({ name: 'is-newer' })];
        const known = checks.some((check) => check({ node: 'c' }));
        //                                   ^^^^^ always true
        const later = nodes.filter(async (node) => await isNew({ node }));
        //                                               ^^^^^ always true
        const kept = nodes.filter((node) => !isNew({ node }));
        //                                   ^^^^^ 💡 always true
        return nodes.filter((node) => isNew({ node }));
        //                            ^^^^^ always true
      });`,
  );
  checkRule(
    noFloatingRun,
    `import { Readable } from 'node:stream';
      import { flow, task } from 'millrace';
      const isNew = task({ name: 'is-new' }, async ({ node }: { node: string }) => node > 'm');
      export const etl = flow({ name: 'etl' }, async ({ nodes, from }: { nodes: string[]; from: Readable }) => {
        if (await isNew({ node: 'a' })) return [];
        const are = await Promise.all(nodes.map((node) => isNew({ node })));
        const kept = Readable.from(nodes).filter((node) => isNew({ node }));
        const given = from.filter((node) => isNew({ node }));
        return [await kept.toArray(), await given.toArray(), nodes.filter((_, at) => are[at])];
      });`,
  );
});

test('a constant may be read by a function above it', () =>
  checkRule(
    noFloatingRun,
    `import { flow, task } from 'millrace';
      export const settled = () => started;
      const load = task({ name: 'load' }, async () => 1);
      export const etl = flow({ name: 'etl' }, async () => {
        async function settle() {
          await loading;
        }
        const loading = load();
        const other = load();
        //            ^^^^ 💡 task 'load' is not awaited
        await settle();
      });
      const started = etl();
      const forgotten = etl();
      //                ^^^ 💡 flow 'etl' is not awaited`,
  ));

test('what is only put into a list that nobody reads is dropped', () =>
  checkRule(
    noFloatingRun,
    `import { flow, task } from 'millrace';
      const load = task({ name: 'load' }, async ({ node }: { node: string }) => node);
      export const lists: Promise<string>[] = [];
      export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {
        const all = [];
        const forgotten = [];
        const _meant = [];
        const counted = [];
        let later = [];
        const shown = () => inFunction;
        const inFunction = [];
        for (const node of nodes) {
          all.push(load({ node }));
          forgotten.push(load({ node }));
          //             ^^^^ 💡 task 'load' is not awaited
          _meant.push(load({ node }));
          lists.push(load({ node }));
          later.push(load({ node }));
          inFunction.push(load({ node }));
          const count = counted.push(load({ node }));
          if (count > 10) break;
        }
        await Promise.all(all);
        return shown();
      });`,
  ));
