import { t } from '../../l10n.ts';
import { element, pressed, shape } from '../elements.ts';
import type { LaidOutNode } from '../../runs/graph-layout.ts';
import type { RunPageContent } from '../../runs/run-page-content.ts';

/** Boxes and lines. Each box can be reached by the keyboard and says what it is. */
export function drawGraph({ graph, over }: Pick<RunPageContent, 'graph' | 'over'>, open: (node: LaidOutNode) => void): HTMLElement {
  if (graph.nodes.length === 0) {
    return element('p', { class: 'empty' }, over ? t('This run has no task runs.') : t('This run has no task runs yet.'));
  }
  const lines = graph.edges.map(({ points, planned }) => {
    const [start, ...rest] = points.map(([x, y]) => `${x} ${y}`);
    return shape('path', { class: planned ? 'edge planned' : 'edge', d: `M${start ?? ''} C${rest.join(', ')}` });
  });
  const boxes = graph.nodes.map((node) => boxOf(node, over ? t('not run') : t('not run yet'), () => open(node)));
  const picture = shape(
    'svg',
    {
      width: graph.width,
      height: graph.height,
      viewBox: `0 0 ${graph.width} ${graph.height}`,
      role: 'group',
      'aria-label': t('Graph of tasks'),
    },
    ...lines,
    ...boxes,
  );
  return element('div', { class: 'graph' }, picture);
}

function boxOf(node: LaidOutNode, plannedText: string, open: () => void): SVGElement {
  const states = node.states.map(({ type, count }) => (node.count > 1 ? `${count} ${type.toLowerCase()}` : type.toLowerCase())).join(', ');
  const text = node.planned ? plannedText : states;
  const what = node.kind === 'flow-run' ? t('subflow {0}', node.label) : t('task {0}', node.label);
  const spoken = [what, ...(node.count > 1 ? [t('{0} runs', node.count)] : []), text].join(', ');
  const label = node.count > 1 ? `${node.label} (${node.count})` : node.label;
  return shape(
    'g',
    {
      class: `node ${node.planned ? 'planned' : (node.states[0]?.type ?? '')}`,
      transform: `translate(${node.x} ${node.y})`,
      tabindex: 0,
      id: `node-${node.id}`,
      role: 'button',
      'aria-label': spoken,
      onclick: open,
      onkeydown: pressed(open),
    },
    shape('title', {}, spoken),
    shape('rect', { width: node.width, height: node.height, rx: node.kind === 'flow-run' ? 14 : 5 }),
    shape('text', { class: 'name', x: 12, y: 19 }, label.length > 24 ? `${label.slice(0, 23)}…` : label),
    shape('text', { class: 'states', x: 12, y: 36 }, text),
  );
}
