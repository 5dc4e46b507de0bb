import type { ts } from './compiler.cjs';
import {
  NodeFlags,
  SyntaxKind,
  forEachChild,
  isAccessor,
  isBinaryExpression,
  isBindingElement,
  isBlock,
  isCaseBlock,
  isCatchClause,
  isClassDeclaration,
  isClassLike,
  isEnumDeclaration,
  isEnumMember,
  isForInStatement,
  isForOfStatement,
  isFunctionDeclaration,
  isFunctionLike,
  isIdentifier,
  isInterfaceDeclaration,
  isIterationStatement,
  isMethodDeclaration,
  isMethodSignature,
  isModuleBlock,
  isParameter,
  isPostfixUnaryExpression,
  isPrefixUnaryExpression,
  isPropertyAccessExpression,
  isPropertyAssignment,
  isPropertyDeclaration,
  isPropertySignature,
  isQualifiedName,
  isSourceFile,
  isTypeAliasDeclaration,
  isTypeParameterDeclaration,
  isVariableDeclaration,
  isVariableDeclarationList,
} from './syntax.ts';

/** What a name of a function's code stands for. */
export interface Declaration {
  readonly name: string;
  /** A parameter, variable, part of a pattern, function or class; or a type. */
  readonly node: ts.Node;
  /** The part of the code in which the name is known. */
  readonly scope: ts.Node;
}

/** Everything that the code declares. */
export function declarationsIn(code: ts.Node): Declaration[] {
  const found: Declaration[] = [];
  const visit = (node: ts.Node): void => {
    const name = nameOf(node);
    if (name !== undefined) found.push({ name, node, scope: scopeOf(node) });
    forEachChild(node, visit);
  };
  visit(code);
  return found;
}

/** The declaration that a name means where it stands: of all in whose scope it is the innermost. */
export function declarationOf(identifier: ts.Identifier, declarations: readonly Declaration[]): Declaration | undefined {
  const known = declarations.filter(
    ({ name, scope }) => name === identifier.text && scope.pos <= identifier.pos && identifier.end <= scope.end,
  );
  return known.reduce<Declaration | undefined>(
    (inner, one) => (inner === undefined || sizeOf(one.scope) <= sizeOf(inner.scope) ? one : inner),
    undefined,
  );
}

/** The names that are read or written as variables or types, not as members or keys. */
export function* identifiersIn(node: ts.Node): Generator<ts.Identifier> {
  if (isIdentifier(node) && !isKey(node)) yield node;
  for (const child of childrenOf(node)) yield* identifiersIn(child);
}

/** The targets of assignments, `++` and `--`: also those in patterns, and those that a loop sets. */
export function* targetsIn(node: ts.Node): Generator<ts.Identifier> {
  if (isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) yield* identifiersIn(node.left);
  if ((isPrefixUnaryExpression(node) || isPostfixUnaryExpression(node)) && isStep(node.operator)) yield* identifiersIn(node.operand);
  if ((isForOfStatement(node) || isForInStatement(node)) && !isVariableDeclarationList(node.initializer))
    yield* identifiersIn(node.initializer);
  for (const child of childrenOf(node)) yield* targetsIn(child);
}

/** Whether an operator puts a value into what stands left of it. */
export const isAssignment = (kind: ts.SyntaxKind): boolean => kind >= SyntaxKind.FirstAssignment && kind <= SyntaxKind.LastAssignment;

/** Whether an operator is `++` or `--`. */
export const isStep = (operator: ts.SyntaxKind): boolean =>
  operator === SyntaxKind.PlusPlusToken || operator === SyntaxKind.MinusMinusToken;

/** The nodes directly in one. */
export function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  forEachChild(node, (child) => void children.push(child));
  return children;
}

function nameOf(node: ts.Node): string | undefined {
  const declares =
    isParameter(node) ||
    isVariableDeclaration(node) ||
    isBindingElement(node) ||
    isFunctionDeclaration(node) ||
    isClassDeclaration(node) ||
    isEnumDeclaration(node) ||
    isTypeDeclaration(node);
  return declares && node.name !== undefined && isIdentifier(node.name) ? node.name.text : undefined;
}

/** Whether it declares something that exists only for the compiler. */
export const isTypeDeclaration = (node: ts.Node): node is ts.TypeAliasDeclaration | ts.InterfaceDeclaration | ts.TypeParameterDeclaration =>
  isTypeAliasDeclaration(node) || isInterfaceDeclaration(node) || isTypeParameterDeclaration(node);

function scopeOf(declaration: ts.Node): ts.Node {
  const { parent } = declaration;
  if (isBindingElement(declaration)) return scopeOf(parent.parent);
  const isVar = isVariableDeclarationList(parent) && (parent.flags & NodeFlags.BlockScoped) === 0;
  let scope = parent;
  while (!isSourceFile(scope) && !(isVar ? isFunctionLike(scope) : opensScope(scope))) scope = scope.parent;
  return scope;
}

const opensScope = (node: ts.Node): boolean =>
  isFunctionLike(node) ||
  isBlock(node) ||
  isCaseBlock(node) ||
  isCatchClause(node) ||
  isIterationStatement(node, false) ||
  isModuleBlock(node) ||
  isClassLike(node);

const sizeOf = ({ pos, end }: ts.Node): number => end - pos;

/** Whether a name is that of a member or key, and so stands for no variable. */
function isKey(node: ts.Identifier): boolean {
  const { parent } = node;
  if (isBindingElement(parent)) return parent.propertyName === node;
  if (isQualifiedName(parent)) return parent.right === node;
  const named =
    isPropertyAccessExpression(parent) ||
    isPropertyAssignment(parent) ||
    isMethodDeclaration(parent) ||
    isPropertyDeclaration(parent) ||
    isPropertySignature(parent) ||
    isMethodSignature(parent) ||
    isAccessor(parent) ||
    isEnumMember(parent);
  return named && parent.name === node;
}
