import { ts } from './compiler.cjs';
import type { Declaration } from './scopes.ts';
import { declarationOf } from './scopes.ts';

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
  if (ts.isBindingElement(declaration)) return memberType(declaration, known);
  if (!ts.isParameter(declaration) && !ts.isVariableDeclaration(declaration)) return undefined;
  if (declaration.type !== undefined) {
    const isOptional = ts.isParameter(declaration) && declaration.questionToken !== undefined;
    return `${declaration.type.getText(source)}${isOptional ? ' | undefined' : ''}`;
  }
  if (declaration.initializer !== undefined) return valueType(declaration.initializer, known);
  if (ts.isCatchClause(declaration.parent)) return 'unknown';
  const list = ts.isParameter(declaration) ? listOfCallback(declaration) : listOfLoop(declaration);
  return list === undefined ? undefined : itemType(valueType(list, known));
}

const listOfLoop = ({ parent: { parent: loop } }: ts.VariableDeclaration): ts.Expression | undefined =>
  ts.isForOfStatement(loop) ? loop.expression : undefined;

/** The list that hands its items to a callback: `rows` in `rows.map((row) => …)`. */
function listOfCallback(parameter: ts.ParameterDeclaration): ts.Expression | undefined {
  const { parent: callback } = parameter;
  const { parent: call } = callback;
  const isFirst = callback.parameters[0] === parameter && parameter.dotDotDotToken === undefined;
  if (!isFirst || !ts.isCallExpression(call) || call.arguments[0] !== callback || !ts.isPropertyAccessExpression(call.expression))
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
  if (!ts.isParameter(pattern) && !ts.isVariableDeclaration(pattern)) return undefined;
  if (element.dotDotDotToken !== undefined || !ts.isObjectBindingPattern(element.parent)) return undefined;
  const { type, initializer } = pattern;
  const name = (element.propertyName ?? element.name).getText(known.source);
  if (type !== undefined && ts.isTypeLiteralNode(type)) return memberOf(type, name, element, known);
  const whole =
    type === undefined
      ? initializer && valueType(initializer, known)
      : ts.isTypeReferenceNode(type)
        ? type.getText(known.source)
        : undefined;
  if (whole === undefined) return undefined;
  const member = `${whole}['${name}']`;
  return element.initializer === undefined ? member : `Exclude<${member}, undefined>`;
}

function memberOf(type: ts.TypeLiteralNode, name: string, element: ts.BindingElement, { source }: Known): string | undefined {
  const member = type.members.find((one) => ts.isPropertySignature(one) && one.name.getText(source) === name);
  if (member === undefined || !ts.isPropertySignature(member) || member.type === undefined) return undefined;
  const isOptional = member.questionToken !== undefined && element.initializer === undefined;
  return `${member.type.getText(source)}${isOptional ? ' | undefined' : ''}`;
}

function valueType(value: ts.Expression, known: Known): string | undefined {
  const { source, declarations } = known;
  if (ts.isStringLiteralLike(value) || ts.isTemplateExpression(value)) return 'string';
  if (ts.isNumericLiteral(value)) return 'number';
  if (value.kind === ts.SyntaxKind.TrueKeyword || value.kind === ts.SyntaxKind.FalseKeyword) return 'boolean';
  if (ts.isParenthesizedExpression(value)) return valueType(value.expression, known);
  if (ts.isAsExpression(value)) return ts.isConstTypeReference(value.type) ? undefined : value.type.getText(source);
  if (ts.isNewExpression(value) && ts.isIdentifier(value.expression)) return newType(value, source);
  if (ts.isAwaitExpression(value) && isCallOfName(value.expression, source))
    return `Awaited<ReturnType<typeof ${value.expression.expression.text}>>`;
  if (isCallOfName(value, source)) return `ReturnType<typeof ${value.expression.text}>`;
  if (ts.isIdentifier(value)) {
    const declared = declarationOf(value, declarations);
    // Half-typed code may make something of itself.
    const others = declarations.filter((one) => one !== declared);
    return declared && typeAsWritten(declared.node, source, others);
  }
  return composedType(value, known);
}

/** The type of what is made of other values: a sum, a comparison, a list, an object. */
function composedType(value: ts.Expression, known: Known): string | undefined {
  if (ts.isPropertyAccessExpression(value) && value.name.text === 'length' && value.questionDotToken === undefined) return 'number';
  if (ts.isPrefixUnaryExpression(value))
    return value.operator === ts.SyntaxKind.ExclamationToken ? 'boolean' : valueType(value.operand, known);
  if (ts.isBinaryExpression(value)) return binaryType(value, known);
  if (ts.isConditionalExpression(value)) return oneType([value.whenTrue, value.whenFalse], known);
  if (ts.isArrayLiteralExpression(value)) {
    const item = oneType(value.elements, known);
    return item && `${/^\w+$/.test(item) ? item : `(${item})`}[]`;
  }
  if (!ts.isObjectLiteralExpression(value)) return undefined;
  const members = value.properties.map((property) => {
    const type = ts.isPropertyAssignment(property) ? valueType(property.initializer, known) : undefined;
    return type && `${property.name?.getText(known.source) ?? ''}: ${type}`;
  });
  return members.includes(undefined) ? undefined : `{ ${members.join('; ')} }`;
}

function binaryType({ left, operatorToken: { kind }, right }: ts.BinaryExpression, known: Known): string | undefined {
  if (comparisons.has(kind)) return 'boolean';
  const types = [valueType(left, known), valueType(right, known)];
  if (kind === ts.SyntaxKind.PlusToken && types.includes('string')) return 'string';
  return types.every((type) => type === 'number') && arithmetic.has(kind) ? 'number' : undefined;
}

const comparisons: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
]);

const arithmetic: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.PlusToken,
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
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
