import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowNoSubmit } from '../../../server/rules/flow-no-submit.ts';
import { lintFile } from '../../../server/workspace/lint-file.ts';
import { checkFix } from '../../support/check-rule.ts';
import { projectOf } from '../../support/project-of.ts';

test('where it may be one of several flows, it is called as it is chosen', () => {
  const flows = `import { flow } from 'millrace';
const one = flow({ name: 'one' }, async ({ id }: { id: number }) => id);
const other = flow({ name: 'other' }, async ({ id }: { id: number }) => id);
export async function go(quick: boolean) {
  const chosen = quick ? one : other;
`;
  const before = `${flows}  return await chosen.submit({ id: 1 });\n}\n`;
  checkFix(flowNoSubmit, before, `${flows}  return await chosen({ id: 1 });\n}\n`);
  const offered = lintFile(projectOf({ 'flows.ts': before }), 'flows.ts', [{ rule: flowNoSubmit, severity: 'error', options: {} }]);
  assert.deepEqual(
    offered.flatMap(({ fixes }) => fixes.map(({ title }) => title)),
    ["Call flow 'one' as a subflow"],
  );
});

test('a list of submissions becomes a list of what the subflows give', () => {
  const flows = `import { flow } from 'millrace';
const one = flow({ name: 'one' }, async ({ id }: { id: number }) => id);
export const all = flow({ name: 'all' }, async ({ ids }: { ids: number[] }) => {
`;
  const cases = [
    ['return Promise.all(runs.map((run) => run.result()));', 'return Promise.all(runs.map((run) => run));'],
    ['return Promise.all(runs.map(async (run) => await run.result()));', 'return Promise.all(runs.map(async (run) => run));'],
    [
      'let sum = 0;\n  for (const run of runs) sum += await run.result();\n  return sum;',
      'let sum = 0;\n  for (const run of runs) sum += run;\n  return sum;',
    ],
    ["return 'all';", "return 'all';"],
  ] as const;
  for (const [asked, given] of cases)
    checkFix(
      flowNoSubmit,
      `${flows}  const runs = ids.map((id) => one.submit({ id }));\n  ${asked}\n});\n`,
      `${flows}  const runs = await Promise.all(ids.map((id) => one({ id })));\n  ${given}\n});\n`,
    );
  for (const other of [
    'return runs;',
    'return runs.length;',
    'return runs.map((run) => run.state);',
    'return runs.map((run) => runs[0].result());',
    'return runs.map(one.result);',
    'return runs.map((run) => { return run.result(); });',
    'for (const run of runs) console.log(run, await run.result());',
    'for (const { result } of runs) await result();',
  ]) {
    const source = `${flows}  const runs = ids.map((id) => one.submit({ id }));\n  ${other}\n});\n`;
    const [found] = lintFile(projectOf({ 'flows.ts': source }), 'flows.ts', [{ rule: flowNoSubmit, severity: 'error', options: {} }]);
    assert.equal(found?.fixes[0]?.edits(source), undefined, other);
  }
});
