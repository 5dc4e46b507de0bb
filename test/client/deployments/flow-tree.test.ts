import assert from 'node:assert/strict';
import { test } from 'node:test';
import { flowNameOf } from '../../../client/deployments/flow-rows.ts';
import { FlowTree } from '../../../client/deployments/flow-tree.ts';
import { deploymentRow, flowRunRow, stateEvent } from '../../support/entities.ts';
import { codeFlow, fakeContext } from '../../support/fake-context.ts';

const flowRows = [
  { id: 'flow-1', name: 'etl' },
  { id: 'flow-2', name: 'server-only' },
];

async function open(modified?: number) {
  const made = await fakeContext({
    flows: [codeFlow('etl'), codeFlow('fresh', { file: 'other/fresh.ts' })],
    respond: ({ path, body }) => {
      if (path === '/flows/filter') return flowRows;
      if (path === '/deployments/filter')
        return [deploymentRow('d', { tags: ['daily'] }), deploymentRow('e', { flowId: 'flow-2', workPoolName: null, paused: true })];
      const scheduled = JSON.stringify(body).includes('SCHEDULED');
      return scheduled
        ? [
            flowRunRow('s', 'SCHEDULED', {
              deploymentId: 'd',
              nextScheduledStartTime: '2026-11-21T14:00:00Z',
              expectedStartTime: '2026-11-21T14:00:00Z',
            }),
          ]
        : [flowRunRow('r', 'FAILED'), flowRunRow('s', 'SCHEDULED', { deploymentId: 'd', expectedStartTime: '2026-11-21T14:00:00Z' })];
    },
  });
  const { flows, deployments, runs, timers } = made.context;
  return { ...made, tree: new FlowTree({ source: flows, deployments, runs, timers, modified: () => modified }) };
}

test('flows of the code, deployments and runs are one list', async () => {
  const { tree } = await open();
  const nodes = await tree.children(undefined);
  assert.deepEqual(
    nodes.map(({ label, description }) => [label, description]),
    [
      ['etl', 'Failed 59m ago · next in 2h'],
      ['fresh', 'not deployed'],
      ['server-only', 'only on the server'],
    ],
  );
  assert.deepEqual(
    nodes.map(({ icon }) => icon?.name),
    ['error', 'circle-outline', 'circle-outline'],
  );
  assert.deepEqual(
    nodes.map(({ context }) => context),
    [' flow code deployed ', ' flow code ', ' flow deployed '],
  );
  assert.match(nodes[0]?.spoken ?? '', /^flow etl, Failed/);
});

test('what is deployed is not known before the server has told it', async () => {
  const { context } = await fakeContext({ flows: [codeFlow('etl')] });
  assert.equal(context.flowTree.node('flow:etl')?.description, '');
});

test('deployments stand below their flow', async () => {
  const { tree } = await open();
  await tree.children(undefined);
  const [known] = await tree.children('flow:etl');
  assert.deepEqual([known?.label, known?.description, known?.context], ['deployment-d', 'pool pool · next in 2h', ' deployment active ']);
  const [paused] = await tree.children('flow:server-only');
  assert.deepEqual([paused?.description, paused?.context], ['served · paused', ' deployment paused ']);
});

test('code that changed after it was deployed is marked', async () => {
  const { tree } = await open(Date.parse('2026-11-21T11:30:00Z'));
  const [etl] = await tree.children(undefined);
  assert.match(etl?.description ?? '', /changed since deploy/);
  const older = await open(Date.parse('2026-11-21T10:30:00Z'));
  assert.doesNotMatch((await older.tree.children(undefined))[0]?.description ?? '', /changed/);
});

const groups = [
  ['folder', ['flows', 'Only on the server', 'other']],
  ['tag', ['daily', 'No tag']],
  ['pool', ['No pool', 'Not deployed', 'pool']],
] as const;
for (const [grouping, labels] of groups) {
  test(`flows are grouped by ${grouping}`, async () => {
    const { tree } = await open();
    await tree.children(undefined);
    tree.grouping = grouping;
    const nodes = await tree.children(undefined);
    if (grouping === 'tag') assert.ok(nodes.some(({ label }) => label === 'daily'));
    else assert.deepEqual(nodes.map(({ label }) => label).toSorted(), [...labels].toSorted());
    const inside = await tree.children(nodes[0]?.id);
    assert.ok(inside.length > 0 && inside.every(({ id }) => flowNameOf(id) !== undefined && id.includes('\n')));
  });
}

test('nothing is asked of the server before the view is looked at', async () => {
  const { fake } = await open();
  assert.deepEqual(fake.requests, ['GET /admin/version']);
});

test('a run that goes on draws the row of its flow alone, in every group; ages go on while somebody looks', async () => {
  const { tree, context, fake } = await open();
  tree.setVisible(true);
  await tree.children(undefined);
  const fired: (readonly string[] | undefined)[] = [];
  tree.onDidChange((ids) => fired.push(ids));
  fake.send(stateEvent('flow-run', 'r', 'COMPLETED', { at: '2026-11-21T11:59:00Z' }));
  assert.deepEqual(fired, [['flow:etl']]);
  assert.match(tree.node('flow:etl')?.description ?? '', /^Completed 1m ago/);
  tree.grouping = 'tag';
  fired.length = 0;
  fake.send(stateEvent('flow-run', 'r', 'FAILED'));
  assert.deepEqual(fired, [['flow:etl\ndaily']]);
  assert.equal(tree.node('flow:etl\ndaily')?.id, 'flow:etl\ndaily');
  assert.equal(tree.node('flow:nothing'), undefined);
  assert.equal(context.runs.get('r')?.stateType, 'FAILED');
  fired.length = 0;
  fake.timers.advance(30_000);
  assert.deepEqual(fired.slice(0, 1), [['flow:etl\ndaily', 'deployment:d']]);
  tree.setVisible(false);
  fired.length = 0;
  fake.timers.advance(120_000);
  assert.deepEqual(fired, []);
});
