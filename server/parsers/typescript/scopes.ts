import { ts } from './compiler.cjs';

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
    ts.forEachChild(node, visit);
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
  if (ts.isIdentifier(node) && !isKey(node)) yield node;
  for (const child of childrenOf(node)) yield* identifiersIn(child);
}

/** The targets of assignments, `++` and `--`: also those in patterns, and those that a loop sets. */
export function* targetsIn(node: ts.Node): Generator<ts.Identifier> {
  if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) yield* identifiersIn(node.left);
  if ((ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) && isStep(node.operator)) yield* identifiersIn(node.operand);
  if ((ts.isForOfStatement(node) || ts.isForInStatement(node)) && !ts.isVariableDeclarationList(node.initializer))
    yield* identifiersIn(node.initializer);
  for (const child of childrenOf(node)) yield* targetsIn(child);
}

/** Whether an operator puts a value into what stands left of it. */
export const isAssignment = (kind: ts.SyntaxKind): boolean => kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;

/** Whether an operator is `++` or `--`. */
export const isStep = (operator: ts.SyntaxKind): boolean =>
  operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;

/** The nodes directly in one. */
export function childrenOf(node: ts.Node): ts.Node[] {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  return children;
}

function nameOf(node: ts.Node): string | undefined {
  const declares =
    ts.isParameter(node) ||
    ts.isVariableDeclaration(node) ||
    ts.isBindingElement(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isClassDeclaration(node) ||
    ts.isEnumDeclaration(node) ||
    isTypeDeclaration(node);
  return declares && node.name !== undefined && ts.isIdentifier(node.name) ? node.name.text : undefined;
}

/** Whether it declares something that exists only for the compiler. */
export const isTypeDeclaration = (node: ts.Node): node is ts.TypeAliasDeclaration | ts.InterfaceDeclaration | ts.TypeParameterDeclaration =>
  ts.isTypeAliasDeclaration(node) || ts.isInterfaceDeclaration(node) || ts.isTypeParameterDeclaration(node);

function scopeOf(declaration: ts.Node): ts.Node {
  const { parent } = declaration;
  if (ts.isBindingElement(declaration)) return scopeOf(parent.parent);
  const isVar = ts.isVariableDeclarationList(parent) && (parent.flags & ts.NodeFlags.BlockScoped) === 0;
  let scope = parent;
  while (!ts.isSourceFile(scope) && !(isVar ? ts.isFunctionLike(scope) : opensScope(scope))) scope = scope.parent;
  return scope;
}

const opensScope = (node: ts.Node): boolean =>
  ts.isFunctionLike(node) ||
  ts.isBlock(node) ||
  ts.isCaseBlock(node) ||
  ts.isCatchClause(node) ||
  ts.isIterationStatement(node, false) ||
  ts.isModuleBlock(node) ||
  ts.isClassLike(node);

const sizeOf = ({ pos, end }: ts.Node): number => end - pos;

/** Whether a name is that of a member or key, and so stands for no variable. */
function isKey(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isBindingElement(parent)) return parent.propertyName === node;
  if (ts.isQualifiedName(parent)) return parent.right === node;
  const named =
    ts.isPropertyAccessExpression(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isPropertySignature(parent) ||
    ts.isMethodSignature(parent) ||
    ts.isAccessor(parent) ||
    ts.isEnumMember(parent);
  return named && parent.name === node;
}
