import type { ts } from './compiler.cjs';
import type { Pieces } from './pieces.ts';
import { pieceAt } from './pieces.ts';
import { LanguageVariant, ScriptTarget, SyntaxKind, createScanner, forEachChild, isJsxText, isTokenKind } from './syntax.ts';

/** Whether a comment begins at an offset of the text: what stands in strings, templates, JSX and other comments only looks like one. */
export function beginsComment({ text, list }: Pieces, offset: number): boolean {
  const found = pieceAt(list, offset);
  const last = list.at(-1);
  if (found === undefined) return scanned(text, last === undefined ? 0 : last.end + last.anchor.offset, offset, false);
  // Places in the tree may have moved with it: those in the statement count from its own.
  const moved = found.start + found.anchor.offset - found.statement.pos;
  const { node, from } = innermost(found.statement, offset - moved);
  if (isJsxText(node)) return false;
  return scanned(text, from + moved, offset, isTokenKind(node.kind));
}

/** The innermost node around a place, with what stands before its first token, and the end of what it holds before the place. */
function innermost(node: ts.Node, place: number): { readonly node: ts.Node; readonly from: number } {
  let from = node.pos;
  const inner = forEachChild(node, (child) => {
    if (child.end <= place) from = Math.max(from, child.end);
    return child.pos <= place && place < child.end ? child : undefined;
  });
  return inner === undefined ? { node, from } : innermost(inner, place);
}

/** Reads from the end of a token on; in one token what is behind its beginning is a part of it. */
function scanned(text: string, from: number, offset: number, single: boolean): boolean {
  const scanner = createScanner(ScriptTarget.Latest, false, LanguageVariant.Standard, text, undefined, from);
  for (;;) {
    const token = scanner.scan();
    const start = scanner.getTokenStart();
    if (token === SyntaxKind.EndOfFileToken || start > offset) return false;
    if (start === offset) return comments.has(token);
    if (single && !trivia.has(token)) return false;
  }
}

const comments: ReadonlySet<ts.SyntaxKind> = new Set([SyntaxKind.SingleLineCommentTrivia, SyntaxKind.MultiLineCommentTrivia]);

const trivia: ReadonlySet<ts.SyntaxKind> = new Set([
  ...comments,
  SyntaxKind.NewLineTrivia,
  SyntaxKind.WhitespaceTrivia,
  SyntaxKind.ShebangTrivia,
]);
