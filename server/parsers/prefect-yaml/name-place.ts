import type { YAMLMap } from 'yaml';
import { isMap, isScalar, parseDocument, visit } from 'yaml';
import type { Span } from '../../model/span.ts';

/** Where a name stands in a text of YAML. */
export interface NamePlace {
  /** The name as far as it is written, without quotes. */
  readonly word: Span;
  /** Whether a colon stands behind it. */
  readonly named: boolean;
  /** The names that lead there; a list and its only item are one place. */
  readonly path: readonly string[];
  /** The other names of the same object. */
  readonly beside: ReadonlySet<string>;
}

/** The place of a name at an offset, written, begun or missing; undefined where no name can stand. */
export function namePlaceAt(text: string, offset: number): NamePlace | undefined {
  const word = wordAt(text, offset);
  if (!mayBegin.test(text.slice(text.lastIndexOf('\n', word.start - 1) + 1, word.start))) return undefined;
  const named = /^['"]?[ \t]*:/.test(text.slice(word.end, word.end + 100));
  const document = parseDocument(text.slice(0, word.start) + marker + (named ? '' : ': ') + text.slice(word.end), { logLevel: 'silent' });
  let place: NamePlace | undefined;
  visit(document, {
    Pair(_, { key }, ancestors) {
      if (nameOf(key) !== marker) return undefined;
      const map = ancestors.at(-1);
      if (isMap(map))
        place = { word, named, path: ancestors.flatMap((one) => ('key' in one ? (nameOf(one.key) ?? []) : [])), beside: namesIn(map) };
      return visit.BREAK;
    },
  });
  return place;
}

/** What may stand in a line before a name: nothing, marks of lists, or what begins an object or goes on with one. */
const mayBegin = /^(?:[ ]|- )*['"]?$|[{,][ ]*['"]?$/;

/** Stands for the name, so that the text is one with it. */
const marker = 'name-at-the-cursor';

const nameOf = (key: unknown): string | undefined => (isScalar(key) ? String(key.value) : undefined);

const namesIn = ({ items }: YAMLMap): ReadonlySet<string> =>
  new Set(items.flatMap(({ key }) => nameOf(key) ?? []).filter((name) => name !== marker));

function wordAt(text: string, offset: number): Span {
  const before = /(?:\w[\w.-]*)?$/.exec(text.slice(Math.max(0, offset - 200), offset))?.[0] ?? '';
  const behind = /^[\w.-]*/.exec(text.slice(offset, offset + 200))?.[0] ?? '';
  return { start: offset - before.length, end: offset + (before === '' && behind.startsWith('-') ? 0 : behind.length) };
}
