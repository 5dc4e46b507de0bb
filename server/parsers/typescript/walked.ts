import type { Binding } from '../../model/file.ts';
import { AnchoredSpan } from './anchors.ts';
import type { Extraction, Given } from './extraction.ts';
import { put, putIn } from './extraction.ts';
import { interestOf, namesType } from './interest.ts';
import { addType } from './types.ts';

/** The lists of a file, besides its bindings, that a walk adds to. */
type Lists = Pick<Extraction, 'functions' | 'classes' | 'calls' | 'loops' | 'tries' | 'accesses' | 'references' | 'writes' | 'exports'>;

/** How many items the lists of a file hold. */
export type Counts = Readonly<Record<'bindings' | keyof Lists, number>>;

/** The lists in which others refer to items by their places. */
type Referred = 'bindings' | 'functions' | 'classes' | 'calls' | 'loops' | 'tries';

/** All that the walk over one piece has added to its file: it is added again as it is when only other pieces change. */
export interface Walked {
  /** Where its items begin in the lists. */
  bases: Counts;
  readonly bindings: readonly Binding[];
  readonly lists: Lists;
  readonly types: Extraction['types'];
  /** The values that names at the top of the file were given. */
  readonly given: Extraction['given'];
  /** As much of these as decides what is kept of the pieces behind. */
  readonly interest: string;
  /** Whether its body was left out. */
  readonly irrelevant: boolean;
  /** Where its items refer to others of its own, once they had to be moved. */
  own?: readonly Place[];
}

/** A field that holds a place in a list. */
interface Place {
  readonly of: object;
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
    lists: {
      functions: x.functions.slice(bases.functions),
      classes: x.classes.slice(bases.classes),
      calls: x.calls.slice(bases.calls),
      loops: x.loops.slice(bases.loops),
      tries: x.tries.slice(bases.tries),
      accesses: x.accesses.slice(bases.accesses),
      references: x.references.slice(bases.references),
      writes: x.writes.slice(bases.writes),
      exports: x.exports.slice(bases.exports),
    },
    types: added,
    given,
    interest: given.flatMap(interestIn).join(','),
    irrelevant,
  };
}

const interestIn = ({ binding, value, type }: Given): string[] => [
  ...(value === undefined ? [] : [`${binding}=${interestOf(value)}`]),
  ...(type === undefined ? [] : [`${binding}:${namesType(type)}`]),
];

/** Adds again what a piece has added before. */
export function replay(x: Extraction, walked: Walked): void {
  if (!isAt(x, walked.bases)) move(walked, reached(x));
  const { bindings, lists } = walked;
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
  addTypes(x, walked);
  giveAgain(x, walked);
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
function append<T>(list: T[], items: readonly T[]): void {
  if (items.length > 0) for (const item of items) list.push(item);
}

/** How much of each list pieces have added, besides what the top of the file declares. */
export function countsOf(pieces: readonly { readonly walked?: Walked }[], topLevel: number): Counts {
  const counts = {
    bindings: topLevel,
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

/** Adds what another walk has found between two places. */
export function appendFrom(x: Extraction, other: Extraction, from: Counts | undefined, to: Counts | undefined): void {
  append(x.bindings, other.bindings.slice(from?.bindings, to?.bindings));
  append(x.functions, other.functions.slice(from?.functions, to?.functions));
  append(x.classes, other.classes.slice(from?.classes, to?.classes));
  append(x.calls, other.calls.slice(from?.calls, to?.calls));
  append(x.loops, other.loops.slice(from?.loops, to?.loops));
  append(x.tries, other.tries.slice(from?.tries, to?.tries));
  append(x.accesses, other.accesses.slice(from?.accesses, to?.accesses));
  append(x.references, other.references.slice(from?.references, to?.references));
  append(x.writes, other.writes.slice(from?.writes, to?.writes));
  append(x.exports, other.exports.slice(from?.exports, to?.exports));
}

const reached = (x: Extraction): Counts => ({
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

/** Whether a walk has come to these places in the lists in which others refer to items by their places. */
export const isAt = (x: Extraction, counts: Counts): boolean =>
  x.bindings.length === counts.bindings &&
  x.functions.length === counts.functions &&
  x.classes.length === counts.classes &&
  x.calls.length === counts.calls &&
  x.loops.length === counts.loops &&
  x.tries.length === counts.tries;

/** Brings a piece's items to where the lists have come to. They are changed where they are, as its anchor is: nobody keeps the model before. */
function move(walked: Walked, bases: Counts): void {
  walked.own ??= ownPlaces(walked);
  for (const { of, key, list } of walked.own) Reflect.set(of, key, Number(Reflect.get(of, key)) + bases[list] - walked.bases[list]);
  walked.bases = bases;
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

/** Where a piece's items refer to each other; places before its own are those of other pieces, and stay. */
function ownPlaces({ bases, bindings, lists, types, given }: Walked): Place[] {
  const found: Place[] = [];
  const seen = new Set<object>();
  const take = (of: object, key: string, value: unknown, list: Referred | undefined): void => {
    if (typeof value === 'object' && value !== null) visit(value, key === 'loops' ? key : undefined);
    else if (list !== undefined && typeof value === 'number' && value >= bases[list]) found.push({ of, key, list });
  };
  const visit = (item: object, list: Referred | undefined): void => {
    if (item instanceof AnchoredSpan || seen.has(item)) return;
    seen.add(item);
    for (const [key, value] of Object.entries(item)) take(item, key, value, list ?? places.get(key));
  };
  for (const part of [bindings, lists, types, given]) visit(part, undefined);
  return found;
}
