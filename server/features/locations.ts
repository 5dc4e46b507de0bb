import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Location, Position, Range, TextEdit } from 'vscode-languageserver-types';
import type { LinkedFile } from '../model/entities.ts';
import type { Span } from '../model/span.ts';
import { positionAt } from '../model/span.ts';

/** The URI under which an editor knows a path; documents that are in no file keep theirs (`untitled:…`). */
export const uriOf = (path: string): string => (isUri(path) ? path : pathToFileURL(path).href);

/** The path of a URI. Clients write the same file's URI in different ways (`c%3A`); the path is what they have in common. */
export function pathOf(uri: string): string {
  try {
    return uri.startsWith('file:') ? fileURLToPath(uri) : uri;
  } catch {
    // A file URI with a host or an escape that this system cannot have: it stays a name that no file has.
    return uri;
  }
}

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

/** The offset of a position; one beyond the end of the text is its end. */
export function offsetAt(lineStarts: readonly number[], { line, character }: Position): number {
  const start = lineStarts[line] ?? lineStarts.at(-1) ?? 0;
  const next = lineStarts[line + 1];
  return next === undefined ? start + character : Math.min(start + character, next - 1);
}

/** Whether an offset is in a span, its end included: a cursor behind a word is at the word. */
export const touches = (span: Span, offset: number): boolean => span.start <= offset && offset <= span.end;
