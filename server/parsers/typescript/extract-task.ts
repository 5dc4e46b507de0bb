import type { ts } from './compiler.cjs';
import { freeName } from '../../model/free-name.ts';
import type { Span } from '../../model/span.ts';
import type { Declaration } from './scopes.ts';
import { childrenOf, declarationOf, declarationsIn, identifiersIn, isAssignment, isStep, isTypeDeclaration, targetsIn } from './scopes.ts';
import { typeAsWritten } from './written-type.ts';
import {
  NodeFlags,
  ScriptTarget,
  SyntaxKind,
  canHaveModifiers,
  createSourceFile,
  getModifiers,
  isArrayLiteralExpression,
  isAwaitExpression,
  isBinaryExpression,
  isBindingElement,
  isBlock,
  isBreakOrContinueStatement,
  isBreakStatement,
  isCallExpression,
  isConditionalExpression,
  isDeleteExpression,
  isElementAccessExpression,
  isExpression,
  isFunctionLike,
  isIdentifier,
  isIterationStatement,
  isNewExpression,
  isNonNullExpression,
  isObjectLiteralExpression,
  isOptionalChain,
  isParameter,
  isPostfixUnaryExpression,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isReturnStatement,
  isSourceFile,
  isSpreadElement,
  isSwitchStatement,
  isTaggedTemplateExpression,
  isVariableDeclaration,
  isYieldExpression,
} from './syntax.ts';

/** What to move, out of which function, and how the file calls the SDK's `task`. */
export interface ExtractRequest {
  readonly path: string;
  readonly text: string;
  readonly selection: Span;
  readonly within: Span;
  readonly taskFunction: string;
}

/** What becomes of a piece of a flow that moves into a task of its own. */
export interface ExtractedTask {
  /** The piece, without the space around it. */
  readonly span: Span;
  /** What stands there instead. */
  readonly call: string;
  /** The definition of the task, and where it goes. */
  readonly definition: string;
  readonly definitionAt: number;
  /** Where the variables are declared that the task is given. */
  readonly inputs: readonly Span[];
}

/** What a piece takes from the code around it, and what that uses of it afterwards. */
interface Exchange {
  readonly inputs: readonly Declaration[];
  /** The type of one as it can be written. */
  readonly typeOf: (declaration: Declaration) => string | undefined;
  readonly outputs: readonly Declaration[];
}

/**
 * Moves the selected statements or expression of an async function into a task; undefined where that would change what
 * the code does: a jump out of the piece, `this`, a variable of the flow that it changes, a place that cannot wait; or where
 * the type of what the task is given cannot be written without a type checker.
 */
export function extractTask({ path, text, selection, within, taskFunction }: ExtractRequest): ExtractedTask | undefined {
  const source = createSourceFile(path, text, ScriptTarget.Latest, true);
  const span = trimmed(text, selection);
  const container = functionAt(source, within);
  const piece = container && pieceAt(container, span);
  if (container === undefined || piece === undefined || !piece.some(works)) return undefined;
  if (!canWait(piece) || !piece.every((node) => isMovable(node, {}))) return undefined;
  const top = topLevel(container);
  const exchange = exchangeOf(piece, span, top);
  if (exchange === undefined) return undefined;
  const { inputs, outputs, typeOf } = exchange;
  const [only] = piece;
  const expression = only !== undefined && isExpression(only) ? only : undefined;
  const name = freeName('extracted', new Set([...identifiersIn(source)].map(({ text: taken }) => taken)));
  const given = inputs.length === 0 ? '' : `{ ${inputs.map((input) => input.name).join(', ')} }`;
  const typed = isTyped(path) ? inputs.map((input) => [input.name, typeOf(input)] as const) : [];
  if (typed.some(([, type]) => type === undefined)) return undefined;
  const types = typed.length === 0 ? '' : `: { ${typed.map(([input, type]) => `${input}: ${type}`).join('; ')} }`;
  const call = `await ${name}(${given})`;
  const moved = outdented(text, span);
  return {
    span,
    call: expression === undefined ? statement(call, outputs) : bindsTighter(expression) ? `(${call})` : call,
    definition: `const ${name} = ${taskFunction}({ name: '${name}' }, async (${given}${types}) => ${expression === undefined ? block(moved, outputs) : bodyOf(moved)});\n\n`,
    definitionAt: top.getStart(source, true),
    inputs: inputs.map(({ node }) => nameSpan(node)),
  };
}

function nameSpan(node: ts.Node): Span {
  const name = (isVariableDeclaration(node) || isParameter(node) || isBindingElement(node) ? node.name : undefined) ?? node;
  return { start: name.getStart(), end: name.end };
}

const isTyped = (path: string): boolean => /\.[cm]?tsx?$/.test(path);

/** Undefined where a variable would have to be written from the other side, or a type of the function is needed. */
function exchangeOf(piece: readonly ts.Node[], span: Span, top: ts.Node): Exchange | undefined {
  const declarations = declarationsIn(top).filter(({ scope }) => !isSourceFile(scope));
  const isInside = ({ node }: Declaration): boolean => isWithin(node, span);
  const outsideOf = (names: Iterable<ts.Identifier>): Declaration[] =>
    [...names].flatMap((name) => declarationOf(name, declarations) ?? []).filter((declaration) => !isInside(declaration));
  const inputs = new Set(outsideOf(piece.flatMap((node) => [...identifiersIn(node)])));
  const written = outsideOf(piece.flatMap((node) => [...targetsIn(node)]));
  const behind = [...identifiersIn(top)].filter((name) => name.pos >= span.end);
  const outputs = new Set(behind.flatMap((name) => declarationOf(name, declarations) ?? []).filter(isInside));
  if (written.length > 0 || [...inputs, ...outputs].some(({ node }) => isTypeDeclaration(node))) return undefined;
  return { inputs: [...inputs], outputs: [...outputs], typeOf: ({ node }) => typeAsWritten(node, top.getSourceFile(), declarations) };
}

/** A variable that the code behind changes stays one that can be changed. */
function statement(call: string, outputs: readonly Declaration[]): string {
  const names = outputs.map(({ name }) => name);
  if (names.length === 0) return `${call};`;
  const keyword = outputs.every(({ node }) => isConstant(node)) ? 'const' : 'let';
  return `${keyword} ${names.length === 1 ? names[0] : `{ ${names.join(', ')} }`} = ${call};`;
}

function isConstant(node: ts.Node): boolean {
  if (isBindingElement(node)) return isConstant(node.parent.parent);
  return !isVariableDeclaration(node) || (node.parent.flags & NodeFlags.Const) !== 0;
}

const bodyOf = (expression: string): string => (expression.startsWith('{') ? `(${expression})` : expression);

function block(statements: string, outputs: readonly Declaration[]): string {
  const names = outputs.map(({ name }) => name);
  const result = names.length === 0 ? '' : `\n  return ${names.length === 1 ? names[0] : `{ ${names.join(', ')} }`};`;
  return `{\n  ${statements}${result}\n}`;
}

/** The piece with the indentation that its lines have in the task. A text of several lines in it must stay as it is. */
function outdented(text: string, { start, end }: Span): string {
  const moved = text.slice(start, end);
  const indent = /[ \t]*$/.exec(text.slice(0, start))?.[0] ?? '';
  if (indent === '' || /`[^`]*\n[^`]*`/.test(moved)) return moved;
  return moved.replaceAll(new RegExp(`(\\n)${indent}`, 'g'), '$1  ');
}

function trimmed(text: string, { start, end }: Span): Span {
  const piece = text.slice(start, end);
  return { start: start + (piece.length - piece.trimStart().length), end: end - (piece.length - piece.trimEnd().length) };
}

const isWithin = (node: ts.Node, span: Span): boolean => span.start <= node.getStart() && node.end <= span.end;

function functionAt(node: ts.Node, span: Span): ts.Node | undefined {
  if (isFunctionLike(node) && node.getStart() === span.start && node.end === span.end) return node;
  const child = childrenOf(node).find(({ pos, end }) => pos <= span.start && span.end <= end);
  return child && functionAt(child, span);
}

/** The nodes that the span covers exactly: statements in a row, or one expression of some size. */
function pieceAt(node: ts.Node, span: Span): readonly ts.Node[] | undefined {
  if (isBlock(node)) {
    const covered = node.statements.filter((one) => isWithin(one, span));
    if (covered[0]?.getStart() === span.start && covered.at(-1)?.end === span.end) return covered;
  }
  if (node.getStart() === span.start && node.end === span.end && isExpression(node)) return isReplaceable(node) ? [node] : undefined;
  const child = childrenOf(node).find(({ pos, end }) => pos <= span.start && span.end <= end);
  return child && pieceAt(child, span);
}

/** Whether a value may stand there as well that has been waited for. */
function isReplaceable(node: ts.Expression): boolean {
  const { parent } = node;
  if (isSpreadElement(node) || (takesItsType(node) && !isUntypedVariable(parent))) return false;
  if (isBinaryExpression(parent) && isAssignment(parent.operatorToken.kind)) return parent.right === node;
  if (isPrefixUnaryExpression(parent) || isPostfixUnaryExpression(parent)) return !isStep(parent.operator);
  if (isDeleteExpression(parent) || isTaggedTemplateExpression(parent) || isOptionalChain(parent)) return false;
  return !((isCallExpression(parent) || isNewExpression(parent)) && parent.expression === node);
}

/** Whether the type of an expression depends on where it stands: `'full'` in an object may be a mode there, and is a text in a task. */
const takesItsType = (node: ts.Expression): boolean =>
  isObjectLiteralExpression(node) || isArrayLiteralExpression(node) || isConditionalExpression(node);

const isUntypedVariable = (node: ts.Node): boolean => isVariableDeclaration(node) && node.type === undefined;

/** Whether a piece does something, rather than to name what is there: only that can fail, or take time. */
const works = (node: ts.Node): boolean =>
  isCallExpression(node) ||
  isNewExpression(node) ||
  isAwaitExpression(node) ||
  isIterationStatement(node, false) ||
  (!isFunctionLike(node) && childrenOf(node).some(works));

/** Whether what stands around an expression would take only a part of `await call()`. */
const bindsTighter = ({ parent }: ts.Expression): boolean =>
  isPropertyAccessExpression(parent) ||
  isElementAccessExpression(parent) ||
  isNonNullExpression(parent) ||
  (isBinaryExpression(parent) && parent.operatorToken.kind === SyntaxKind.AsteriskAsteriskToken);

/** Whether the innermost function around it is async, and it stands in its body. */
function canWait([first]: readonly ts.Node[]): boolean {
  let inner = first;
  while (inner !== undefined && !isFunctionLike(inner.parent)) inner = isSourceFile(inner.parent) ? undefined : inner.parent;
  const around = inner?.parent;
  if (inner === undefined || around === undefined || isParameter(inner) || !canHaveModifiers(around)) return false;
  return getModifiers(around)?.some(({ kind }) => kind === SyntaxKind.AsyncKeyword) === true;
}

/** What is around a node, within the piece: jumps may end there. */
interface Around {
  readonly inFunction: boolean;
  readonly inLoop: boolean;
  readonly inSwitch: boolean;
}

/** Nothing in it reaches out of it but by names. */
function isMovable(node: ts.Node, { inFunction = false, inLoop = false, inSwitch = false }: Partial<Around>): boolean {
  if (node.kind === SyntaxKind.ThisKeyword || node.kind === SyntaxKind.SuperKeyword) return false;
  if (isIdentifier(node) && node.text === 'arguments') return false;
  if (!inFunction && (isReturnStatement(node) || isYieldExpression(node))) return false;
  if (isBreakOrContinueStatement(node) && (node.label !== undefined || !(inLoop || (inSwitch && isBreakStatement(node))))) return false;
  const isFunction = isFunctionLike(node);
  const inside: Around = {
    inFunction: inFunction || isFunction,
    inLoop: isIterationStatement(node, false) || (inLoop && !isFunction),
    inSwitch: isSwitchStatement(node) || (inSwitch && !isFunction),
  };
  return childrenOf(node).every((child) => isMovable(child, inside));
}

function topLevel(node: ts.Node): ts.Node {
  return isSourceFile(node.parent) ? node : topLevel(node.parent);
}
