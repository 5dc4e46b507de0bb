import type { Texts } from '../l10n.ts';
import { translatedBy, translateWith } from '../l10n.ts';

/** Properties of a new element; `on…` are listeners, `data-…`, `aria-…` and `role` are attributes. */
export type Properties = Readonly<Record<string, string | number | boolean | undefined | ((event: Event) => void)>>;

/** Makes an element with properties and content. Texts are texts: nothing is ever parsed as HTML. */
export function element(name: string, properties: Properties = {}, ...content: readonly (Node | string)[]): HTMLElement {
  const made = document.createElement(name);
  apply(made, properties);
  made.append(...content);
  return made;
}

/** Makes an element of a picture. */
export function shape(name: string, properties: Properties = {}, ...content: readonly (Node | string)[]): SVGElement {
  const made = document.createElementNS('http://www.w3.org/2000/svg', name);
  apply(made, properties);
  made.append(...content);
  return made;
}

function apply(made: Element, properties: Properties): void {
  for (const [name, value] of Object.entries(properties)) {
    if (typeof value === 'function') made.addEventListener(name.slice(2), value);
    else if (value === true) made.setAttribute(name, '');
    else if (value !== undefined && value !== false) made.setAttribute(name, String(value));
  }
}

/** Makes Enter and Space do what a click does. */
export const pressed =
  (action: () => void) =>
  (event: Event): void => {
    if (!(event instanceof KeyboardEvent) || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    action();
  };

/** The editor's side of a webview. */
export interface Editor<Sent, State> {
  postMessage(message: Sent): void;
  getState(): State | undefined;
  setState(state: State): void;
}

/** The connection to the extension; there is one for each page. From then on the page speaks the editor's language. */
export function editor<Sent, State>(): Editor<Sent, State> {
  const { texts: given = '{}' } = document.querySelector<HTMLElement>('#app')?.dataset ?? {};
  const texts: Texts = JSON.parse(given);
  translateWith(translatedBy(texts));
  const acquire: unknown = Reflect.get(globalThis, 'acquireVsCodeApi');
  if (typeof acquire !== 'function') throw new TypeError('This page belongs into a webview of VS Code.');
  return acquire();
}
