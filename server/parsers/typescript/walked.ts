import type { Moved } from '../../model/changes.ts';
import type { Binding } from '../../model/file.ts';
import { AnchoredSpan } from './anchors.ts';
import type { Extraction, Given, OpenBinding } from './extraction.ts';
import { put, putIn } from './extraction.ts';
import { interestOf, namesType } from './interest.ts';
import { addType } from './type-declarations.ts';

/** The lists of a file, besides its bindings, that a walk adds to. */
type Lists = Pick<Extraction, 'functions' | 'classes' | 'calls' | 'loops' | 'tries' | 'accesses' | 'references' | 'writes' | 'exports'>;

/** How many items the lists of a file hold. */
export type Counts = Readonly<Record<'bindings' | keyof Lists, number>>;

/** The lists in which others refer to items by their places. */
const referred = ['bindings', 'functions', 'classes', 'calls', 'loops', 'tries'] as const;

type Referred = (typeof referred)[number];

/** What has been added to the lists of a file. */
interface Found {
  readonly bindings: readonly (OpenBinding | Binding)[];
  readonly lists: Lists;
}

/** All that the walk over one piece has added to its file: it is added again as it is when only other pieces change. */
export interface Walked extends Found {
  /** Where its items begin in the lists. */
  bases: Counts;
  readonly bindings: readonly Binding[];
  readonly types: Extraction['types'];
  /** The values that names at the top of the file were given. */
  readonly given: Extraction['given'];
  /** Those names. */
  readonly gives: readonly string[];
  /** As much of these as decides what is kept of the pieces behind. */
  interest: string;
  /** Whether its body was left out. */
  readonly irrelevant: boolean;
  /** Where its items refer to others, once they had to be moved. */
  places?: readonly Place[];
}

/** A field that holds a place in a list. */
interface Place {
  readonly of: Item;
  readonly key: string;
  readonly list: Referred;
}

/** Walks a piece and remembers what that has added. */
export function record(x: Extraction, irrelevant: boolean, walk: () => void): Walked {
  const bases = reached(x);
  const types = x.types;
  x.given = [];
  x.types = {};
  walk();
  const { given } = x;
  const added = x.types;
  x.given = [];
  x.types = types;
  for (const [name, type] of Object.entries(added)) addType(types, name, type);
  return {
    bases,
    bindings: x.close(bases.bindings),
    lists: listsFrom(x, bases),
    types: added,
    given,
    gives: given.map(({ binding }) => x.bindings[binding]?.name ?? ''),
    interest: interestOfAll(given),
    irrelevant,
  };
}

const listsFrom = (x: Extraction, from: Counts): Lists => ({
  functions: x.functions.slice(from.functions),
  classes: x.classes.slice(from.classes),
  calls: x.calls.slice(from.calls),
  loops: x.loops.slice(from.loops),
  tries: x.tries.slice(from.tries),
  accesses: x.accesses.slice(from.accesses),
  references: x.references.slice(from.references),
  writes: x.writes.slice(from.writes),
  exports: x.exports.slice(from.exports),
});

const interestOfAll = (given: readonly Given[]): string => given.flatMap(interestIn).join(',');

/** What decides what is kept of the pieces behind. */
const interestIn = ({ binding, value, type }: Given): string[] => [
  ...(value === undefined ? [] : [`${binding}=${interestOf(value)}`]),
  ...(type === undefined ? [] : [`${binding}:${namesType(type)}`]),
];

/** Adds again what a piece has added before. */
export function replay(x: Extraction, walked: Walked): void {
  const shift = shiftOf(walked.bases, reached(x));
  if (shift !== undefined) moveItems(walked, shift);
  append(x, walked);
  addTypes(x, walked);
  giveAgain(x, walked);
}

/** Adds what was found to the lists. */
export function append(x: Extraction, { bindings, lists }: Found): void {
  appendTo(x.bindings, bindings);
  appendTo(x.functions, lists.functions);
  appendTo(x.classes, lists.classes);
  appendTo(x.calls, lists.calls);
  appendTo(x.loops, lists.loops);
  appendTo(x.tries, lists.tries);
  appendTo(x.accesses, lists.accesses);
  appendTo(x.references, lists.references);
  appendTo(x.writes, lists.writes);
  appendTo(x.exports, lists.exports);
}

/** Adds the types that a piece declares. */
export function addTypes(x: Extraction, walked: Walked | undefined): void {
  const types = walked?.types ?? {};
  for (const name in types) if (types[name] !== undefined) addType(x.types, name, types[name]);
}

/** Gives to names at the top what a piece gives them. */
export function giveAgain(x: Extraction, walked: Walked | undefined): void {
  for (const one of walked?.given ?? []) {
    const binding = x.binding(one.binding);
    if (one.added !== undefined) putIn(binding, one.added);
    if (one.value !== undefined) put(binding, one.value);
    if (one.type === undefined) continue;
    one.before = binding.type;
    binding.type = one.type;
  }
}

/** Takes from names at the top what a piece has given them, when all that others gave them later is taken already. */
export function takeBack(x: Extraction, walked: Walked | undefined): void {
  const given = walked?.given ?? [];
  for (let at = given.length - 1; at >= 0; at -= 1) {
    const one = given[at];
    if (one === undefined) continue;
    const binding = x.binding(one.binding);
    if (one.type !== undefined) binding.type = one.before;
    if (one.value !== undefined) binding.values.pop();
    if (one.added !== undefined) binding.added = binding.added?.length === 1 ? undefined : binding.added?.slice(0, -1);
  }
}

/** Most pieces add nothing to most lists: that must cost nothing. */
function appendTo<T>(list: T[], items: readonly T[]): void {
  if (items.length > 0) for (const item of items) list.push(item);
}

/** How far the lists have come behind some more pieces. */
export function countsBehind(start: Counts, pieces: readonly { readonly walked?: Walked }[]): Counts {
  const counts = { ...start };
  for (const { walked } of pieces) {
    if (walked === undefined) continue;
    const { bindings, lists } = walked;
    counts.bindings += bindings.length;
    counts.functions += lists.functions.length;
    counts.classes += lists.classes.length;
    counts.calls += lists.calls.length;
    counts.loops += lists.loops.length;
    counts.tries += lists.tries.length;
    counts.accesses += lists.accesses.length;
    counts.references += lists.references.length;
    counts.writes += lists.writes.length;
    counts.exports += lists.exports.length;
  }
  return counts;
}

/** The lists as they are before the first piece, with the names that the top of the file declares. */
export const atBeginning = (topLevel: number): Counts => ({ ...nothing, bindings: topLevel });

const nothing: Counts = {
  bindings: 0,
  functions: 0,
  classes: 0,
  calls: 0,
  loops: 0,
  tries: 0,
  accesses: 0,
  references: 0,
  writes: 0,
  exports: 0,
};

/** Takes away what was added behind some places, and gives what stood behind others, further on. */
export function cut(x: Extraction, from: Counts, to: Counts): Found {
  const behind = { bindings: x.bindings.slice(to.bindings), lists: listsFrom(x, to) };
  // Both are by places, which others take now.
  x.words.clear();
  x.unread.clear();
  x.bindings.length = from.bindings;
  x.functions.length = from.functions;
  x.classes.length = from.classes;
  x.calls.length = from.calls;
  x.loops.length = from.loops;
  x.tries.length = from.tries;
  x.accesses.length = from.accesses;
  x.references.length = from.references;
  x.writes.length = from.writes;
  x.exports.length = from.exports;
  return behind;
}

/** How far the lists have come. */
export const reached = (x: Extraction): Counts => ({
  bindings: x.bindings.length,
  functions: x.functions.length,
  classes: x.classes.length,
  calls: x.calls.length,
  loops: x.loops.length,
  tries: x.tries.length,
  accesses: x.accesses.length,
  references: x.references.length,
  writes: x.writes.length,
  exports: x.exports.length,
});

/** How much further items stand than before in the lists in which others refer to them by their places; undefined for not at all. */
export function shiftOf(before: Counts, now: Counts): Shift | undefined {
  const shift = { ...now };
  for (const list of referred) shift[list] -= before[list];
  return referred.some((list) => shift[list] !== 0) ? shift : undefined;
}

type Shift = Readonly<Record<Referred, number>>;

/** Brings a piece's items to other places. They are changed where they are, as its anchor is: nobody keeps the model before. */
export function moveItems(walked: Walked, shift: Shift): void {
  const { bases } = walked;
  // Places before its own are those of other pieces, and stay.
  for (const { of, key, list } of placesIn(walked)) if (Number(of[key]) >= bases[list]) of[key] = Number(of[key]) + shift[list];
  for (const one of walked.lists.functions) one.index += shift.functions;
  const moved = { ...bases };
  for (const list of referred) moved[list] += shift[list];
  walked.bases = moved;
}

/** Brings all bindings from a place on to other ones: the top of the file declares more or fewer names before it. */
export function moveBindings(walked: Walked, { from, by }: Moved): void {
  if (by === 0) return;
  for (const { of, key, list } of placesIn(walked)) if (list === 'bindings' && Number(of[key]) >= from) of[key] = Number(of[key]) + by;
  walked.bases = { ...walked.bases, bindings: walked.bases.bindings + by };
  walked.interest = interestOfAll(walked.given);
}

/** The fields of models that hold a place in a list, with the list. */
const places = new Map<string, Referred>([
  ['binding', 'bindings'],
  ['function', 'functions'],
  ['parent', 'functions'],
  ['class', 'classes'],
  ['call', 'calls'],
  ['try', 'tries'],
]);

/** Where a piece's items refer to others, its own or not; found once. */
function placesIn(walked: Walked): readonly Place[] {
  walked.places ??= placesOf(walked);
  return walked.places;
}

function placesOf({ bindings, lists, types, given }: Walked): Place[] {
  const found: Place[] = [];
  const seen = new Set<Item>();
  const take = (of: Item, key: string, value: unknown, list: Referred | undefined): void => {
    if (isItem(value)) visit(value, key === 'loops' ? key : undefined);
    else if (list !== undefined && typeof value === 'number' && value >= 0) found.push({ of, key, list });
  };
  const visit = (item: Item, list: Referred | undefined): void => {
    if (item instanceof AnchoredSpan || seen.has(item)) return;
    seen.add(item);
    for (const [key, value] of Object.entries(item)) take(item, key, value, list ?? places.get(key));
  };
  for (const part of [bindings, lists, types, given]) if (isItem(part)) visit(part, undefined);
  return found;
}

/** A part of a model, of any kind. */
type Item = Record<string, unknown>;

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null;
