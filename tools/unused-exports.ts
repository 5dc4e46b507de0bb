import { posix } from 'node:path';
import type { Node } from 'typescript/unstable/ast';
import {
  isArrowFunction,
  isAwaitExpression,
  isBindingElement,
  isCallExpression,
  isExportDeclaration,
  isIdentifier,
  isImportDeclaration,
  isImportTypeNode,
  isInterfaceDeclaration,
  isTypeAliasDeclaration,
  isLiteralTypeNode,
  isNamedExports,
  isNamedImports,
  isObjectBindingPattern,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isStringLiteral,
  isVariableDeclaration,
  isVariableStatement,
  SyntaxKind,
} from 'typescript/unstable/ast';
import type { Source } from './sources.ts';
import { walk } from './sources.ts';

/** All names of a module: somebody has the whole of it. */
const everything = '*';

/**
 * Exports that no other file imports, as `path name`; `entries` are files whose exports are for others. A type that the
 * file's own exports speak of may stay: it names their parts.
 */
export function unusedExports(sources: readonly Source[], entries: (path: string) => boolean): string[] {
  const used = new Set(sources.flatMap(namesUsedBy));
  return sources.flatMap((source) =>
    (entries(source.path) ? [] : exportedNames(source))
      .filter((name) => !namesPart(source, name))
      .filter((name) => !used.has(`${source.path} ${name}`) && !used.has(`${source.path} ${everything}`))
      .map((name) => `${source.path} ${name}`),
  );
}

function namesPart({ text, tree }: Source, name: string): boolean {
  const isType = tree.statements.some(
    (statement) => (isInterfaceDeclaration(statement) || isTypeAliasDeclaration(statement)) && statement.name.text === name,
  );
  return isType && [...text.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length > 1;
}

function exportedNames({ tree }: Source): string[] {
  return tree.statements.flatMap((statement) => {
    if (isExportDeclaration(statement)) {
      return statement.exportClause && isNamedExports(statement.exportClause)
        ? statement.exportClause.elements.map(({ name }) => name.text)
        : [];
    }
    const modifiers = 'modifiers' in statement && Array.isArray(statement.modifiers) ? statement.modifiers : [];
    return modifiers.some(({ kind }: Node) => kind === SyntaxKind.ExportKeyword) ? declaredNames(statement) : [];
  });
}

/** The names that a statement declares: one for a function, class or type, several for `const a = 1, b = 2`. */
function declaredNames(statement: Node): string[] {
  if (isVariableStatement(statement)) return statement.declarationList.declarations.flatMap(({ name }) => namesIn(name));
  return 'name' in statement ? namesIn(statement.name) : [];
}

function namesIn(name: unknown): string[] {
  if (!isNode(name)) return [];
  if (isIdentifier(name)) return [name.text];
  return isObjectBindingPattern(name)
    ? name.elements.flatMap((each) => (isBindingElement(each) ? namesIn(each.propertyName ?? each.name) : []))
    : [];
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'kind' in value;

/** What a file takes from others, as `path name`. */
function namesUsedBy({ path, tree }: Source): string[] {
  const used: string[] = [];
  const add = (specifier: Node | undefined, names: readonly string[]): void => {
    if (specifier === undefined || !isStringLiteral(specifier) || !specifier.text.startsWith('.')) return;
    const file = posix.normalize(posix.join(posix.dirname(path), specifier.text));
    used.push(...names.map((name) => `${file} ${name}`));
  };
  walk(tree, (node) => {
    if (isImportDeclaration(node)) add(node.moduleSpecifier, importedNames(node.importClause?.namedBindings));
    else if (isExportDeclaration(node)) add(node.moduleSpecifier, reExportedNames(node.exportClause));
    else if (isImportTypeNode(node)) add(isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, [everything]);
    else if (isCallExpression(node) && node.expression.kind === SyntaxKind.ImportKeyword) add(node.arguments[0], namesAwaitedOf(node));
  });
  return used;
}

const importedNames = (bindings: Node | undefined): string[] =>
  bindings === undefined || !isNamedImports(bindings)
    ? [everything]
    : bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text);

const reExportedNames = (clause: Node | undefined): string[] =>
  clause === undefined || !isNamedExports(clause)
    ? [everything]
    : clause.elements.map(({ name, propertyName }) => (propertyName ?? name).text);

/** `const { a } = await import(…)`, `(await import(…)).a` and `import(…).then(({ a }) => …)`; everything in other cases. */
function namesAwaitedOf(call: Node): string[] {
  const { parent } = call;
  if (isAwaitExpression(parent)) {
    const around = isParenthesizedExpression(parent.parent) ? parent.parent.parent : parent.parent;
    if (isVariableDeclaration(around) && isObjectBindingPattern(around.name)) return namesIn(around.name);
    if (isPropertyAccessExpression(around)) return namesIn(around.name);
  }
  if (isPropertyAccessExpression(parent) && isCallExpression(parent.parent)) {
    const [callback] = parent.parent.arguments;
    const taken = callback && isArrowFunction(callback) ? callback.parameters[0]?.name : undefined;
    if (taken && isObjectBindingPattern(taken)) return namesIn(taken);
  }
  return [everything];
}

/** What people, editors and programs outside call: the packages' entries, the extension's, and files with flows and tests. */
export const isCalledFromOutside = (path: string): boolean =>
  /^(runtime\/sdk\/index|server\/lint|server\/protocol|client\/extension)\.ts$|\.d\.cts$|^(examples|bench|test)\//.test(path);
