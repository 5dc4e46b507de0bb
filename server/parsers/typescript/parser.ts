import { directivesIn } from '../../model/directives.ts';
import type { FileModel } from '../../model/file.ts';
import { lineStartsOf } from '../../model/span.ts';
import { hoist, hoistVars } from './declarations.ts';
import { expression } from './expressions.ts';
import type { Walkers } from './extraction.ts';
import { Extraction } from './extraction.ts';
import { functionValue } from './functions.ts';
import type { Piece, Pieces } from './pieces.ts';
import { isBroken, readPieces } from './pieces.ts';
import { makersIn } from './interest.ts';
import { irrelevantPieces, mentionsIn, mentionTheSame, namesIn, replaced } from './relevance.ts';
import { documented, statements, visit } from './statements.ts';
import { record, replay } from './walked.ts';

const walkers: Walkers = { expression, visit, statements, functionValue };

/** The model of a text that is read once; for an outline, bodies in which nothing is made are not walked. */
export function modelOf(path: string, text: string, outline = false): FileModel {
  const pieces = readPieces(path, text);
  const x = extractionOf(pieces, false);
  const irrelevant = irrelevantPieces(pieces.list, new Set(x.scopes[0]?.keys()), mentionsIn);
  if (outline) x.makers = makersIn(x);
  for (const piece of pieces.list) walk(x, piece, irrelevant.has(piece));
  return modelIn(x, pieces, lineStartsOf(text));
}

/** What is known of an open document from its last model. */
export interface Memory {
  readonly list: readonly Piece[];
  /** The names that its top declares: the same set for as long as they, their kinds and their order are the same. */
  readonly declared: ReadonlySet<string>;
  /** The pieces whose bodies were left out. */
  readonly irrelevant: ReadonlySet<Piece>;
}

/** The model of a document that is open, at the cost of the pieces that have changed since the last one. */
export function followedModelOf(
  pieces: Pieces,
  lineStarts: readonly number[],
  before: Memory,
): { readonly model: FileModel; readonly memory: Memory } {
  const { list } = pieces;
  const x = extractionOf(pieces, true);
  const { from, to, old } = difference(before.list, list);
  const changed = list.slice(from, to);
  const declared = declaredBy(changed) === declaredBy(old) ? before.declared : new Set(x.scopes[0]?.keys());
  const irrelevant =
    declared === before.declared && mentionTheSame(old, changed, declared)
      ? replaced(before.irrelevant, old, changed)
      : irrelevantPieces(list, declared, (piece, some) => namesIn(piece, declared).filter((name) => some.has(name)));
  let stale = declared !== before.declared;
  let index = 0;
  for (const piece of list) {
    if (index === to) stale ||= interestIn(changed) !== interestIn(old);
    const known = piece.walked;
    const isIrrelevant = irrelevant.has(piece);
    if (!stale && known?.irrelevant === isIrrelevant) piece.walked = replay(x, known);
    else {
      piece.walked = record(x, isIrrelevant, () => walk(x, piece, isIrrelevant));
      // What others are given by it is another thing now, and they are walked again.
      stale ||= (index < from || index >= to) && known?.interest !== piece.walked.interest;
    }
    index += 1;
  }
  return { model: modelIn(x, pieces, lineStarts), memory: { list, declared, irrelevant } };
}

/** An extraction that knows all names at the top. */
function extractionOf(pieces: Pieces, moves: boolean): Extraction {
  const x = new Extraction(walkers, moves);
  for (const piece of pieces.list) {
    if (piece.declared !== undefined) x.declareAgain(piece.declared);
    else {
      x.enter(piece);
      const from = x.bindings.length;
      hoistVars(x, [piece.statement]);
      hoist(x, [piece.statement]);
      if (moves && x.bindings.length > from) piece.declared = x.declaredFrom(from);
    }
  }
  x.topLevel = x.bindings.length;
  return x;
}

function walk(x: Extraction, piece: Piece, isIrrelevant: boolean): void {
  x.enter(piece);
  x.irrelevant = isIrrelevant ? piece.statement : undefined;
  documented(x, piece.statement);
}

/** Where two lists of pieces differ: `from` and `to` in the new one, and what stood there in the old one. */
function difference(before: readonly Piece[], after: readonly Piece[]): { from: number; to: number; old: readonly Piece[] } {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from += 1;
  let behind = 0;
  while (behind < shorter - from && before.at(-1 - behind) === after.at(-1 - behind)) behind += 1;
  return { from, to: after.length - behind, old: before.slice(from, before.length - behind) };
}

/** What pieces declare at the top, as text, with the kinds. */
const declaredBy = (pieces: readonly Piece[]): string =>
  pieces.flatMap(({ declared = [] }) => declared.map(({ name, kind }) => `${kind} ${name}`)).join(',');

const interestIn = (pieces: readonly Piece[]): string =>
  pieces
    .flatMap(({ walked }) => walked?.interest ?? [])
    .filter((interest) => interest !== '')
    .join(',');

function modelIn(x: Extraction, pieces: Pieces, lineStarts: readonly number[]): FileModel {
  const { path, text } = pieces;
  return {
    language: /\.[cm]?jsx?$/.test(path) ? 'javascript' : 'typescript',
    lineStarts,
    bindings: x.closed(0),
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
    directives: directivesIn(text),
    deployments: [],
    broken: isBroken(pieces),
  };
}
