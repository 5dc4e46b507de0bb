import { ts } from './compiler.cjs';
import type { Usage, Write } from '../../model/file.ts';
import type { Value } from '../../model/value.ts';
import { exportAssigned } from './exports.ts';
import type { Extraction } from './extraction.ts';
import { use } from './extraction.ts';
import { functionOf } from './places.ts';

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
  const plain = node.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  const { left } = node;
  const target = ts.isIdentifier(left) ? x.lookup(left.text) : undefined;
  const value = x.expression(node.right, target === undefined ? intoMember(x, left) : { as: 'variable', awaited: false, binding: target });
  if (ts.isIdentifier(left)) {
    if (target !== undefined) {
      x.give(target, plain ? value : x.opaque(node));
      if (!isLogical(node)) recordWrite(x, target, 'assign', node);
    }
  } else if (ts.isPropertyAccessExpression(left) || ts.isElementAccessExpression(left)) {
    const place = x.expression(left, use('assigned'));
    exportAssigned(x, place, value);
    if (plain && place.kind === 'member' && place.object.kind === 'instance') x.assignMember(place.object.class, place.name, value);
    if (!isLogical(node)) memberWrite(x, place, 'member', node);
  } else {
    ts.forEachChild(left, (child) => {
      if (ts.isExpression(child)) x.expression(child, use('assigned'));
    });
  }
  return usage.as === 'discarded' ? x.opaque(node) : value;
}

/** `a ??= b` gives a value where there is none yet, once: that is no change. */
const isLogical = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind === ts.SyntaxKind.QuestionQuestionEqualsToken || kind === ts.SyntaxKind.BarBarEqualsToken;

/** `all[key] = value`: the value is a member of `all` from now on. */
function intoMember(x: Extraction, left: ts.Expression): Usage {
  let root = left;
  while (ts.isPropertyAccessExpression(root) || ts.isElementAccessExpression(root)) root = root.expression;
  const binding = ts.isIdentifier(root) ? x.lookup(root.text) : undefined;
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
  if (root?.kind === 'reference') recordWrite(x, root.binding, how, node);
}

/** Only what belongs to a function further out is of interest. */
function recordWrite(x: Extraction, binding: number, how: Write['how'], node: ts.Node): void {
  const { function: owner, kind } = x.binding(binding);
  if (owner !== functionOf(x) && kind !== 'import') x.writes.push({ ...x.place, binding, how, span: x.span(node) });
}

function rootOf(value: Value): Value | undefined {
  if (value.kind === 'member') return rootOf(value.object);
  return value.kind === 'item' ? rootOf(value.of) : value;
}
