import type { ts } from './compiler.cjs';
import { isSameList } from '../../model/lists.ts';
import { reaching } from './interest.ts';
import type { Piece } from './pieces.ts';
import {
  isClassDeclaration,
  isFunctionDeclaration,
  isIdentifier,
  isInterfaceDeclaration,
  isJavaScript,
  isTypeAliasDeclaration,
} from './syntax.ts';

/**
 * The functions and classes at the top of a file whose bodies need not be walked: they name nothing that the file
 * imports, makes or keeps, nor `fetch`, nor a function or type that does, and nothing but their like names them. A look at the words
 * decides; in most files that is most of the code. `names` are all values that the top of the file declares; `mentions`
 * finds some of them, or of the types, in a piece.
 */
export function irrelevantPieces(
  pieces: readonly Piece[],
  names: ReadonlySet<string>,
  mentions: (piece: Piece, some: ReadonlySet<string>) => readonly string[],
): ReadonlySet<Piece> {
  const waiting = new Map<Piece, string>();
  const types = new Map<Piece, readonly string[]>();
  for (const piece of pieces) {
    if (isNamed(piece.statement)) waiting.set(piece, piece.statement.name.text);
    const some = typesOf(piece);
    if (some.length > 0) types.set(piece, some);
  }
  if (waiting.size === 0) return new Set();
  const declared = new Set(waiting.values());
  const used = new Set<string>();
  for (const piece of pieces)
    if (!waiting.has(piece) && !isType(piece.statement)) for (const name of mentions(piece, declared)) used.add(name);
  let news = new Set([...reaching, ...[...names].filter((name) => !declared.has(name) || used.has(name))]);
  for (const [piece, name] of waiting) if (used.has(name)) waiting.delete(piece);
  while (news.size > 0) {
    const found = new Set<string>();
    for (const [piece, name] of waiting) {
      if (mentions(piece, news).length === 0) continue;
      waiting.delete(piece);
      found.add(name);
    }
    for (const [piece, some] of types) {
      if (mentions(piece, news).length === 0) continue;
      types.delete(piece);
      for (const name of some) found.add(name);
    }
    news = found;
  }
  return new Set([...waiting.keys()].filter((piece) => !handsOn(piece)));
}

/**
 * Whether a function may give back what it is given, as small helpers do: one that says what it gives need not be walked
 * for that, and a long one does something else.
 */
function handsOn(piece: Piece): boolean {
  const { statement } = piece;
  if (!isFunctionDeclaration(statement) || statement.type !== undefined || piece.end - piece.start > longest) return false;
  const text = textOf(piece);
  const given = new Set(text.slice(text.search(/\breturn\b|$/)).match(word));
  return statement.parameters.some(({ name }) => !isIdentifier(name) || given.has(name.text));
}

const longest = 300;

/** Whether a class, or one of its methods, may give back what it is given, as its types say: then these are read. */
export const isGeneric = (node: ts.Node, text: string): boolean =>
  isClassDeclaration(node) && (node.typeParameters !== undefined || genericMethod.test(text.slice(node.pos, node.end)));

const genericMethod = /^[ \t]*(?:[a-z]+[ \t]+)*[\w$#]+<[^>\n]*>\(/m;

/** Whether pieces in the place of others change nothing about which ones are irrelevant: they are called and mention the same. */
export const mentionTheSame = (before: readonly Piece[], after: readonly Piece[], declared: ReadonlySet<string>): boolean =>
  before.length === after.length &&
  after.every((piece, index) => {
    const other = before[index];
    return other !== undefined && isAlike(piece, other, declared);
  });

function isAlike(piece: Piece, other: Piece, declared: ReadonlySet<string>): boolean {
  const [names, others] = [namesIn(piece, declared), namesIn(other, declared)];
  return (
    isNamed(piece.statement) === isNamed(other.statement) &&
    nameOf(piece) === nameOf(other) &&
    handsOn(piece) === handsOn(other) &&
    isSameList(names, others)
  );
}

/** What a function, class or type is called. */
const nameOf = ({ statement }: Piece): string | undefined => (isNamed(statement) || isType(statement) ? statement.name.text : undefined);

/** The names of the types that pieces declare. */
export const typesIn = (pieces: readonly Piece[]): readonly string[] => pieces.flatMap(typesOf);

/** The name of a type, or, in JavaScript, those that the comments above a statement declare. */
function typesOf(piece: Piece): readonly string[] {
  const { statement } = piece;
  if (isType(statement)) return [statement.name.text];
  if (!isJavaScript(statement)) return [];
  piece.typedefs ??= [...textOf(piece).matchAll(typedef)].map(([, name = '']) => name);
  return piece.typedefs;
}

const typedef = /@(?:typedef|callback)\s+(?:\{[^@]*\}\s*)?([\w$]+)/g;

/** Irrelevant pieces with some of them in the place of others. */
export function replaced(irrelevant: ReadonlySet<Piece>, before: readonly Piece[], after: readonly Piece[]): ReadonlySet<Piece> {
  if (!before.some((piece) => irrelevant.has(piece))) return irrelevant;
  const next = new Set(irrelevant);
  for (const [index, piece] of before.entries()) {
    const instead = after[index];
    if (next.delete(piece) && instead !== undefined) next.add(instead);
  }
  return next;
}

/** The names that a piece mentions: looked up in its text, and only where they are found there, or are many, among its words. */
export function mentionsIn(piece: Piece, names: ReadonlySet<string>): readonly string[] {
  const found: string[] = [];
  if (names.size > 50) {
    for (const one of wordsOf(piece)) if (names.has(one)) found.push(one);
    return found;
  }
  const text = textOf(piece);
  for (const name of names) if (text.includes(name) && wordsOf(piece).has(name)) found.push(name);
  return found;
}

/** Whether a piece mentions one of some names. */
export const mentions = (piece: Piece, names: ReadonlySet<string>): boolean => names.size > 0 && mentionsIn(piece, names).length > 0;

/** The words of a piece's text, found once. */
function wordsOf(piece: Piece): ReadonlySet<string> {
  piece.words ??= new Set(textOf(piece).match(word));
  return piece.words;
}

/** Those of them that are declared at the top of the file, or reach another module; found once for each set of names. */
export function namesIn(piece: Piece, declared: ReadonlySet<string>): readonly string[] {
  if (piece.names?.declared !== declared) {
    const found = [...wordsOf(piece)].filter((one) => declared.has(one) || reaching.has(one));
    piece.names = { declared, found };
  }
  return piece.names.found;
}

const textOf = ({ tree, start, end }: Piece): string => tree.text.slice(start, end);

/** All that is no ASCII may be of a name, but for blanks and ends of lines, of which TypeScript knows two more than JavaScript. */
const word = /(?:[\w$]|(?![\s\u0085\u200B])[\u0080-\uFFFF])+/g;

/** A function or class that is declared. */
export type Named = (ts.FunctionDeclaration | ts.ClassDeclaration) & { readonly name: ts.Identifier };

/** Whether a statement declares a function or class by a name. */
export const isNamed = (statement: ts.Statement): statement is Named =>
  (isFunctionDeclaration(statement) || isClassDeclaration(statement)) && statement.name !== undefined;

const isType = (statement: ts.Statement): statement is ts.InterfaceDeclaration | ts.TypeAliasDeclaration =>
  isInterfaceDeclaration(statement) || isTypeAliasDeclaration(statement);
