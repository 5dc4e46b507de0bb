import { test } from 'node:test';
import { futureNotResolved } from '../../../server/rules/future-not-resolved.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';

const head = `import { flow, runDeployment, task } from 'millrace';
const count = task({ name: 'count' }, async ({ of = 'x' }: { of?: string }) => of.length);
const report = task({ name: 'report' }, async ({ rows }: { rows: number }) => rows);
`;
const wrap = (body: string): string => `${head}export const etl = flow({ name: 'etl' }, async () => {\n${body}\n});`;

test('a future that is submitted under a condition may be missing, and whether it is may be asked', () =>
  checkRule(
    futureNotResolved,
    `import { flow, task } from 'millrace';
      const load = task({ name: 'load' }, async () => 1);
      export const etl = flow({ name: 'etl' }, async ({ wanted }: { wanted: boolean }) => {
        const first = wanted && load.submit();
        if (first) await first.result();
        const second = wanted ? load.submit() : undefined;
        if (second !== undefined) await second.result();
        const third = load.submit();
        if (third) return third.result();
        //  ^^^^^ 💡 an object is always true
        return 1;
      });`,
  ));

test('a future in texts, calculations, conditions and loops is reported', () =>
  checkRule(
    futureNotResolved,
    wrap(`
        const rows = count.submit({});
        const text = \`rows: \${rows}\`;
        //                    ^^^^ 💡 This is the future of task 'count', not its value: the text shows an object
        const more = rows + 1;
        //           ^^^^ 💡 calculations and comparisons with an object give nonsense
        if (rows) return text;
        //  ^^^^ 💡 an object is always true
        for (const row of rows) console.log(row);
        //                ^^^^ 💡 a future cannot be iterated, so this throws
        return [...rows, more];
        //         ^^^^ 💡 a future cannot be iterated`),
  ));

test('members that futures do not have are reported', () =>
  checkRule(
    futureNotResolved,
    wrap(`
        const rows = count.submit({});
        await rows.then((value) => value);
        //    ^^^^ 💡 a future is not a promise and has no then. Its result() is one.
        const length = rows.length;
        //             ^^^^ 💡 a future has no 'length', so this is undefined
        return count.submit({}).data ?? length;
        //     ^^^^^^^^^^^^^^^^ 💡 a future has no 'data'`),
  ));

test('a list of futures has no then', () =>
  checkRule(
    futureNotResolved,
    wrap(`
        const all = count.map({ of: ['a', 'b'] });
        await all.then(() => 1);
        //    ^^^ 💡 a list of futures is not a promise
        for (const future of all) await future.result();
        return [...all, all.length];`),
  ));

test('futures that are resolved, handed to tasks or asked rightly are silent', () =>
  checkRule(
    futureNotResolved,
    wrap(`
        const rows = count.submit({});
        report.submit({ rows });
        await report({ rows });
        await runDeployment('part/main', { parameters: { rows } });
        const value = await rows.result();
        const text = \`\${value} \${rows.taskName} \${rows.state?.name}\`;
        if (await rows.wait(10)) return text + value;
        const list = [rows];
        list.push(count.submit({}));
        console.log(rows);
        return rows;`),
  ));

test('asking whether there is a future yet, or what it is, is right', () =>
  checkRule(
    futureNotResolved,
    wrap(`
        let rows;
        if (Date.now() % 2 === 0) rows = count.submit({});
        if (rows) await rows.result();
        if (rows !== undefined && rows instanceof Object) return 1;
        const first = count.submit({});
        return first instanceof Object ? first.result() : undefined;`),
  ));

test('what a task of another file gives is known, too', () =>
  checkRule(futureNotResolved, {
    'count.ts': `${head} export { count };`,
    'etl.ts': `
      import { flow } from 'millrace';
      import * as tasks from './count.ts';
      export const etl = flow({ name: 'etl' }, async () => {
        const rows = tasks.count.submit({});
        const patient = tasks.count.withOptions({ retries: 1 }).submit({});
        return [\`\${rows}\`, patient * 2];
        //         ^^^^ 💡 of task 'count'
        //                 ^^^^^^^ 💡 of task 'count'
      });`,
  }));

test('values of other things are left alone', () =>
  checkRule(
    futureNotResolved,
    `${head}
      export async function go(form: { submit(): number }) {
        const sent = form.submit();
        const value = await count({});
        return sent + value + \`\${sent}\`.length;
      }`,
  ));

test('the fix awaits the result', () => {
  checkFix(
    futureNotResolved,
    wrap('  const rows = count.submit({});\n  return rows + 1;'),
    wrap('  const rows = count.submit({});\n  return (await rows.result()) + 1;'),
  );
  checkFix(futureNotResolved, wrap('  if (count.submit({})) return 1;'), wrap('  if (await count.submit({}).result()) return 1;'));
  checkFix(futureNotResolved, wrap('  use(count.submit({}).length);'), wrap('  use((await count.submit({}).result()).length);'));
});

test('what is put in stays apart from the line before, and promises are asked of the result', () => {
  const start = `import { flow, task } from 'millrace'
const list = task({ name: 'list' }, async () => ['a'])
export const etl = flow({ name: 'etl' }, async () => {
  const names = list.submit()
`;
  const lines: Readonly<Record<string, string>> = {
    '  names.map((name) => name)': '  ;(await names.result()).map((name) => name)',
    "  console.log('a') // why\n\n\tnames.sort()": "  console.log('a') // why\n\n\t;(await names.result()).sort()",
    '  if (start)\n    names.sort()': '  if (start)\n    (await names.result()).sort()',
    '  void 0;\n  names.sort();': '  void 0;\n  (await names.result()).sort();',
    [`  const text = \`\${names}\``]: `  const text = \`\${await names.result()}\``,
    '  const all = [...names]': '  const all = [...await names.result()]',
    '  for (const name of names) name.trim()': '  for (const name of await names.result()) name.trim()',
    '  return names.then((all) => all)': '  return names.result().then((all) => all)',
  };
  for (const [before, after] of Object.entries(lines)) checkFix(futureNotResolved, `${start}${before}\n})\n`, `${start}${after}\n})\n`);
});

test('lists, maps and functions may have no future, and whether they do may be asked', () =>
  checkRule(
    futureNotResolved,
    wrap(`
        const futures = ['a', 'b'].map((of) => count.submit({ of }));
        const byName = new Map(futures.map((future) => [future.taskName, future]));
        const start = (of: string) => { if (of !== '') return count.submit({ of }); };
        if (byName.get('a')) await byName.get('a')?.result();
        const found = byName.get('b');
        if (found) await found.result();
        const first = futures[0];
        if (first) await first.result();
        const [second] = futures;
        if (!second) return;
        const started = start('a');
        if (started) await started.result();
        if (start('b')) return;
        if (count.submit({})) return;
        //  ^^^^^^^^^^^^^^^^ 💡 an object is always true`),
  ));

test('whether two futures are the same may be asked', () =>
  checkRule(
    futureNotResolved,
    wrap(`
        const futures = ['a', 'b'].map((of) => count.submit({ of }));
        const slow = count.submit({});
        const others = futures.filter((future) => future !== slow && future !== undefined);
        for (const future of futures) {
          if (future === 3) return others;
          //  ^^^^^^ 💡 calculations and comparisons
          if (future > slow.taskName.length) return others;
          //  ^^^^^^ 💡 calculations and comparisons
        }`),
  ));

test('a future has no parts to take', () =>
  checkRule(
    futureNotResolved,
    wrap(`
        const rows = count.submit({});
        const { length } = rows;
        //                 ^^^^ 💡 a future has no 'length', so this is undefined
        const { data: first } = count.submit({});
        //                      ^^^^^^^^^^^^^^^^ 💡 a future has no 'data'
        const [one] = rows;
        //            ^^^^ 💡 a future cannot be iterated
        const { taskName } = rows;
        const { ...copy } = rows;
        const [all] = count.map({ of: ['a'] });
        return [length, first, one, taskName, copy, all];`),
  ));

test('futures in lists, objects, sums and conversions', () =>
  checkRule(
    futureNotResolved,
    wrap(`
        const kept = { rows: count.submit(), day: 'monday' };
        const list = [count.submit()];
        let sum = 0;
        sum += list[0];
        //     ^^^^^^^ 💡 calculations and comparisons
        sum += kept.rows;
        //     ^^^^^^^^^ 💡 calculations and comparisons
        const text = \`\${kept.day} \${kept.rows} \${kept.rows.length}\`;
        //                          ^^^^^^^^^ 💡 the text shows an object
        //                                       ^^^^^^^^^ 💡 a future has no 'length'
        const more = String(list[0]) + Number(list[0]);
        //                  ^^^^^^^ 💡 the text shows an object
        //                                    ^^^^^^^ 💡 calculations and comparisons
        const late: Record<string, unknown> = { rows: count.submit() };
        late.rows = await list[0].result();
        const replaced = late.rows + 1;
        const pushed = [count.submit()];
        pushed.push(count.submit(), ...list);
        const last = pushed[0] - 1;
        //           ^^^^^^^^^ 💡 calculations and comparisons
        return { sum, text, more, replaced, last, name: kept.rows.taskName };`),
  ));
