import { directivesIn } from '../../model/directives.ts';
import type { Binding, FileModel } from '../../model/file.ts';
import { lineStartsOf } from '../../model/span.ts';
import { beginsComment } from './comments.ts';
import { hoist, hoistVars } from './declarations.ts';
import { expression } from './expressions.ts';
import type { Walkers } from './extraction.ts';
import { Extraction } from './extraction.ts';
import { functionValue } from './functions.ts';
import type { Piece, Pieces } from './pieces.ts';
import { isBroken, readPieces } from './pieces.ts';
import { makersIn } from './interest.ts';
import { irrelevantPieces, mentionsIn } from './relevance.ts';
import { documented, statements, visit } from './statements.ts';

const walkers: Walkers = { expression, visit, statements, functionValue };

/** The model of a text that is read once; for an outline, bodies in which nothing is made are not walked. */
export function modelOf(path: string, text: string, outline = false): FileModel {
  const pieces = readPieces(path, text);
  const x = newExtraction(false);
  for (const piece of pieces.list) declare(x, piece);
  x.topLevel = x.bindings.length;
  const irrelevant = irrelevantPieces(pieces.list, new Set(x.scopes[0]?.keys()), mentionsIn);
  if (outline) x.makers = makersIn(x);
  for (const piece of pieces.list) walk(x, piece, irrelevant.has(piece));
  return modelIn(x, pieces, lineStartsOf(text), x.allClosed());
}

/** An extraction in which nothing has been walked; `moves`: whether spans follow their pieces. */
export const newExtraction = (moves: boolean): Extraction => new Extraction(walkers, moves);

/** Declares the names of a piece at the top of the file. */
export function declare(x: Extraction, piece: Piece): void {
  x.enter(piece);
  hoistVars(x, [piece.statement]);
  hoist(x, [piece.statement]);
}

/** Walks a piece when all names at the top are declared. */
export function walk(x: Extraction, piece: Piece, isIrrelevant: boolean): void {
  x.enter(piece);
  x.irrelevant = isIrrelevant ? piece.statement : undefined;
  documented(x, piece.statement);
}

/** What a walk over all pieces has found. */
export function modelIn(x: Extraction, pieces: Pieces, lineStarts: readonly number[], bindings: readonly Binding[]): FileModel {
  const { path, text } = pieces;
  return {
    language: /\.[cm]?jsx?$/.test(path) ? 'javascript' : 'typescript',
    lineStarts,
    bindings,
    functions: x.functions,
    classes: x.classes,
    calls: x.calls,
    accesses: x.accesses,
    references: x.references,
    writes: x.writes,
    loops: x.loops,
    tries: x.tries,
    exports: x.exports,
    types: x.types,
    directives: directivesIn(text, (offset) => beginsComment(pieces, offset)),
    deployments: [],
    broken: isBroken(pieces),
  };
}
