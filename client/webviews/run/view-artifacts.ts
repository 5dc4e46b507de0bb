import { t } from '../../l10n.ts';
import { element } from '../elements.ts';
import { imageOf, markdown, tableOf } from '../markdown.ts';
import type { ShownArtifact } from '../../runs/artifacts.ts';

/** What the run left for people, one below the other. */
export function drawArtifacts(artifacts: readonly ShownArtifact[]): HTMLElement {
  if (artifacts.length === 0) {
    return element(
      'p',
      { class: 'empty' },
      t('This run has left no artifacts: no text, table, link, image or progress for people to read.'),
    );
  }
  return element('div', { class: 'artifacts' }, ...artifacts.map(drawArtifact));
}

function drawArtifact(artifact: ShownArtifact): HTMLElement {
  const by = artifact.task === undefined ? [] : [element('span', { class: 'by' }, t('by {0}', artifact.task))];
  const description = artifact.description === '' ? [] : [markdown(artifact.description)];
  return element('article', {}, element('h2', {}, artifact.title, ' ', ...by), ...description, contentOf(artifact));
}

function contentOf(artifact: ShownArtifact): HTMLElement {
  if (artifact.kind === 'markdown') return markdown(artifact.text);
  if (artifact.kind === 'image') return element('p', {}, imageOf(artifact.url, artifact.title));
  if (artifact.kind === 'text') return element('pre', {}, artifact.text);
  if (artifact.kind === 'table') {
    const columns = artifact.columns.map((column) => [column]);
    return tableOf(
      columns,
      artifact.rows.map((row) => row.map((cell) => [cell])),
    );
  }
  const bar = element('progress', { max: 100, value: artifact.percent, 'aria-label': artifact.title });
  return element('p', { class: 'progress' }, bar, `${artifact.percent.toFixed(0)} %`);
}
