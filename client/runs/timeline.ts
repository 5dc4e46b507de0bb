import type { GraphNode as WireNode } from '../../runtime/core/entities.ts';
import { defaultStateName } from '../../runtime/core/state.ts';
import type { Task } from './run.ts';

/** One bar of the timeline: a task run or a subflow. */
export interface TimelineRow {
  id: string;
  kind: 'task-run' | 'flow-run';
  label: string;
  stateType: string;
  stateName: string;
  message: string | undefined;
  start: number;
  end: number | undefined;
  /** Since when it could have started: the end of what it waited for. */
  ready: number;
  /** How often it was tried. */
  attempts: number;
  /** Whether the run would have ended earlier, had this been faster. */
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
        stateName: task?.stateName ?? defaultStateName(node.stateType),
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

/**
 * The nodes without which the run would have ended earlier: from the last to end, back through what each waited for. One that
 * takes nothing of others was waited for by the code: it began when the one before it had ended.
 */
export function criticalPath(nodes: readonly WireNode[]): ReadonlySet<string> {
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const byEnd = nodes.toSorted((a, b) => endOf(a) - endOf(b));
  const path = new Set<string>();
  let current = byEnd.at(-1);
  while (current !== undefined && !path.has(current.id)) {
    path.add(current.id);
    const parents = current.parents.flatMap(({ id }) => byId.get(id) ?? []);
    current = parents.length > 0 ? latest(parents) : endedBefore(byEnd, Date.parse(current.startTime));
  }
  return path;
}

const endOf = ({ endTime }: WireNode): number => (endTime === null ? Infinity : Date.parse(endTime));

function latest(nodes: readonly WireNode[]): WireNode | undefined {
  let found: WireNode | undefined;
  for (const node of nodes) if (found === undefined || endOf(node) > endOf(found)) found = node;
  return found;
}

/** The last of the nodes, in the order of their ends, that had ended at a moment. */
function endedBefore(byEnd: readonly WireNode[], moment: number): WireNode | undefined {
  let low = 0;
  let high = byEnd.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const node = byEnd[middle];
    if (node !== undefined && endOf(node) <= moment) low = middle + 1;
    else high = middle;
  }
  return byEnd[low - 1];
}
