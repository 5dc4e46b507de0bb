import type { ts } from './compiler.cjs';
import type { TextChange } from '../front-end.ts';
import type { Span } from '../../model/span.ts';
import type { Anchor } from './anchors.ts';
import { withoutBodies } from './bodies.ts';
import type { OpenBinding } from './extraction.ts';
import type { Walked } from './walked.ts';
import { JSDocParsingMode, NodeFlags, ScriptKind, ScriptTarget, createSourceFile, updateSourceFile } from './syntax.ts';

/** A statement at the top of a file, with the text between it and the one before; what is known of it is kept with it. */
export interface Piece {
  /** The tree of the text in which it was read, which may be only a part of the file. */
  readonly tree: ts.SourceFile;
  readonly statement: ts.Statement;
  /** Where its text begins and ends in the tree as it was read: a tree that is read on from there moves the statement's own places. */
  readonly start: number;
  readonly end: number;
  /** Adds up with places in the tree to places in the file. */
  readonly anchor: Anchor;
  /** Whether it has syntax errors. */
  readonly broken: boolean;
  /** The words of its text, once they are asked for, and those of them that the top of the file declares. */
  words?: ReadonlySet<string>;
  names?: { readonly declared: ReadonlySet<string>; readonly found: readonly string[] };
  /** The types that comments in it declare, once they are asked for. */
  typedefs?: readonly string[];
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
  /** What the last change made us read, as the next one is likely to stand beside it. */
  readonly region?: Region | undefined;
}

/** A tree of some pieces with the one before and the one behind them, which are known from elsewhere; without one it reaches to the end. */
interface Region {
  readonly tree: ts.SourceFile;
  readonly from: number;
  readonly earlier: Piece | undefined;
  readonly meeting: Piece | undefined;
}

type Place = Omit<Region, 'tree'>;

/** What is read of a text from some place on. */
type Read = Pick<Pieces, 'list' | 'brokenEnd' | 'region'>;

/** Reads a whole text, perhaps without some bodies. Never throws: what cannot be read is left out. */
export function readPieces(path: string, text: string, bodies: readonly Span[] = []): Pieces {
  const tree = parseTree(path, withoutBodies(text, bodies));
  // What stands in them is still asked for, by its words.
  tree.text = text;
  return { path, text, ...piecesOf(tree, 0) };
}

/** Reads one piece with its bodies; broken when it is no single one then. */
export function readAlone({ path, text }: Pieces, { start, end, ...piece }: Piece): Piece {
  const { list } = piecesOf(parseTree(path, ' '.repeat(start) + text.slice(start, end)), 0);
  const [alone] = list;
  return alone !== undefined && list.length === 1 ? { ...alone, start } : { ...piece, start, end, broken: true };
}

/**
 * The pieces after a change, read anew from the piece before it to the first one behind it that still begins where a
 * statement ends. A parser between two statements knows nothing of those before, and looks one token ahead: whatever
 * follows, it would read as it did.
 */
export function changePieces(before: Pieces, text: string, change: TextChange): Pieces {
  const { path, list } = before;
  const first = firstToRead(list, change.start);
  const earlier = list[first];
  const from = earlier === undefined ? 0 : startOf(earlier);
  const { behind, read } = readAgain(before, text, change, { first, from, earlier });
  const moved = change.text.length - (change.end - change.start);
  for (const { anchor } of list.slice(behind)) anchor.offset += moved;
  const again = earlier !== undefined && endOf(earlier) < change.start && isAlike(earlier, read.list[0]) ? 1 : 0;
  const { list: found, brokenEnd, region } = read;
  return { path, text, list: list.toSpliced(first + again, behind - first - again, ...found.slice(again)), brokenEnd, region };
}

interface Start extends Pick<Place, 'from' | 'earlier'> {
  readonly first: number;
}

/**
 * Reads from a piece on until one is met that is known, and says which. Mostly that is the next one; while a statement is
 * half typed, it may take along some of those behind it, so they are tried in ever longer steps.
 */
function readAgain(before: Pieces, text: string, change: TextChange, { first, ...start }: Start): { behind: number; read: Read } {
  const { list } = before;
  for (let at = first, step = 1; at < list.length; step *= 3) {
    const behind = list.findIndex((piece, index) => index >= at && startOf(piece) > change.end && !piece.broken);
    const meeting = list[behind];
    if (meeting === undefined) break;
    const read = readUpTo(before, text, change, { ...start, meeting });
    if (read !== undefined) return { behind, read };
    at = behind + step;
  }
  return { behind: list.length, read: readOn(before, text, change, { ...start, meeting: undefined }) };
}

/** The piece before the one that a change touches. TypeScript reads `await` at the top, and what is broken beside it, in runs. */
function firstToRead(list: readonly Piece[], changed: number): number {
  const touched = list.findIndex((piece) => endOf(piece) >= changed);
  let first = Math.max(0, (touched === -1 ? list.length : touched) - 1);
  for (let before = list[first - 1]; before !== undefined && (before.broken || awaits(before)); before = list[first - 1]) first -= 1;
  return first;
}

/** The piece that an offset of the file is in; undefined behind the last one. */
export const pieceAt = (list: readonly Piece[], offset: number): Piece | undefined => list.find((piece) => endOf(piece) > offset);

const startOf = ({ start, anchor }: Piece): number => start + anchor.offset;
const endOf = ({ end, anchor }: Piece): number => end + anchor.offset;

const awaits = ({ statement }: Piece): boolean => (statement.flags & NodeFlags.AwaitContext) !== 0;

/** Whether two pieces of the same text, neither of them broken, are read in the same way. */
const isAlike = (piece: Piece, other: Piece | undefined): boolean =>
  other !== undefined &&
  !piece.broken &&
  !other.broken &&
  endOf(piece) === endOf(other) &&
  piece.statement.kind === other.statement.kind &&
  awaits(piece) === awaits(other);

/** Reads from one place to the end of a piece that is known, and leaves that one out; undefined when it is not met again. */
function readUpTo(before: Pieces, text: string, change: TextChange, place: Place & { readonly meeting: Piece }): Read | undefined {
  const { from, meeting } = place;
  const moved = change.text.length - (change.end - change.start);
  const there = { ...meeting, anchor: { offset: meeting.anchor.offset + moved } };
  const tree = treeAfter(before, text.slice(from, endOf(there)), change, place);
  // A regular expression that does not end here may end further on.
  if (errorsIn(tree).some(({ code }) => code === unterminatedExpression)) return undefined;
  const { list } = piecesOf(tree, from);
  const last = list.at(-1);
  if (last === undefined || startOf(last) !== startOf(there) || !isAlike(there, last)) return undefined;
  if (list.some(({ broken }) => broken) && list.some(awaits)) return undefined;
  return { list: list.slice(0, -1), brokenEnd: false, region: { ...place, tree } };
}

/** Reads from one place to the end of the text. */
function readOn(before: Pieces, text: string, change: TextChange, place: Place): Read {
  const tree = treeAfter(before, text.slice(place.from), change, place);
  return { ...piecesOf(tree, place.from), region: { ...place, tree } };
}

/**
 * Reads the text of a region. When it is the one of the last change, the tree of that is taken along, so that only the
 * statements around the change are read, however long the one is in which they stand; nobody else looks at that tree.
 */
function treeAfter({ path, region }: Pieces, text: string, { start, end, text: inserted }: TextChange, place: Place): ts.SourceFile {
  const { from, earlier, meeting } = place;
  const isSame = region?.from === from && region.earlier === earlier && region.meeting === meeting;
  if (region === undefined || !isSame || earlier?.tree === region.tree) return parseTree(path, text);
  return updateSourceFile(region.tree, text, { span: { start: start - from, length: end - start }, newLength: inserted.length });
}

function piecesOf(tree: ts.SourceFile, from: number): Read {
  const errors = errorsIn(tree);
  const { statements } = tree;
  const list = statements.map((statement, index): Piece => {
    const start = statements[index - 1]?.end ?? 0;
    // What is missing at the end of a statement is reported at the token behind it.
    const behind = statements[index + 1]?.getStart(tree) ?? Infinity;
    const broken = errors.some(({ start: at }) => at >= start && at <= behind);
    return { tree, statement, start, end: statement.end, anchor: { offset: from }, broken };
  });
  return { list, brokenEnd: list.length === 0 && errors.length > 0 };
}

/** A syntax error, with TypeScript's number of it. */
interface SyntaxFault {
  readonly start: number;
  readonly code: number;
}

const unterminatedExpression = 1161;

function errorsIn(tree: ts.SourceFile): SyntaxFault[] {
  const found: unknown = Reflect.get(tree, 'parseDiagnostics');
  return Array.isArray(found)
    ? found.map(({ start = 0, code }: Partial<SyntaxFault> & Pick<SyntaxFault, 'code'>) => ({ start, code }))
    : [];
}

/**
 * Every file is read as a module, so that a part of it is read like the whole: `await` at its top is one. In JavaScript
 * types stand in comments.
 */
function parseTree(path: string, text: string): ts.SourceFile {
  const kind = kindOf(path);
  const isJavaScript = kind === ScriptKind.JSX;
  return createSourceFile(
    path,
    text,
    {
      languageVersion: ScriptTarget.Latest,
      jsDocParsingMode: isJavaScript ? JSDocParsingMode.ParseAll : JSDocParsingMode.ParseNone,
      setExternalModuleIndicator: (file) => Reflect.set(file, 'externalModuleIndicator', true),
    },
    isJavaScript,
    kind,
  );
}

function kindOf(path: string): ts.ScriptKind {
  if (path.endsWith('.tsx')) return ScriptKind.TSX;
  if (/\.[cm]?jsx?$/.test(path)) return ScriptKind.JSX;
  return ScriptKind.TS;
}
