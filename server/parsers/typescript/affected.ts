import type { ModelChanges, Moved, Stretch } from '../../model/changes.ts';
import type { Export } from '../../model/file.ts';
import { addTo, isSameList } from '../../model/lists.ts';
import type { Extraction } from './extraction.ts';
import type { Piece } from './pieces.ts';
import { mentions, namesIn, typesIn } from './relevance.ts';

/** A document's pieces, and what they have added to its model. */
interface Known {
  readonly list: readonly Piece[];
  readonly x: Extraction;
  /** Where the names of each piece begin among those that the top declares. */
  readonly firsts: readonly number[];
  readonly declared: ReadonlySet<string>;
  readonly users: Users;
}

/** By a name that the top declares: the places of the pieces that mention it, once that was asked for. */
export interface Users {
  byName?: ReadonlyMap<string, readonly number[]>;
}

/** Pieces that stand in the place of others, of which they have the same counts and mention the same names. */
interface Exchange {
  readonly from: number;
  readonly now: readonly Piece[];
  readonly old: readonly Piece[];
}

/**
 * What may lead elsewhere because of pieces that have changed: they themselves, those that mention what they declare or
 * give something to, those that mention what these declare, and so on. Undefined where that cannot be told by names: exports,
 * and types in namespaces and comments, lead into a file by other ways.
 */
export function changesBy(known: Known, { from, now, old }: Exchange, moved: ModelChanges['moved']): ModelChanges | undefined {
  if (old.some(hidesTypes) || !exportTheSame(old, now)) return undefined;
  const affected = new Set(now.map((_, index) => from + index));
  const [bindings, calls]: [Stretch[], Stretch[]] = [[], []];
  const seen = new Set<number>();
  const mention = (name: string): void => {
    for (const user of usersOf(known, name)) affected.add(user);
  };
  const reach = (binding: number): void => {
    if (seen.has(binding)) return;
    seen.add(binding);
    bindings.push([binding, binding + 1]);
    mention(known.x.binding(binding).name);
  };
  for (const { walked } of old) for (const { binding } of walked?.given ?? []) reach(binding);
  for (const at of affected) {
    const piece = known.list[at];
    if (piece?.walked === undefined || hidesTypes(piece)) return undefined;
    const { bases, lists, given, bindings: own } = piece.walked;
    bindings.push([bases.bindings, bases.bindings + own.length]);
    calls.push([bases.calls, bases.calls + lists.calls.length]);
    for (let binding = known.firsts[at] ?? 0; binding < (known.firsts[at + 1] ?? known.x.topLevel); binding += 1) reach(binding);
    for (const { binding } of given) reach(binding);
    for (const name of typesIn([piece])) mention(name);
  }
  return { bindings, calls, moved };
}

/** Names that mean something else, and where those stand that mean the same. */
interface Redeclared {
  readonly names: Set<string>;
  readonly moved: Moved;
}

/**
 * What the top declares otherwise since some of its pieces stand in the place of others; undefined where that changes more
 * than how far away the names of the pieces behind stand.
 */
export function redeclared(
  before: Pick<Known, 'x' | 'firsts'>,
  { x, firsts }: Pick<Known, 'x' | 'firsts'>,
  { from, to, now, old }: Exchange & { readonly to: number },
): Redeclared | undefined {
  const behind = from + old.length;
  const first = firsts[from] ?? x.topLevel;
  const [end, endBefore] = [firsts[to] ?? x.topLevel, before.firsts[behind] ?? before.x.topLevel];
  const by = end - endBefore;
  const stand = (at: number | undefined, index: number): boolean => at === (before.firsts[behind + index] ?? before.x.topLevel) + by;
  if (![...firsts.slice(to), x.topLevel].every(stand)) return undefined;
  const [meant, means] = [namesBetween(before.x, first, endBefore), namesBetween(x, first, end)];
  const names = [...meant.keys(), ...means.keys()].filter((name) => meant.get(name) !== means.get(name));
  const types = isSameList(typesIn(old), typesIn(now)) ? [] : [...typesIn(old), ...typesIn(now)];
  return { names: new Set([...names, ...types]), moved: { from: endBefore, by } };
}

/** What the top declares between two places, with what and where. */
const namesBetween = ({ bindings }: Extraction, from: number, to: number): ReadonlyMap<string, string> =>
  new Map(bindings.slice(from, to).map(({ name, kind }, index) => [name, `${kind} ${index}`]));

/** Adds to some names all that may lead elsewhere because of them: what those pieces declare or give something to that mention one. */
export function spread(list: readonly Piece[], names: Set<string>): void {
  for (let isMore = names.size > 0; isMore;) {
    isMore = false;
    for (const piece of list) if (mentions(piece, names) && addNames(names, piece)) isMore = true;
  }
}

/** Adds what a piece declares or gives something to, and says whether any of that is new. */
export function addNames(names: Set<string>, { declared = [], walked }: Piece): boolean {
  const { size } = names;
  for (const { name } of declared) names.add(name);
  for (const name of walked?.gives ?? []) names.add(name);
  return names.size > size;
}

function usersOf({ list, declared, users }: Known, name: string): readonly number[] {
  if (users.byName === undefined) {
    const found = new Map<string, number[]>();
    for (const [at, piece] of list.entries()) {
      for (const one of namesIn(piece, declared)) addTo(found, one, at);
    }
    users.byName = found;
  }
  return users.byName.get(name) ?? [];
}

/** Whether a piece declares types. */
export const hasTypes = ({ walked }: Piece): boolean => walked !== undefined && Object.keys(walked.types).length > 0;

/** Whether a piece declares types that nobody mentions by its own name. */
const hidesTypes = (piece: Piece): boolean => hasTypes(piece) && typesIn([piece]).length === 0;

/** Whether pieces export the same names for the same calls and variables. */
const exportTheSame = (old: readonly Piece[], now: readonly Piece[]): boolean => isSameList(exportsIn(old), exportsIn(now));

const exportsIn = (pieces: readonly Piece[]): readonly string[] => pieces.flatMap(({ walked }) => walked?.lists.exports.map(written) ?? []);

function written(one: Export): string {
  if (!('value' in one)) return `${one.name} from ${one.from}: ${one.imported}`;
  const { value } = one;
  return `${one.name} ${value.kind} ${value.kind === 'call' ? value.call : value.kind === 'reference' ? value.binding : ''}`;
}
