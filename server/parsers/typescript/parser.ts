import { directivesIn } from '../../model/directives.ts';
import type { Binding, FileModel } from '../../model/file.ts';
import type { Span } from '../../model/span.ts';
import { lineStartsOf } from '../../model/span.ts';
import { bodiesIn } from './bodies.ts';
import { beginsComment } from './comments.ts';
import { hoist, hoistVars } from './declarations.ts';
import { expression } from './expressions.ts';
import type { Walkers } from './extraction.ts';
import { Extraction } from './extraction.ts';
import { functionValue } from './functions.ts';
import { declareImportedTypes } from './jsdoc.ts';
import type { Piece, Pieces } from './pieces.ts';
import { readAlone, readPieces } from './pieces.ts';
import { makersIn } from './interest.ts';
import { irrelevantPieces, isGeneric, isNamed, mentionsIn } from './relevance.ts';
import { documented, statements, visit } from './statements.ts';

const walkers: Walkers = { expression, visit, statements, functionValue };

/** The model of a text that is read once. */
export const modelOf = (path: string, text: string): FileModel => read(path, text, false);

/** The same without what flows and tasks do: bodies in which nothing is made that has a name. */
export const outlineOf = (path: string, text: string): FileModel => read(path, text, true);

/**
 * Bodies that are not walked are not even read by TypeScript, where they are found by how the text is laid out; when it sees
 * others, or the walk comes to one, the whole text is read after all.
 */
function read(path: string, text: string, outline: boolean): FileModel {
  // Comments that silence rules are found in what has been read.
  const bodies = text.includes('millrace-disable') ? [] : bodiesIn(text, outline);
  const model = bodies.length === 0 ? undefined : modelWithout(readPieces(path, text, bodies), bodies, outline);
  return model ?? walked(readPieces(path, text), outline).model;
}

/** Undefined where some of the bodies are none, or are walked. */
function modelWithout(pieces: Pieces, bodies: readonly Span[], outline: boolean): FileModel | undefined {
  const again: Span[] = [];
  const { model, unread } = walked(pieces, outline, (piece) => {
    const inside = bodies.filter(({ start, end }) => start >= piece.start && end <= piece.end);
    again.push(...inside);
    return inside.length === 0 ? piece : readAlone(pieces, piece);
  });
  return !model.broken && bodies.every((body) => unread.get(body.start) === body.end || again.includes(body)) ? model : undefined;
}

interface Outcome {
  readonly model: FileModel;
  readonly unread: Extraction['unread'];
}

/** `readAgain` gives a declaration whose body is walked with that body, in case it was left out. */
function walked(pieces: Pieces, outline: boolean, readAgain = (piece: Piece): Piece => piece): Outcome {
  const x = newExtraction(false);
  for (const piece of pieces.list) declare(x, piece);
  x.topLevel = x.bindings.length;
  const irrelevant = irrelevantPieces(pieces.list, new Set(x.scopes[0]?.keys()), mentionsIn);
  if (outline) x.makers = makersIn(x);
  const left = new Set<Piece>();
  const list = pieces.list.map((piece) => {
    const isLeft = irrelevant.has(piece);
    const isRead = isNamed(piece.statement) && (!isLeft || isGeneric(piece.statement, piece.tree.text));
    const whole = isRead ? readAgain(piece) : piece;
    if (isLeft) left.add(whole);
    return whole;
  });
  for (const piece of list) walk(x, piece, left.has(piece));
  return { model: modelIn(x, { ...pieces, list }, lineStartsOf(pieces.text), x.allClosed(), left), unread: x.unread };
}

/** An extraction in which nothing has been walked; `moves`: whether spans follow their pieces. */
export const newExtraction = (moves: boolean): Extraction => new Extraction(walkers, moves);

/** Declares the names of a piece at the top of the file. */
export function declare(x: Extraction, piece: Piece): void {
  x.enter(piece);
  hoistVars(x, [piece.statement]);
  hoist(x, [piece.statement]);
  declareImportedTypes(x, piece.statement);
}

/** Walks a piece when all names at the top are declared. */
export function walk(x: Extraction, piece: Piece, isIrrelevant: boolean): void {
  x.enter(piece);
  x.irrelevant = isIrrelevant ? piece.statement : undefined;
  documented(x, piece.statement);
}

/** What a walk over all pieces has found. */
export function modelIn(
  x: Extraction,
  pieces: Pieces,
  lineStarts: readonly number[],
  bindings: readonly Binding[],
  irrelevant: ReadonlySet<Piece>,
): FileModel {
  const { path, text, list, brokenEnd } = pieces;
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
    broken: brokenEnd || list.some((piece) => piece.broken && !irrelevant.has(piece)),
  };
}
