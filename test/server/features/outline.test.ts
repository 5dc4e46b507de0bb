import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { incomingCalls, outgoingCalls, prepareCallHierarchy } from '../../../server/features/call-hierarchy.ts';
import { flowGraph } from '../../../server/features/flow-graph.ts';
import { flowMeant, listFlows, relativePath } from '../../../server/features/flows.ts';
import { foldingRanges } from '../../../server/features/folding.ts';
import { inlayHints } from '../../../server/features/inlay-hints.ts';
import { lenses } from '../../../server/features/lenses.ts';
import { documentSymbols, workspaceSymbols } from '../../../server/features/symbols.ts';
import { coveredBy, rangeText, viewAt } from '../../support/check-feature.ts';
import { sample, serverFacts } from '../../support/sample.ts';

const now = new Date('2026-03-01T00:00:00Z');

test('document symbols nest parameters and deployments, and their selections are inside', () => {
  const { file } = viewAt(sample());
  const symbols = documentSymbols(file);
  assert.deepEqual(
    symbols.map(({ name, detail, children }) => [name, detail, children?.map((child) => child.name)]),
    [
      ['load', 'task', ['node']],
      ['etl', 'flow', ['nodes', 'mode', 'etl/nightly']],
      ['top', 'flow', []],
    ],
  );
  for (const { range, selectionRange } of symbols.flatMap((symbol) => [symbol, ...(symbol.children ?? [])])) {
    const inside = range.start.line <= selectionRange.start.line && range.end.line >= selectionRange.end.line;
    assert.ok(inside, `${rangeText(selectionRange)} in ${rangeText(range)}`);
  }
});

test('what is named by a text that is still empty has a name in the outline, without which editors show none', () => {
  const view = viewAt(`import { flow, task } from 'millrace';
export const etl = flow({ name: '' }, async ({ '': day }: { '': string }) => day);
flow({ name: '' }, async () => 1);
export const load = task({ name: '' }, async () => 1);
export const make = (made: string) => flow({ name: made }, async () => 1).deploy({ name: '' });
`);
  const symbols = documentSymbols(view.file);
  assert.deepEqual(symbols.flatMap(({ name, children = [] }) => [name, ...children.map((child) => child.name)]).toSorted(), [
    "''",
    '(deployment)',
    '(flow without a fixed name)',
    '(flow without a fixed name)',
    'etl',
    'load',
  ]);
  assert.ok(workspaceSymbols(view, '').every(({ name }) => name !== ''));
});

const queries: readonly [string, string[]][] = [
  ['', ['load', 'etl', 'top', 'etl/nightly']],
  ['nightly', ['etl/nightly']],
  ['ETL', ['etl', 'etl/nightly']],
  ['etl nightly', ['etl/nightly']],
  ['en', ['etl/nightly']],
  ['xyz', []],
];

for (const [query, expected] of queries) {
  test(`workspace symbols for "${query}"`, () =>
    assert.deepEqual(
      workspaceSymbols(viewAt(sample()), query)
        .map(({ name }) => name)
        .toSorted(),
      expected.toSorted(),
    ));
}

test('inlay hints say crons in words with the next time, and intervals in larger units', async () => {
  const view = viewAt(
    sample().replace("parameters: { mode: 'full' },", "parameters: { mode: 'full' },\n  schedules: [{ interval: 5400 }],"),
  );
  const labels = (await inlayHints(view.file, now)).map(({ label }) => label);
  assert.ok(labels.includes('At 06:00, Monday through Friday · next Mon 2 Mar 06:00'));
  const only = viewAt(sample().replace("cron: '0 6 * * 1-5'", 'interval: 5400'));
  assert.deepEqual(
    (await inlayHints(only.file, now)).map(({ label }) => label),
    ['Every 1 h 30 min'],
  );
});

test('a cron that never fires says so, and one that cannot be read says nothing', async () => {
  const never = viewAt(sample().replace('0 6 * * 1-5', '0 0 31 2 *'));
  assert.match(String((await inlayHints(never.file, now))[0]?.label), /never fires/);
  const broken = viewAt(sample().replace('0 6 * * 1-5', '0 6'));
  assert.deepEqual(await inlayHints(broken.file, now), []);
});

const zones: readonly [string, string][] = [
  ['half typed', "timezone: 'Europe/'"],
  ['known when it runs', 'timezone: process.env.TZ'],
  ['perhaps among what is spread', '...JSON.parse(settings)'],
];

for (const [what, zone] of zones) {
  test(`when a schedule comes is not said where its time zone is ${what}`, async () => {
    const hintsOf = async (schedule: string) =>
      (await inlayHints(viewAt(sample().replace("cron: '0 6 * * 1-5',\n  timezone: 'Europe/Berlin'", schedule)).file, now)).map(
        ({ label }) => label,
      );
    assert.deepEqual(await hintsOf(`${zone}, cron: '0 6 * * 1-5'`), ['At 06:00, Monday through Friday']);
    assert.deepEqual(await hintsOf(`${zone}, rrule: 'FREQ=DAILY'`), []);
  });
}

test('a recurrence rule shows its next time in its zone, or that it is over; one that cannot be read says nothing', async () => {
  const hintsOf = async (rrule: string) =>
    (await inlayHints(viewAt(sample().replace("cron: '0 6 * * 1-5'", `rrule: '${rrule}'`)).file, now)).map(({ label }) => label);
  assert.deepEqual(await hintsOf('FREQ=WEEKLY;BYDAY=MO;BYHOUR=9'), ['next Mon 2 Mar 09:00']);
  assert.deepEqual(await hintsOf('FREQ=DAILY;UNTIL=20210101'), ['fires no more']);
  assert.deepEqual(await hintsOf('FREQ=SOMETIMES'), []);
});

test('the settings of a deployment fold', () => {
  const { file, text } = viewAt(sample());
  const first = text.split('\n').findIndex((line) => line.startsWith('await etl.deploy'));
  assert.deepEqual(foldingRanges(file), [{ startLine: first, endLine: first + 6 }]);
});

test('lenses name the flow and its deployments with the last run', () => {
  const view = viewAt(sample(), serverFacts);
  assert.deepEqual(
    lenses(view).map(({ kind, flowName, deployment, lastRun }) => [kind, flowName, deployment, lastRun?.state ?? null]),
    [
      ['flow', 'etl', null, 'Failed'],
      ['flow', 'top', null, null],
      ['deployment', 'etl', 'etl/nightly', 'Failed'],
    ],
  );
});

test('flows are listed with entrypoints, parameters and deployments', () => {
  const { project } = viewAt(sample());
  const { flows, otherDeployments } = listFlows(project, ['/p']);
  const [etl] = flows;
  assert.deepEqual(
    [etl?.entrypoint, etl?.parameters, etl?.deployments.map(({ name, workPool, schedules }) => [name, workPool, schedules])],
    [
      'flows.ts:etl',
      [
        { name: 'nodes', required: false },
        { name: 'mode', required: true },
      ],
      [['nightly', 'default', ['At 06:00, Monday through Friday (Europe/Berlin)']]],
    ],
  );
  assert.deepEqual([flows.length, otherDeployments.length], [2, 0]);
  assert.deepEqual(listFlows(project, ['/p'], 'file:///q').flows, []);
  assert.equal(listFlows(project, ['/p'], 'file:///p').flows.length, 2);
});

test('paths are relative to the innermost folder, and a folder of a similar name is another one', () => {
  assert.equal(relativePath(['/p', '/p/x'], '/p/x/a.ts'), 'a.ts');
  assert.equal(relativePath(['/p'], '/pq/a.ts'), '/pq/a.ts');
  assert.equal(relativePath([String.raw`C:\p`], String.raw`C:\p\x\a.ts`), 'x/a.ts');
});

describe('call hierarchy', () => {
  const source = (cursor: string) => {
    const text = sample(`await etl({ mode: 'full' }); await runDeployment('etl/nightly', { timeout: 0 });`);
    return viewAt(text.replace(cursor.replace('‸', ''), cursor));
  };
  const names = (calls: readonly { from?: { name: string }; to?: { name: string }; fromRanges: unknown[] }[]) =>
    calls.map(({ from, to, fromRanges }) => [(from ?? to)?.name, fromRanges.length]);

  test('a flow runs tasks, flows and deployments', () => {
    const view = source('const to‸p');
    const [item] = prepareCallHierarchy(view, view.offset);
    assert.ok(item !== undefined);
    assert.deepEqual(names(outgoingCalls(view, item)), [
      ['etl', 1],
      ['etl/nightly', 1],
    ]);
    assert.deepEqual(names(incomingCalls(view, item)), []);
  });

  test('a task is run by flows, however often', () => {
    const view = source('const lo‸ad');
    const [item] = prepareCallHierarchy(view, view.offset);
    assert.ok(item !== undefined);
    assert.deepEqual(names(incomingCalls(view, item)), [['etl', 2]]);
    assert.deepEqual(names(outgoingCalls(view, item)), []);
  });

  test('what withOptions makes runs what it is made of runs', () => {
    const view = viewAt(
      sample().replace('await etl.deploy(', "export const fa‸st = etl.withOptions({ name: 'fast' });\nawait etl.deploy("),
    );
    const [item] = prepareCallHierarchy(view, view.offset);
    assert.ok(item !== undefined);
    assert.deepEqual([item.name, names(outgoingCalls(view, item))], ['fast', [['load', 2]]]);
  });

  test('a flow is run by flows and by its deployments, a deployment by runDeployment', () => {
    const view = source('const et‸l');
    const [item] = prepareCallHierarchy(view, view.offset);
    assert.ok(item !== undefined);
    assert.deepEqual(names(incomingCalls(view, item)), [
      ['top', 1],
      ['etl/nightly', 1],
    ]);
    const byName = source("'nigh‸tly'");
    const [deployment] = prepareCallHierarchy(byName, byName.offset);
    assert.ok(deployment !== undefined);
    assert.deepEqual(
      [deployment.name, names(incomingCalls(byName, deployment)), names(outgoingCalls(byName, deployment))],
      ['etl/nightly', [['top', 1]], [['etl', 1]]],
    );
  });
});

describe('the static graph of a flow', () => {
  const graphs: readonly [string, string, string[], string[]][] = [
    [
      'data goes through variables',
      'const a = await load({ node: "x" });\n  await load({ node: a });',
      ['load call', 'load call'],
      ['0 data 1'],
    ],
    ['futures are data', 'const a = load.submit({ node: "x" });\n  await load({ node: a });', ['load submit', 'load call'], ['0 data 1']],
    [
      'lists, spreads and objects are followed',
      'const a = load.submit({ node: "x" });\n  const all = [a];\n  await load({ node: { deep: [...all] } });',
      ['load submit', 'load call'],
      ['0 data 1'],
    ],
    ['what is awaited comes first', 'await load({ node: "x" });\n  await load({ node: "y" });', ['load call', 'load call'], ['0 order 1']],
    [
      'submitted tasks run beside each other',
      'load.submit({ node: "x" });\n  load.submit({ node: "y" });',
      ['load submit', 'load submit'],
      [],
    ],
    [
      'loops and callbacks repeat',
      'for (const n of ["a"]) await load({ node: n });\n  await Promise.all(["a"].map((n) => load({ node: n })));',
      ['load call repeated', 'load call repeated'],
      ['0 order 1'],
    ],
    [
      'all that is waited for together comes before what follows',
      'await Promise.all([load({ node: "x" }), load({ node: "y" })]);\n  await load({ node: "z" });',
      ['load call', 'load call', 'load call'],
      ['0 order 2', '1 order 2'],
    ],
    [
      'a future that is waited for comes first',
      'const a = load.submit({ node: "x" });\n  await a.wait();\n  await load({ node: "y" });',
      ['load submit', 'load call'],
      ['0 order 1'],
    ],
    [
      'what callbacks give is data',
      'const all = ["a"].map((node) => load.submit({ node }));\n  const sizes = await Promise.all(all.map((one) => one.result()));\n  await load({ node: sizes });',
      ['load submit repeated', 'load call'],
      ['0 data 1'],
    ],
    [
      'what is put into a list is data',
      'const all = [];\n  for (const node of ["a"]) all.push(load.submit({ node }));\n  for (const one of all) await load({ node: one });',
      ['load submit repeated', 'load call repeated'],
      ['0 data 1'],
    ],
    [
      'runs of deployments that are waited for are data',
      `const runs = await Promise.all(["a"].map(() => runDeployment('etl/nightly', { timeout: 0 })));\n  await load({ node: runs });`,
      ['etl/nightly deployment repeated', 'load call'],
      ['0 data 1'],
    ],
    ['deployments are nodes', `await runDeployment('etl/nightly', { timeout: 0 });`, ['etl/nightly deployment'], []],
  ];
  for (const [name, body, nodes, edges] of graphs) {
    test(name, () => {
      const view = viewAt(sample(body));
      const flow = flowMeant(view.project, { uri: 'file:///p/flows.ts', name: 'top' });
      assert.ok(flow !== undefined);
      const graph = flowGraph(view, flow);
      const ids = graph.nodes.map(({ id }) => id);
      assert.deepEqual(
        graph.nodes.map((node) => `${node.name} ${node.how}${node.repeated ? ' repeated' : ''}`),
        nodes,
      );
      assert.deepEqual(
        graph.edges.map(({ from, to, kind }) => `${ids.indexOf(from)} ${kind} ${ids.indexOf(to)}`),
        edges,
      );
      for (const { place } of graph.nodes) assert.notEqual(coveredBy(view.text, place.range), '');
    });
  }

  test('a flow is meant by its export, by its name, or is the only one of its file', () => {
    const { project } = viewAt(sample());
    const uri = 'file:///p/flows.ts';
    assert.equal(flowMeant(project, { uri, exportedAs: 'top' })?.name, 'top');
    assert.equal(flowMeant(project, { uri })?.name, 'etl');
    assert.equal(flowMeant(project, { uri, name: 'gone' }), undefined);
    assert.equal(flowMeant(project, { uri: 'file:///gone.ts', name: 'etl' }), undefined);
  });
});
