import assert from 'node:assert/strict';
import { test } from 'node:test';
import { toCodeFlows, toPlan } from '../../../client/lsp/answers.ts';
import { serverFacts, whenFactsChange } from '../../../client/lsp/server-facts.ts';
import { lensesOf } from '../../../client/deployments/flow-lenses.ts';
import { CodeFlows } from '../../../client/deployments/flow-source.ts';
import { Emitter } from '../../../client/emitter.ts';
import { latestByFlow } from '../../../client/runs/latest.ts';
import { toRun } from '../../../client/runs/run.ts';
import type { FlowItem } from '../../../server/protocol.ts';
import { deploymentRow, flowRunRow, poolRow, queueRow } from '../../support/entities.ts';
import { codeFlow, fakeContext } from '../../support/fake-context.ts';

const range = { start: { line: 4, character: 7 }, end: { line: 4, character: 10 } };
const item = (changes: Partial<FlowItem>): FlowItem => ({
  name: 'etl',
  place: { uri: 'file:///project/flows/etl.ts', range },
  nameRange: range,
  path: 'flows/etl.ts',
  exportedAs: 'etl',
  entrypoint: 'flows/etl.ts:etl',
  description: null,
  tags: [],
  language: 'typescript',
  parameters: [],
  deployments: [],
  ...changes,
});
const pathOf = (uri: string): string => uri.replace('file://', '');

test('flows with a name and an export can be run; others are left to the code', () => {
  const answer = {
    flows: [
      item({}),
      item({ name: null }),
      item({ exportedAs: null }),
      item({ language: 'python' }),
      item({ place: { uri: 'file:///elsewhere/a.ts', range } }),
    ],
    otherDeployments: [],
    complete: true,
  };
  assert.deepEqual(toCodeFlows(answer, ['/project'], pathOf), [
    {
      name: 'etl',
      exported: 'etl',
      file: 'flows/etl.ts',
      folder: '/project',
      place: { path: '/project/flows/etl.ts', line: 4, character: 7 },
    },
  ]);
});

test('what a flow runs becomes a plan', () => {
  const node = {
    id: '1',
    kind: 'task' as const,
    name: 'load',
    place: { uri: 'file:///project/a.ts', range },
    definition: null,
    how: 'call' as const,
    repeated: false,
  };
  const plan = toPlan({
    flow: 'etl',
    nodes: [node, { ...node, id: '2', kind: 'deployment', name: null }],
    edges: [{ from: '1', to: '2', kind: 'data' }],
  });
  assert.deepEqual(
    plan.nodes.map(({ id, label, kind, place }) => [id, label, kind, place?.line]),
    [
      ['plan-1', 'load', 'task-run', 4],
      ['plan-2', 'computed name', 'flow-run', 4],
    ],
  );
  assert.deepEqual(plan.edges, [{ from: 'plan-1', to: 'plan-2' }]);
});

test('until the language server has answered, the texts of the files count', async () => {
  const changed = new Emitter<undefined>();
  const told: ReturnType<typeof codeFlow>[] = [];
  const language = {
    flows: () => (told.length === 0 ? undefined : told),
    plan: async () => undefined,
    parameters: async () => ({ type: 'object' }),
    onDidChange: changed.event,
  };
  const flows = new CodeFlows({ flows: () => [codeFlow('text')], onDidChange: new Emitter<undefined>().event }, language);
  let changes = 0;
  flows.onDidChange(() => (changes += 1));
  assert.deepEqual(
    flows.flows().map(({ name }) => name),
    ['text'],
  );
  told.push(codeFlow('told'));
  changed.fire(undefined);
  assert.deepEqual([flows.flows().map(({ name }) => name), changes], [['told'], 1]);
  assert.deepEqual(await flows.plan('told'), { nodes: [], edges: [] });
  assert.deepEqual(await flows.parameters(codeFlow('told')), { type: 'object' });
  flows.dispose();
});

test('lenses offer run, deploy and debug, and tell the last state', () => {
  const run = toRun(flowRunRow('a', 'FAILED'), 'etl');
  const now = Date.parse('2026-11-21T11:05:05Z');
  const older = toRun(flowRunRow('b', 'COMPLETED', { expectedStartTime: '2026-11-20T11:00:00Z' }), 'etl');
  const waiting = toRun(flowRunRow('c', 'SCHEDULED', { expectedStartTime: '2026-11-22T11:00:00Z' }), 'etl');
  const lenses = lensesOf([codeFlow('etl'), codeFlow('new')], latestByFlow([older, run, waiting]), now);
  assert.deepEqual(
    lenses.map(({ title, argument }) => `${title} ${argument}`),
    [
      '$(play) Run flow:etl',
      '$(cloud-upload) Deploy flow:etl',
      '$(debug-alt) Debug flow:etl',
      'Failed 5m ago run:a',
      '$(play) Run flow:new',
      '$(cloud-upload) Deploy flow:new',
      '$(debug-alt) Debug flow:new',
    ],
  );
});

test('the language server is told what the orchestration server knows', async () => {
  const { context, fake } = await fakeContext({
    respond: ({ path }) => {
      if (path === '/deployments/filter') return [deploymentRow('d', { tags: ['daily'], parameterOpenapiSchema: { type: 'object' } })];
      if (path === '/flows/filter') return [{ id: 'flow-1', name: 'etl' }];
      if (path === '/work_pools/filter') return [poolRow('pool')];
      if (path.endsWith('/queues/filter')) return [queueRow('urgent')];
      return path === '/flow_runs/filter' ? [flowRunRow('a', 'COMPLETED', { deploymentId: 'd' })] : [];
    },
  });
  assert.deepEqual(await serverFacts(context), {
    workPools: ['pool'],
    workQueues: ['urgent'],
    tags: ['daily'],
    deployments: [
      {
        name: 'deployment-d',
        flowName: 'etl',
        parameterSchema: { type: 'object' },
        lastRun: { state: 'Completed', at: '2026-11-21T11:00:05.000Z' },
      },
    ],
  });
  let changes = 0;
  const following = whenFactsChange(context, () => (changes += 1));
  fake.move(undefined);
  await context.session.refresh();
  assert.ok(changes > 0);
  assert.equal(await serverFacts(context), null);
  following.dispose();
});
