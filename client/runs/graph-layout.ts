import type { GraphNode as WireNode } from '../../runtime/core/entities.ts';
import type { Place } from '../ports.ts';

/** A node that the code promises and that may not have run yet. */
export interface PlannedNode {
  id: string;
  label: string;
  kind: 'task-run' | 'flow-run';
  /** The call in the code. */
  place?: Place;
}

/** What the code says about a flow. */
export interface Plan {
  nodes: readonly PlannedNode[];
  edges: readonly { from: string; to: string }[];
}

/** A box of the picture: one run, or all runs of one task. */
export interface LaidOutNode {
  id: string;
  label: string;
  kind: 'task-run' | 'flow-run';
  x: number;
  y: number;
  width: number;
  height: number;
  /** How many runs are in which state. */
  states: { type: string; count: number }[];
  count: number;
  /** Known from the code, and not run yet. */
  planned: boolean;
}

export interface LaidOutGraph {
  width: number;
  height: number;
  nodes: LaidOutNode[];
  edges: { from: string; to: string; points: [number, number][]; planned: boolean }[];
}

interface Box {
  id: string;
  label: string;
  kind: 'task-run' | 'flow-run';
  states: Map<string, number>;
  count: number;
}

/** More runs of one task than this are one box with counts. */
const most = 6;

const box = { width: 190, height: 46, gapX: 70, gapY: 18, margin: 20 };

/** Puts runs into columns by what they wait for; what the code plans and did not run yet stands among them. */
export function layOut(nodes: readonly WireNode[], plan: Plan): LaidOutGraph {
  const { boxes, edges: live } = gather(nodes);
  const planned = missing(boxes, plan);
  for (const node of planned.nodes) boxes.set(node.id, { ...node, states: new Map(), count: 0 });
  const edges = [...live.map((edge) => ({ ...edge, planned: false })), ...planned.edges.map((edge) => ({ ...edge, planned: true }))];
  const columns = columnsOf([...boxes.keys()], edges);
  const placed = new Map<string, LaidOutNode>();
  let height = 0;
  columns.forEach((ids, column) => {
    ordered(ids, edges, placed).forEach((id, row) => {
      const found = boxes.get(id);
      if (found === undefined) return;
      const x = box.margin + column * (box.width + box.gapX);
      const y = box.margin + row * (box.height + box.gapY);
      height = Math.max(height, y + box.height + box.margin);
      const states = [...found.states].map(([type, count]) => ({ type, count }));
      placed.set(id, { ...found, states, x, y, width: box.width, height: box.height, planned: found.count === 0 });
    });
  });
  const drawn = edges.flatMap(({ from, to, planned: isPlanned }) => {
    const points = connect(placed.get(from), placed.get(to));
    return points === undefined ? [] : [{ from, to, points, planned: isPlanned }];
  });
  const width = box.margin * 2 + columns.length * (box.width + box.gapX) - box.gapX;
  return { width: Math.max(width, 0), height, nodes: [...placed.values()], edges: drawn };
}

/**
 * `load-0` and `load-1` are runs of `load`: Prefect puts a dash and a few characters behind the name of the task. The label of
 * a subflow is `inner / capable-eel`.
 */
export const taskNameOf = (label: string): string =>
  label.includes(' / ') ? label.slice(0, label.indexOf(' / ')) : label.replace(/-[0-9a-z]{1,5}$/i, '');

/** Boxes of runs, and the edges between different boxes. */
function gather(nodes: readonly WireNode[]): { boxes: Map<string, Box>; edges: { from: string; to: string }[] } {
  const counts = Map.groupBy(nodes, (node) => `${node.kind} ${taskNameOf(node.label)}`);
  const boxOf = new Map<string, string>();
  const boxes = new Map<string, Box>();
  for (const [key, group] of counts) {
    for (const node of group) {
      const id = group.length > most ? key : node.id;
      const found = boxes.get(id) ?? {
        id,
        label: group.length > most ? taskNameOf(node.label) : node.label,
        kind: node.kind,
        states: new Map<string, number>(),
        count: 0,
      };
      found.states.set(node.stateType, (found.states.get(node.stateType) ?? 0) + 1);
      found.count += 1;
      boxes.set(id, found);
      boxOf.set(node.id, id);
    }
  }
  const seen = new Map<string, { from: string; to: string }>();
  for (const node of nodes) {
    const to = boxOf.get(node.id) ?? '';
    for (const parent of node.parents) {
      const from = boxOf.get(parent.id);
      if (from !== undefined && from !== to) seen.set(`${from} ${to}`, { from, to });
    }
  }
  return { boxes, edges: [...seen.values()] };
}

/** What of the plan has no run yet. */
function missing(boxes: ReadonlyMap<string, Box>, plan: Plan): Plan {
  const boxByName = new Map([...boxes.values()].map((found) => [taskNameOf(found.label), found.id]));
  const idOf = new Map(plan.nodes.map((node) => [node.id, boxByName.get(node.label) ?? node.id]));
  const nodes = plan.nodes.filter((node) => idOf.get(node.id) === node.id);
  const open = new Set(nodes.map(({ id }) => id));
  const edges = plan.edges
    .map(({ from, to }) => ({ from: idOf.get(from) ?? from, to: idOf.get(to) ?? to }))
    .filter(({ from, to }) => from !== to && (open.has(from) || open.has(to)));
  return { nodes, edges };
}

/** Columns by the longest way from a box that waits for nothing; a circle of boxes stays in one column. */
function columnsOf(ids: readonly string[], edges: readonly { from: string; to: string }[]): string[][] {
  const parents = Map.groupBy(edges, ({ to }) => to);
  const column = new Map<string, number>();
  const visiting = new Set<string>();
  const depth = (id: string): number => {
    const known = column.get(id);
    if (known !== undefined || visiting.has(id)) return known ?? 0;
    visiting.add(id);
    const deepest = Math.max(-1, ...(parents.get(id) ?? []).map(({ from }) => depth(from)));
    visiting.delete(id);
    column.set(id, deepest + 1);
    return deepest + 1;
  };
  const columns: string[][] = [];
  for (const id of ids) (columns[depth(id)] ??= []).push(id);
  return columns.map((each) => each ?? []);
}

/** A column's boxes beside the middle of what they take from: fewer lines cross. */
function ordered(
  ids: readonly string[],
  edges: readonly { from: string; to: string }[],
  placed: ReadonlyMap<string, LaidOutNode>,
): string[] {
  const middle = new Map(
    ids.map((id, index) => {
      const heights = edges.flatMap(({ from, to }) => (to === id ? (placed.get(from)?.y ?? []) : []));
      return [id, heights.length === 0 ? index * (box.height + box.gapY) : heights.reduce((sum, y) => sum + y, 0) / heights.length];
    }),
  );
  return ids.toSorted((a, b) => (middle.get(a) ?? 0) - (middle.get(b) ?? 0));
}

function connect(from: LaidOutNode | undefined, to: LaidOutNode | undefined): [number, number][] | undefined {
  if (from === undefined || to === undefined) return undefined;
  const [x1, y1] = [from.x + from.width, from.y + from.height / 2];
  const [x2, y2] = [to.x, to.y + to.height / 2];
  const bend = Math.max(24, (x2 - x1) / 2);
  return [
    [x1, y1],
    [x1 + bend, y1],
    [x2 - bend, y2],
    [x2, y2],
  ];
}
