import { ts } from './compiler.cjs';
import type { TypeModel } from '../../model/value.ts';

type Constant = string | number;

/** An enum with the values of its members; one with a value that is only known when it runs says nothing of them. */
export function enumOf({ name: { text }, members }: ts.EnumDeclaration): TypeModel {
  const known = new Map<string, Constant>();
  let next: Constant | undefined = 0;
  for (const { name, initializer } of members) {
    const value: Constant | undefined = initializer === undefined ? next : constantOf(initializer, known);
    if (value === undefined) return { kind: 'unsupported', text };
    known.set(ts.isComputedPropertyName(name) ? '' : name.text, value);
    next = typeof value === 'number' ? value + 1 : undefined;
  }
  return { kind: 'enum', members: [...known].map(([name, value]) => ({ name, value })) };
}

/** What TypeScript counts as constant: literals, members before it, and sums of such. */
function constantOf(node: ts.Expression, known: ReadonlyMap<string, Constant>): Constant | undefined {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isParenthesizedExpression(node)) return constantOf(node.expression, known);
  if (ts.isIdentifier(node)) return known.get(node.text);
  if (ts.isPropertyAccessExpression(node)) return ts.isIdentifier(node.expression) ? known.get(node.name.text) : undefined;
  if (ts.isPrefixUnaryExpression(node)) {
    const value = constantOf(node.operand, known);
    return typeof value === 'number' ? unary.get(node.operator)?.(value) : undefined;
  }
  if (!ts.isBinaryExpression(node)) return undefined;
  const [left, right] = [constantOf(node.left, known), constantOf(node.right, known)];
  const { kind } = node.operatorToken;
  if (typeof left === 'number' && typeof right === 'number') return binary.get(kind)?.(left, right);
  return left === undefined || right === undefined || kind !== ts.SyntaxKind.PlusToken ? undefined : `${left}${right}`;
}

const unary: ReadonlyMap<ts.SyntaxKind, (value: number) => number> = new Map([
  [ts.SyntaxKind.MinusToken, (value: number) => -value],
  [ts.SyntaxKind.TildeToken, (value: number) => ~value],
]);

const binary: ReadonlyMap<ts.SyntaxKind, (left: number, right: number) => number> = new Map([
  [ts.SyntaxKind.PlusToken, (left: number, right: number) => left + right],
  [ts.SyntaxKind.MinusToken, (left: number, right: number) => left - right],
  [ts.SyntaxKind.AsteriskToken, (left: number, right: number) => left * right],
  [ts.SyntaxKind.BarToken, (left: number, right: number) => left | right],
  [ts.SyntaxKind.LessThanLessThanToken, (left: number, right: number) => left << right],
]);
