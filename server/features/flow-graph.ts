import type { FlowModel } from '../model/entities.ts';
import type { FlowGraph, GraphEdge, GraphNode } from '../protocol.ts';
import { locationOf } from './locations.ts';
import type { Step } from './steps.ts';
import { callsInto, stepsOf, waitsOf } from './steps.ts';
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
  return { flow: flow.name ?? null, nodes, edges: [...data, ...orderEdges(flow, steps, data)] };
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

/** A step that is waited for comes before all that follow; only the nearest wait is drawn, and only where no data says it already. */
function orderEdges(flow: FlowModel, steps: readonly Step[], data: readonly GraphEdge[]): GraphEdge[] {
  const waits = waitsOf(flow, steps);
  return steps.flatMap((step) => {
    const before = waits.findLast(({ offset }) => offset <= step.call.span.start);
    const first = before?.steps.filter((one) => !reaches(data, idOf(one), idOf(step))) ?? [];
    return first.map((one) => ({ from: idOf(one), to: idOf(step), kind: 'order' as const }));
  });
}

function reaches(edges: readonly GraphEdge[], from: string, to: string, seen = new Set<string>()): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  return edges.some((edge) => edge.from === from && reaches(edges, edge.to, to, seen));
}
