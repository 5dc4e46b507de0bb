import { ts } from './compiler.cjs';
import type { Call, Usage } from '../../model/file.ts';
import type { Span } from '../../model/span.ts';
import type { Value } from '../../model/value.ts';
import type { Extraction } from './extraction.ts';
import { use } from './extraction.ts';
import { isOfSdk, isWorthKeeping } from './interest.ts';
import { typeOf } from './types.ts';
import { mutation } from './assignments.ts';

/** A call: kept when it matters, and its arguments walked either way. */
export function call(x: Extraction, node: ts.CallExpression, usage: Usage): Value {
  const module = moduleOf(node);
  if (module !== undefined) return { kind: 'import', from: module, name: '*', span: x.span(node) };
  const callee = x.expression(node.expression, use('callee'));
  mutation(x, callee, node);
  return record(x, node, callee, usage, isLogger(callee));
}

/** `new X(…)`. */
export const newCall = (x: Extraction, node: ts.NewExpression, usage: Usage): Value =>
  record(x, node, x.expression(node.expression, use('callee')), usage, false);

function record(x: Extraction, node: ts.CallExpression | ts.NewExpression, callee: Value, usage: Usage, logs: boolean): Value {
  const isNew = ts.isNewExpression(node);
  // What `new` makes of a global is known by its name.
  if (!(isNew && callee.kind === 'global') && !isWorthKeeping(x, callee)) {
    const { lean } = x;
    x.lean = true;
    walkArguments(x, node, callee, -1, logs);
    x.lean = lean;
    return x.opaque(node);
  }
  const index = x.calls.length;
  const span = x.span(node);
  const list = node.arguments;
  const open: { -readonly [K in keyof Call]: Call[K] } = {
    ...x.place,
    span,
    callee,
    calleeSpan: x.span(node.expression),
    arguments: [],
    argumentsSpan: list === undefined ? x.between(node.end, node.end) : x.between(list.pos, list.end),
    isNew,
    usage,
  };
  if (node.typeArguments !== undefined) open.typeArguments = node.typeArguments.map((type) => typeOf(x, type));
  x.calls.push(open);
  const { handed } = x;
  if (x.makers !== undefined && isOfSdk(x, callee)) x.handed = node;
  open.arguments = walkArguments(x, node, callee, index, logs);
  x.handed = handed;
  return { kind: 'call', call: index, span };
}

function walkArguments(x: Extraction, node: ts.CallExpression | ts.NewExpression, callee: Value, index: number, logs: boolean): Value[] {
  if (logs) x.logging += 1;
  const values = (node.arguments ?? []).map((argument, place) => {
    x.callback = place === 0 ? { node: argument, given: handedBy(callee, x.span(argument)) } : undefined;
    return x.expression(argument, { as: 'argument', awaited: false, call: index });
  });
  x.callback = undefined;
  if (logs) x.logging -= 1;
  return values;
}

/** What a method hands to the callback that it is given. */
function handedBy(callee: Value, span: Span): readonly (Value | undefined)[] {
  if (callee.kind !== 'member') return [];
  const item: Value = { kind: 'item', of: callee.object, handed: true, span };
  return callee.name === 'reduce' ? [undefined, item] : iterating.has(callee.name) ? [item] : [];
}

const iterating = new Set(['then', 'forEach', 'map', 'flatMap', 'filter', 'find', 'findLast', 'some', 'every']);

/** The module that `require('x')` or `import('x')` names. */
function moduleOf(node: ts.CallExpression): string | undefined {
  const [first] = node.arguments;
  if (first === undefined || node.arguments.length > 2 || !ts.isStringLiteralLike(first)) return undefined;
  const isImport = node.expression.kind === ts.SyntaxKind.ImportKeyword;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === 'require' && node.arguments.length === 1;
  return isImport || isRequire ? first.text : undefined;
}

/** Whether a call only writes to a log: an error that goes there is not handled by it. */
function isLogger(callee: Value): boolean {
  if (callee.kind === 'member') return isLogger(callee.object) || levels.has(callee.name);
  return callee.kind === 'global' && callee.name === 'console';
}

const levels = new Set(['log', 'debug', 'info', 'warn', 'warning', 'error', 'trace', 'exception', 'critical', 'fatal']);
