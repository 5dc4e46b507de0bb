import { ts } from './compiler.cjs';
import type { Span } from '../../model/span.ts';

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
}

/**
 * Moves the selected statements or expression of an async function into a task; undefined where that would change what
 * the code does: a jump out of the piece, `this`, a variable of the flow that it changes.
 */
export function extractTask({ path, text, selection, within, taskFunction }: ExtractRequest): ExtractedTask | undefined {
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const span = trimmed(text, selection);
  const container = functionAt(source, within);
  const piece = container && pieceAt(container, span);
  if (container === undefined || piece === undefined || !isAsync(container) || piece.some((node) => !isMovable(node))) return undefined;
  const names = usedNames(piece);
  const outside = declaredIn(container, (node) => !isWithin(node, span));
  const inputs = [...outside.keys()].filter((name) => names.has(name));
  if (inputs.some((name) => isChanged(piece, name))) return undefined;
  const outputs = [...declaredIn(container, (node) => isWithin(node, span)).keys()].filter((name) =>
    isUsedBehind(container, span.end, name),
  );
  const name = freeName(source, 'extracted');
  const [only] = piece;
  const isExpression = only !== undefined && ts.isExpression(only);
  const parameters =
    inputs.length === 0
      ? ''
      : `{ ${inputs.join(', ')} }: { ${inputs.map((input) => `${input}: ${typeText(outside.get(input), source)}`).join('; ')} }`;
  const given = inputs.length === 0 ? '' : `{ ${inputs.join(', ')} }`;
  const call = `await ${name}(${given})`;
  return {
    span,
    call: isExpression ? call : statement(call, outputs),
    definition: `const ${name} = ${taskFunction}({ name: '${name}' }, async (${parameters}) => ${isExpression ? bodyOf(text.slice(span.start, span.end)) : block(text.slice(span.start, span.end), outputs)});\n\n`,
    definitionAt: topLevel(container).getStart(source, true),
  };
}

const statement = (call: string, outputs: readonly string[]): string =>
  outputs.length === 0
    ? `${call};`
    : outputs.length === 1
      ? `const ${outputs[0]} = ${call};`
      : `const { ${outputs.join(', ')} } = ${call};`;

const bodyOf = (expression: string): string => (expression.startsWith('{') ? `(${expression})` : expression);

function block(statements: string, outputs: readonly string[]): string {
  const result = outputs.length === 0 ? '' : `\n  return ${outputs.length === 1 ? outputs[0] : `{ ${outputs.join(', ')} }`};`;
  return `{\n  ${statements}${result}\n}`;
}

function trimmed(text: string, { start, end }: Span): Span {
  const piece = text.slice(start, end);
  return { start: start + (piece.length - piece.trimStart().length), end: end - (piece.length - piece.trimEnd().length) };
}

type FunctionNode = ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration;

const isFunction = (node: ts.Node): node is FunctionNode =>
  ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node);

const isAsync = (node: FunctionNode): boolean => node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) === true;

const isWithin = (node: ts.Node, span: Span): boolean => span.start <= node.getStart() && node.end <= span.end;

function functionAt(source: ts.SourceFile, span: Span): FunctionNode | undefined {
  let found: FunctionNode | undefined;
  const visit = (node: ts.Node): void => {
    if (isFunction(node) && node.getStart() === span.start && node.end === span.end) found = node;
    else if (node.pos <= span.start && node.end >= span.end) ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** The nodes that the span covers exactly: statements in a row, or one expression of some size. */
function pieceAt(container: FunctionNode, span: Span): readonly ts.Node[] | undefined {
  let found: readonly ts.Node[] | undefined;
  const visit = (node: ts.Node): void => {
    if (found !== undefined || node.end < span.end || node.pos > span.start) return;
    if (ts.isBlock(node)) {
      const covered = node.statements.filter((one) => isWithin(one, span));
      if (covered[0]?.getStart() === span.start && covered.at(-1)?.end === span.end) found = covered;
    }
    if (ts.isExpression(node) && node.getStart() === span.start && node.end === span.end && !ts.isIdentifier(node) && !isFunction(node))
      found = [node];
    if (found === undefined) ts.forEachChild(node, visit);
  };
  if (container.body !== undefined) visit(container.body);
  return found;
}

/** Nothing in it reaches out of it but by names. */
function isMovable(piece: ts.Node): boolean {
  let movable = true;
  const visit = (node: ts.Node, inFunction: boolean): void => {
    if (
      node.kind === ts.SyntaxKind.ThisKeyword ||
      node.kind === ts.SyntaxKind.SuperKeyword ||
      (ts.isIdentifier(node) && node.text === 'arguments')
    )
      movable = false;
    if (!inFunction && (ts.isReturnStatement(node) || ts.isBreakOrContinueStatement(node) || ts.isYieldExpression(node))) movable = false;
    ts.forEachChild(node, (child) => visit(child, inFunction || isFunction(node)));
  };
  visit(piece, false);
  return movable;
}

/** The names that are read as variables, not as members or keys. */
function usedNames(nodes: readonly ts.Node[]): Set<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    const { parent } = node;
    const isMember =
      !ts.isSourceFile(node) &&
      ((ts.isPropertyAccessExpression(parent) && parent.name === node) || (ts.isPropertyAssignment(parent) && parent.name === node));
    if (ts.isIdentifier(node) && !isMember) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  for (const node of nodes) visit(node);
  return names;
}

/** The parameters and variables of a function, with what declares them. */
function declaredIn(container: FunctionNode, wanted: (node: ts.Node) => boolean): Map<string, ts.Node> {
  const found = new Map<string, ts.Node>();
  const visit = (node: ts.Node): void => {
    const declares = ts.isParameter(node) || ts.isVariableDeclaration(node) || ts.isBindingElement(node) || ts.isFunctionDeclaration(node);
    if (declares && node.name !== undefined && ts.isIdentifier(node.name) && wanted(node)) found.set(node.name.text, node);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(container, visit);
  return found;
}

function isChanged(nodes: readonly ts.Node[], name: string): boolean {
  let changed = false;
  const visit = (node: ts.Node): void => {
    const target =
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind >= ts.SyntaxKind.FirstAssignment &&
      node.operatorToken.kind <= ts.SyntaxKind.LastAssignment
        ? node.left
        : undefined;
    const stepped = ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node) ? node.operand : undefined;
    for (const one of [target, stepped]) if (one !== undefined && ts.isIdentifier(one) && one.text === name) changed = true;
    ts.forEachChild(node, visit);
  };
  for (const node of nodes) visit(node);
  return changed;
}

function isUsedBehind(container: FunctionNode, end: number, name: string): boolean {
  let used = false;
  const visit = (node: ts.Node): void => {
    if (node.end <= end) return;
    if (node.getStart() >= end && usedNames([node]).has(name)) used = true;
    else ts.forEachChild(node, visit);
  };
  visit(container);
  return used;
}

/** The type that is written for a variable, also as a member of a parameter's type; `unknown` when none is. */
function typeText(declaration: ts.Node | undefined, source: ts.SourceFile): string {
  if (declaration === undefined) return 'unknown';
  if ((ts.isParameter(declaration) || ts.isVariableDeclaration(declaration)) && declaration.type !== undefined)
    return declaration.type.getText(source);
  if (!ts.isBindingElement(declaration) || !ts.isParameter(declaration.parent.parent)) return 'unknown';
  const { type } = declaration.parent.parent;
  const name = declaration.propertyName ?? declaration.name;
  const members = type !== undefined && ts.isTypeLiteralNode(type) ? type.members : [];
  const member = members.find((one) => ts.isPropertySignature(one) && one.name.getText(source) === name.getText(source));
  return member !== undefined && ts.isPropertySignature(member) && member.type !== undefined ? member.type.getText(source) : 'unknown';
}

function freeName(source: ts.SourceFile, wished: string): string {
  const taken = usedNames([source]);
  let name = wished;
  for (let count = 2; taken.has(name); count++) name = `${wished}${count}`;
  return name;
}

function topLevel(node: ts.Node): ts.Node {
  return ts.isSourceFile(node.parent) ? node : topLevel(node.parent);
}
