import { editor, element } from '../elements.ts';
import type { FromPage, RunPage, ToPage } from './messages.ts';
import { drawArtifacts } from './view-artifacts.ts';
import { drawGraph } from './view-graph.ts';
import { span, Timeline } from './view-timeline.ts';

type Tab = 'timeline' | 'graph' | 'artifacts' | 'details';
interface State {
  runId?: string;
  tab: Tab;
}

const host = editor<FromPage, State>();
const tabs: readonly [Tab, string][] = [
  ['timeline', 'Timeline'],
  ['graph', 'Graph'],
  ['artifacts', 'Artifacts'],
  ['details', 'Details'],
];

let tab: Tab = host.getState()?.tab ?? 'timeline';
let page: RunPage | undefined;
let text = '';

const timeline = new Timeline({ open: ({ id, kind }) => host.postMessage({ type: 'openRow', id, kind }) });
const search = element('input', {
  type: 'search',
  placeholder: 'Filter tasks',
  'aria-label': 'Filter tasks by name or state',
  oninput: (event) => {
    text = event.target instanceof HTMLInputElement ? event.target.value : '';
    if (page !== undefined) timeline.update(page, text);
  },
});
const head = element('header', { class: 'head' });
const bar = element('nav', { class: 'tabs', role: 'tablist' });
const content = element('section', { class: 'content' });
document.querySelector('#app')?.append(head, bar, content);

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if (data.type === 'fault') head.replaceChildren(element('p', { class: 'fault', role: 'alert' }, data.text));
  else {
    ({ page } = data);
    host.setState({ runId: page.id, tab });
    draw(page);
  }
});
setInterval(() => {
  if (page !== undefined && !page.over && tab === 'timeline') timeline.update(page, text);
}, 1000);
host.postMessage({ type: 'ready', runId: host.getState()?.runId });

function draw(now: RunPage): void {
  drawHead(now);
  drawTabs(now);
  if (tab === 'timeline') {
    if (timeline.element.parentElement !== content) content.replaceChildren(search, timeline.element);
    timeline.update(now, text);
  } else if (tab === 'graph') content.replaceChildren(drawGraph(now.graph, ({ label }) => host.postMessage({ type: 'openNode', label })));
  else content.replaceChildren(tab === 'artifacts' ? drawArtifacts(now.artifacts) : details(now));
}

function drawHead(now: RunPage): void {
  const button = (label: string, command: Extract<FromPage, { type: 'command' }>['command']): HTMLElement =>
    element('button', { type: 'button', onclick: () => host.postMessage({ type: 'command', command }) }, label);
  const took = now.end === undefined ? '' : ` · ${span(now.end - now.begin)}`;
  head.replaceChildren(
    element('h1', {}, element('span', { class: `mark ${now.stateType}` }), now.name),
    element(
      'p',
      { 'aria-live': 'polite' },
      `${now.stateName}${took} · flow ${now.flowName} · ${now.rows.length} task ${now.rows.length === 1 ? 'run' : 'runs'}`,
    ),
    ...(now.message === undefined ? [] : [element('p', { class: `message ${now.stateType}` }, now.message)]),
    element(
      'div',
      { class: 'buttons' },
      button('Logs', 'openLogs'),
      button('Code', 'openCode'),
      ...(now.over ? [button('Run Again', 'rerun'), button('Retry', 'retryRun')] : [button('Cancel', 'cancelRun')]),
      button('Copy ID', 'copyId'),
    ),
  );
}

function drawTabs(now: RunPage): void {
  bar.replaceChildren(
    ...tabs.map(([name, label]) =>
      element(
        'button',
        {
          type: 'button',
          role: 'tab',
          'aria-selected': String(name === tab),
          class: name === tab ? 'tab selected' : 'tab',
          onclick: () => choose(name, now),
        },
        name === 'artifacts' && now.artifacts.length > 0 ? `${label} (${now.artifacts.length})` : label,
      ),
    ),
  );
}

function choose(name: Tab, now: RunPage): void {
  tab = name;
  host.setState({ runId: now.id, tab });
  draw(now);
  bar.querySelector<HTMLElement>('.selected')?.focus();
}

function details(now: RunPage): HTMLElement {
  const states = now.states.map(({ name, type, at, message }) =>
    element(
      'li',
      {},
      element('span', { class: `mark ${type}` }),
      `${new Date(at).toISOString().slice(11, 23)}  ${name}${message === undefined ? '' : `: ${message}`}`,
    ),
  );
  return element(
    'div',
    { class: 'details' },
    element('h2', {}, 'States'),
    element('ol', {}, ...states),
    element('h2', {}, 'Parameters'),
    element('pre', {}, now.parameters),
  );
}
