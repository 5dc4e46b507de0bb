import type { CompletionItem } from 'vscode-languageserver-types';
import type { OptionFact } from '../model/options.ts';
import type { ProjectSection } from '../model/project-options.ts';
import { projectSection } from '../model/project-options.ts';
import type { Span } from '../model/span.ts';
import type { NamePlace } from '../parsers/prefect-yaml/name-place.ts';
import { kinds, toItems } from './choices.ts';
import { describeOption } from './descriptions.ts';
import type { View } from './view.ts';

/** The options of `prefect.yaml` among which a name stands or may be written at an offset. */
type Place = NamePlace & ProjectSection;

async function placeAt({ file, text }: View, offset: number): Promise<Place | undefined> {
  if (file.model.language !== 'yaml') return undefined;
  const { namePlaceAt } = await import('../parsers/prefect-yaml/name-place.ts');
  const place = namePlaceAt(text, offset);
  const section = place && projectSection(place.path);
  return section && { ...place, ...section };
}

/** The names of options that fit at an offset of `prefect.yaml`; undefined where none can stand. */
export async function projectOptions(view: View, offset: number): Promise<CompletionItem[] | undefined> {
  const place = await placeAt(view, offset);
  if (place === undefined) return undefined;
  const { word, named, beside, of, options } = place;
  const choices = options
    .filter(({ name }) => !beside.has(name))
    .map((fact) => ({
      label: fact.name,
      kind: kinds.property,
      documentation: describeOption(fact, of),
      insert: named ? fact.name : `${fact.name}:${isOnLinesBelow(fact) ? '' : ' '}`,
    }));
  return toItems(view, choices, word);
}

/** Whether what is given is written below the name. */
const isOnLinesBelow = ({ type }: OptionFact): boolean => type === 'object' || type === 'list';

/** The option of `prefect.yaml` whose name stands at an offset. */
export async function projectOptionAt(view: View, offset: number): Promise<{ text: string; span: Span } | undefined> {
  const place = await placeAt(view, offset);
  const name = place && view.text.slice(place.word.start, place.word.end);
  const fact = place?.options.find((one) => one.name === name);
  return place && fact && { text: describeOption(fact, place.of), span: place.word };
}
