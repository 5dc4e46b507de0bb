import { t } from '../../l10n.ts';
import { element } from '../elements.ts';
import type { RunPageContent } from '../../runs/run-page-content.ts';

/** A part of the page. */
export type Tab = 'timeline' | 'graph' | 'artifacts' | 'details';

/** Tabs as the keyboard and screen readers know them: one stop of the Tab key, arrows choose. */
export class Tabs {
  readonly element: HTMLElement;
  readonly #buttons: readonly (readonly [Tab, HTMLElement])[];
  readonly #panel: HTMLElement;
  readonly #changed: () => void;
  #chosen: Tab;

  constructor(chosen: Tab, panel: HTMLElement, changed: () => void) {
    const labels: readonly (readonly [Tab, string])[] = [
      ['timeline', t('Timeline')],
      ['graph', t('Graph')],
      ['artifacts', t('Artifacts')],
      ['details', t('Details')],
    ];
    panel.id = 'panel';
    panel.setAttribute('role', 'tabpanel');
    this.#panel = panel;
    this.#changed = changed;
    this.#buttons = labels.map(([tab, label]) => [tab, this.#button(tab, label)]);
    this.element = element(
      'div',
      { class: 'tabs', role: 'tablist', 'aria-label': t('Parts of the run'), onkeydown: (event) => this.#key(event) },
      ...this.#buttons.map(([, button]) => button),
    );
    this.#chosen = chosen;
    this.#mark();
  }

  get chosen(): Tab {
    return this.#chosen;
  }

  update({ artifacts }: RunPageContent): void {
    const button = this.#buttons.find(([tab]) => tab === 'artifacts')?.[1];
    if (button !== undefined) button.textContent = artifacts.length > 0 ? t('Artifacts ({0})', artifacts.length) : t('Artifacts');
  }

  #button(tab: Tab, label: string): HTMLElement {
    const attributes = { type: 'button', role: 'tab', id: `tab-${tab}`, 'aria-controls': 'panel' };
    return element('button', { ...attributes, onclick: () => this.#choose(tab) }, label);
  }

  #choose(tab: Tab): void {
    this.#chosen = tab;
    this.#mark();
    this.#changed();
  }

  #mark(): void {
    this.#panel.setAttribute('aria-labelledby', `tab-${this.#chosen}`);
    for (const [tab, button] of this.#buttons) {
      const isChosen = tab === this.#chosen;
      button.className = isChosen ? 'tab selected' : 'tab';
      button.setAttribute('aria-selected', String(isChosen));
      button.tabIndex = isChosen ? 0 : -1;
    }
  }

  #key(event: Event): void {
    if (!(event instanceof KeyboardEvent)) return;
    const at = this.#buttons.findIndex(([tab]) => tab === this.#chosen);
    const last = this.#buttons.length - 1;
    const targets: Readonly<Record<string, number>> = {
      ArrowRight: at === last ? 0 : at + 1,
      ArrowLeft: at === 0 ? last : at - 1,
      Home: 0,
      End: last,
    };
    const found = this.#buttons[targets[event.key] ?? -1];
    if (found === undefined) return;
    event.preventDefault();
    this.#choose(found[0]);
    found[1].focus();
  }
}
