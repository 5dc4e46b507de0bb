import { refuse } from '../routes/route.ts';
import type { Row, Tx } from './database.ts';
import { parseColumn, textOf } from './rows.ts';

type Edge = { id: string };
type Input = { input_type: string; id?: string };

interface Node {
  kind: 'flow-run' | 'task-run';
  id: string;
  label: string;
  state_type: string | null;
  start_time: string | null;
  end_time: string | null;
  parents: Edge[];
  children: Edge[];
  encapsulating: Edge[];
  artifacts: unknown[];
}

/** A larger graph is refused, as by Prefect. */
const mostNodes = 10_000;

/** A run's graph (`graph-v2`): a subflow stands in the place of its tracking task run; what has not started is left out. */
export function runGraph(tx: Tx, run: Row): unknown {
  const id = String(run['id']);
  const tasks = tx.all(
    `SELECT t.id, t.name, t.state_type, t.start_time, t.end_time, t.task_inputs,
       c.id AS child_id, c.name AS child_name, f.name AS child_flow, c.state_type AS child_state, c.start_time AS child_start, c.end_time AS child_end
     FROM task_run t LEFT JOIN flow_run c ON c.parent_task_run_id = t.id LEFT JOIN flow f ON f.id = c.flow_id
     WHERE t.flow_run_id = ? AND t.start_time IS NOT NULL ORDER BY t.start_time, t.id LIMIT ?`,
    id,
    mostNodes + 1,
  );
  if (tasks.length > mostNodes) throw refuse(400, `The graph of flow run ${id} has more than ${mostNodes} nodes.`);
  const nodeIds = new Map(tasks.map((task) => [String(task['id']), textOf(task, 'child_id') ?? String(task['id'])]));
  const nodes = new Map<string, Node>();
  for (const task of tasks) {
    const node = toNode(task, nodeIds);
    nodes.set(node.id, node);
  }
  for (const node of nodes.values()) for (const parent of node.parents) nodes.get(parent.id)?.children.push({ id: node.id });
  const states = tx.all('SELECT id, timestamp, type, name FROM flow_run_state WHERE flow_run_id = ? ORDER BY timestamp', id);
  return {
    start_time: textOf(run, 'start_time'),
    end_time: textOf(run, 'end_time'),
    root_node_ids: [...nodes.values()].filter((node) => node.parents.length + node.encapsulating.length === 0).map((node) => node.id),
    nodes: [...nodes.entries()],
    artifacts: [],
    states,
  };
}

function toNode(task: Row, nodeIds: ReadonlyMap<string, string>): Node {
  const child = textOf(task, 'child_id');
  const [parents, encapsulating] = [new Set<string>(), new Set<string>()];
  for (const [name, inputs] of Object.entries(parseColumn<Record<string, Input[]>>(task, 'task_inputs', {}))) {
    for (const { id } of inputs) {
      const node = id === undefined ? undefined : nodeIds.get(id);
      if (node !== undefined) (name === '__parents__' ? encapsulating : parents).add(node);
    }
  }
  return {
    kind: child === null ? 'task-run' : 'flow-run',
    id: child ?? String(task['id']),
    label: child === null ? (textOf(task, 'name') ?? '') : `${textOf(task, 'child_flow')} / ${textOf(task, 'child_name')}`,
    state_type: textOf(task, child === null ? 'state_type' : 'child_state'),
    start_time: textOf(task, child === null ? 'start_time' : 'child_start') ?? textOf(task, 'start_time'),
    end_time: textOf(task, child === null ? 'end_time' : 'child_end'),
    parents: edges(parents),
    children: [],
    encapsulating: edges(encapsulating),
    artifacts: [],
  };
}

const edges = (ids: ReadonlySet<string>): Edge[] => Array.from(ids, (id) => ({ id }));
