import type { ts } from './compiler.cjs';
import type { Value } from '../../model/value.ts';
import type { Extraction } from './extraction.ts';
import { SyntaxKind, isBinaryExpression, isIdentifier, isPropertyAccessExpression, isStringLiteralLike } from './syntax.ts';

/** The text of a key: written there, a constant of this file, a member of an enum or object of it, or a sum of such. */
export function keyOf(x: Extraction, key: ts.Expression): string | undefined {
  if (isStringLiteralLike(key)) return key.text;
  if (isBinaryExpression(key) && key.operatorToken.kind === SyntaxKind.PlusToken) {
    const [left, right] = [keyOf(x, key.left), keyOf(x, key.right)];
    return left === undefined || right === undefined ? undefined : left + right;
  }
  if (isPropertyAccessExpression(key) && isIdentifier(key.expression) && key.expression.text === 'Symbol')
    return `[Symbol.${key.name.text}]`;
  const value = isIdentifier(key) ? constant(x, key) : isPropertyAccessExpression(key) ? memberConstant(x, key) : undefined;
  if (value?.kind === 'literal' && typeof value.value === 'string') return value.value;
  return isIdentifier(key) && value?.kind === 'opaque' && value.type === 'symbol' ? `[${key.text}]` : undefined;
}

function constant(x: Extraction, { text }: ts.Identifier): Value | undefined {
  const index = x.lookup(text);
  const binding = index === undefined ? undefined : x.binding(index);
  return binding?.kind === 'const' && binding.values.length === 1 ? binding.values[0] : undefined;
}

function memberConstant(x: Extraction, { expression: of, name }: ts.PropertyAccessExpression): Value | undefined {
  const object = isIdentifier(of) ? constant(x, of) : undefined;
  return object?.kind === 'object' ? object.members.find((one) => one.name === name.text)?.value : undefined;
}

/** A key that may be known where other files are, or in one call: a constant, import or parameter, a member or text with one. */
export function farKey(x: Extraction, key: Value): Value | undefined {
  if (key.kind === 'member') return farKey(x, key.object) === undefined ? undefined : key;
  if (key.kind === 'template') return key.values.every((value) => farKey(x, value) !== undefined) ? key : undefined;
  if (key.kind !== 'reference') return undefined;
  const { kind, values } = x.binding(key.binding);
  const [first] = values;
  if (kind === 'parameter') return first === undefined || isGiven(first) ? key : undefined;
  return kind === 'import' || (kind === 'const' && first?.kind !== 'opaque') ? key : undefined;
}

/** What a parameter without a default begins with, as long as nothing else is assigned to it. */
const isGiven = (value: Value): boolean =>
  value.kind === 'typed' || value.kind === 'handed' || (value.kind === 'item' && value.handed === true);
