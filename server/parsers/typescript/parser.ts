import ts from '@ts-morph/common/dist/typescript.js';
import { directivesIn } from '../../model/directives.ts';
import type { Binding, FileModel } from '../../model/file.ts';
import { lineStartsOf } from '../../model/span.ts';
import type { Value } from '../../model/value.ts';
import { expression } from './expressions.ts';
import type { OpenBinding, Walkers } from './extraction.ts';
import { Extraction } from './extraction.ts';
import { functionValue } from './functions.ts';
import { statements, visit } from './statements.ts';

const walkers: Walkers = { expression, visit, statements, functionValue };

/** The syntax tree of a TypeScript or JavaScript text. Never throws: what cannot be read is left out. */
export const parseTree = (path: string, text: string): ts.SourceFile =>
  ts.createSourceFile(
    path,
    text,
    { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    false,
    kindOf(path),
  );

/** The tree after a change of its text: what did not change is taken over. */
export const updateTree = (tree: ts.SourceFile, text: string, change: ts.TextChangeRange): ts.SourceFile =>
  ts.updateSourceFile(tree, text, change);

/** The model of a tree; the tree is not kept. */
export function modelOf(tree: ts.SourceFile): FileModel {
  const x = new Extraction(tree, walkers);
  x.statements(tree.statements);
  const diagnostics: unknown = Reflect.get(tree, 'parseDiagnostics');
  return {
    language: /\.[cm]?jsx?$/.test(tree.fileName) ? 'javascript' : 'typescript',
    lineStarts: lineStartsOf(tree.text),
    bindings: x.bindings.map(closed),
    functions: x.functions,
    classes: x.classes,
    calls: x.calls,
    accesses: x.accesses,
    references: x.references,
    writes: x.writes,
    loops: x.loops,
    tries: x.tries,
    exports: x.exports,
    types: x.types,
    directives: directivesIn(tree.text),
    deployments: [],
    broken: Array.isArray(diagnostics) && diagnostics.length > 0,
  };
}

function closed({ values, name, span, kind, function: owner, type, typeOnly }: OpenBinding): Binding {
  const [first] = values.length === 1 && values[0]?.kind === 'opaque' && values[0].type === undefined ? [] : values;
  const value: Value | undefined = values.length > 1 ? { kind: 'union', of: values, span } : first;
  return {
    name,
    span,
    kind,
    function: owner,
    ...(value === undefined ? {} : { value }),
    ...(type === undefined ? {} : { type }),
    ...(typeOnly === undefined ? {} : { typeOnly }),
  };
}

function kindOf(path: string): ts.ScriptKind {
  if (path.endsWith('.tsx')) return ts.ScriptKind.TSX;
  if (/\.[cm]?jsx?$/.test(path)) return ts.ScriptKind.JSX;
  return ts.ScriptKind.TS;
}
