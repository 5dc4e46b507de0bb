import { ts } from './compiler.cjs';
import type { Piece } from './pieces.ts';

/**
 * The functions and classes at the top of a file whose bodies need not be walked: they name nothing that the file
 * imports, makes or keeps, nor a function that does, and nothing but their like names them. A look at the words decides;
 * in most files that is most of the code. `names` are all that the top of the file declares; `wordsIn` gives at least
 * those words of a piece that are among them.
 */
export function irrelevantPieces(
  pieces: readonly Piece[],
  names: ReadonlySet<string>,
  wordsIn: (piece: Piece) => Iterable<string>,
): ReadonlySet<Piece> {
  const waiting = new Map(pieces.flatMap((piece) => (isNamed(piece.statement) ? [[piece, piece.statement.name.text] as const] : [])));
  if (waiting.size === 0) return new Set();
  const declared = new Set(waiting.values());
  const used = new Set<string>();
  for (const piece of pieces) if (!waiting.has(piece)) for (const word of wordsIn(piece)) if (declared.has(word)) used.add(word);
  let news = new Set([...modules, ...[...names].filter((name) => !declared.has(name) || used.has(name))]);
  for (const [piece, name] of waiting) if (used.has(name)) waiting.delete(piece);
  while (news.size > 0) {
    const found = new Set<string>();
    for (const [piece, name] of waiting) {
      if (!hasAny(wordsIn(piece), news)) continue;
      waiting.delete(piece);
      found.add(name);
    }
    news = found;
  }
  return new Set(waiting.keys());
}

/** The words that reach another module wherever they stand. */
const modules = ['require', 'import'];

function hasAny(words: Iterable<string>, names: ReadonlySet<string>): boolean {
  for (const one of words) if (names.has(one)) return true;
  return false;
}

/** The words of a piece's text, found once. */
export function wordsOf(piece: Piece): ReadonlySet<string> {
  piece.words ??= new Set(piece.tree.text.slice(piece.start, piece.statement.end).match(word));
  return piece.words;
}

/** Those of them that are declared at the top of the file, or reach another module; found once for each set of names. */
export function namesIn(piece: Piece, declared: ReadonlySet<string>): readonly string[] {
  if (piece.names?.declared !== declared) {
    const found = [...wordsOf(piece)].filter((one) => declared.has(one) || modules.includes(one));
    piece.names = { declared, found };
  }
  return piece.names.found;
}

const word = /[\w$\u0080-\uFFFF]+/g;

type Named = (ts.FunctionDeclaration | ts.ClassDeclaration) & { readonly name: ts.Identifier };

const isNamed = (statement: ts.Statement): statement is Named =>
  (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name !== undefined;
