import { t } from '../../l10n.ts';
import { editor, element } from '../elements.ts';
import { Head } from './view-head.ts';
import type { RunPageContent } from '../../runs/run-page-content.ts';
import type { FromPage, ToPage } from './messages.ts';
import { drawArtifacts } from './view-artifacts.ts';
import { drawDetails } from './view-details.ts';
import { drawGraph } from './view-graph.ts';
import type { Tab } from './view-tabs.ts';
import { Tabs } from './view-tabs.ts';
import { Timeline } from './view-timeline.ts';

interface State {
  runId?: string;
  tab: Tab;
}

const host = editor<FromPage, State>();
let page: RunPageContent | undefined;
let text = '';
/** What the tab in front was drawn from: what stays the same keeps its focus and its place. */
let drawn = '';

const head = new Head((command) => host.postMessage({ type: 'command', command }));
const content = element('section', { class: 'content' });
const tabs = new Tabs(host.getState()?.tab ?? 'timeline', content, () => (page === undefined ? undefined : show(page)));
const timeline = new Timeline({ open: ({ id, kind }) => host.postMessage({ type: 'openRow', id, kind }) });
const search = element('input', {
  type: 'search',
  placeholder: t('Filter tasks'),
  'aria-label': t('Filter tasks by name or state'),
  oninput: (event) => {
    text = event.target instanceof HTMLInputElement ? event.target.value : '';
    if (page !== undefined) timeline.update(page, text);
  },
});
document.querySelector('#app')?.append(head.element, tabs.element, content);

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if (data.type === 'fault') head.fault(data.text);
  else show(data.page);
});
setInterval(() => {
  if (page === undefined || page.over) return;
  head.update(page);
  if (tabs.chosen === 'timeline') timeline.update(page, text);
}, 1000);
host.postMessage({ type: 'ready', runId: host.getState()?.runId });

function show(now: RunPageContent): void {
  page = now;
  const tab = tabs.chosen;
  host.setState({ runId: now.id, tab });
  head.update(now);
  tabs.update(now);
  if (tab === 'timeline') {
    drawn = '';
    if (timeline.element.parentElement !== content) content.replaceChildren(search, timeline.element);
    timeline.update(now, text);
  } else if (tab === 'graph')
    redraw(tab, [now.graph, now.over], () => drawGraph(now, ({ label }) => host.postMessage({ type: 'openNode', label })));
  else if (tab === 'artifacts') redraw(tab, now.artifacts, () => drawArtifacts(now.artifacts));
  else redraw(tab, [now.states, now.parameters], () => drawDetails(now));
}

/** Draws a tab anew when it shows other data, and gives the focus back to what had it; never takes it from the editor. */
function redraw(tab: Tab, shown: unknown, draw: () => HTMLElement): void {
  const next = tab + JSON.stringify(shown);
  if (next === drawn) return;
  drawn = next;
  const focused = document.hasFocus() ? (document.activeElement?.id ?? '') : '';
  content.replaceChildren(draw());
  const again = focused === '' ? null : document.querySelector<SVGElement>(`#${CSS.escape(focused)}`);
  again?.focus();
}
