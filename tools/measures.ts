import type { Node, SourceFile } from 'typescript/unstable/ast';
import {
  isAsExpression,
  isCatchClause,
  isExportAssignment,
  isFunctionLikeDeclaration,
  isIdentifier,
  isNonNullExpression,
  isPropertyAccessExpression,
  isTypeReferenceNode,
  SyntaxKind,
} from 'typescript/unstable/ast';
import type { Source } from './sources.ts';
import { walk } from './sources.ts';

/** What is counted in a file, by the words that a reader of a report sees. */
const counted = {
  'an `any`': (node: Node) => node.kind === SyntaxKind.AnyKeyword,
  'a cast with `as`': (node: Node) => isAsExpression(node) && !isConst(node.type),
  'a `!` instead of a check': isNonNullExpression,
  'an empty catch': (node: Node) => isCatchClause(node) && node.block.statements.length === 0,
  'a default export': (node: Node) => isExportAssignment(node) || node.kind === SyntaxKind.DefaultKeyword,
  'a use of console': (node: Node) =>
    isPropertyAccessExpression(node) && isIdentifier(node.expression) && node.expression.text === 'console',
} satisfies Record<string, (node: Node) => boolean>;

/** A word for something that is counted. */
export type Counted = keyof typeof counted;

/** Something that stands at a line. */
export interface Place {
  line: number;
  what: string;
}

/** The facts of one file. */
export interface Measure {
  path: string;
  lines: number;
  /** Lines that are not blank, and those of them that are comments. */
  filled: number;
  comments: number;
  /** Functions with a block, and how many lines they take. */
  functions: (Place & { lines: number })[];
  /** Exported declarations, and whether a doc comment stands above them. */
  exports: (Place & { documented: boolean })[];
  places: (Place & { what: Counted })[];
}

/** Counts one file. */
export function measure({ path, text, tree }: Source): Measure {
  const lines = text.replace(/\n$/, '').split('\n');
  const lineAt = (position: number): number => tree.getLineAndCharacterOfPosition(position).line + 1;
  const functions: Measure['functions'] = [];
  const places: Measure['places'] = [];
  walk(tree, (node) => {
    const line = lineAt(node.getStart());
    for (const [what, matches] of entries(counted)) if (matches(node)) places.push({ line, what });
    if (!isFunctionLikeDeclaration(node) || node.body?.kind !== SyntaxKind.Block) return;
    functions.push({ line, what: nameOf(node), lines: lineAt(node.end) - line + 1 });
  });
  return {
    path,
    lines: lines.length,
    filled: lines.filter((line) => line.trim() !== '').length,
    comments: lines.filter((line) => /^\s*(\/\/|\/\*|\*)/.test(line)).length,
    functions,
    exports: exportsOf(tree, lineAt),
    places,
  };
}

/** A row of figures over many files, as `npm run measure` prints it and the budgets limit it. */
export function summarise(measures: readonly Measure[]) {
  const sum = (of: (one: Measure) => number): number => measures.reduce((total, one) => total + of(one), 0);
  const lines = sum((one) => one.lines);
  const exported = measures.flatMap((one) => one.exports);
  const perThousand = (what: Counted): number =>
    (sum(({ places }) => places.filter((place) => place.what === what).length) / Math.max(1, lines)) * 1000;
  return {
    files: measures.length,
    lines,
    fileLines: spread(measures.map((one) => one.lines)),
    functionLines: spread(measures.flatMap((one) => one.functions.map((each) => each.lines))),
    comments: percent(
      sum((one) => one.comments),
      sum((one) => one.filled),
    ),
    documented: percent(exported.filter(({ documented }) => documented).length, exported.length),
    perThousand,
  };
}

/** Median, 95th percentile and maximum. */
export interface Spread {
  median: number;
  p95: number;
  max: number;
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
  return { median: at(0.5), p95: at(0.95), max: at(1) };
}

const percent = (part: number, whole: number): number => (whole === 0 ? 100 : (part / whole) * 100);

function exportsOf(tree: SourceFile, lineAt: (position: number) => number): Measure['exports'] {
  return tree.statements.flatMap((statement) => {
    const modifiers = 'modifiers' in statement && Array.isArray(statement.modifiers) ? statement.modifiers : [];
    if (!modifiers.some(({ kind }: Node) => kind === SyntaxKind.ExportKeyword)) return [];
    return { line: lineAt(statement.getStart()), what: firstLine(statement), documented: (statement.jsDoc?.length ?? 0) > 0 };
  });
}

const firstLine = (node: Node): string => node.getText().split('\n')[0] ?? '';

const isConst = (type: Node): boolean => isTypeReferenceNode(type) && isIdentifier(type.typeName) && type.typeName.text === 'const';

/** A function's own name, or that of the place it is put in. */
function nameOf(node: Node): string {
  const { name } = 'name' in node ? node : node.parent && 'name' in node.parent ? node.parent : { name: undefined };
  return name !== undefined && name !== null && typeof name === 'object' && 'text' in name ? String(name.text) : 'a function';
}

const entries = <K extends string, V>(record: Record<K, V>): [K, V][] => Object.entries(record) as [K, V][];
