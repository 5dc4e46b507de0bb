import { t } from '../../l10n.ts';
import { element } from '../elements.ts';
import type { RunPageContent } from '../../runs/run-page-content.ts';
import type { FromPage } from './messages.ts';
import { span } from './view-timeline.ts';

/** What a button of the head asks the editor to do. */
export type PageCommand = Extract<FromPage, { type: 'command' }>['command'];

/** The name and the state of the run, and what can be done with it. Its elements stay, so that the keyboard keeps its place. */
export class Head {
  readonly element: HTMLElement;
  readonly #mark = element('span', { class: 'mark' });
  readonly #name = element('span');
  /** Read out when it changes, unlike the time, which changes every second. */
  readonly #state = element('span', { role: 'status' });
  readonly #facts = element('span');
  readonly #message = element('p', { class: 'message' });
  readonly #fault = element('p', { class: 'fault', role: 'alert' });
  readonly #buttons = element('div', { class: 'buttons' });
  readonly #act: (command: PageCommand) => void;
  #over: boolean | undefined;

  constructor(act: (command: PageCommand) => void) {
    this.#act = act;
    this.element = element(
      'header',
      { class: 'head' },
      element('h1', {}, this.#mark, this.#name),
      element('p', {}, this.#state, this.#facts),
      this.#message,
      this.#fault,
      this.#buttons,
    );
    this.#message.hidden = true;
  }

  update(page: RunPageContent): void {
    const { length } = page.rows;
    const facts = [
      span((page.end ?? Date.now()) - page.begin),
      t('flow {0}', page.flowName),
      length === 1 ? t('1 task run') : t('{0} task runs', length),
    ];
    this.#mark.className = `mark ${page.stateType}`;
    setText(this.#name, page.name);
    setText(this.#state, page.stateName);
    setText(this.#facts, ` · ${facts.join(' · ')}`);
    setText(this.#message, page.message ?? '');
    this.#message.className = `message ${page.stateType}`;
    this.#message.hidden = page.message === undefined;
    setText(this.#fault, '');
    if (this.#over !== page.over) this.#drawButtons(page.over);
  }

  fault(text: string): void {
    setText(this.#fault, text);
  }

  #drawButtons(over: boolean): void {
    this.#over = over;
    const button = (label: string, command: PageCommand): HTMLElement =>
      element('button', { type: 'button', onclick: () => this.#act(command) }, label);
    this.#buttons.replaceChildren(
      button(t('Logs'), 'openLogs'),
      button(t('Code'), 'openCode'),
      ...(over ? [button(t('Run Again'), 'rerun'), button(t('Retry'), 'retryRun')] : [button(t('Cancel'), 'cancelRun')]),
      button(t('Copy ID'), 'copyId'),
    );
  }
}

/** Sets a text that is another one: setting the same would be read out again. */
function setText(target: HTMLElement, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}
