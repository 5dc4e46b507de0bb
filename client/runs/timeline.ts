import type { GraphNode as WireNode } from '../../runtime/core/entities.ts';
import type { Task } from './run.ts';

/** One bar of the timeline; see `client/webviews/run/messages.ts`. */
export interface TimelineRow {
  id: string;
  kind: 'task-run' | 'flow-run';
  label: string;
  stateType: string;
  stateName: string;
  message: string | undefined;
  start: number;
  end: number | undefined;
  ready: number;
  attempts: number;
  critical: boolean;
}

/** The bars of a run by their start, with what each waited for, and the chain that decided how long it took. */
export function timelineOf(nodes: readonly WireNode[], tasks: ReadonlyMap<string, Task>, begin: number): TimelineRow[] {
  const ends = new Map(nodes.map(({ id, endTime }) => [id, endTime === null ? undefined : Date.parse(endTime)]));
  const critical = criticalPath(nodes);
  return nodes
    .map((node): TimelineRow => {
      const task = tasks.get(node.id);
      const start = Date.parse(node.startTime);
      const parents = node.parents.flatMap(({ id }) => ends.get(id) ?? []);
      return {
        id: node.id,
        kind: node.kind,
        label: node.label,
        stateType: node.stateType,
        stateName: task?.stateName ?? node.stateType.charAt(0) + node.stateType.slice(1).toLowerCase(),
        message: task?.message,
        start,
        end: ends.get(node.id),
        ready: Math.min(start, parents.length === 0 ? Math.max(begin, task?.expected ?? start) : Math.max(...parents)),
        attempts: task?.attempts ?? 1,
        critical: critical.has(node.id),
      };
    })
    .toSorted((a, b) => a.start - b.start || (a.label < b.label ? -1 : 1));
}

/** The nodes without which the run would have ended earlier: from the last to end, back through what it waited for. */
export function criticalPath(nodes: readonly WireNode[]): ReadonlySet<string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const endOf = (node: WireNode): number => (node.endTime === null ? Infinity : Date.parse(node.endTime));
  const path = new Set<string>();
  let current = latest(nodes, endOf);
  while (current !== undefined && !path.has(current.id)) {
    path.add(current.id);
    current = latest(
      current.parents.flatMap(({ id }) => byId.get(id) ?? []),
      endOf,
    );
  }
  return path;
}

function latest(nodes: readonly WireNode[], endOf: (node: WireNode) => number): WireNode | undefined {
  let found: WireNode | undefined;
  for (const node of nodes) if (found === undefined || endOf(node) > endOf(found)) found = node;
  return found;
}
