import type { Span } from '../../model/span.ts';
import type { Value } from '../../model/value.ts';
import type { ts } from './compiler.cjs';
import { SyntaxKind as K } from './syntax.ts';

/** `5 * 60 * 1000` is as much a literal as what it comes to, and `'etl-' + day` the text that `etl-${day}` is. */
export function folded(operator: ts.SyntaxKind, [left, right]: readonly [Value, Value], span: Span): Value | undefined {
  const value = left.kind === 'literal' && right.kind === 'literal' ? calculated(operator, left.value, right.value) : undefined;
  if (value !== undefined) return { kind: 'literal', value, span };
  return operator === K.PlusToken && (isText(left) || isText(right)) ? joined(left, right, span) : undefined;
}

function calculated(operator: ts.SyntaxKind, left: unknown, right: unknown): string | number | undefined {
  if (operator === K.PlusToken && typeof left === 'string' && typeof right === 'string') return left + right;
  if (typeof left !== 'number' || typeof right !== 'number') return undefined;
  if (operator === K.PlusToken) return left + right;
  if (operator === K.MinusToken) return left - right;
  if (operator === K.AsteriskToken) return left * right;
  if (operator === K.SlashToken) return left / right;
  return operator === K.AsteriskAsteriskToken ? left ** right : undefined;
}

const isText = (value: Value): boolean => value.kind === 'template' || (value.kind === 'literal' && typeof value.value === 'string');

function joined(left: Value, right: Value, span: Span): Value {
  const [one, other] = [piecesOf(left), piecesOf(right)];
  const seam = `${one.parts.at(-1)}${other.parts[0]}`;
  return {
    kind: 'template',
    parts: [...one.parts.slice(0, -1), seam, ...other.parts.slice(1)],
    values: [...one.values, ...other.values],
    span,
  };
}

function piecesOf(value: Value): { readonly parts: readonly string[]; readonly values: readonly Value[] } {
  if (value.kind === 'template') return value;
  return value.kind === 'literal' ? { parts: [String(value.value)], values: [] } : { parts: ['', ''], values: [value] };
}
