import { ts } from './compiler.cjs';
import type { TextChange } from '../front-end.ts';
import type { Anchor } from './anchors.ts';
import type { OpenBinding } from './extraction.ts';
import type { Walked } from './walked.ts';

/** A statement at the top of a file, with the text between it and the one before; what is known of it is kept with it. */
export interface Piece {
  /** The tree of the text in which it was read, which may be only a part of the file. */
  readonly tree: ts.SourceFile;
  readonly statement: ts.Statement;
  /** Where its text begins in the tree; it ends with the statement. */
  readonly start: number;
  /** Adds up with places in the tree to places in the file. */
  readonly anchor: Anchor;
  /** Whether it has syntax errors. */
  readonly broken: boolean;
  /** The words of its text, once they are asked for, and those of them that the top of the file declares. */
  words?: ReadonlySet<string>;
  names?: { readonly declared: ReadonlySet<string>; readonly found: readonly string[] };
  /** The names that it declares at the top of the file, once they are found. */
  declared?: readonly OpenBinding[];
  walked?: Walked;
}

/** A text as pieces, and whether it is broken where there is no piece. */
export interface Pieces {
  readonly path: string;
  readonly text: string;
  readonly list: readonly Piece[];
  readonly brokenEnd: boolean;
}

/** Reads a whole text. Never throws: what cannot be read is left out. */
export const readPieces = (path: string, text: string): Pieces => ({ path, text, ...read(path, text, 0) });

/** Whether the text has syntax errors anywhere. */
export const isBroken = ({ list, brokenEnd }: Pieces): boolean => brokenEnd || list.some(({ broken }) => broken);

/**
 * The pieces after a change, read anew from the piece before it to the first one behind it that still begins where a
 * statement ends. A parser between two statements knows nothing of those before, and looks one token ahead: whatever
 * follows, it would read as it did.
 */
export function changePieces(before: Pieces, text: string, change: TextChange): Pieces {
  const { path, list } = before;
  const first = firstToRead(list, change.start);
  const next = list.findIndex((piece, index) => index >= first && startOf(piece) >= change.end && !piece.broken);
  const moved = change.text.length - (change.end - change.start);
  const earlier = list[first];
  const from = earlier === undefined ? 0 : startOf(earlier);
  const meeting = list[next];
  const upTo = meeting === undefined ? undefined : readUpTo(path, text, from, meeting, moved);
  const { list: found, brokenEnd } = upTo ?? read(path, text, from);
  const behind = upTo === undefined ? [] : list.slice(next);
  for (const { anchor } of behind) anchor.offset += moved;
  const again = earlier !== undefined && endOf(earlier) < change.start && isAlike(earlier, found[0]) ? [earlier] : [];
  return { path, text, list: [...list.slice(0, first), ...again, ...found.slice(again.length), ...behind], brokenEnd };
}

/** The piece before the one that a change touches. TypeScript reads `await` at the top, and what is broken beside it, in runs. */
function firstToRead(list: readonly Piece[], changed: number): number {
  const touched = list.findIndex((piece) => endOf(piece) >= changed);
  let first = Math.max(0, (touched === -1 ? list.length : touched) - 1);
  for (let before = list[first - 1]; before !== undefined && (before.broken || awaits(before)); before = list[first - 1]) first -= 1;
  return first;
}

const startOf = ({ start, anchor }: Piece): number => start + anchor.offset;
const endOf = ({ statement, anchor }: Piece): number => statement.end + anchor.offset;

const awaits = ({ statement }: Piece): boolean => (statement.flags & ts.NodeFlags.AwaitContext) !== 0;

/** Whether two pieces of the same text, neither of them broken, are read in the same way. */
const isAlike = (piece: Piece, other: Piece | undefined): boolean =>
  other !== undefined &&
  !piece.broken &&
  !other.broken &&
  endOf(piece) === endOf(other) &&
  piece.statement.kind === other.statement.kind &&
  awaits(piece) === awaits(other);

/** Reads from one place to the end of a piece that is known, and leaves that one out; undefined when it is not met again. */
function readUpTo(path: string, text: string, from: number, meeting: Piece, moved: number): Omit<Pieces, 'path' | 'text'> | undefined {
  const { anchor } = meeting;
  const there = { ...meeting, anchor: { offset: anchor.offset + moved } };
  const { list } = read(path, text.slice(0, endOf(there)), from);
  const last = list.at(-1);
  if (last === undefined || startOf(last) !== startOf(there) || !isAlike(there, last)) return undefined;
  if (list.some(({ broken }) => broken) && list.some(awaits)) return undefined;
  return { list: list.slice(0, -1), brokenEnd: false };
}

function read(path: string, text: string, from: number): Omit<Pieces, 'path' | 'text'> {
  const tree = parseTree(path, text.slice(from));
  const errors = errorsIn(tree);
  const { statements } = tree;
  const list = statements.map((statement, index): Piece => {
    const start = statements[index - 1]?.end ?? 0;
    // What is missing at the end of a statement is reported at the token behind it.
    const end = statements[index + 1]?.getStart(tree) ?? Infinity;
    return { tree, statement, start, anchor: { offset: from }, broken: errors.some((at) => at >= start && at <= end) };
  });
  return { list, brokenEnd: list.length === 0 && errors.length > 0 };
}

function errorsIn(tree: ts.SourceFile): number[] {
  const found: unknown = Reflect.get(tree, 'parseDiagnostics');
  return Array.isArray(found) ? found.map((one: { readonly start?: number }) => one.start ?? 0) : [];
}

/** Every file is read as a module, so that a part of it is read like the whole: `await` at its top is one. */
const parseTree = (path: string, text: string): ts.SourceFile =>
  ts.createSourceFile(
    path,
    text,
    {
      languageVersion: ts.ScriptTarget.Latest,
      jsDocParsingMode: ts.JSDocParsingMode.ParseNone,
      setExternalModuleIndicator: (file) => Reflect.set(file, 'externalModuleIndicator', true),
    },
    false,
    kindOf(path),
  );

function kindOf(path: string): ts.ScriptKind {
  if (path.endsWith('.tsx')) return ts.ScriptKind.TSX;
  if (/\.[cm]?jsx?$/.test(path)) return ts.ScriptKind.JSX;
  return ts.ScriptKind.TS;
}
