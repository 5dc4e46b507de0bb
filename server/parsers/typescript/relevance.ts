import ts from '@ts-morph/common/dist/typescript.js';
import type { Extraction } from './extraction.ts';

type Declaration = ts.FunctionDeclaration | ts.ClassDeclaration;

/**
 * The functions and classes at the top of a file whose bodies need not be walked: they name nothing that the file
 * imports, makes or keeps, nor a function that does, and nothing but their like names them. A look at the text decides;
 * in most files that is most of the code.
 */
export function irrelevantDeclarations(x: Extraction, statements: readonly ts.Statement[]): ReadonlySet<ts.Node> {
  const waiting = new Set<Declaration>(statements.filter((statement) => isNamed(statement)));
  if (waiting.size === 0) return waiting;
  const textOf = (node: ts.Node): string => x.source.text.slice(node.pos, node.end);
  const others = statements
    .filter((statement) => !isNamed(statement))
    .map(textOf)
    .join('\n');
  const functions = new Set([...waiting].map(({ name }) => name?.text));
  let news = [...(x.scopes[0]?.keys() ?? []), 'require', 'import'].filter((name) => !functions.has(name));
  for (const declaration of waiting) {
    const name = declaration.name?.text ?? '';
    if (!mentions([name]).test(others)) continue;
    waiting.delete(declaration);
    news.push(name);
  }
  while (news.length > 0) {
    const pattern = mentions(news);
    const found = [...waiting].filter((declaration) => pattern.test(textOf(declaration)));
    for (const declaration of found) waiting.delete(declaration);
    news = found.map(({ name }) => name?.text ?? '');
  }
  return waiting;
}

/** Matches any of some identifiers. */
const mentions = (names: readonly string[]): RegExp =>
  new RegExp(String.raw`(?<![\w$])(?:${names.map((name) => name.replaceAll('$', String.raw`\$`)).join('|')})(?![\w$])`);

const isNamed = (statement: ts.Statement): statement is Declaration =>
  (ts.isFunctionDeclaration(statement) || ts.isClassDeclaration(statement)) && statement.name !== undefined;
