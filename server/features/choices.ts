import type { CompletionItem, CompletionItemKind, InsertTextFormat, TextEdit } from 'vscode-languageserver-types';
import type { Span } from '../model/span.ts';
import { rangeOf } from './locations.ts';
import { inQuotes, writtenBetween } from './written-text.ts';
import type { View } from './view.ts';

/** A completion before it knows which text it replaces. */
export interface Choice {
  readonly label: string;
  readonly detail?: string;
  readonly documentation?: string;
  /** What is looked through for what is typed; the label when left out. */
  readonly find?: string;
  /** The text to insert, with `$1` and `$0` when `snippet`; the label when left out. */
  readonly insert?: string;
  readonly snippet?: boolean;
  readonly kind: CompletionItemKind;
}

/** The pictures of completions, by the numbers of the protocol. */
export const kinds = { field: 5, property: 10, value: 12, keyword: 14, constant: 21 } as const satisfies Record<string, CompletionItemKind>;

/** Choices that bring their quotes along. */
export const quoted = (choices: readonly Choice[]): Choice[] =>
  choices.map((choice) => ({ ...choice, insert: choice.insert ?? inQuotes(choice.label) }));

/** Choices for the text between two quotes, which takes none that would end it. */
export const betweenQuotes = (view: Pick<View, 'file' | 'text'>, choices: readonly Choice[], content: Span): CompletionItem[] =>
  toItems(
    view,
    choices.map((choice) => ({
      ...choice,
      insert: choice.insert ?? writtenBetween(view, content.start, choice.label),
      find: choice.find ?? choice.label,
    })),
    content,
  );

/** Choices as the protocol has them, in the order given, each replacing a piece of text. */
export function toItems({ file }: Pick<View, 'file'>, choices: readonly Choice[], span: Span): CompletionItem[] {
  const range = rangeOf(file, span);
  const snippetFormat: InsertTextFormat = 2;
  return choices.map(({ label, detail, documentation, insert = label, snippet = false, kind, find }, index) => {
    const textEdit: TextEdit = { range, newText: insert };
    return {
      label,
      kind,
      textEdit,
      // What is typed has no quotes yet where a choice brings its own.
      filterText: find ?? label.replaceAll(/^['"]|['"]$/g, ''),
      sortText: String(index).padStart(4, '0'),
      ...(detail === undefined ? {} : { detail }),
      ...(documentation === undefined ? {} : { documentation: { kind: 'markdown', value: documentation } }),
      ...(snippet ? { insertTextFormat: snippetFormat } : {}),
    };
  });
}

/** The same for a client that knows no snippets, and would insert their marks as they are: the places to fill in are empty. */
export const withoutSnippets = (items: readonly CompletionItem[]): CompletionItem[] =>
  items.map(({ insertTextFormat, textEdit, ...item }) => {
    if (textEdit === undefined || insertTextFormat === undefined) return { ...item, ...(textEdit === undefined ? {} : { textEdit }) };
    const newText = textEdit.newText.replaceAll(
      /\\(.)|\$\d|\$\{\d\|(?:\\.|[^|\\])*\|\}/g,
      (_, escaped: string | undefined) => escaped ?? '',
    );
    return { ...item, textEdit: { ...textEdit, newText } };
  });

/** The word that is being typed at an offset. */
export function wordAt(text: string, offset: number): Span {
  let start = offset;
  while (start > 0 && /[\w$]/.test(text[start - 1] ?? '')) start--;
  let end = offset;
  while (/[\w$]/.test(text[end] ?? '')) end++;
  return { start, end };
}
