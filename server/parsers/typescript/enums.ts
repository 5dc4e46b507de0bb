import type { ts } from './compiler.cjs';
import type { TypeModel } from '../../model/value.ts';
import {
  SyntaxKind,
  isBinaryExpression,
  isComputedPropertyName,
  isIdentifier,
  isNumericLiteral,
  isParenthesizedExpression,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isStringLiteralLike,
} from './syntax.ts';

type Constant = string | number;

/** An enum with the values of its members; one with a value that is only known when it runs says nothing of them. */
export function enumOf({ name: { text }, members }: ts.EnumDeclaration): TypeModel {
  const known = new Map<string, Constant>();
  let next: Constant | undefined = 0;
  for (const { name, initializer } of members) {
    const value: Constant | undefined = initializer === undefined ? next : constantOf(initializer, known);
    if (value === undefined) return { kind: 'unsupported', text };
    known.set(isComputedPropertyName(name) ? '' : name.text, value);
    next = typeof value === 'number' ? value + 1 : undefined;
  }
  return { kind: 'enum', members: [...known].map(([name, value]) => ({ name, value })) };
}

/** What TypeScript counts as constant: literals, members before it, and sums of such. */
function constantOf(node: ts.Expression, known: ReadonlyMap<string, Constant>): Constant | undefined {
  if (isStringLiteralLike(node)) return node.text;
  if (isNumericLiteral(node)) return Number(node.text);
  if (isParenthesizedExpression(node)) return constantOf(node.expression, known);
  if (isIdentifier(node)) return known.get(node.text);
  if (isPropertyAccessExpression(node)) return isIdentifier(node.expression) ? known.get(node.name.text) : undefined;
  if (isPrefixUnaryExpression(node)) {
    const value = constantOf(node.operand, known);
    return typeof value === 'number' ? unary.get(node.operator)?.(value) : undefined;
  }
  if (!isBinaryExpression(node)) return undefined;
  const [left, right] = [constantOf(node.left, known), constantOf(node.right, known)];
  const { kind } = node.operatorToken;
  if (typeof left === 'number' && typeof right === 'number') return binary.get(kind)?.(left, right);
  return left === undefined || right === undefined || kind !== SyntaxKind.PlusToken ? undefined : `${left}${right}`;
}

const unary: ReadonlyMap<ts.SyntaxKind, (value: number) => number> = new Map([
  [SyntaxKind.MinusToken, (value: number) => -value],
  [SyntaxKind.TildeToken, (value: number) => ~value],
]);

const binary: ReadonlyMap<ts.SyntaxKind, (left: number, right: number) => number> = new Map([
  [SyntaxKind.PlusToken, (left: number, right: number) => left + right],
  [SyntaxKind.MinusToken, (left: number, right: number) => left - right],
  [SyntaxKind.AsteriskToken, (left: number, right: number) => left * right],
  [SyntaxKind.BarToken, (left: number, right: number) => left | right],
  [SyntaxKind.LessThanLessThanToken, (left: number, right: number) => left << right],
]);
