import type { Binding } from '../../model/file.ts';
import { AnchoredSpan } from './anchors.ts';
import type { Extraction } from './extraction.ts';
import { interestOf } from './interest.ts';
import { addType } from './types.ts';

/** The lists of a file, besides its bindings, that a walk adds to. */
type Lists = Pick<Extraction, 'functions' | 'classes' | 'calls' | 'loops' | 'tries' | 'accesses' | 'references' | 'writes' | 'exports'>;

/** Where the items of a piece begin in the lists in which others refer to them by their places. */
type Bases = Readonly<Record<'binding' | 'function' | 'class' | 'call' | 'loop' | 'try', number>>;

/** All that the walk over one piece has added to its file: it is added again as it is when only other pieces change. */
export interface Walked {
  readonly bases: Bases;
  readonly bindings: readonly Binding[];
  readonly lists: Lists;
  readonly types: Extraction['types'];
  /** The values that names at the top of the file were given. */
  readonly given: Extraction['given'];
  /** As much of these as decides what is kept of the pieces behind. */
  readonly interest: string;
  /** Whether its body was left out. */
  readonly irrelevant: boolean;
}

/** Walks a piece and remembers what that has added. */
export function record(x: Extraction, irrelevant: boolean, walk: () => void): Walked {
  const bases = basesOf(x);
  const { accesses, references, writes, exports } = x;
  const types = x.types;
  const begin = { accesses: accesses.length, references: references.length, writes: writes.length, exports: exports.length };
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
    bindings: x.close(bases.binding),
    lists: {
      functions: x.functions.slice(bases.function),
      classes: x.classes.slice(bases.class),
      calls: x.calls.slice(bases.call),
      loops: x.loops.slice(bases.loop),
      tries: x.tries.slice(bases.try),
      accesses: accesses.slice(begin.accesses),
      references: references.slice(begin.references),
      writes: writes.slice(begin.writes),
      exports: exports.slice(begin.exports),
    },
    types: added,
    given,
    interest: given.flatMap(({ binding, value }) => (value === undefined ? [] : [`${binding}=${interestOf(value)}`])).join(','),
    irrelevant,
  };
}

/** Adds again what a piece has added before. */
export function replay(x: Extraction, walked: Walked): Walked {
  const here = isAt(x, walked.bases) ? walked : movedTo(walked, basesOf(x));
  const { bindings, lists, types, given } = here;
  append(x.bindings, bindings);
  append(x.functions, lists.functions);
  append(x.classes, lists.classes);
  append(x.calls, lists.calls);
  append(x.loops, lists.loops);
  append(x.tries, lists.tries);
  append(x.accesses, lists.accesses);
  append(x.references, lists.references);
  append(x.writes, lists.writes);
  append(x.exports, lists.exports);
  for (const name in types) if (types[name] !== undefined) addType(x.types, name, types[name]);
  for (const { binding, value, type, added } of given) {
    if (added !== undefined) x.add(binding, added);
    if (value !== undefined) x.give(binding, value);
    if (type !== undefined) x.giveType(binding, type);
  }
  return here;
}

/** Most pieces add nothing to most lists: that must cost nothing. */
function append<T>(list: T[], items: readonly T[]): void {
  if (items.length > 0) for (const item of items) list.push(item);
}

const basesOf = (x: Extraction): Bases => ({
  binding: x.bindings.length,
  function: x.functions.length,
  class: x.classes.length,
  call: x.calls.length,
  loop: x.loops.length,
  try: x.tries.length,
});

const isAt = (x: Extraction, bases: Bases): boolean =>
  x.bindings.length === bases.binding &&
  x.functions.length === bases.function &&
  x.classes.length === bases.class &&
  x.calls.length === bases.call &&
  x.loops.length === bases.loop &&
  x.tries.length === bases.try;

const movedTo = (walked: Walked, bases: Bases): Walked => ({ ...moved(walked, { from: walked.bases, to: bases }), bases });

/** The fields of models that hold a place in a list, with the list. */
const places = new Map<string, keyof Bases>([
  ['binding', 'binding'],
  ['function', 'function'],
  ['parent', 'function'],
  ['class', 'class'],
  ['call', 'call'],
  ['try', 'try'],
]);

interface Move {
  readonly from: Bases;
  readonly to: Bases;
}

/** A copy whose places are in lists that have become longer or shorter above; those of other pieces stay. */
function moved<T>(item: T, move: Move): T;
function moved(item: unknown, move: Move): unknown {
  if (typeof item !== 'object' || item === null || item instanceof AnchoredSpan) return item;
  if (Array.isArray(item)) return item.map((part: unknown) => moved(part, move));
  const entries = Object.entries(item).map(([key, value]: [string, unknown]) => [key, movedField(key, value, move)]);
  return Object.fromEntries(entries);
}

function movedField(key: string, value: unknown, move: Move): unknown {
  if (key === 'loops' && Array.isArray(value))
    return value.map((place) => (typeof place === 'number' ? shifted(place, 'loop', move) : moved(place, move)));
  const list = typeof value === 'number' ? places.get(key) : undefined;
  return list !== undefined && typeof value === 'number' ? shifted(value, list, move) : moved(value, move);
}

const shifted = (place: number, list: keyof Bases, { from, to }: Move): number =>
  place < from[list] ? place : place - from[list] + to[list];
