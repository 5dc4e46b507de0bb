import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lintFile } from '../../../server/workspace/lint-file.ts';
import { recommended } from '../../support/check-rule.ts';
import { projectOf } from '../../support/project-of.ts';

/** Mistakes in forms that the tests of their rules do not have: each is found by its rule, and by no other one. */
const head = `import { flow, getRunLogger, isCompleted, runDeployment, task, waitForFlowRuns } from 'millrace';
const load = task({ name: 'load' }, async ({ node }: { node: string }) => node);
const part = flow({ name: 'part' }, async ({ day }: { day: string }) => day);
`;

/** Rule, form, program, and what of it is marked. */
const programs: readonly [string, string, string, string][] = [
  ['flow-no-submit', 'optional call', `export const go = () => part?.submit({ day: 'a' });`, 'submit'],
  ['flow-no-submit', 'index', `export const go = () => part['submit']({ day: 'a' });`, "'submit'"],
  ['flow-no-submit', 'chosen', `export const go = (on: boolean) => (on ? part : part.withOptions({ name: 'p2' })).submit({});`, 'submit'],
  ['flow-no-submit', 'field', `export class Job { private readonly run = part; go() { return this.run.submit({}); } }`, 'submit'],
  ['flow-no-submit', 'handed on', `export const go = (days: string[]) => days.map(part.submit);`, 'submit'],
  [
    'flow-no-map',
    'variant',
    `const fast = part.withOptions({ retries: 1, retryDelaySeconds: 1 });\nexport const go = () => fast.map({ day: ['a'] });`,
    'map',
  ],
  ['flow-no-map', 'parameter with its type', `import type { Flow } from 'millrace';\nexport const go = (one: Flow) => one.map({});`, 'map'],
  ['no-floating-run', 'arrow in a flow', `export const top = flow({ name: 'top' }, async () => {\n  part({ day: 'a' });\n});`, 'part'],
  [
    'no-floating-run',
    'variable that nobody reads',
    `export const top = flow({ name: 'top' }, async () => {\n  const run = part({ day: 'a' });\n});`,
    'part',
  ],
  [
    'no-floating-run',
    'branch',
    `export const top = flow({ name: 'top' }, async () => {\n  if (Date.now() > 1) load({ node: 'a' });\n  else await load({ node: 'b' });\n});`,
    'load',
  ],
  [
    'no-floating-run',
    'wait for a future',
    `export const top = flow({ name: 'top' }, async () => {\n  load.submit({ node: 'a' }).wait();\n});`,
    'wait',
  ],
  [
    'no-await-submit',
    'nested in a call',
    `export const top = flow({ name: 'top' }, async () => JSON.stringify(await load.submit({ node: 'a' })));`,
    'submit',
  ],
  [
    'no-await-submit',
    'variant',
    `export const top = flow({ name: 'top' }, async () => {\n  return [await load.withOptions({ tags: ['a'] }).submit({ node: 'a' })];\n});`,
    'submit',
  ],
  [
    'future-not-resolved',
    'calculated with',
    `const count = task({ name: 'count' }, async () => 1);\nexport const top = flow({ name: 'top' }, async () => 1 + (count.submit() as unknown as number));`,
    'count.submit()',
  ],
  [
    'future-not-resolved',
    'text',
    `export const top = flow({ name: 'top' }, async () => {\n  const one = load.submit({ node: 'a' });\n  getRunLogger().info(\`loaded \${one}\`);\n  return one;\n});`,
    'one',
  ],
  [
    'future-not-resolved',
    'loop',
    `export const top = flow({ name: 'top' }, async () => {\n  for (const row of load.submit({ node: 'a' })) getRunLogger().info(row);\n});`,
    "load.submit({ node: 'a' })",
  ],
  ['no-positional-parameters', 'submit', `export const top = flow({ name: 'top' }, async () => load.submit('a').result());`, "'a'"],
  ['no-positional-parameters', 'a constant', `const day = '2027-01-01';\nexport const go = async () => part(day);`, 'day'],
  [
    'run-deployment-without-wait',
    'while',
    `export const top = flow({ name: 'top' }, async () => {\n  let n = 3;\n  while (n-- > 0) await runDeployment('part/a', { parameters: { day: 'a' }, timeout: 0 });\n});`,
    'runDeployment',
  ],
  [
    'flow-run-outcome-ignored',
    'arrow block',
    `export const go = async () => {\n  await runDeployment('part/a', { parameters: { day: 'a' }, timeout: 9 });\n};`,
    'runDeployment',
  ],
  [
    'lost-task-failure',
    'nested object',
    `export const top = flow({ name: 'top' }, async () => ({ all: { first: load.submit({ node: 'a' }) } }));`,
    "load.submit({ node: 'a' })",
  ],
  ['retry-without-delay', 'constant', `const retries = 4;\nexport const one = task({ name: 'one', retries }, async () => 1);`, 'retries'],
  [
    'retry-without-delay',
    'class member',
    `export class Tasks {\n  static one = task({ name: 'one', retries: 2 }, async () => 1);\n}`,
    'retries',
  ],
  ['retry-without-delay', 'variant', `export const one = part.withOptions({ name: 'one', retries: 2 });`, 'retries'],
  ['timeout-unit', 'wait', `export const go = async () => waitForFlowRuns([], { timeout: 60_000 });`, '60_000'],
  [
    'timeout-unit',
    'list of delays',
    `export const one = task({ name: 'one', retries: 2, retryDelaySeconds: [1000, 5] }, async () => 1);`,
    '1000',
  ],
  ['unknown-option', 'variant', `export const one = part.withOptions({ name: 'one', retires: 2 });`, 'retires'],
  [
    'unknown-option',
    'run',
    `export const go = async () => isCompleted((await runDeployment('part/a', { paramters: { day: 'a' }, timeout: 9 })).state);`,
    'paramters',
  ],
  [
    'template-unknown-parameter',
    'task',
    `export const one = task({ name: 'one', taskRunName: 'one-{nod}' }, async ({ node }: { node: string }) => node);`,
    '{nod}',
  ],
  [
    'unknown-logger-method',
    'in a catch',
    `export const top = flow({ name: 'top' }, async () => {\n  const log = getRunLogger();\n  return await part({ day: 'a' }).catch((error: unknown) => void log.warn(String(error)));\n});`,
    'warn',
  ],
  ['template-unknown-parameter', 'variant', `export const one = part.withOptions({ name: 'one', flowRunName: 'one-{date}' });`, '{date}'],
  ['anonymous-flow', 'default export', `export default flow(async () => 1);`, 'flow'],
  ['anonymous-flow', 'class member', `export class Flows {\n  static readonly one = flow({ retries: 0 }, async () => 1);\n}`, 'flow'],
  [
    'duplicate-flow-name',
    'class member',
    `export class Flows {\n  static readonly one = task({ name: 'part' }, async () => 1);\n  static readonly two = flow({ name: 'two' }, async () => 1);\n}\nconst again = flow({ name: 'two' }, async () => again);`,
    "'two'",
  ],
  [
    'swallowed-cancellation',
    'callback in a loop',
    `export const top = flow({ name: 'top' }, async ({ days }: { days: string[] }) => {\n  do {\n    try {\n      await part({ day: 'a' });\n    } catch {}\n  } while (days.pop() !== undefined);\n});`,
    'catch',
  ],
  [
    'blocking-call-in-flow',
    'renamed import',
    `import { execSync as run } from 'node:child_process';\nexport const one = task({ name: 'one' }, async () => run('ls').toString());`,
    'run',
  ],
  [
    'mutated-outer-variable-in-task',
    'method',
    `const seen: string[] = [];\nexport const one = task({ name: 'one' }, async function one({ node }: { node: string }) {\n  seen.push(node);\n});`,
    'seen.push(node)',
  ],
  [
    'secret-in-parameter',
    'constant',
    `const apiKey = 'k3y-0f-the-h0use';\nexport const go = async () => waitForFlowRuns([await runDeployment('other/a', { parameters: { apiKey }, timeout: 0 })]);`,
    "'k3y-0f-the-h0use'",
  ],
  [
    'non-serializable-parameter',
    'nested',
    `export const go = async () => waitForFlowRuns([await runDeployment('other/a', { parameters: { a: { b: [() => 1] } }, timeout: 0 })]);`,
    '() => 1',
  ],
  [
    'non-serializable-result',
    'function expression',
    `export const one = task({ name: 'one', persistResult: true }, async function () {\n  return { undo: () => 1 };\n});`,
    '() => 1',
  ],
  [
    'cache-key-ignores-parameters',
    'constant',
    `const key = () => 'all';\nexport const one = task({ name: 'one', cacheKeyFn: key }, async ({ node }: { node: string }) => node);`,
    'key',
  ],
  [
    'nested-flow-not-deployable',
    'arrow',
    `export const go = async () => {\n  const inner = flow({ name: 'inner' }, async () => 1);\n  await inner.deploy({ name: 'a', workPoolName: 'p' });\n};`,
    "'a'",
  ],
  ['task-called-outside-flow', 'program', `if (import.meta.main) await load({ node: 'a' });`, 'load'],
];

for (const [rule, form, program, marked] of programs) {
  test(`${rule} finds its mistake: ${form}`, () => {
    const source = head + program;
    const found = lintFile(projectOf({ '/p/flows.ts': source }), '/p/flows.ts', recommended);
    const ids = new Set(found.map(({ ruleId }) => ruleId));
    assert.deepEqual([...ids], [rule], found.map(({ ruleId, message }) => `${ruleId}: ${message}`).join('\n'));
    assert.ok(
      found.some(({ span }) => source.slice(span.start, span.end) === marked),
      found.map(({ span }) => source.slice(span.start, span.end)).join(' | '),
    );
  });
}
