import type { ts } from './compiler.cjs';
import type { HandedValue, TypeModel, Value } from '../../model/value.ts';
import type { Extraction } from './extraction.ts';
import { namesType } from './interest.ts';
import {
  SyntaxKind,
  isArrayLiteralExpression,
  isArrowFunction,
  isFunctionExpression,
  isIdentifier,
  isJsxAttribute,
  isJsxExpression,
  isMethodDeclaration,
  isObjectLiteralExpression,
  isParenthesizedExpression,
  isPropertyAssignment,
  isStringLiteral,
} from './syntax.ts';

/** Notes what the functions are called with that are declared to have a type, or stand in an object or list that is. */
export function expectType(x: Extraction, node: ts.Expression, type: TypeModel | undefined): void {
  if (type !== undefined && namesType(type)) expectFunctions(x, node, { type }, []);
}

/** Notes likewise what the functions in an argument of a call are called with. */
export const expectArgument = (x: Extraction, node: ts.Expression, call: number, argument: number): void =>
  expectFunctions(x, node, { call, argument }, []);

/** Notes likewise what the functions in the attributes of an element are called with, by the parameter of the component. */
export function expectAttributes(x: Extraction, { tagName, attributes }: ts.JsxOpeningLikeElement): void {
  const component = isIdentifier(tagName) ? x.lookup(tagName.text) : undefined;
  if (component === undefined) return;
  const value: Value = { kind: 'reference', binding: component, span: x.span(tagName) };
  const of: TypeModel = { kind: 'reference', name: 'Parameters', arguments: [{ kind: 'typeof', value }] };
  const type: TypeModel = { kind: 'indexed', of, key: { kind: 'literal', value: 0 } };
  for (const attribute of attributes.properties) {
    if (!isJsxAttribute(attribute) || !isIdentifier(attribute.name)) continue;
    const { initializer } = attribute;
    const given = initializer !== undefined && isJsxExpression(initializer) ? initializer.expression : undefined;
    if (given !== undefined && mayHold.has(given.kind)) expectFunctions(x, given, { type }, [attribute.name.text]);
  }
}

type Way = NonNullable<HandedValue['path']>;

/** Functions, and what they may stand in: most members of most objects are neither. */
const mayHold: ReadonlySet<ts.SyntaxKind> = new Set([
  SyntaxKind.ParenthesizedExpression,
  SyntaxKind.ArrowFunction,
  SyntaxKind.FunctionExpression,
  SyntaxKind.MethodDeclaration,
  SyntaxKind.ArrayLiteralExpression,
  SyntaxKind.ObjectLiteralExpression,
]);

function expectFunctions(x: Extraction, node: ts.Node, by: Pick<HandedValue, 'type' | 'call' | 'argument'>, path: Way): void {
  if (isParenthesizedExpression(node)) expectFunctions(x, node.expression, by, path);
  else if (isArrowFunction(node) || isFunctionExpression(node) || isMethodDeclaration(node)) {
    if (node.parameters.every(({ type }) => type !== undefined)) return;
    const span = x.span(node);
    const at = path.length === 0 ? by : { ...by, path };
    x.callbacks.set(
      node,
      node.parameters.map((_, parameter) => ({ kind: 'handed', ...at, parameter, span })),
    );
  } else if (isArrayLiteralExpression(node)) {
    for (const [index, element] of node.elements.entries())
      if (mayHold.has(element.kind)) expectFunctions(x, element, by, [...path, index]);
  } else if (isObjectLiteralExpression(node)) {
    for (const property of node.properties) {
      const { name } = property;
      const inner = isPropertyAssignment(property) ? property.initializer : property;
      if (name !== undefined && (isIdentifier(name) || isStringLiteral(name)) && mayHold.has(inner.kind))
        expectFunctions(x, inner, by, [...path, name.text]);
    }
  }
}
