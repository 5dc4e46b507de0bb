import type { ModelChanges } from '../../model/changes.ts';
import type { Binding, FileModel } from '../../model/file.ts';
import type { Users } from './affected.ts';
import { changesBy, hasTypes } from './affected.ts';
import type { Extraction, OpenBinding } from './extraction.ts';
import { declare, modelIn, newExtraction, walk } from './parser.ts';
import type { Piece, Pieces } from './pieces.ts';
import { irrelevantPieces, mentionTheSame, namesIn, replaced, typesIn } from './relevance.ts';
import type { Counts, Walked } from './walked.ts';
import { addTypes, appendFrom, countsOf, giveAgain, isAt, record, replay, takeBack } from './walked.ts';

/** What is known of an open document from its last model. */
interface Last {
  readonly list: readonly Piece[];
  readonly x: Extraction;
  readonly bindings: readonly Binding[];
  /** Where the names of each piece begin among those that the top declares. */
  readonly firsts: readonly number[];
  /** The names that the top declares, of types too: the same set for as long as they, their kinds and their order are the same. */
  readonly declared: ReadonlySet<string>;
  /** The pieces whose bodies were left out. */
  readonly irrelevant: ReadonlySet<Piece>;
  readonly users: Users;
}

/** Where two lists of pieces differ: `from` and `to` in the new one, and what stands there and stood there in the old one. */
interface Difference {
  readonly from: number;
  readonly to: number;
  readonly now: readonly Piece[];
  readonly old: readonly Piece[];
}

/**
 * The models of a document that is open. Most changes leave everything in its place, what the top declares and how much
 * each piece has: then only the pieces that have changed are looked at. Else what is known of the others is put together anew.
 */
export class Follower {
  #last: Last | undefined;
  #model: FileModel | undefined;
  /** The model before the last one, and what may be something else since then, if only that was looked at. */
  #before: { readonly model: FileModel | undefined; readonly changes: ModelChanges | undefined } | undefined;

  modelOf(pieces: Pieces, lineStarts: readonly number[]): FileModel {
    const before = this.#last;
    // What is broken off in between is not gone on with.
    this.#last = undefined;
    this.#before = undefined;
    const different = difference(before?.list ?? [], pieces.list);
    const exchanged = before && patched(before, pieces.list, different);
    const last = exchanged ?? collected(before, pieces.list, different);
    this.#last = last;
    this.#before = exchanged && { model: this.#model, changes: changesBy(exchanged, different) };
    this.#model = modelIn(last.x, pieces, lineStarts, last.bindings, last.irrelevant);
    return this.#model;
  }

  /** What may be something else than in an earlier model. */
  changesSince(model: FileModel): ModelChanges | undefined {
    return this.#before?.model === model ? this.#before.changes : undefined;
  }
}

/** The last model with other pieces in the place of some; undefined if that changes more than what is in these pieces. */
function patched(last: Last, list: readonly Piece[], different: Difference): Last | undefined {
  const { from, to, now, old } = different;
  const { topLevel } = last.x;
  const names = declaredAlike(last, different);
  if (names === undefined || !mentionTheSame(old, now, last.declared)) return undefined;
  const irrelevant = replaced(last.irrelevant, old, now);
  for (let at = last.list.length - 1; at >= from; at -= 1) takeBack(last.x, last.list[at]?.walked);
  const places = [countsOf(list.slice(0, from), topLevel), countsOf(last.list.slice(0, from + old.length), topLevel)] as const;
  const x = newExtraction(true);
  x.topLevel = topLevel;
  x.scopes.splice(0, 1, ...last.x.scopes);
  appendFrom(x, last.x, undefined, places[0]);
  for (const [index, name] of names.entries()) redeclare(x, (last.firsts[from] ?? topLevel) + index, name);
  for (const piece of now) walkAnew(x, piece, irrelevant.has(piece));
  if (!isAt(x, places[1]) || interestIn(now) !== interestIn(old)) return undefined;
  appendFrom(x, last.x, places[1], undefined);
  x.types = old.some(hasTypes) || now.some(hasTypes) ? {} : last.x.types;
  if (x.types !== last.x.types) for (const { walked } of list) addTypes(x, walked);
  for (let at = to; at < list.length; at += 1) giveAgain(x, list[at]?.walked);
  return { ...last, list, x, irrelevant, bindings: closedAgain(last, x, different, places) };
}

/** Declares a name in the place of the same one, to which pieces above may have given something. */
function redeclare(x: Extraction, index: number, name: OpenBinding): void {
  const { values, type, added } = x.binding(index);
  x.bindings[index] = { ...name, values: [...name.values, ...values.slice(name.values.length)], type, added };
}

function walkAnew(x: Extraction, piece: Piece, isIrrelevant: boolean): Walked {
  piece.walked = record(x, isIrrelevant, () => walk(x, piece, isIrrelevant));
  return piece.walked;
}

/** The names that pieces declare if they are those that others in their place declared, and nobody else does. */
function declaredAlike({ x, firsts }: Last, { from, to, now, old }: Difference): readonly OpenBinding[] | undefined {
  if (now.length !== old.length) return undefined;
  const [scope] = x.scopes;
  const found = newExtraction(true);
  const begins: number[] = [];
  for (const piece of now) {
    begins.push(found.bindings.length);
    declare(found, piece);
  }
  const names = found.declaredFrom(0);
  const begin = firsts[from] ?? x.topLevel;
  const isSame =
    names.length === (firsts[to] ?? x.topLevel) - begin &&
    begins.every((at, index) => begin + at === firsts[from + index]) &&
    names.every(({ name, kind }, index) => scope?.get(name) === begin + index && x.bindings[begin + index]?.kind === kind);
  if (!isSame) return undefined;
  for (const [index, piece] of now.entries()) {
    const own = names.slice(begins[index], begins[index + 1]);
    if (own.length > 0) piece.declared = own;
  }
  return names;
}

/** The bindings of the last model, with those anew that pieces between two places declare, give something to, or hold. */
function closedAgain(
  { bindings, firsts }: Last,
  x: Extraction,
  { from, to, now, old }: Difference,
  [begin, end]: readonly [Counts, Counts],
): readonly Binding[] {
  const closed = [...bindings];
  for (let at = begin.bindings; at < end.bindings; at += 1) closed[at] = x.closed(at);
  for (let at = firsts[from] ?? x.topLevel; at < (firsts[to] ?? x.topLevel); at += 1) closed[at] = x.closed(at);
  for (const { walked } of [...old, ...now]) for (const { binding } of walked?.given ?? []) closed[binding] = x.closed(binding);
  return closed;
}

/** What all pieces have, of which those are walked that are not known, or given something else by others. */
function collected(before: Last | undefined, list: readonly Piece[], { from, to, now, old }: Difference): Last {
  const x = newExtraction(true);
  const firsts = list.map((piece) => declareOnce(x, piece));
  x.topLevel = x.bindings.length;
  const isSame = before !== undefined && declaredBy(now) === declaredBy(old);
  const values = new Set(x.scopes[0]?.keys());
  const declared = isSame ? before.declared : new Set([...values, ...typesIn(list)]);
  const irrelevant =
    isSame && mentionTheSame(old, now, declared)
      ? replaced(before.irrelevant, old, now)
      : irrelevantPieces(list, values, (piece, some) => namesIn(piece, declared).filter((name) => some.has(name)));
  let stale = !isSame;
  for (const [index, piece] of list.entries()) {
    if (index === to) stale ||= interestIn(now) !== interestIn(old);
    const known = piece.walked;
    const isIrrelevant = irrelevant.has(piece);
    if (!stale && known?.irrelevant === isIrrelevant) replay(x, known);
    else {
      const { interest } = walkAnew(x, piece, isIrrelevant);
      // What others are given by it is another thing now, and they are walked again.
      stale ||= (index < from || index >= to) && known?.interest !== interest;
    }
  }
  return { list, x, firsts, declared, irrelevant, users: {}, bindings: x.allClosed() };
}

/** Declares the names of a piece, which are kept with it, and says where they begin. */
function declareOnce(x: Extraction, piece: Piece): number {
  const first = x.bindings.length;
  if (piece.declared !== undefined) x.declareAgain(piece.declared);
  else {
    declare(x, piece);
    if (x.bindings.length > first) piece.declared = x.declaredFrom(first);
  }
  return first;
}

function difference(before: readonly Piece[], after: readonly Piece[]): Difference {
  const shorter = Math.min(before.length, after.length);
  let from = 0;
  while (from < shorter && before[from] === after[from]) from += 1;
  let behind = 0;
  while (behind < shorter - from && before.at(-1 - behind) === after.at(-1 - behind)) behind += 1;
  const to = after.length - behind;
  return { from, to, now: after.slice(from, to), old: before.slice(from, before.length - behind) };
}

/** What pieces declare at the top, as text, with the kinds. */
const declaredBy = (pieces: readonly Piece[]): string =>
  [...pieces.flatMap(({ declared = [] }) => declared.map(({ name, kind }) => `${kind} ${name}`)), ...typesIn(pieces)].join(',');

const interestIn = (pieces: readonly Piece[]): string =>
  pieces
    .flatMap(({ walked }) => walked?.interest ?? [])
    .filter((interest) => interest !== '')
    .join(',');
