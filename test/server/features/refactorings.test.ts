import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { refactorings } from '../../../server/features/refactorings.ts';
import { applyTextEdits, viewAt } from '../../support/check-feature.ts';

/** The text after the refactoring of a kind at the cursor; undefined where it is not offered. */
async function rewritten(source: string, kind: string): Promise<string | undefined> {
  const view = viewAt(source);
  const actions = await refactorings(view, { start: view.offset, end: view.offset });
  const [edits] = Object.values(actions.find((action) => action.kind === `refactor.rewrite.${kind}`)?.edit?.changes ?? {});
  return edits && applyTextEdits(view.text, edits);
}

const asTask = (task: string, body: string): string =>
  `import { task, flow } from 'millrace';\nconst go = task(${task});\nexport const etl = flow({ name: 'etl' }, async () => {\n  ${body}\n});\n`;

const deployable: readonly [string, string, string, string | undefined][] = [
  [
    'a parameter is handed on by its name',
    "{ name: 'go' }, async (p: { a: string }) => p.a",
    "go.sub‸mit({ a: '' });",
    'async (p: { a: string }) => go(p));',
  ],
  ['a task without parameters', "{ name: 'go' }, async () => 1", 'go.sub‸mit();', 'async () => go());'],
  ['a name with a quote', `{ name: "it's" }, async () => 1`, 'go.sub‸mit();', String.raw`runDeployment('it\'s/it\'s', {`],
  ['a name that is taken', "{ name: 'go' }, async () => 1", 'const goFlow = 1; go.sub‸mit();', 'export const goFlow2 = '],
  ['not a parameter under another name', "{ name: 'go' }, async ({ a: b }: { a: string }) => b", "go.sub‸mit({ a: '' });", undefined],
  ['not what collects the rest', "{ name: 'go' }, async ({ a, ...b }: { a: string }) => [a, b]", "go.sub‸mit({ a: '' });", undefined],
  [
    'not a future that is asked for its result',
    "{ name: 'go' }, async () => 1",
    'const future = go.sub‸mit(); await future.result();',
    undefined,
  ],
  ['not a future that is asked at once', "{ name: 'go' }, async () => 1", 'await go.sub‸mit().result();', undefined],
];

for (const [what, task, body, expected] of deployable) {
  test(`as a deployed flow: ${what}`, async () => {
    const after = await rewritten(asTask(task, body), 'deployed');
    if (expected === undefined) assert.equal(after, undefined);
    else assert.ok(after?.includes(expected), after);
  });
}

test('what it needs comes from where the file has the SDK', async () => {
  const text = asTask("{ name: 'go' }, async () => 1", 'go.sub‸mit();').replace("'millrace'", "'npm:millrace@1'");
  const after = await rewritten(text, 'deployed');
  assert.ok(after?.startsWith("import { task, flow, runDeployment } from 'npm:millrace@1';"), after);
  assert.ok(after?.includes('await runDeployment('), after);
});

test('nothing is offered where a name that it needs means something else', async () => {
  const text = asTask("{ name: 'go' }, async () => 1", 'go.sub‸mit();');
  assert.equal(await rewritten(`${text}const runDeployment = 1;`, 'deployed'), undefined);
});

const retried: readonly [string, string, string | undefined][] = [
  ['beside a delay that is there', "{ name: 'go', retryDelaySeconds: 5 }", "{ name: 'go', retryDelaySeconds: 5, retries: 3 }"],
  ['in lines of their own', "{\n  name: 'go',\n}", "{\n  name: 'go',\n  retries: 3,\n  retryDelaySeconds: [1, 10, 60],\n}"],
  ['behind what is spread', "{ name: 'go', ...base }", "{ name: 'go', ...base, retries: 3, retryDelaySeconds: [1, 10, 60] }"],
  ['not where what is spread has them', "{ name: 'go', ...own }", undefined],
];

for (const [what, options, expected] of retried) {
  test(`retries stand ${what}`, async () => {
    const source = `import { task } from 'millrace';\nconst base = { tags: ['x'] };\nconst own = { retries: 1 };\nexport const g‸o = task(${options}, async () => 1);\n`;
    const after = await rewritten(source, 'retries');
    if (expected === undefined) assert.equal(after, undefined);
    else assert.ok(after?.includes(`task(${expected}, async`), after);
  });
}

describe('a submitted task becomes a deployed flow', () => {
  const source = (call: string, async = 'async ') => `import { task, flow } from 'millrace';
const load = task({ name: 'load' }, async ({ node, limit = 3 }: { node: string; limit?: number }) => [node, limit]);
export const etl = flow({ name: 'etl' }, ${async}() => {
  ${call}
});
`;
  const deployed = (call: string, async?: string): Promise<string | undefined> => rewritten(source(call, async), 'deployed');
  const wrapper = `export const loadFlow = flow({ name: 'load' }, async ({ node, limit = 3 }: { node: string; limit?: number }) => load({ node, limit }));`;

  test('with a flow around the task and a run that is not waited for', async () => {
    const after = (await deployed(`const run = lo‸ad.submit({ node: 'a' });`)) ?? '';
    assert.ok(after.includes(wrapper), after);
    assert.ok(after.includes(`const run = await runDeployment('load/load', { parameters: { node: 'a' }, timeout: 0 });`), after);
    assert.match(after, /import \{ task, flow, runDeployment \}/);
  });

  const read: readonly [string, string][] = [
    ['that goes into another task', `const first = lo‸ad.submit({ node: 'a' }); await load({ node: first });`],
    ['that is put into a list', `const all = []; all.push(lo‸ad.submit({ node: 'a' })); await wait(all);`],
    ['in a list that is made of others', `const all = ['a'].map((node) => lo‸ad.submit({ node })); await wait(all);`],
    ['that is waited for', `await wait([lo‸ad.submit({ node: 'a' })]);`],
    ['in an object', `const all = { a: lo‸ad.submit({ node: 'a' }) }; await all.a.result();`],
    ['that the flow gives back', `return lo‸ad.submit({ node: 'a' });`],
  ];
  for (const [what, body] of read) test(`not a future ${what}`, async () => assert.equal(await deployed(body), undefined));

  test('not where no other definition may follow', async () => {
    const inside = `import { flow, task } from 'millrace';
export const etl = flow({ name: 'etl' }, async () => {
  const load = task({ name: 'load' }, async ({ node }: { node: string }) => node);
  lo‸ad.submit({ node: 'a' });
});
`;
    const among = `import { flow, task } from 'millrace';
const load = task({ name: 'load' }, async ({ node }: { node: string }) => node),
  other = 1;
export const etl = flow({ name: 'etl' }, async () => {
  lo‸ad.submit({ node: 'a' });
});
`;
    for (const text of [inside, among]) assert.equal(await rewritten(text, 'deployed'), undefined);
  });

  test('not where nothing can be awaited', async () => {
    assert.equal(await deployed(`const run = lo‸ad.submit({ node: 'a' });`, ''), undefined);
  });
});
