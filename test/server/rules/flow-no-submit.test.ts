import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowNoSubmit } from '../../../server/rules/flow-no-submit.ts';
import { lintFile } from '../../../server/workspace/lint-file.ts';
import { checkFix, checkRule } from '../../support/check-rule.ts';
import { projectOf } from '../../support/project-of.ts';

const head = `import { flow, task } from 'millrace';
export const load = flow({ name: 'load' }, async ({ node }: { node: string }) => node);
`;

test('a flow has no submit, however it is reached', () =>
  checkRule(flowNoSubmit, {
    'flows/load.ts': `
      import { flow } from 'millrace';
      export const load = flow({ name: 'load' }, async () => 1);
      export default flow({ name: 'main' }, async () => 2);
      export const registry = { load };`,
    'flows/index.ts': `export * from './load.ts';`,
    'run.ts': `
      import * as millrace from 'millrace';
      import main, { load as renamed, registry } from './flows/load.ts';
      import * as flows from './flows';
      const local = millrace.flow({ name: 'local' }, async () => 3);
      local.submit();
      //    ^^^^^^ 💡 Flow 'local' has no submit
      main.submit();
      //   ^^^^^^ 💡 Flow 'main' has no submit
      renamed.submit();
      //      ^^^^^^ 💡 Flow 'load' has no submit
      registry.load.submit();
      //            ^^^^^^ 💡 Flow 'load'
      flows.load.submit();
      //         ^^^^^^ 💡 Flow 'load'
      renamed['submit']();
      //      ^^^^^^^^ 💡 Flow 'load'
      local.withOptions({ retries: 1 }).submit();
      //                                ^^^^^^ 💡 Flow 'local'`,
  }));

test('handing submit on is as wrong as calling it', () =>
  checkRule(
    flowNoSubmit,
    `${head}
      const start = load.submit;
      //                 ^^^^^^ Flow 'load' has no submit
      ['a', 'b'].map(load.submit);
      //                  ^^^^^^ Flow 'load' has no submit`,
  ));

test('a parameter or a conditional that can only be a flow counts', () =>
  checkRule(
    flowNoSubmit,
    `${head}
      import type { Flow } from 'millrace';
      const other = flow({ name: 'other' }, async () => 1);
      export function start(any: Flow<{}, number>, first: boolean) {
        any.submit();
        //  ^^^^^^ 💡 This flow has no submit
        (first ? load : other).submit();
        //                     ^^^^^^ 💡 Flow 'load'
      }`,
  ));

test('the message names the three ways out', () =>
  checkRule(
    flowNoSubmit,
    `${head}
      load.submit({ node: 'a' });
      //   ^^^^^^ 💡 Call it as a subflow, start its deployment with runDeployment (timeout 0) and wait for the runs, or make it a task.`,
  ));

test('JavaScript and CommonJS are read, too', () =>
  checkRule(
    flowNoSubmit,
    `
      const { flow } = require('millrace');
      const load = flow({ name: 'load' }, async () => 1);
      load.submit();
      //   ^^^^^^ 💡 Flow 'load'`,
    { path: 'flows.cjs' },
  ));

test('tasks, forms and everything unknown have submit', () =>
  checkRule(
    flowNoSubmit,
    `${head}
      const copy = task({ name: 'copy' }, async () => 1);
      declare const unknown: { submit(): void };
      export function start(form: HTMLFormElement, flow: { submit(): void }, either: boolean) {
        copy.submit();
        unknown.submit();
        form.submit();
        flow.submit();
        (either ? copy : load).submit();
        document.forms[0].submit();
      }`,
  ));

test('the preferred fix calls the flow as a subflow', () => {
  const wrap = (body: string): string => `${head}export const etl = flow({ name: 'etl' }, async () => {\n  ${body}\n});`;
  const cases = [
    ["load.submit({ node: 'a' });", "await load({ node: 'a' });"],
    ["const value = load.submit({ node: 'a' });", "const value = await load({ node: 'a' });"],
    ["await load.submit({ node: 'a' });", "await load({ node: 'a' });"],
    ["const rows = await load.submit({ node: 'a' }).result();", "const rows = await load({ node: 'a' });"],
    ["return load.submit({ node: 'a' }).result();", "return await load({ node: 'a' });"],
    ["return [load.submit({ node: 'a' })];", "return [await load({ node: 'a' })];"],
  ];
  for (const [before = '', after = ''] of cases) checkFix(flowNoSubmit, wrap(before), wrap(after), { title: 'subflow' });
});

test('results that are asked for later are the values that the calls give', () => {
  const wrap = (body: string): string =>
    `${head}export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {\n  ${body}\n});`;
  const cases = [
    [
      "const rows = load.submit({ node: 'a' });\n  return (await rows.result()).length; // of all",
      "const rows = await load({ node: 'a' });\n  return (rows).length; // of all",
    ],
    [
      'const all = [];\n  for (const node of nodes) all.push(load.submit({ node }));\n  for (const one of all) print(await one.result());',
      'const all = [];\n  for (const node of nodes) all.push(await load({ node }));\n  for (const one of all) print(one);',
    ],
    [
      'const all = [];\n  for (const node of nodes) all.push(load.submit({ node }));\n  return Promise.all(all.map((one) => one.result()));',
      'const all = [];\n  for (const node of nodes) all.push(await load({ node }));\n  return Promise.all(all.map((one) => one));',
    ],
    [
      "const one = load.submit({ node: 'a' });\n  return await /* here */ one.result();",
      "const one = await load({ node: 'a' });\n  return await /* here */ one;",
    ],
    ["return Promise.all([load.submit({ node: 'a' }), 1]);", "return Promise.all([load({ node: 'a' }), 1]);"],
  ];
  for (const [before = '', after = ''] of cases) checkFix(flowNoSubmit, wrap(before), wrap(after), { title: 'subflow' });
});

test('where more than results is asked for later, neither the value nor a run will do', () => {
  const copy = `const copy = task({ name: 'copy' }, async () => 'a');\n`;
  const bodies = [
    "const one = load.submit({ node: 'a' });\n  await one.wait(30);",
    "const one = load.submit({ node: 'a' });\n  return one.result({ raiseOnFailure: false });",
    "const all = [load.submit({ node: 'a' }), copy.submit()];\n  for (const one of all) await one.result();",
  ];
  for (const body of bodies) {
    const source = `${head}${copy}export const etl = flow({ name: 'etl' }, async () => {\n  ${body}\n});`;
    const [problem] = lintFile(projectOf({ 'flows.ts': source }), 'flows.ts', [{ rule: flowNoSubmit, severity: 'error', options: {} }]);
    const [subflow, deployment] = problem?.fixes ?? [];
    assert.equal(subflow?.edits(source), undefined, body);
    assert.equal(deployment?.edits(source), undefined, body);
  }
});

test('what was awaited is the result of the task that the flow becomes', () => {
  const wrap = (body: string): string => `${head}export const etl = flow({ name: 'etl' }, async () => {\n  ${body}\n});`;
  checkFix(
    flowNoSubmit,
    wrap("return [await load.submit({ node: 'a' }), load.submit({ node: 'b' })];"),
    wrap("return [await load.submit({ node: 'a' }).result(), load.submit({ node: 'b' })];").replace('load = flow(', 'load = task('),
    { title: 'a task' },
  );
});

test('the fix makes the function of the flow async when it has to', () =>
  checkFix(
    flowNoSubmit,
    `${head}export const etl = flow({ name: 'etl' }, () => load.submit({ node: 'a' }));`,
    `${head}export const etl = flow({ name: 'etl' }, async () => await load({ node: 'a' }));`,
  ));

test('another fix starts the deployment that the project knows', () =>
  checkFix(
    flowNoSubmit,
    `${head}
if (import.meta.main) await load.deploy({ name: 'nightly' });
export const etl = flow({ name: 'etl' }, async () => {
  const run = load.submit({ node: 'a' });
});`,
    `${head.replace('flow, task', 'flow, task, runDeployment')}
if (import.meta.main) await load.deploy({ name: 'nightly' });
export const etl = flow({ name: 'etl' }, async () => {
  const run = await runDeployment('load/nightly', { parameters: { node: 'a' }, timeout: 0 });
});`,
    { title: 'runDeployment' },
  ));

test('in a loop the runs are collected and waited for', () =>
  checkFix(
    flowNoSubmit,
    `${head}
export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {
  for (const node of nodes) {
    load.submit({ node });
  }
});`,
    `${head.replace('flow, task', 'flow, task, runDeployment, waitForFlowRuns')}
export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {
  const runs = [];
  for (const node of nodes) {
    runs.push(await runDeployment('load/load', { parameters: { node }, timeout: 0 }));
  }
  await waitForFlowRuns(runs);
});`,
    { title: 'runDeployment' },
  ));

test('the last fix makes it a task', () =>
  checkFix(
    flowNoSubmit,
    `import { flow } from 'millrace';
const load = flow({ name: 'load' }, async () => 1);
load.submit();`,
    `import { flow, task } from 'millrace';
const load = task({ name: 'load' }, async () => 1);
load.submit();`,
    { title: 'task' },
  ));

test('flows in classes, lists, maps and factories', () =>
  checkRule(
    flowNoSubmit,
    `${head}
      class Flows {
        static readonly nightly = load;
        readonly weekly = flow({ name: 'weekly' }, async () => 1);
        start() {
          return this.weekly.submit();
          //                 ^^^^^^ 💡 Flow 'weekly' has no submit
        }
      }
      const make = (name: string) => flow({ name }, async () => 1);
      const list = [load, make('a')] as const;
      Flows.nightly.submit({ node: 'a' });
      //            ^^^^^^ 💡 Flow 'load'
      list[0].submit({ node: 'a' });
      //      ^^^^^^ 💡 Flow 'load'
      make('b').submit();
      //        ^^^^^^ 💡 has no submit
      const [first] = list;
      first.submit({ node: 'a' });
      //    ^^^^^^ 💡 Flow 'load'`,
  ));

test('in every place of a program', () =>
  checkRule(
    flowNoSubmit,
    `${head}
      export const all = (nodes: string[]) => nodes.map((node) => load.submit({ node }));
      //                                                               ^^^^^^ 💡 Flow 'load'
      export const first = (ok: boolean) => ok && load.submit({ node: 'a' });
      //                                               ^^^^^^ 💡 Flow 'load'
      export const second = (ok: boolean) => (ok ? load.submit({ node: 'a' }) : undefined);
      //                                                ^^^^^^ 💡 Flow 'load'
      export async function* generate() {
        yield load.submit({ node: 'a' });
        //         ^^^^^^ 💡 Flow 'load'
      }
      export const object = { run: () => load.submit({ node: 'a' }), value: load.submit({ node: 'b' }) };
      //                                      ^^^^^^ 💡 Flow 'load'
      //                                                                         ^^^^^^ 💡 Flow 'load'
      try {
        load.submit({ node: 'a' });
        //   ^^^^^^ 💡 Flow 'load'
      } finally {
        load?.submit?.({ node: 'a' });
        //    ^^^^^^ 💡 Flow 'load'
      }`,
  ));

test('where nothing may be awaited the fix does not offer it', () =>
  checkFix(
    flowNoSubmit,
    `import { flow } from 'millrace';
const load = flow({ name: 'load' }, async () => 1);
export function start() {
  load.submit();
}`,
    `import { flow, task } from 'millrace';
const load = task({ name: 'load' }, async () => 1);
export function start() {
  load.submit();
}`,
    { title: 'task' },
  ));

test('what a compiler makes of exports is followed within the file, too', () =>
  checkRule(
    flowNoSubmit,
    `Object.defineProperty(exports, '__esModule', { value: true });
      exports.top = exports.etl = void 0;
      const millrace_1 = require('millrace');
      exports.etl = (0, millrace_1.flow)({ name: 'etl' }, async () => 1);
      exports.plain = { submit() {} };
      exports.top = (0, millrace_1.flow)({ name: 'top' }, async () => {
        exports.plain.submit();
        exports.missing.submit();
        await exports.etl.submit({});
        //                ^^^^^^ 💡 Flow 'etl' has no submit
      });`,
    { path: 'flows.cjs' },
  ));

test('both names are imported, also where a comment stands among those that are', () => {
  const program = (names: string, body: string): string => `import { ${names} } from 'millrace';
export const load = flow({ name: 'load' }, async ({ node }: { node: string }) => node);
export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {
${body}
});`;
  checkFix(
    flowNoSubmit,
    program('/* all */ flow', '  for (const node of nodes) load.submit({ node });'),
    program(
      'runDeployment, waitForFlowRuns, /* all */ flow',
      `  const runs = [];\n  for (const node of nodes) runs.push(await runDeployment('load/load', { parameters: { node }, timeout: 0 }));\n  await waitForFlowRuns(runs);`,
    ),
    { title: 'behind the loop' },
  );
});

test('runs are collected under a name that is free, and only where there is room before the loop', () => {
  const intro = `import { flow, runDeployment, waitForFlowRuns } from 'millrace';
export const load = flow({ name: 'load' }, async ({ node }: { node: string }) => node);
export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => {
`;
  const title = 'behind the loop';
  checkFix(
    flowNoSubmit,
    `${intro}\tconst runs = nodes.length\n\tfor (const node of nodes) load.submit({ node /* one */ })\n\treturn runs\n});`,
    `${intro}\tconst runs = nodes.length\n\tconst flowRuns = [];\n\tfor (const node of nodes) flowRuns.push(await runDeployment('load/load', { parameters: { node /* one */ }, timeout: 0 }))\n\tawait waitForFlowRuns(flowRuns);\n\treturn runs\n});`,
    { title },
  );
  for (const before of ['if (nodes.length > 1) ', 'if (nodes.length > 1)\n  ', 'outer: ']) {
    const text = `${intro}  ${before}for (const node of nodes) load.submit({ node });\n});`;
    assert.throws(() => checkFix(flowNoSubmit, text, text, { title }), /does not fit/);
  }
  checkFix(
    flowNoSubmit,
    `${intro}  while (true) load.submit({ node: 'a' });\n});`,
    `${intro}  while (true) await runDeployment('load/load', { parameters: { node: 'a' }, timeout: 0 });\n});`,
    { title: 'without waiting' },
  );
});

test('what Promise.all waits for is not awaited by itself', () => {
  const text = (call: string): string => `import { flow, runDeployment } from 'millrace';
export const load = flow({ name: 'load' }, async ({ node }: { node: string }) => node);
export const etl = flow({ name: 'etl' }, async ({ nodes }: { nodes: string[] }) => Promise.all(nodes.map((node) => ${call})));
`;
  const before = text('load.submit({ node })');
  checkFix(flowNoSubmit, before, text('load({ node })'), { title: 'as a subflow' });
  checkFix(flowNoSubmit, before, text("runDeployment('load/load', { parameters: { node }, timeout: 0 })"), { title: 'runDeployment' });
  checkFix(
    flowNoSubmit,
    before,
    text('load.submit({ node }).result()').replace('runDeployment }', 'runDeployment, task }').replace('load = flow(', 'load = task('),
    { title: 'a task' },
  );
  const alone = before.replace('Promise.all(nodes.map((node) => load.submit({ node })))', 'nodes.map((node) => load.submit({ node }))');
  assert.throws(() => checkFix(flowNoSubmit, alone, alone, { title: 'as a subflow' }), /does not fit/);
});

test('a flow that is said to be one by its type is not made a task', () => {
  const text = `import { flow, type Flow } from 'millrace';
const load: Flow<{}, number> = flow({ name: 'load' }, async () => 1);
export const etl = flow({ name: 'etl' }, async () => { load.submit({}); });
`;
  assert.throws(() => checkFix(flowNoSubmit, text, text, { title: 'a task' }), /does not fit/);
});

test('whether something has a submit may be asked', () =>
  checkRule(
    flowNoSubmit,
    `import { flow } from 'millrace';
      const etl = flow({ name: 'etl' }, async () => 1);
      if (typeof etl.submit === 'function') throw new Error('no flow');
      const has = etl.submit !== undefined;
      if (etl.submit) throw new Error(String(has));
      const { length } = [etl.submit];
      //                      ^^^^^^ Flow 'etl' has no submit
      export { length };`,
  ));

test('what closes a cast stays where the method goes', () => {
  const intro = `import { flow } from 'millrace';\nconst etl = flow({ name: 'etl' }, async () => 1);\n`;
  const go = (body: string): string => `${intro}export const go = flow({ name: 'go' }, async () => {\n  ${body}\n});\n`;
  for (const [before, after] of [
    ['await (etl as any).submit({});', 'await (etl as any)({});'],
    ['await etl!.submit({});', 'await etl!({});'],
    ["await (<any>etl)['submit']({});", 'await (<any>etl)({});'],
    ['await etl\n    .submit({});', 'await etl({});'],
    ['await etl?.submit({});', 'await etl({});'],
  ] as const) {
    checkFix(flowNoSubmit, go(before), go(after), { title: 'subflow' });
  }
});
