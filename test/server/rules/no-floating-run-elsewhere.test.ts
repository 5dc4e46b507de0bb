import { test } from 'node:test';
import { noFloatingRun } from '../../../server/rules/no-floating-run.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

const head = `import { flow, runDeployment, serve, task, waitForFlowRuns } from 'millrace';
const load = task({ name: 'load' }, async () => 1);
const part = flow({ name: 'part' }, async () => 1);
`;
const wrap = (body: string): string => `${head}export const etl = flow({ name: 'etl' }, async () => {\n${body}\n});`;

test('runs that are gathered, and the whole is not awaited', () => {
  checkRule(
    noFloatingRun,
    `${head}export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {
        Promise.all(nodes.map(() => load()));
      //^^^^^^^^^^^ 💡 The call of task 'load' goes into Promise.all(), which is not awaited: the code goes on before it is done, and when
        Promise.all([part(), ...nodes.map(part)]).then(() => 1);
      //^^^^^^^^^^^ 💡 The call of flow 'part' goes into Promise.all()
        const unread = Promise.allSettled(nodes.map(async () => { await load(); }));
        //             ^^^^^^^^^^^^^^^^^^ 💡 goes into Promise.allSettled(), which is not awaited: the code goes on before it is done. Put
        const runs = nodes.map(() => runDeployment('part/main'));
        Promise.race(runs);
      //^^^^^^^^^^^^ 💡 runDeployment() goes into Promise.race()
        Promise.any(load.map({ n: nodes }).map((future) => future.result()));
      //^^^^^^^^^^^ 💡 The wait for this future goes into Promise.any()
        Promise.all(Array.from(nodes, part));
      //^^^^^^^^^^^ 💡 The call of flow 'part'
        Promise.all([...nodes.map(() => part.deploy({ name: 'main' }))]);
      //^^^^^^^^^^^ 💡 deploy() of flow 'part' goes into Promise.all()
        nodes.forEach(() => Promise.all([load(), part()]));
        //                  ^^^^^^^^^^^ The call of task 'load'
      });`,
  );
  checkRule(
    noFloatingRun,
    `${head}const values = [1, 2];
      const same = values;
      const read = async (value: number): Promise<number> => value;
      export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {
        await Promise.all(nodes.map(() => load()));
        void Promise.all(nodes.map(() => load()));
        Promise.all(nodes.map(() => load())).catch(() => 1);
        Promise.all(values.map((value) => read(value)));
        Promise.all(values.filter(Boolean));
        Promise.all([await load(), read(1), nodes.length]);
        Promise.all(same);
        Promise.all();
        const all = Promise.all([part()]);
        await all;
        return Promise.all(nodes.map(() => part()));
      });`,
  );
});

test('await is put in front of what gathers runs', () =>
  checkFix(noFloatingRun, wrap('  Promise.all([load(), part()]);'), wrap('  await Promise.all([load(), part()]);')));

test('runs that a function starts and gives back', () => {
  checkRule(noFloatingRun, {
    'start.ts': `${head}export const start = () => part();
      export async function startAll(nodes: string[]) { return Promise.all(nodes.map(() => load())); }
      export const later = (run: () => Promise<number>) => () => run();
      export const twice = () => start();`,
    'run.ts': `import { start, later, twice } from './start.ts';
      import { flow, task } from 'millrace';
      const load = task({ name: 'load' }, async () => 1);
      const part = flow({ name: 'part' }, async () => 1);
      const some = (on: boolean) => { if (on) return part(); };
      const chosen = (on: boolean) => { if (on) return load(); return load.submit().result(); };
      export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {
        start();
      //^^^^^ 💡 The call of flow 'part' by start() is not awaited: the code goes on
        chosen(true);
      //^^^^^^ 💡 The call of task 'load' by chosen() is not awaited
        some(true);
      //^^^^ 💡 The call of flow 'part' by some()
        later(load)();
      //^^^^^^^^^^^ 💡 The call of task 'load'
        twice();
      //^^^^^ 💡 The call of flow 'part' by twice()
        nodes.forEach(() => start());
        //                  ^^^^^ The call of flow 'part' by start() is not awaited
        if (start()) return 1;
        //  ^^^^^ 💡 The call of flow 'part' by start() gives a promise, which is always true
      });`,
  });
  checkRule(
    noFloatingRun,
    `${head}const log = (text: string) => console.log(text);
      const quiet = async () => { await part(); };
      const saved = async () => { try { return await part(); } catch { return 1; } };
      const either = (on: boolean) => on ? part() : 1;
      const endless = (): Promise<number> => endless();
      function* all() { return part(); }
      class Runner { submit() { return part(); } }
      export const etl = flow({ name: 'etl' }, async () => {
        log('a');
        quiet();
        saved();
        either(true);
        endless();
        all();
        new Runner().submit();
        void start();
        await start();
        return start();
      });
      const start = () => part();`,
  );
});
