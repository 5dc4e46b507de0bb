import { posix } from 'node:path';
import type { ImportDeclaration, Node } from 'typescript/unstable/ast';
import {
  SyntaxKind,
  isCallExpression,
  isExportDeclaration,
  isIdentifier,
  isImportDeclaration,
  isImportTypeNode,
  isLiteralTypeNode,
  isNamedImports,
  isPropertyAccessExpression,
  isStringLiteral,
} from 'typescript/unstable/ast';
import type { Source } from '../../tools/sources.ts';
import { walk } from '../../tools/sources.ts';

/** One import of a file; `to` is a file of the repository, a package, or a `node:` module. */
export interface Edge {
  from: string;
  to: string;
  /** Whether nothing is loaded with the file: the import happens when a function runs, or is of types only. */
  lazy: boolean;
}

/** What one clause of a row allows. */
export interface Grant {
  names: readonly string[];
  /** Only these files of the folder; all when empty. */
  files: readonly string[];
  /** Only when a function runs. */
  lazily: boolean;
}

/** The rows of the import table. */
export type Table = readonly { folder: string; grants: readonly Grant[] }[];

/** Reads the fenced block `imports`: rows `folder -> names | names in files | names in files, lazily`. */
export function parseTable(markdown: string): Table {
  const block = /```imports\n([\s\S]*?)```/.exec(markdown)?.[1];
  if (block === undefined) throw new Error('ARCHITECTURE.md has no fenced block "imports".');
  const rows = block.replaceAll(/\n\s+\|/g, ' |').split('\n');
  return rows.filter((row) => row.trim() !== '').map(parseRow);
}

function parseRow(row: string): Table[number] {
  const [folder, rest] = row.split('->').map((part) => part.trim());
  if (!folder || rest === undefined) throw new Error(`Not a row of the import table: ${row}`);
  const clauses = rest.split('|').map((clause) => clause.trim());
  return { folder, grants: clauses.filter((clause) => clause !== '(nothing)').map(parseGrant) };
}

function parseGrant(clause: string): Grant {
  const lazily = clause.endsWith(', lazily');
  const [names = '', files = ''] = clause.replace(/, lazily$/, '').split(' in ');
  const words = (list: string): string[] => list.split(/\s+/).filter((word) => word !== '');
  return { names: words(names), files: words(files), lazily };
}

/** What a file imports: statically, as types, dynamically, through `require` and `process.getBuiltinModule`, and by exporting on. */
export function importsOf({ path, tree }: Source): Edge[] {
  const found = new Map<string, Edge>();
  const add = (specifier: Node | undefined, lazy: boolean): void => {
    if (specifier === undefined) return;
    const to = isStringLiteral(specifier) ? resolveFrom(path, specifier.text) : '(computed)';
    found.set(`${to} ${lazy}`, { from: path, to, lazy });
  };
  walk(tree, (node) => {
    if (isImportDeclaration(node)) add(node.moduleSpecifier, isTypesOnly(node));
    else if (isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (isImportTypeNode(node)) add(isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, true);
    else if (isCallExpression(node) && isLoading(node.expression)) add(node.arguments[0], true);
  });
  return [...found.values()];
}

const isLoading = (callee: Node): boolean =>
  callee.kind === SyntaxKind.ImportKeyword ||
  (isIdentifier(callee) && callee.text === 'require') ||
  (isPropertyAccessExpression(callee) && callee.name.text === 'getBuiltinModule');

/** `import type { A }`, and `import { type A }`, which is loaded but gives nothing that runs. */
function isTypesOnly({ importClause: clause }: ImportDeclaration): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === SyntaxKind.TypeKeyword) return true;
  const named = clause.namedBindings;
  return clause.name === undefined && named !== undefined && isNamedImports(named) && named.elements.every(({ isTypeOnly }) => isTypeOnly);
}

const resolveFrom = (file: string, specifier: string): string =>
  specifier.startsWith('.') ? posix.normalize(posix.join(posix.dirname(file), specifier)) : specifier;

/** Why the table forbids an edge; undefined when it allows it. The longest folder that matches is the row. */
export function reasonAgainst(edge: Edge, table: Table): string | undefined {
  const row = table.filter(({ folder }) => isIn(edge.from, folder)).toSorted((a, b) => b.folder.length - a.folder.length)[0];
  if (row === undefined) return `${edge.from} is in no folder of the table`;
  if (isIn(edge.to, row.folder)) return undefined;
  const allowed = row.grants.some(
    ({ names, files, lazily }) =>
      names.some((name) => names.length > 0 && (edge.to === name || isIn(edge.to, name))) &&
      (files.length === 0 || files.some((file) => isIn(edge.from, `${row.folder}/${file}`))) &&
      (!lazily || edge.lazy),
  );
  return allowed ? undefined : `${edge.from} -> ${edge.to}${edge.lazy ? ', lazily' : ''}`;
}

/** Whether a path is a folder or in it. */
export const isIn = (path: string, folder: string): boolean => path === folder || path.startsWith(`${folder}/`);

/** The cycles among the edges' files, each as the list of its files. */
export function cyclesOf(edges: readonly Edge[]): string[][] {
  const targets = Map.groupBy(edges, ({ from }) => from);
  const done = new Set<string>();
  const cycles: string[][] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const at = path.indexOf(file);
    if (at !== -1) cycles.push([...path.slice(at), file]);
    if (at !== -1 || done.has(file)) return;
    for (const { to } of targets.get(file) ?? []) visit(to, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return cycles;
}
