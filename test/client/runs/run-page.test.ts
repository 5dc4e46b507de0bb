import assert from 'node:assert/strict';
import { test } from 'node:test';
import { RunPageModel } from '../../../client/runs/run-page.ts';
import { flowRunRow, stateEvent, taskRunRow } from '../../support/entities.ts';
import { fakeContext } from '../../support/fake-context.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 10, 21, 11, 0, second)).toISOString();
const node = (id: string, begin: number, end: number, parents: string[]) => [
  id,
  {
    kind: 'task-run',
    id,
    label: `${id}-0`,
    state_type: 'COMPLETED',
    start_time: at(begin),
    end_time: at(end),
    parents: parents.map((parent) => ({ id: parent })),
    children: [],
    encapsulating: [],
    artifacts: [],
  },
];

async function open(graph = true) {
  const made = await fakeContext({
    respond: ({ path }) => {
      if (path === '/flows/filter') return [{ id: 'flow-1', name: 'etl' }];
      if (path.endsWith('/graph-v2') && !graph) return undefined;
      if (path.endsWith('/graph-v2'))
        return {
          start_time: at(0),
          end_time: at(5),
          root_node_ids: ['load'],
          nodes: [node('load', 0, 2, []), node('save', 3, 5, ['load'])],
          artifacts: [],
          states: [],
        };
      if (path.startsWith('/flow_run_states/'))
        return [{ id: 's', type: 'RUNNING', name: 'Running', timestamp: at(0), message: null, data: null, state_details: {} }];
      if (path === '/artifacts/filter')
        return [
          {
            id: 'x',
            created: at(4),
            updated: at(4),
            key: 'sum',
            type: 'markdown',
            description: null,
            data: '**4**',
            metadata_: null,
            flow_run_id: 'a',
            task_run_id: 'load',
          },
        ];
      if (path === '/task_runs/filter') return [taskRunRow('load', 'COMPLETED', { runCount: 2 })];
      return flowRunRow('a', 'COMPLETED', { parameters: { n: 1 } });
    },
  });
  const { session, runs, timers } = made.context;
  const plan = { nodes: [{ id: 'plan-1', label: 'report', kind: 'task-run' as const }], edges: [] };
  return { ...made, model: new RunPageModel({ session, runs, timers, runId: 'a', planOf: async () => plan }) };
}

test('the page has the bars, the picture, the states and the parameters of a run', async () => {
  const { model } = await open();
  const page = await model.read();
  assert.deepEqual([page.flowName, page.stateName, page.over, page.parameters], ['etl', 'Completed', true, '{\n  "n": 1\n}']);
  assert.deepEqual(
    page.rows.map(({ label, attempts, critical, start, ready }) => [label, attempts, critical, start - ready]),
    [
      ['load-0', 2, true, 0],
      ['save-0', 1, true, 1000],
    ],
  );
  assert.deepEqual(page.graph.nodes.map(({ label, planned }) => [label, planned]).toSorted(), [
    ['load-0', false],
    ['report', true],
    ['save-0', false],
  ]);
  assert.deepEqual(
    page.states.map(({ name }) => name),
    ['Running'],
  );
});

test('it changes with its run and its tasks, not faster than a person reads, and not with others', async () => {
  const { model, fake } = await open();
  let changes = 0;
  model.onDidChange(() => (changes += 1));
  fake.send(stateEvent('flow-run', 'a', 'RUNNING'));
  fake.send(stateEvent('task-run', 'load', 'RUNNING', { flowRunId: 'a' }));
  fake.send(stateEvent('flow-run', 'other', 'RUNNING'));
  fake.timers.advance(1000);
  assert.equal(changes, 1);
  fake.send(stateEvent('flow-run', 'other', 'COMPLETED'));
  fake.timers.advance(1000);
  assert.equal(changes, 1);
  fake.send(stateEvent('task-run', 'load', 'COMPLETED', { flowRunId: 'a' }));
  model.dispose();
  fake.timers.advance(1000);
  assert.equal(changes, 1);
});

test('a server without graphs still has bars', async () => {
  const { model } = await open(false);
  const page = await model.read();
  assert.deepEqual(
    page.rows.map(({ id, attempts }) => [id, attempts]),
    [['load', 2]],
  );
});
