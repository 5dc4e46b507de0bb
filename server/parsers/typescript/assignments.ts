import type { ts } from './compiler.cjs';
import type { Usage, Write } from '../../model/file.ts';
import { rootOf } from '../../model/parts.ts';
import type { TypeModel, Value } from '../../model/value.ts';
import { assignTo } from './collecting.ts';
import { expectType } from './contextual.ts';
import { exportAssigned } from './exports.ts';
import type { Extraction } from './extraction.ts';
import { use } from './extraction.ts';
import { keyOf } from './keys.ts';
import { functionOf } from './places.ts';
import {
  SyntaxKind,
  isArrayLiteralExpression,
  isBinaryExpression,
  isComputedPropertyName,
  isElementAccessExpression,
  isIdentifier,
  isObjectLiteralExpression,
  isParenthesizedExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isShorthandPropertyAssignment,
  isSpreadAssignment,
  isSpreadElement,
} from './syntax.ts';

const mutators = new Set([
  'push',
  'pop',
  'shift',
  'unshift',
  'splice',
  'sort',
  'reverse',
  'fill',
  'set',
  'add',
  'delete',
  'clear',
  'append',
  'assign',
]);

/** `a = b`, `a.b = c`, `a += b`: another value of a variable, a change of what it holds, or an export of CommonJS. */
export function assignment(x: Extraction, node: ts.BinaryExpression, usage: Usage): Value {
  const plain = node.operatorToken.kind === SyntaxKind.EqualsToken;
  const { left } = node;
  const target = isIdentifier(left) ? x.lookup(left.text) : undefined;
  expectType(x, node.right, target === undefined ? memberType(x, left) : x.binding(target).type);
  const as = plain || gives(node) ? 'variable' : 'operand';
  const value = x.expression(node.right, target === undefined ? intoMember(x, left) : { as, awaited: false, binding: target });
  if (isIdentifier(left)) {
    if (target !== undefined) {
      x.give(target, plain || gives(node) ? value : x.opaque(node));
      if (!isLogical(node) && !(plain && isAskedBefore(x, left.text, node))) recordWrite(x, target, 'assign', node);
    }
  } else if (isPropertyAccessExpression(left) || isElementAccessExpression(left)) {
    const place = x.expression(left, use('assigned'));
    exportAssigned(x, place, usage.binding === undefined ? value : { kind: 'reference', binding: usage.binding, span: value.span });
    if (plain || gives(node)) assignPlace(x, place, value);
    if (!isLogical(node) && !(plain && isAskedBefore(x, rootName(left), node))) memberWrite(x, place, 'member', node);
  } else givePattern(x, left, value);
  return usage.as === 'discarded' ? x.opaque(node) : value;
}

/** `options.onStart = …`: by the type that `options` is declared with. */
function memberType(x: Extraction, left: ts.Expression): TypeModel | undefined {
  if (!isPropertyAccessExpression(left) || !isIdentifier(left.expression)) return undefined;
  const owner = x.lookup(left.expression.text);
  const of = owner === undefined ? undefined : x.binding(owner).type;
  return of && { kind: 'indexed', of, key: { kind: 'literal', value: left.name.text } };
}

function assignPlace(x: Extraction, place: Value, value: Value): void {
  if (place.kind === 'member' && place.object.kind === 'instance') x.assignMember(place.object.class, place, value);
  else assignTo(x, place, value);
}

/** `[a, b] = …`, `({ a, b: c.d } = …)`: the parts of a value for what stands there. */
export function givePattern(x: Extraction, pattern: ts.Expression, value: Value): void {
  const span = x.span(pattern);
  if (isParenthesizedExpression(pattern)) givePattern(x, pattern.expression, value);
  else if (isBinaryExpression(pattern)) {
    const otherwise = x.expression(pattern.right, use('other'));
    givePattern(x, pattern.left, { kind: 'default', of: value, otherwise, span });
  } else if (isArrayLiteralExpression(pattern)) {
    for (const [index, element] of pattern.elements.entries()) {
      if (isSpreadElement(element)) givePattern(x, element.expression, { kind: 'item', of: value, index, rest: true, span });
      else givePattern(x, element, { kind: 'item', of: value, index, span });
    }
  } else if (isObjectLiteralExpression(pattern)) {
    for (const property of pattern.properties) givePart(x, property, value);
  } else if (isIdentifier(pattern)) {
    const target = x.lookup(pattern.text);
    if (target === undefined) return;
    x.give(target, value);
    recordWrite(x, target, 'assign', pattern);
  } else assignPlace(x, x.expression(pattern, use('assigned')), value);
}

function givePart(x: Extraction, property: ts.ObjectLiteralElementLike, object: Value): void {
  const span = x.span(property);
  if (isSpreadAssignment(property)) return givePattern(x, property.expression, object);
  const name = property.name;
  const key = isComputedPropertyName(name) ? keyOf(x, name.expression) : name.text;
  if (isComputedPropertyName(name)) x.expression(name.expression, use('operand'));
  const part: Value = key === undefined ? { kind: 'opaque', span } : { kind: 'member', object, name: key, nameSpan: x.span(name), span };
  if (isPropertyAssignment(property)) givePattern(x, property.initializer, part);
  else if (isShorthandPropertyAssignment(property)) {
    const fallback = property.objectAssignmentInitializer;
    const otherwise = fallback === undefined ? undefined : x.expression(fallback, use('other'));
    givePattern(x, property.name, otherwise === undefined ? part : { kind: 'default', of: part, otherwise, span });
  }
}

/** `a ??= b` gives a value where there is none yet, once: that is no change. */
const isLogical = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind === SyntaxKind.QuestionQuestionEqualsToken || kind === SyntaxKind.BarBarEqualsToken;

/** `a &&= b` is a change, and gives a value as well. */
const gives = (node: ts.BinaryExpression): boolean =>
  isLogical(node) || node.operatorToken.kind === SyntaxKind.AmpersandAmpersandEqualsToken;

/**
 * `if (token === '') token = await login()`: what the same function has looked at before it gives a value is kept to be
 * found again, as with `token ||= await login()`.
 */
function isAskedBefore(x: Extraction, name: string | undefined, node: ts.Node): boolean {
  const index = functionOf(x);
  const body = x.functions[index]?.span;
  if (body === undefined || name === undefined) return false;
  const place = x.span(node).start - body.start;
  let words = x.words.get(index);
  if (words === undefined) {
    const start = node.getStart(x.source) - place;
    words = firstPlaces(x.source.text.slice(start, start + body.end - body.start));
    x.words.set(index, words);
  }
  return (words.get(name) ?? place) < place;
}

/** Where each word first stands that is no name of a member. */
function firstPlaces(text: string): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const { 0: word, index } of text.matchAll(/(?<![\w$.\u0080-\uFFFF])[\w$\u0080-\uFFFF]+/g))
    if (!found.has(word)) found.set(word, index);
  return found;
}

function rootName(left: ts.Expression): string | undefined {
  if (isPropertyAccessExpression(left) || isElementAccessExpression(left)) return rootName(left.expression);
  return isIdentifier(left) ? left.text : undefined;
}

/** `all[key] = value`: the value is a member of `all` from now on. */
function intoMember(x: Extraction, left: ts.Expression): Usage {
  let root = left;
  while (isPropertyAccessExpression(root) || isElementAccessExpression(root)) root = root.expression;
  const binding = isIdentifier(root) ? x.lookup(root.text) : undefined;
  return binding === undefined ? use('assigned') : { as: 'assigned', awaited: false, binding };
}

/** `a++`. */
export function update(x: Extraction, operand: ts.Expression, node: ts.Node): Value {
  const value = x.expression(operand, use('operand'));
  if (value.kind === 'reference') {
    x.give(value.binding, x.opaque(node, 'number'));
    recordWrite(x, value.binding, 'assign', node);
  } else memberWrite(x, value, 'member', node);
  return x.opaque(node, 'number');
}

/** `a.push(b)` and the like, for calls that change what they are called on. */
export function mutation(x: Extraction, callee: Value, node: ts.Node): void {
  if (callee.kind === 'member' && mutators.has(callee.name)) memberWrite(x, callee.object, 'method', node);
}

function memberWrite(x: Extraction, place: Value, how: Write['how'], node: ts.Node): void {
  const root = rootOf(place);
  if (root.kind === 'reference') recordWrite(x, root.binding, how, node);
}

/** Only what belongs to a function further out is of interest. */
function recordWrite(x: Extraction, binding: number, how: Write['how'], node: ts.Node): void {
  const { function: owner, kind } = x.binding(binding);
  if (owner !== functionOf(x) && kind !== 'import') x.writes.push({ ...x.place, binding, how, span: x.span(node) });
}
