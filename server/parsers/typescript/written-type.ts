import type { ts } from './compiler.cjs';
import type { Declaration } from './scopes.ts';
import { declarationOf } from './scopes.ts';
import {
  SyntaxKind,
  isArrayLiteralExpression,
  isAsExpression,
  isAwaitExpression,
  isBinaryExpression,
  isBindingElement,
  isCallExpression,
  isCatchClause,
  isConditionalExpression,
  isConstTypeReference,
  isForOfStatement,
  isFunctionDeclaration,
  isIdentifier,
  isImportDeclaration,
  isNamespaceImport,
  isNewExpression,
  isNumericLiteral,
  isObjectBindingPattern,
  isObjectLiteralExpression,
  isParameter,
  isParenthesizedExpression,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isPropertySignature,
  isStringLiteralLike,
  isTemplateExpression,
  isTypeLiteralNode,
  isTypeReferenceNode,
  isVariableDeclaration,
  isVariableStatement,
} from './syntax.ts';

/** Where types are written: a file, and what the code around declares. */
interface Known {
  readonly source: ts.SourceFile;
  readonly declarations: readonly Declaration[];
}

/**
 * The type of a variable as it can be written elsewhere in the file, found without a type checker: the one that is written
 * for it, or that follows from its value or from the list that a loop goes through; undefined where that does not say it.
 */
export function typeAsWritten(declaration: ts.Node, source: ts.SourceFile, declarations: readonly Declaration[]): string | undefined {
  const known: Known = { source, declarations };
  if (isBindingElement(declaration)) return memberType(declaration, known);
  if (!isParameter(declaration) && !isVariableDeclaration(declaration)) return undefined;
  if (declaration.type !== undefined) {
    const isOptional = isParameter(declaration) && declaration.questionToken !== undefined;
    return `${declaration.type.getText(source)}${isOptional ? ' | undefined' : ''}`;
  }
  if (declaration.initializer !== undefined) return valueType(declaration.initializer, known);
  if (isCatchClause(declaration.parent)) return 'unknown';
  const list = isParameter(declaration) ? listOfCallback(declaration) : listOfLoop(declaration);
  return list === undefined ? undefined : itemType(valueType(list, known));
}

const listOfLoop = ({ parent: { parent: loop } }: ts.VariableDeclaration): ts.Expression | undefined =>
  isForOfStatement(loop) ? loop.expression : undefined;

/** The list that hands its items to a callback: `rows` in `rows.map((row) => …)`. */
function listOfCallback(parameter: ts.ParameterDeclaration): ts.Expression | undefined {
  const { parent: callback } = parameter;
  const { parent: call } = callback;
  const isFirst = callback.parameters[0] === parameter && parameter.dotDotDotToken === undefined;
  if (!isFirst || !isCallExpression(call) || call.arguments[0] !== callback || !isPropertyAccessExpression(call.expression))
    return undefined;
  return ['map', 'flatMap', 'filter', 'forEach', 'find', 'some', 'every'].includes(call.expression.name.text)
    ? call.expression.expression
    : undefined;
}

const itemType = (list: string | undefined): string | undefined =>
  list === undefined || /^(?:Readonly)?(?:Map|Set)</.test(list) ? undefined : `(${list})[number]`;

/** The type of a part of an object, as `day` of `{ day, limit }: { day: string; limit: number }`. */
function memberType(element: ts.BindingElement, known: Known): string | undefined {
  const pattern = element.parent.parent;
  if (!isParameter(pattern) && !isVariableDeclaration(pattern)) return undefined;
  if (element.dotDotDotToken !== undefined || !isObjectBindingPattern(element.parent)) return undefined;
  const { type, initializer } = pattern;
  const name = (element.propertyName ?? element.name).getText(known.source);
  if (type !== undefined && isTypeLiteralNode(type)) return memberOf(type, name, element, known);
  const whole =
    type === undefined ? initializer && valueType(initializer, known) : isTypeReferenceNode(type) ? type.getText(known.source) : undefined;
  if (whole === undefined) return undefined;
  const member = `${whole}['${name}']`;
  return element.initializer === undefined ? member : `Exclude<${member}, undefined>`;
}

function memberOf(type: ts.TypeLiteralNode, name: string, element: ts.BindingElement, { source }: Known): string | undefined {
  const member = type.members.find((one) => isPropertySignature(one) && one.name.getText(source) === name);
  if (member === undefined || !isPropertySignature(member) || member.type === undefined) return undefined;
  const isOptional = member.questionToken !== undefined && element.initializer === undefined;
  return `${member.type.getText(source)}${isOptional ? ' | undefined' : ''}`;
}

function valueType(value: ts.Expression, known: Known): string | undefined {
  const { source, declarations } = known;
  if (isStringLiteralLike(value) || isTemplateExpression(value)) return 'string';
  if (isNumericLiteral(value)) return 'number';
  if (value.kind === SyntaxKind.TrueKeyword || value.kind === SyntaxKind.FalseKeyword) return 'boolean';
  if (isParenthesizedExpression(value)) return valueType(value.expression, known);
  if (isAsExpression(value)) return isConstTypeReference(value.type) ? undefined : value.type.getText(source);
  if (isNewExpression(value) && isIdentifier(value.expression)) return newType(value, source);
  if (isAwaitExpression(value) && isCallOfName(value.expression, source))
    return `Awaited<ReturnType<typeof ${value.expression.expression.text}>>`;
  if (isCallOfName(value, source)) return `ReturnType<typeof ${value.expression.text}>`;
  if (isIdentifier(value)) {
    const declared = declarationOf(value, declarations);
    // Half-typed code may make something of itself.
    const others = declarations.filter((one) => one !== declared);
    return declared && typeAsWritten(declared.node, source, others);
  }
  return composedType(value, known);
}

/** The type of what is made of other values: a sum, a comparison, a list, an object. */
function composedType(value: ts.Expression, known: Known): string | undefined {
  if (isPropertyAccessExpression(value) && value.name.text === 'length' && value.questionDotToken === undefined) return 'number';
  if (isPrefixUnaryExpression(value)) return value.operator === SyntaxKind.ExclamationToken ? 'boolean' : valueType(value.operand, known);
  if (isBinaryExpression(value)) return binaryType(value, known);
  if (isConditionalExpression(value)) return oneType([value.whenTrue, value.whenFalse], known);
  if (isArrayLiteralExpression(value)) {
    const item = oneType(value.elements, known);
    return item && `${/^\w+$/.test(item) ? item : `(${item})`}[]`;
  }
  if (!isObjectLiteralExpression(value)) return undefined;
  const members = value.properties.map((property) => {
    const type = isPropertyAssignment(property) ? valueType(property.initializer, known) : undefined;
    return type && `${property.name?.getText(known.source) ?? ''}: ${type}`;
  });
  return members.includes(undefined) ? undefined : `{ ${members.join('; ')} }`;
}

function binaryType({ left, operatorToken: { kind }, right }: ts.BinaryExpression, known: Known): string | undefined {
  if (comparisons.has(kind)) return 'boolean';
  const types = [valueType(left, known), valueType(right, known)];
  if (kind === SyntaxKind.PlusToken && types.includes('string')) return 'string';
  return types.every((type) => type === 'number') && arithmetic.has(kind) ? 'number' : undefined;
}

const comparisons: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.EqualsEqualsEqualsToken,
  SyntaxKind.ExclamationEqualsEqualsToken,
  SyntaxKind.LessThanToken,
  SyntaxKind.LessThanEqualsToken,
  SyntaxKind.GreaterThanToken,
  SyntaxKind.GreaterThanEqualsToken,
]);

const arithmetic: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.PlusToken,
  SyntaxKind.MinusToken,
  SyntaxKind.AsteriskToken,
  SyntaxKind.SlashToken,
  SyntaxKind.PercentToken,
]);

/** The type that all of some values have. */
function oneType(values: readonly ts.Expression[], known: Known): string | undefined {
  const types = new Set(values.map((value) => valueType(value, known)));
  const [only] = types;
  return types.size === 1 ? only : undefined;
}

function newType({ expression, typeArguments }: ts.NewExpression, source: ts.SourceFile): string | undefined {
  const name = expression.getText(source);
  if (typeArguments !== undefined) return `${name}<${typeArguments.map((one) => one.getText(source)).join(', ')}>`;
  return ['Date', 'URL', 'RegExp', 'AbortController'].includes(name) ? name : undefined;
}

/** A call of something that the whole file knows: a function of it, or an import. */
const isCallOfName = (value: ts.Expression, source: ts.SourceFile): value is ts.CallExpression & { readonly expression: ts.Identifier } =>
  isCallExpression(value) && isIdentifier(value.expression) && isOfFile(value.expression.text, source);

const isOfFile = (name: string, source: ts.SourceFile): boolean =>
  source.statements.some((statement) => {
    if (isVariableStatement(statement)) return statement.declarationList.declarations.some((one) => one.name.getText(source) === name);
    if (isImportDeclaration(statement)) return importedNames(statement.importClause).some((one) => one?.text === name);
    return isFunctionDeclaration(statement) && statement.name?.text === name;
  });

/** The names that an import gives the file. */
function importedNames(clause: ts.ImportClause | undefined): readonly (ts.Identifier | undefined)[] {
  const bindings = clause?.namedBindings;
  const named = bindings === undefined ? [] : isNamespaceImport(bindings) ? [bindings] : bindings.elements;
  return [clause?.name, ...named.map(({ name }) => name)];
}
