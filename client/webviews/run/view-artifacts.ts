import { element } from '../elements.ts';
import { imageOf, markdown, tableOf } from '../markdown.ts';
import type { Artifact } from './messages.ts';

/** What the run left for people, one below the other. */
export function drawArtifacts(artifacts: readonly Artifact[]): HTMLElement {
  if (artifacts.length === 0) {
    return element('p', { class: 'empty' }, 'This run has left no artifacts: no text, table, link, image or progress for people to read.');
  }
  return element('div', { class: 'artifacts' }, ...artifacts.map(drawArtifact));
}

function drawArtifact(artifact: Artifact): HTMLElement {
  const by = artifact.task === undefined ? [] : [element('span', { class: 'by' }, `by ${artifact.task}`)];
  const description = artifact.description === '' ? [] : [markdown(artifact.description)];
  return element('article', {}, element('h2', {}, artifact.title, ' ', ...by), ...description, contentOf(artifact));
}

function contentOf(artifact: Artifact): HTMLElement {
  switch (artifact.kind) {
    case 'markdown':
      return markdown(artifact.text);
    case 'table':
      return tableOf(
        artifact.columns.map((column) => [column]),
        artifact.rows.map((row) => row.map((cell) => [cell])),
      );
    case 'progress':
      return element(
        'p',
        { class: 'progress' },
        element('progress', { max: 100, value: artifact.percent, 'aria-label': artifact.title }),
        `${artifact.percent.toFixed(0)} %`,
      );
    case 'image':
      return element('p', {}, imageOf(artifact.url, artifact.title));
    case 'text':
      return element('pre', {}, artifact.text);
  }
}
