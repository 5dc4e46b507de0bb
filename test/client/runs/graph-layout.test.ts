import assert from 'node:assert/strict';
import { test } from 'node:test';
import { layOut, taskNameOf } from '../../../client/runs/graph-layout.ts';
import { criticalPath, timelineOf } from '../../../client/runs/timeline.ts';
import { toTask } from '../../../client/runs/run.ts';
import type { GraphNode } from '../../../runtime/core/entities.ts';
import { taskRunRow } from '../../support/entities.ts';
import { processorTime } from '../../support/processor-time.ts';

const noPlan = { nodes: [], edges: [] };

function node(id: string, begin: number, end: number | undefined, parents: readonly string[] = []): GraphNode {
  const at = (second: number): string => new Date(Date.UTC(2026, 0, 1) + second * 1000).toISOString();
  return {
    kind: 'task-run',
    id,
    label: `${id}-0`,
    stateType: end === undefined ? 'RUNNING' : 'COMPLETED',
    startTime: at(begin),
    endTime: end === undefined ? null : at(end),
    parents: parents.map((parent) => ({ id: parent })),
    children: [],
    encapsulating: [],
    artifacts: [],
  };
}

const diamond = [node('load', 0, 2), node('left', 2, 3, ['load']), node('right', 2, 9, ['load']), node('join', 9, 10, ['left', 'right'])];

test('what waits for something stands to the right of it', () => {
  const { nodes, edges } = layOut(diamond, noPlan);
  const x = new Map(nodes.map((each) => [each.id, each.x]));
  for (const { from, to } of edges) assert.ok((x.get(from) ?? 0) < (x.get(to) ?? 0), `${from} before ${to}`);
  assert.equal(edges.length, 4);
});

test('boxes do not lie upon each other', () => {
  const { nodes } = layOut(diamond, noPlan);
  const places = nodes.map(({ x, y }) => `${x} ${y}`);
  assert.equal(new Set(places).size, nodes.length);
});

test('many runs of one task are one box with counts', () => {
  const many = Array.from({ length: 10_000 }, (_, index) => ({ ...node(`id-${index}`, 1, 2, ['load']), label: `work-${index % 900}` }));
  const run = [node('load', 0, 1), ...many];
  const taken = processorTime(() => void layOut(run, noPlan));
  assert.ok(taken < 2000, `${taken} ms`);
  const { nodes, edges } = layOut(run, noPlan);
  assert.deepEqual(
    nodes.map(({ label, count, states }) => [label, count, states]),
    [
      ['load-0', 1, [{ type: 'COMPLETED', count: 1 }]],
      ['work', 10_000, [{ type: 'COMPLETED', count: 10_000 }]],
    ],
  );
  assert.equal(edges.length, 1);
});

test('what the code plans and did not run yet is there, connected to what ran', () => {
  const plan = {
    nodes: [
      { id: 'plan-1', label: 'load', kind: 'task-run' as const },
      { id: 'plan-2', label: 'save', kind: 'task-run' as const },
    ],
    edges: [{ from: 'plan-1', to: 'plan-2' }],
  };
  const { nodes, edges } = layOut([node('load', 0, undefined)], plan);
  assert.deepEqual(
    nodes.map(({ label, planned }) => [label, planned]),
    [
      ['load-0', false],
      ['save', true],
    ],
  );
  assert.deepEqual(
    edges.map(({ from, to, planned }) => [from, to, planned]),
    [['load', 'plan-2', true]],
  );
});

test('a subflow that ran is the one that the code plans', () => {
  const plan = { nodes: [{ id: 'plan-1', label: 'inner', kind: 'flow-run' as const }], edges: [] };
  const ran: GraphNode = { ...node('a', 0, 1), kind: 'flow-run', label: 'inner / capable-eel' };
  assert.deepEqual(
    layOut([ran], plan).nodes.map(({ id }) => id),
    ['a'],
  );
});

test('a circle does not hang', () => {
  const { nodes } = layOut([node('a', 0, 1, ['b']), node('b', 0, 1, ['a'])], noPlan);
  assert.equal(nodes.length, 2);
});

test('names of tasks are read from names of runs', () => {
  const cases: [string, string][] = [
    ['load-0', 'load'],
    ['load-data-3cc', 'load-data'],
    ['load', 'load'],
    ['process-chunk', 'process'],
    ['inner / capable-eel', 'inner'],
  ];
  for (const [label, name] of cases) assert.equal(taskNameOf(label), name);
});

test('the critical path is the chain that decided when the run ended', () => {
  assert.deepEqual([...criticalPath(diamond)], ['join', 'right', 'load']);
  assert.deepEqual([...criticalPath([])], []);
});

test('tasks that a flow awaits one after the other are a chain, though none takes what another gave', () => {
  const loop = [node('first', 0, 2), node('beside', 0, 1), node('second', 2, 4), node('third', 4.1, 6)];
  assert.deepEqual([...criticalPath(loop)], ['third', 'second', 'first']);
});

test('the chain of ten thousand tasks is found at once', () => {
  const loop = Array.from({ length: 10_000 }, (_, index) => node(`t${index}`, index, index + 1));
  const taken = processorTime(() => assert.equal(criticalPath(loop).size, 10_000));
  assert.ok(taken < 2000, `${taken} ms`);
});

test('bars begin where they could have begun, and know their attempts', () => {
  const retried = toTask({ ...taskRunRow('join', 'COMPLETED', { stateName: 'Cached' }), runCount: 3 });
  const rows = timelineOf(diamond, new Map([['join', retried]]), Date.UTC(2026, 0, 1));
  assert.deepEqual(
    rows.map(({ id, critical }) => [id, critical]),
    [
      ['load', true],
      ['left', false],
      ['right', true],
      ['join', true],
    ],
  );
  const join = rows.at(-1);
  assert.deepEqual([join?.attempts, join?.stateName, join?.ready], [3, 'Cached', join?.start]);
  assert.equal((rows[2]?.start ?? 0) - (rows[2]?.ready ?? 0), 0);
});
