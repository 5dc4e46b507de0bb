import { t } from '../../l10n.ts';
import { element } from '../elements.ts';
import type { RunPageContent } from '../../runs/run-page-content.ts';

/** The states that the run went through, and its parameters. */
export function drawDetails({ states, parameters }: RunPageContent): HTMLElement {
  const items = states.map(({ name, type, at, message }) => {
    const time = new Date(at).toISOString().slice(11, 23);
    return element('li', {}, element('span', { class: `mark ${type}` }), `${time}  ${name}${message === undefined ? '' : `: ${message}`}`);
  });
  return element(
    'div',
    { class: 'details' },
    element('h2', {}, t('States')),
    element('ol', {}, ...items),
    element('h2', {}, t('Parameters')),
    element('pre', { tabindex: 0 }, parameters),
  );
}
