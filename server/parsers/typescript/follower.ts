import type { ModelChanges, Moved } from '../../model/changes.ts';
import type { Binding, FileModel } from '../../model/file.ts';
import { isSameList } from '../../model/lists.ts';
import type { Users } from './affected.ts';
import { addNames, changesBy, hasTypes, redeclared, spread } from './affected.ts';
import type { Extraction, OpenBinding } from './extraction.ts';
import { declare, modelIn, newExtraction, walk } from './parser.ts';
import type { Piece, Pieces } from './pieces.ts';
import { irrelevantPieces, mentions, mentionTheSame, namesIn, replaced, typesIn } from './relevance.ts';
import type { Walked } from './walked.ts';
import {
  addTypes,
  append,
  atBeginning,
  countsBehind,
  cut,
  giveAgain,
  moveItems,
  moveBindings,
  reached,
  record,
  replay,
  shiftOf,
  takeBack,
} from './walked.ts';

/** What is known of an open document from its last model. */
interface Last {
  readonly list: readonly Piece[];
  readonly x: Extraction;
  readonly bindings: Binding[];
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
  /** Some of them may stand between the new ones, and be walked anew with these: what they gave to others is noted before. */
  readonly old: readonly Piece[];
  readonly interest: string;
  readonly names: ReadonlySet<string>;
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
    const last = exchanged?.last ?? collected(before, pieces.list, different);
    this.#last = last;
    this.#before = exchanged && { model: this.#model, changes: exchanged.changes };
    this.#model = modelIn(last.x, pieces, lineStarts, last.bindings, last.irrelevant);
    return this.#model;
  }

  /** What may be something else than in an earlier model. */
  changesSince(model: FileModel): ModelChanges | undefined {
    return this.#before?.model === model ? this.#before.changes : undefined;
  }
}

/**
 * The last model with other pieces in the place of some, and what has changed; undefined if that changes more than what is
 * in these pieces and where the others stand.
 */
function patched(last: Last, list: readonly Piece[], different: Difference): { last: Last; changes: ModelChanges | undefined } | undefined {
  const names = declaredAlike(last, different);
  const irrelevant = names && stillIrrelevant(last, list, different);
  if (names === undefined || irrelevant === undefined) return undefined;
  const next = { ...last, list, irrelevant, users: irrelevant === last.irrelevant ? last.users : {} };
  const moved = exchange(last, next, different, names);
  return moved && { last: next, changes: changesBy(next, different, moved) };
}

/** Walks the new pieces in the place of the old ones, and says how far that moves what others have; undefined where these have to be walked, too. */
function exchange(last: Last, { list, irrelevant }: Last, different: Difference, names: readonly OpenBinding[]): Moves | undefined {
  const { x, firsts } = last;
  const { from, to, now, old, interest } = different;
  const begin = countsBehind(atBeginning(x.topLevel), list.slice(0, from));
  const end = countsBehind(begin, old);
  for (let at = last.list.length - 1; at >= from; at -= 1) takeBack(x, last.list[at]?.walked);
  const behind = cut(x, begin, end);
  for (const [index, name] of names.entries()) redeclare(x, (firsts[from] ?? x.topLevel) + index, name);
  for (const piece of now) walkAnew(x, piece, irrelevant.has(piece));
  if (interestIn(now) !== interest) return undefined;
  const shift = shiftOf(end, reached(x));
  for (const { walked } of list.slice(to)) {
    if (shift !== undefined && walked !== undefined) moveItems(walked, shift);
    giveAgain(x, walked);
  }
  append(x, behind);
  if (old.some(hasTypes) || now.some(hasTypes)) {
    x.types = {};
    for (const { walked } of list) addTypes(x, walked);
  }
  closeAgain(last, different, begin.bindings, shift === undefined ? end.bindings : x.bindings.length);
  return { bindings: { from: end.bindings, by: shift?.bindings ?? 0 }, calls: { from: end.calls, by: shift?.calls ?? 0 } };
}

type Moves = ModelChanges['moved'];

/** Closes the bindings between two places, and those that changed pieces declare or give something to. */
function closeAgain({ x, firsts, bindings }: Last, { from, to, now, old }: Difference, begin: number, end: number): void {
  for (let at = begin; at < end; at += 1) bindings[at] = x.closed(at);
  bindings.length = x.bindings.length;
  for (let at = firsts[from] ?? x.topLevel; at < (firsts[to] ?? x.topLevel); at += 1) bindings[at] = x.closed(at);
  for (const { walked } of [...old, ...now]) for (const { binding } of walked?.given ?? []) bindings[binding] = x.closed(binding);
}

/** The pieces whose bodies are left out, with new ones among them, if of the others the same ones are. */
function stillIrrelevant(
  { irrelevant, x, declared }: Last,
  list: readonly Piece[],
  { now, old }: Difference,
): ReadonlySet<Piece> | undefined {
  if (mentionTheSame(old, now, declared)) return replaced(irrelevant, old, now);
  const found = irrelevantIn(x, list, declared);
  return list.every((piece) => piece.walked === undefined || piece.walked.irrelevant === found.has(piece)) ? found : undefined;
}

const irrelevantIn = (x: Extraction, list: readonly Piece[], declared: ReadonlySet<string>): ReadonlySet<Piece> =>
  irrelevantPieces(list, new Set(x.scopes[0]?.keys()), (piece, some) => namesIn(piece, declared).filter((name) => some.has(name)));

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
  if (now.length !== old.length || !isSameList(typesIn(now), typesIn(old))) return undefined;
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

/** What all pieces have, of which those are walked that are not known, or mention a name that may lead elsewhere now. */
function collected(before: Last | undefined, list: readonly Piece[], different: Difference): Last {
  const { from, to, now, old, interest } = different;
  const x = newExtraction(true);
  const firsts = list.map((piece) => declareOnce(x, piece));
  x.topLevel = x.bindings.length;
  const isSame = before !== undefined && declaredBy(now) === declaredBy(old);
  const declared = isSame ? before.declared : new Set([...(x.scopes[0]?.keys() ?? []), ...typesIn(list)]);
  const irrelevant = isSame && mentionTheSame(old, now, declared) ? replaced(before.irrelevant, old, now) : irrelevantIn(x, list, declared);
  const { names: stale, moved = nowhere } = (before && redeclared(before, { x, firsts }, different)) ?? {};
  if (stale !== undefined) spread(list, stale);
  const leadsAsBefore = (piece: Piece): boolean => stale !== undefined && !mentions(piece, stale);
  for (const [index, piece] of list.entries()) {
    const isOther = index < from || index >= to;
    if (index === to && !(isSame && interestIn(now) === interest)) spreadBetween(stale, list, different);
    const known = piece.walked;
    const isIrrelevant = irrelevant.has(piece);
    const stays = isOther ? leadsAsBefore(piece) : isSame && !old.includes(piece);
    if (stays && known?.irrelevant === isIrrelevant) {
      if (isOther) moveBindings(known, moved);
      replay(x, known);
    } else {
      walkAnew(x, piece, isIrrelevant);
      if (isOther && stale !== undefined && addNames(stale, piece)) spread(list, stale);
    }
  }
  return { list, x, firsts, declared, irrelevant, users: {}, bindings: x.allClosed() };
}

const nowhere: Moved = { from: 0, by: 0 };

/** Adds all that may lead elsewhere because of the pieces that have changed. */
function spreadBetween(stale: Set<string> | undefined, list: readonly Piece[], { now, names }: Difference): void {
  if (stale === undefined) return;
  for (const name of names) stale.add(name);
  for (const piece of now) addNames(stale, piece);
  spread(list, stale);
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
  const old = before.slice(from, before.length - behind);
  const names = new Set<string>();
  for (const piece of old) addNames(names, piece);
  return { from, to, now: after.slice(from, to), old, interest: interestIn(old), names };
}

/** What pieces declare at the top, as text, with the kinds. */
const declaredBy = (pieces: readonly Piece[]): string =>
  [...pieces.flatMap(({ declared = [] }) => declared.map(({ name, kind }) => `${kind} ${name}`)), ...typesIn(pieces)].join(',');

const interestIn = (pieces: readonly Piece[]): string =>
  pieces
    .flatMap(({ walked }) => walked?.interest ?? [])
    .filter((interest) => interest !== '')
    .join(',');
