import type { FlowModel } from '../model/entities.ts';
import type { FlowGraph, GraphEdge, GraphNode } from '../protocol.ts';
import { locationOf } from './locations.ts';
import type { Step } from './steps.ts';
import { callsInto, isWaitedFor, stepsOf } from './steps.ts';
import type { View } from './view.ts';

/** What a flow runs, from its code alone: its steps, which one's result goes into which, and which waits for which. */
export function flowGraph({ project }: Pick<View, 'project'>, flow: FlowModel): FlowGraph {
  const steps = stepsOf(flow);
  const nodes = steps.map((step): GraphNode => {
    const [deployed] = step.deployment === undefined ? [] : project.deploymentsNamed(step.deployment);
    const made = step.target ?? deployed;
    return {
      id: idOf(step),
      kind: step.kind,
      name: step.deployment ?? step.target?.name ?? step.target?.binding ?? null,
      place: locationOf(flow.functionFile, step.call.span),
      definition: made === undefined ? null : locationOf(made.file, made.nameSpan),
      how: step.how,
      repeated: step.repeated,
    };
  });
  const data = dataEdges(flow, steps);
  return { flow: flow.name ?? null, nodes, edges: [...data, ...orderEdges(steps, data)] };
}

const idOf = ({ index }: Step): string => `call-${index}`;

function dataEdges(flow: FlowModel, steps: readonly Step[]): GraphEdge[] {
  const byCall = new Map(steps.map((step) => [step.index, step]));
  return steps.flatMap((step) => {
    const sources = new Set(step.call.arguments.flatMap((argument) => callsInto(flow.functionFile, argument)));
    return [...sources].flatMap((index) => {
      const source = byCall.get(index);
      return source === undefined || source === step ? [] : [{ from: idOf(source), to: idOf(step), kind: 'data' as const }];
    });
  });
}

/** A step that is awaited comes before all that follow; only the nearest one is drawn, and only where no data says it already. */
function orderEdges(steps: readonly Step[], data: readonly GraphEdge[]): GraphEdge[] {
  return steps.flatMap((step, place) => {
    const before = steps.slice(0, place).findLast((one) => isWaitedFor(one.call.usage));
    if (before === undefined || reaches(data, idOf(before), idOf(step))) return [];
    return [{ from: idOf(before), to: idOf(step), kind: 'order' as const }];
  });
}

function reaches(edges: readonly GraphEdge[], from: string, to: string, seen = new Set<string>()): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return edges.some((edge) => edge.from === from && reaches(edges, edge.to, to, seen));
}
