import { fileURLToPath } from 'node:url';
import type { FlowGraph, FlowsAnswer } from '../../server/protocol.ts';
import type { CodeFlow } from '../deployments/code-flow.ts';
import { t } from '../l10n.ts';
import type { Plan } from '../runs/graph-layout.ts';

/** The flows that can be run and deployed: those with a name and an export, in TypeScript or JavaScript. */
export function toCodeFlows(answer: FlowsAnswer, folders: readonly string[], pathOf: (uri: string) => string): CodeFlow[] {
  return answer.flows.flatMap(({ name, exportedAs, path, place, nameRange, language }) => {
    const file = pathOf(place.uri);
    const folder = folders.find((candidate) => file.startsWith(`${candidate}/`));
    const runs = language === 'typescript' || language === 'javascript';
    if (name === null || exportedAs === null || folder === undefined || !runs) return [];
    return [{ name, exported: exportedAs, file: path, folder, place: { path: file, ...nameRange.start } }];
  });
}

/** What a flow runs, as the picture of a run shows it. */
export function toPlan(graph: FlowGraph): Plan {
  const nodes = graph.nodes.map(({ id, kind, name, place }) => ({
    id: `plan-${id}`,
    label: name ?? t('computed name'),
    kind: kind === 'task' ? ('task-run' as const) : ('flow-run' as const),
    place: { path: fileURLToPath(place.uri), ...place.range.start },
  }));
  return { nodes, edges: graph.edges.map(({ from, to }) => ({ from: `plan-${from}`, to: `plan-${to}` })) };
}
