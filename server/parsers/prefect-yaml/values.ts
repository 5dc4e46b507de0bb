import type { Alias, Document, Node, Pair, YAMLMap, YAMLSeq } from 'yaml';
import { isAlias, isMap, isPair, isScalar, isSeq } from 'yaml';
import type { Span } from '../../model/span.ts';
import type { ObjectMember, ObjectValue, Value } from '../../model/value.ts';

/** Deeper is nothing that a person wrote, but an alias that stands within what it means. */
const deepest = 50;

/** Finds what aliases mean, for as many as a person would write: a few that stand for lists of each other stand for billions. */
export class Aliases {
  readonly #document: Document;
  #left = 1000;

  constructor(document: Document) {
    this.#document = document;
  }

  /** Undefined when there were too many. */
  nodeOf(alias: Alias): Node | null | undefined {
    this.#left -= 1;
    return this.#left < 0 ? undefined : (alias.resolve(this.#document) ?? null);
  }
}

/**
 * What a node of a YAML document says, with names as they are written. Aliases stand for what they mean, with its place; a
 * text with a template (`{{ $NAME }}`) in it is only known when it is deployed.
 */
export function valueOf(node: Node | null, aliases: Aliases, within: Span, depth = 0): Value {
  const span = spanOf(node) ?? within;
  if (node === null) return { kind: 'literal', value: null, span };
  if (depth > deepest) return { kind: 'opaque', span };
  if (isAlias(node)) {
    const meant = aliases.nodeOf(node);
    return meant === undefined ? { kind: 'opaque', span } : valueOf(meant, aliases, span, depth + 1);
  }
  if (isMap(node)) return objectOf(node, aliases, depth);
  if (isSeq(node)) return { kind: 'array', items: node.items.map((item) => valueOf(nodeOf(item), aliases, span, depth + 1)), span };
  return isScalar(node) ? scalarOf(node.value, span) : { kind: 'opaque', span };
}

function scalarOf(value: unknown, span: Span): Value {
  if (typeof value === 'string') return value.includes('{{') ? { kind: 'opaque', type: 'string', span } : { kind: 'literal', value, span };
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return { kind: 'literal', value, span };
  return { kind: 'opaque', span };
}

/** A map; what `<<` takes in from others comes first, so that the map's own members win. */
function objectOf(map: YAMLMap, aliases: Aliases, depth: number): ObjectValue {
  const span = spanOf(map) ?? nowhere;
  const members: ObjectMember[] = [];
  for (const pair of map.items) {
    const key = nodeOf(pair.key);
    if (!isScalar(key)) continue;
    // What merges is a symbol; a key that is written "<<" is a name like any other.
    if (typeof key.value === 'symbol') members.unshift(...mergedMembers(pair, aliases, span, depth));
    else members.push(memberOf(String(key.value), key, pair, aliases, depth));
  }
  return { kind: 'object', members, spreads: [], open: false, span };
}

const nowhere: Span = { start: 0, end: 0 };

function memberOf(name: string, key: Node, pair: Pair, aliases: Aliases, depth: number): ObjectMember {
  const nameSpan = spanOf(key) ?? nowhere;
  const value = valueOf(nodeOf(pair.value), aliases, { start: nameSpan.end, end: nameSpan.end }, depth + 1);
  return { name, nameSpan, value, span: { start: nameSpan.start, end: Math.max(nameSpan.end, value.span.end) } };
}

function mergedMembers(pair: Pair, aliases: Aliases, within: Span, depth: number): readonly ObjectMember[] {
  const merged = valueOf(nodeOf(pair.value), aliases, within, depth + 1);
  // Of several maps the first one wins, and the last member of a name is the one that counts.
  const maps = merged.kind === 'array' ? merged.items.toReversed() : [merged];
  return maps.flatMap((map) => (map.kind === 'object' ? map.members : []));
}

function nodeOf(value: unknown): Node | null {
  return isAlias(value) || isMap(value) || isSeq(value) || isScalar(value) ? value : null;
}

/** Where a node stands. A map or list in lines of its own ends with the last thing in it: the parser's range has the line's end, too. */
function spanOf(node: Node | null): Span | undefined {
  const range = node?.range;
  if (range === null || range === undefined) return undefined;
  const last = isMap(node) || isSeq(node) ? lastIn(node) : null;
  return { start: range[0], end: last === null ? range[1] : (spanOf(last)?.end ?? range[1]) };
}

function lastIn(node: YAMLMap | YAMLSeq): Node | null {
  if (node.flow === true) return null;
  const last = node.items.at(-1);
  return isPair(last) ? (nodeOf(last.value) ?? nodeOf(last.key)) : nodeOf(last);
}
