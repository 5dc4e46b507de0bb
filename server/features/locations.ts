import { existsSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Location, Position, Range, TextEdit } from 'vscode-languageserver-types';
import type { LinkedFile } from '../model/entities.ts';
import type { Span } from '../model/span.ts';
import { positionAt } from '../model/span.ts';

/** The URI under which an editor knows a path; documents that are in no file keep theirs (`untitled:…`). */
export const uriOf = (path: string): string => (isUri(path) ? path : pathToFileURL(path).href);

/** The path of a URI. Clients write the same file's URI in different ways (`c%3A`); the path is what they have in common. */
export function pathOf(uri: string): string {
  if (!uri.startsWith('file:')) return uri;
  try {
    return fileURLToPath(uri);
  } catch {
    // A file URI with a host or an escape that this system cannot have: it stays a name that no file has.
    return uri;
  }
}

/** Whether a document shows a file in another state, as one side of a comparison does (`git:/x/a.ts`): its flows are no further flows. */
export const isOtherState = (uri: string): boolean =>
  isUri(uri) && !uri.startsWith('file:') && existsSync(pathOf(uri.replace(/^[^:]+:(?:\/\/[^/]*)?([^?#]*).*$/, 'file://$1')));

const isUri = (path: string): boolean => /^[a-z][a-z0-9+.-]+:/i.test(path);

/** A span as LSP writes it. */
export const rangeOf = ({ model }: LinkedFile, span: Span): Range => ({
  start: positionAt(model.lineStarts, span.start),
  end: positionAt(model.lineStarts, span.end),
});

/** A span of a file as a place that an editor can open. */
export const locationOf = (file: LinkedFile, span: Span): Location => ({ uri: uriOf(file.path), range: rangeOf(file, span) });

/** Edits as LSP writes them, with the line ends of the text that they go into. */
export function textEditsOf(file: LinkedFile, text: string, edits: readonly { readonly span: Span; readonly text: string }[]): TextEdit[] {
  const ends = text.includes('\r\n') ? '\r\n' : '\n';
  return edits.map((edit) => ({ range: rangeOf(file, edit.span), newText: edit.text.replaceAll(/\r?\n/g, ends) }));
}

/** The offset of a position in a text: one before the text is its start, and one beyond a line the line's end. */
export function offsetAt(lineStarts: readonly number[], { line, character }: Position, text: string): number {
  if (line < 0) return 0;
  const start = lineStarts[line];
  if (start === undefined) return text.length;
  const next = lineStarts[line + 1];
  const end = next === undefined ? text.length : next - (text.startsWith('\r\n', next - 2) ? 2 : 1);
  return Math.min(start + Math.max(0, character), end);
}

/** A range of a client as a span. */
export const spanOf = ({ model: { lineStarts } }: LinkedFile, { start, end }: Range, text: string): Span => ({
  start: offsetAt(lineStarts, start, text),
  end: offsetAt(lineStarts, end, text),
});

/** Whether an offset is in a span, its end included: a cursor behind a word is at the word. */
export const touches = (span: Span, offset: number): boolean => span.start <= offset && offset <= span.end;
