import type { ts } from './compiler.cjs';
import type { Call, Usage } from '../../model/file.ts';
import type { Value } from '../../model/value.ts';
import { collect } from './collecting.ts';
import { expectArgument } from './contextual.ts';
import { readComment } from './documentation.ts';
import { exportDefined } from './exports.ts';
import type { Extraction } from './extraction.ts';
import { use } from './extraction.ts';
import { isOfSdk, isWorthKeeping } from './interest.ts';
import { askFor } from './part-uses.ts';
import { typeOf } from './types.ts';
import { mutation } from './assignments.ts';
import {
  SyntaxKind,
  isArrowFunction,
  isCallExpression,
  isFunctionExpression,
  isIdentifier,
  isNewExpression,
  isPropertyAccessExpression,
  isStringLiteralLike,
} from './syntax.ts';

/** A call: kept when it matters, and its arguments walked either way. */
export function call(x: Extraction, node: ts.CallExpression, usage: Usage): Value {
  const module = moduleOf(node);
  if (module !== undefined && !isOwn(x, node.expression)) return { kind: 'import', from: module, name: '*', span: x.span(node) };
  const wrapped = wrappedModule(node);
  if (wrapped !== undefined) return x.expression(wrapped, usage);
  const callee = x.expression(node.expression, use('callee'));
  if (node.questionDotToken !== undefined && callee.kind === 'member') askFor(x, node, callee.object, callee.name);
  mutation(x, callee, node);
  return record(x, node, callee, usage, isLogger(callee));
}

/** `new X(…)`. */
export const newCall = (x: Extraction, node: ts.NewExpression, usage: Usage): Value =>
  record(x, node, x.expression(node.expression, use('callee')), usage, false);

function record(x: Extraction, node: ts.CallExpression | ts.NewExpression, callee: Value, usage: Usage, logs: boolean): Value {
  const isNew = isNewExpression(node);
  // What `new` makes of a global is known by its name.
  if (!(isNew && callee.kind === 'global') && !isWorthKeeping(x, callee)) {
    const { lean } = x;
    x.lean = true;
    collected(x, callee, walkArguments(x, node, callee, -1, logs));
    x.lean = lean;
    return x.opaque(node, makesSymbol(callee) ? 'symbol' : undefined);
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
  if (x.documentation !== undefined && list !== undefined && list.length > 1) {
    const { text } = readComment(x.documentation);
    if (text !== undefined) open.documentation = text;
  }
  if (node.typeArguments !== undefined) open.typeArguments = node.typeArguments.map((type) => typeOf(x, type));
  x.calls.push(open);
  const { handed } = x;
  if (x.makers !== undefined && isOfSdk(x, callee)) x.handed = node;
  open.arguments = walkArguments(x, node, callee, index, logs);
  x.handed = handed;
  collected(x, callee, open.arguments);
  return { kind: 'call', call: index, span };
}

/** `Symbol('key')`, `Symbol.for('key')`. */
const makesSymbol = (callee: Value): boolean =>
  callee.kind === 'member' ? callee.name === 'for' && makesSymbol(callee.object) : callee.kind === 'global' && callee.name === 'Symbol';

function walkArguments(x: Extraction, node: ts.CallExpression | ts.NewExpression, callee: Value, index: number, logs: boolean): Value[] {
  if (logs) x.logging += 1;
  let first: Value | undefined;
  // A list that is made of another one is as long as it must be.
  const values = (node.arguments ?? []).map((argument, place) => {
    const isFunction = isArrowFunction(argument) || isFunctionExpression(argument);
    if (isFunction)
      x.callbacks.set(
        argument,
        handedTo(x, argument, callee, { call: index, argument: place, first, alone: node.arguments?.length === 1 }),
      );
    else if (index !== -1 && callee.kind !== 'global') expectArgument(x, argument, index, place);
    const converted = callee.kind === 'global' && place === 0 ? conversions[callee.name] : undefined;
    const value = x.expression(argument, converted === undefined ? { as: 'argument', awaited: false, call: index } : use(converted));
    first ??= value;
    return value;
  });
  if (logs) x.logging -= 1;
  return values;
}

/** What makes a text or number of a value uses it as a template or calculation does. */
const conversions: Readonly<Record<string, 'template' | 'operand'>> = {
  String: 'template',
  Number: 'operand',
  parseInt: 'operand',
  parseFloat: 'operand',
};

/** What becomes part of something, or of what the file exports, by a call. */
function collected(x: Extraction, callee: Value, given: readonly Value[]): void {
  collect(x, callee, given);
  exportDefined(x, callee, given);
}

/** What a callback is called with: by a method of lists, maps and promises, else by the function that is called. */
function handedTo(
  x: Extraction,
  node: ts.ArrowFunction | ts.FunctionExpression,
  callee: Value,
  { first, alone, ...at }: { readonly call: number; readonly argument: number; readonly first: Value | undefined; readonly alone: boolean },
): readonly (Value | undefined)[] {
  const span = x.span(node);
  if (callee.kind === 'member') {
    const item: Value = { kind: 'item', of: callee.object, handed: true, span };
    if (at.argument === 0 && iterating.has(callee.name)) return [item, undefined, callee.object];
    if (at.argument === 0 && (callee.name === 'sort' || callee.name === 'toSorted')) return [item, item];
    if (at.argument === 0 && (callee.name === 'reduce' || callee.name === 'reduceRight'))
      return [alone ? item : undefined, item, undefined, callee.object];
    if (first !== undefined && callee.name === 'from') return [{ kind: 'item', of: first, span }];
  }
  if (at.call === -1 || callee.kind === 'global') return [];
  return node.parameters.map((_, parameter) => ({ kind: 'handed', ...at, parameter, span }));
}

const iterating = new Set([
  'then',
  'forEach',
  'map',
  'flatMap',
  'filter',
  'find',
  'findLast',
  'findIndex',
  'findLastIndex',
  'some',
  'every',
]);

/** The module that `require('x')` or `import('x')` names. */
function moduleOf(node: ts.CallExpression): string | undefined {
  const [first] = node.arguments;
  if (first === undefined || node.arguments.length > 2 || !isStringLiteralLike(first)) return undefined;
  const isImport = node.expression.kind === SyntaxKind.ImportKeyword;
  const isRequire = isIdentifier(node.expression) && node.expression.text === 'require' && node.arguments.length === 1;
  return isImport || isRequire ? first.text : undefined;
}

/** Whether the `require` that is called is a function of the file's own, and not what `createRequire` made. */
function isOwn(x: Extraction, callee: ts.Expression): boolean {
  const index = isIdentifier(callee) ? x.lookup(callee.text) : undefined;
  return index !== undefined && x.binding(index).values.some(({ kind }) => kind === 'function');
}

/** `__importDefault(require('m'))`, as compilers write it, also with `tslib_1.` before it: the module itself. */
function wrappedModule({ expression, arguments: [first] }: ts.CallExpression): ts.CallExpression | undefined {
  const name = isPropertyAccessExpression(expression) ? expression.name : expression;
  const wraps = isIdentifier(name) && (name.text === '__importDefault' || name.text === '__importStar');
  return wraps && first !== undefined && isCallExpression(first) && moduleOf(first) !== undefined ? first : undefined;
}

/** Whether a call only writes to a log: an error that goes there is not handled by it. */
function isLogger(callee: Value): boolean {
  if (callee.kind === 'member') return isLogger(callee.object) || levels.has(callee.name);
  return callee.kind === 'global' && callee.name === 'console';
}

const levels = new Set(['log', 'debug', 'info', 'warn', 'warning', 'error', 'trace', 'exception', 'critical', 'fatal']);
