import { ts } from './compiler.cjs';
import type { Declaration } from './scopes.ts';
import { declarationOf } from './scopes.ts';

/**
 * The type of a variable as it can be written elsewhere in the file, found without a type checker: the one that is written
 * for it, or that follows from a literal, a call of a function of the file, or the list that a loop goes through; else `unknown`.
 */
export function typeAsWritten(declaration: ts.Node, source: ts.SourceFile, declarations: readonly Declaration[]): string {
  if (ts.isBindingElement(declaration)) return memberType(declaration, source) ?? 'unknown';
  if (!ts.isParameter(declaration) && !ts.isVariableDeclaration(declaration)) return 'unknown';
  if (declaration.type !== undefined) return declaration.type.getText(source);
  if (declaration.initializer !== undefined) return valueType(declaration.initializer, source) ?? 'unknown';
  const loop = declaration.parent.parent;
  const list = ts.isForOfStatement(loop) && ts.isIdentifier(loop.expression) ? declarationOf(loop.expression, declarations) : undefined;
  const type = list === undefined ? 'unknown' : typeAsWritten(list.node, source, declarations);
  return type === 'unknown' ? type : `(${type})[number]`;
}

/** The type of a member of a parameter, as `day` of `{ day, limit }: { day: string; limit: number }`. */
function memberType(element: ts.BindingElement, source: ts.SourceFile): string | undefined {
  const pattern = element.parent.parent;
  const type = ts.isParameter(pattern) || ts.isVariableDeclaration(pattern) ? pattern.type : undefined;
  if (type === undefined || element.dotDotDotToken !== undefined || !ts.isObjectBindingPattern(element.parent)) return undefined;
  const name = (element.propertyName ?? element.name).getText(source);
  if (!ts.isTypeLiteralNode(type)) return ts.isTypeReferenceNode(type) ? `${type.getText(source)}['${name}']` : undefined;
  const member = type.members.find((one) => ts.isPropertySignature(one) && one.name.getText(source) === name);
  if (member === undefined || !ts.isPropertySignature(member) || member.type === undefined) return undefined;
  const isOptional = member.questionToken !== undefined && element.initializer === undefined;
  return `${member.type.getText(source)}${isOptional ? ' | undefined' : ''}`;
}

function valueType(value: ts.Expression, source: ts.SourceFile): string | undefined {
  if (ts.isStringLiteralLike(value) || ts.isTemplateExpression(value)) return 'string';
  if (ts.isNumericLiteral(value)) return 'number';
  if (value.kind === ts.SyntaxKind.TrueKeyword || value.kind === ts.SyntaxKind.FalseKeyword) return 'boolean';
  if (ts.isAsExpression(value)) return ts.isConstTypeReference(value.type) ? undefined : value.type.getText(source);
  if (ts.isNewExpression(value) && ts.isIdentifier(value.expression)) return newType(value, source);
  if (ts.isAwaitExpression(value) && isCallOfName(value.expression, source))
    return `Awaited<ReturnType<typeof ${value.expression.expression.text}>>`;
  return isCallOfName(value, source) ? `ReturnType<typeof ${value.expression.text}>` : undefined;
}

function newType({ expression, typeArguments }: ts.NewExpression, source: ts.SourceFile): string | undefined {
  const name = expression.getText(source);
  if (typeArguments !== undefined) return `${name}<${typeArguments.map((one) => one.getText(source)).join(', ')}>`;
  return ['Date', 'URL', 'RegExp', 'AbortController'].includes(name) ? name : undefined;
}

/** A call of something that the whole file knows: a function of it, or an import. */
const isCallOfName = (value: ts.Expression, source: ts.SourceFile): value is ts.CallExpression & { readonly expression: ts.Identifier } =>
  ts.isCallExpression(value) && ts.isIdentifier(value.expression) && isOfFile(value.expression.text, source);

const isOfFile = (name: string, source: ts.SourceFile): boolean =>
  source.statements.some((statement) => {
    if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.some((one) => one.name.getText(source) === name);
    if (ts.isImportDeclaration(statement)) return importedNames(statement.importClause).some((one) => one?.text === name);
    return ts.isFunctionDeclaration(statement) && statement.name?.text === name;
  });

/** The names that an import gives the file. */
function importedNames(clause: ts.ImportClause | undefined): readonly (ts.Identifier | undefined)[] {
  const bindings = clause?.namedBindings;
  const named = bindings === undefined ? [] : ts.isNamespaceImport(bindings) ? [bindings] : bindings.elements;
  return [clause?.name, ...named.map(({ name }) => name)];
}
