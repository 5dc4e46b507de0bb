import { t } from '../../l10n.ts';
import { element } from '../elements.ts';
import type { RunPageContent } from '../../runs/run-page-content.ts';
import type { TimelineRow } from '../../runs/timeline.ts';
import { ticksOf } from './scale.ts';

const rowHeight = 26;
/** Rows drawn above and below what is visible. */
const overscan = 10;

/** What the timeline asks of the page around it. */
export interface TimelineActions {
  open(row: TimelineRow): void;
}

/** Milliseconds as people say them. */
export function span(milliseconds: number): string {
  if (milliseconds < 1000) return `${Math.round(milliseconds)} ms`;
  if (milliseconds < 60_000) return `${(milliseconds / 1000).toFixed(2)} s`;
  return `${Math.floor(milliseconds / 60_000)} min ${Math.floor((milliseconds % 60_000) / 1000)} s`;
}

/** Bars over time. Only what is on the screen exists, so that ten thousand rows scroll like ten. */
export class Timeline {
  readonly element: HTMLElement;
  readonly #viewport: HTMLElement;
  readonly #space: HTMLElement;
  readonly #scale: HTMLElement;
  readonly #empty = element('p', { class: 'empty' });
  readonly #actions: TimelineActions;
  #rows: readonly TimelineRow[] = [];
  #begin = 0;
  #end = 1;
  #focused = 0;

  constructor(actions: TimelineActions) {
    this.#actions = actions;
    this.#scale = element('div', { class: 'scale', 'aria-hidden': 'true' });
    this.#space = element('div', { class: 'space', role: 'presentation' });
    this.#viewport = element(
      'div',
      { class: 'viewport', tabindex: 0, role: 'listbox', 'aria-label': t('Timeline of task runs; arrow keys move, Enter opens') },
      this.#space,
    );
    this.#viewport.addEventListener('scroll', () => this.#draw());
    this.#viewport.addEventListener('keydown', (event) => this.#key(event));
    new ResizeObserver(() => this.#draw()).observe(this.#viewport);
    this.element = element('div', { class: 'timeline' }, this.#scale, this.#empty, this.#viewport);
  }

  update(page: RunPageContent, text: string): void {
    const wanted = text.toLowerCase();
    this.#rows = wanted === '' ? page.rows : page.rows.filter((row) => `${row.label} ${row.stateName}`.toLowerCase().includes(wanted));
    this.#begin = Math.min(page.begin, ...page.rows.slice(0, 1).map((row) => row.ready));
    this.#end = Math.max(page.end ?? Date.now(), this.#begin + 1);
    this.#empty.textContent = this.#rows.length > 0 ? '' : emptyText(page);
    this.#space.style.height = `${this.#rows.length * rowHeight}px`;
    this.#drawScale();
    this.#draw();
  }

  #drawScale(): void {
    const length = this.#end - this.#begin;
    const ticks = ticksOf(length).map(({ at, label }) => {
      const tick = element('span', { class: 'tick' }, label);
      tick.style.left = `${(at / length) * 100}%`;
      return tick;
    });
    this.#scale.replaceChildren(element('div', { class: 'ticks' }, ...ticks));
  }

  #draw(): void {
    const { scrollTop, clientHeight } = this.#viewport;
    const first = Math.max(0, Math.floor(scrollTop / rowHeight) - overscan);
    const last = Math.min(this.#rows.length, Math.ceil((scrollTop + clientHeight) / rowHeight) + overscan);
    this.#space.replaceChildren(...this.#rows.slice(first, last).map((row, index) => this.#rowElement(row, first + index)));
    const isDrawn = this.#focused >= first && this.#focused < last;
    // Screen readers follow this: the rows themselves come and go.
    if (isDrawn) this.#viewport.setAttribute('aria-activedescendant', rowId(this.#focused));
    else this.#viewport.removeAttribute('aria-activedescendant');
  }

  #rowElement(row: TimelineRow, index: number): HTMLElement {
    const end = row.end ?? this.#end;
    const took = span(end - row.start);
    const spoken = spokenOf(row, took);
    const track = element(
      'div',
      { class: 'track' },
      this.#bar('wait', row.ready, row.start),
      this.#bar(`bar ${row.stateType}${row.critical ? ' critical' : ''}`, row.start, end),
    );
    const made = element(
      'div',
      {
        class: `row${index === this.#focused ? ' focused' : ''}`,
        id: rowId(index),
        role: 'option',
        'aria-selected': String(index === this.#focused),
        title: spoken,
        'aria-label': spoken,
        'aria-setsize': this.#rows.length,
        'aria-posinset': index + 1,
        onclick: () => this.#actions.open(row),
      },
      element('span', { class: `mark ${row.stateType}` }),
      element('span', { class: 'label' }, row.attempts > 1 ? `${row.label} ×${row.attempts}` : row.label),
      track,
      element('span', { class: 'took' }, took),
    );
    made.style.top = `${index * rowHeight}px`;
    return made;
  }

  #bar(kind: string, start: number, end: number): HTMLElement {
    const length = this.#end - this.#begin;
    const bar = element('div', { class: kind });
    bar.style.left = `${((start - this.#begin) / length) * 100}%`;
    bar.style.width = `${(Math.max(0, end - start) / length) * 100}%`;
    return bar;
  }

  #key(event: KeyboardEvent): void {
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      ArrowUp: -1,
      PageDown: 20,
      PageUp: -20,
      Home: -this.#rows.length,
      End: this.#rows.length,
    };
    const step = steps[event.key];
    const row = this.#rows[this.#focused];
    if (event.key === 'Enter' && row !== undefined) this.#actions.open(row);
    if (step === undefined) return;
    event.preventDefault();
    this.#focused = Math.min(Math.max(0, this.#focused + step), Math.max(0, this.#rows.length - 1));
    const top = this.#focused * rowHeight;
    const { scrollTop, clientHeight } = this.#viewport;
    if (top < scrollTop) this.#viewport.scrollTop = top;
    else if (top + rowHeight > scrollTop + clientHeight) this.#viewport.scrollTop = top + rowHeight - clientHeight;
    this.#draw();
  }
}

/** Why there is no bar. */
function emptyText({ rows, over }: RunPageContent): string {
  if (rows.length > 0) return t('No task run fits the filter.');
  return over ? t('This run has no task runs.') : t('This run has no task runs yet.');
}

const rowId = (index: number): string => `row-${index}`;

/** A row in words. */
function spokenOf(row: TimelineRow, took: string): string {
  const facts = [
    row.label,
    row.stateName,
    took,
    row.start - row.ready > 1 ? t('waited {0}', span(row.start - row.ready)) : undefined,
    row.attempts > 1 ? t('{0} attempts', row.attempts) : undefined,
    row.critical ? t('on the critical path') : undefined,
  ];
  const words = facts.filter((fact) => fact !== undefined).join(', ');
  return row.message === undefined ? words : `${words}: ${row.message}`;
}
