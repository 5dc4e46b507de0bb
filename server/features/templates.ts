import type { FlowModel, LinkedFile, TaskModel } from '../model/entities.ts';
import { optionsOf } from '../model/options.ts';
import { perFile } from '../model/per-file.ts';
import type { Span } from '../model/span.ts';
import { isText } from './names.ts';

/** A parameter in the template of a run's name: `day` in `etl-{day}`. */
export interface TemplateUse {
  readonly of: FlowModel | TaskModel;
  readonly name: string;
  readonly span: Span;
}

/** Every parameter that the templates of a file name. A template with escapes in it is left alone: its places are not known. */
export const templateUses = perFile((file): readonly TemplateUse[] =>
  [...file.flows, ...file.tasks].flatMap((of) => templatesOf(file, of).flatMap((template) => usesIn(of, template))),
);

function templatesOf(file: LinkedFile, { kind, options }: FlowModel | TaskModel) {
  if (options?.file.path !== file.path) return [];
  const names = new Set(optionsOf(kind, file.model.language).flatMap(({ name, template }) => (template === true ? name : [])));
  return options.value.members.flatMap(({ name, value }) => (names.has(name) && isText(value) ? value : []));
}

function usesIn(of: FlowModel | TaskModel, { value, span }: { readonly value: string; readonly span: Span }): TemplateUse[] {
  if (span.end - span.start !== value.length + 2) return [];
  return [...value.matchAll(/\{(\w+)\}/g)].map(({ index, 1: name = '' }) => {
    const start = span.start + 1 + index + 1;
    return { of, name, span: { start, end: start + name.length } };
  });
}
