import type { ts } from './compiler.cjs';
import type { Loop } from '../../model/file.ts';
import type { Value } from '../../model/value.ts';
import { givePattern } from './assignments.ts';
import { sketchClass, walkClass } from './classes.ts';
import { expectType } from './contextual.ts';
import { give, hoist, hoistVariables, hoistVars, variables } from './declarations.ts';
import { commentAbove } from './documentation.ts';
import { exportStatement, exported, importEquals } from './exports.ts';
import type { Extraction } from './extraction.ts';
import { use } from './extraction.ts';
import { reserveFunction, sketchFunction, walkFunction } from './functions.ts';
import { declareTypedefs } from './jsdoc.ts';
import { breaking, inLoop, leave, leaveAll } from './places.ts';
import { isGeneric } from './relevance.ts';
import { tryStatement } from './try.ts';
import { declareType } from './type-declarations.ts';
import {
  SyntaxKind as K,
  forEachChild,
  isBlock,
  isBreakStatement,
  isCaseClause,
  isClassDeclaration,
  isComputedPropertyName,
  isDoStatement,
  isEnumDeclaration,
  isExportAssignment,
  isExportDeclaration,
  isExpression,
  isExpressionStatement,
  isForInStatement,
  isForOfStatement,
  isForStatement,
  isFunctionDeclaration,
  isIdentifier,
  isIfStatement,
  isImportDeclaration,
  isImportEqualsDeclaration,
  isInterfaceDeclaration,
  isModuleDeclaration,
  isNumericLiteral,
  isReturnStatement,
  isSwitchStatement,
  isThrowStatement,
  isTryStatement,
  isTypeAliasDeclaration,
  isTypeNode,
  isVariableDeclarationList,
  isVariableStatement,
  isWhileStatement,
} from './syntax.ts';

/** The statements of a block: first its names are declared, then it is walked. */
export function statements(x: Extraction, list: readonly ts.Statement[]): void {
  hoist(x, list);
  for (const statement of list) documented(x, statement);
}

/** Walks a statement with the documentation above it. */
export function documented(x: Extraction, statement: ts.Statement): void {
  x.documentation = commentAbove(x, statement);
  declareTypedefs(x, statement);
  visit(x, statement);
  x.documentation = undefined;
}

/** Any node: a statement, or an expression whose value goes nowhere that is followed. */
export function visit(x: Extraction, node: ts.Node): void {
  const handler = handlers.get(node.kind);
  if (handler !== undefined) handler(x, node);
  else if (isExpression(node)) x.expression(node, use('other'));
  else if (!isTypeNode(node)) forEachChild(node, (child) => visit(x, child));
}

const handlers = new Map<ts.SyntaxKind, (x: Extraction, node: ts.Node) => void>();

function on<N extends ts.Node>(kind: ts.SyntaxKind, test: (node: ts.Node) => node is N, handler: (x: Extraction, node: N) => void): void {
  handlers.set(kind, (x, node) => {
    if (test(node)) handler(x, node);
  });
}

on(K.ExpressionStatement, isExpressionStatement, (x, node) => {
  x.expression(node.expression, use('discarded'));
});
on(K.VariableStatement, isVariableStatement, (x, node) => {
  variables(x, node.declarationList);
  exported(x, node);
});
on(K.ReturnStatement, isReturnStatement, (x, node) => {
  leaveAll(x);
  if (node.expression === undefined) return;
  expectType(x, node.expression, x.functions[x.place.function]?.returnType);
  const value = x.expression(node.expression, use('returned'));
  x.functions[x.place.function]?.returns.push(value);
});
on(K.BreakStatement, isBreakStatement, (x, node) => (node.label === undefined ? leave(x, x.breaks) : leaveAll(x)));
on(K.ThrowStatement, isThrowStatement, (x, node) => {
  x.expression(node.expression, use('thrown'));
});
on(K.Block, isBlock, (x, node) => x.scoped(() => statements(x, node.statements)));
// Imports were declared with the names of their block.
on(K.ImportDeclaration, isImportDeclaration, () => {});
on(K.ImportEqualsDeclaration, isImportEqualsDeclaration, importEquals);
on(K.ExportDeclaration, isExportDeclaration, exportStatement);
on(K.ExportAssignment, isExportAssignment, (x, node) => {
  const value = x.expression(node.expression, use('exported'));
  x.exports.push({ name: node.isExportEquals === true ? '=' : 'default', span: x.span(node), value });
});
on(K.FunctionDeclaration, isFunctionDeclaration, (x, node) => {
  const index = reserveFunction(x, node);
  const value: Value = { kind: 'function', function: index, span: x.span(node) };
  if (node.name !== undefined) give(x, node.name, value);
  if (x.irrelevant === node) sketchFunction(x, node, index);
  else walkFunction(x, node, index);
  exported(x, node, value);
});
on(K.ClassDeclaration, isClassDeclaration, (x, node) => {
  if (x.irrelevant === node && !isGeneric(node, x.source.text)) {
    x.unread.set(node.members.pos - 1, node.end);
    return exported(x, node, x.opaque(node));
  }
  const value = x.irrelevant === node ? sketchClass(x, node) : walkClass(x, node);
  if (node.name !== undefined) give(x, node.name, value);
  exported(x, node, value);
});
on(K.InterfaceDeclaration, isInterfaceDeclaration, declareType);
on(K.TypeAliasDeclaration, isTypeAliasDeclaration, declareType);
on(K.EnumDeclaration, isEnumDeclaration, (x, node) => {
  declareType(x, node);
  let next: number | undefined = 0;
  const members = node.members.flatMap((member) => {
    const literal = isComputedPropertyName(member.name) ? undefined : member.name.text;
    const { initializer } = member;
    const counted: Value = next === undefined ? x.opaque(member, 'number') : { kind: 'literal', value: next, span: x.span(member) };
    const value = initializer === undefined ? counted : x.expression(initializer, use('other'));
    next = value.kind === 'literal' && typeof value.value === 'number' ? value.value + 1 : undefined;
    return literal === undefined ? [] : [{ name: literal, nameSpan: x.span(member.name), value, span: x.span(member) }];
  });
  give(x, node.name, { kind: 'object', members, spreads: [], open: false, span: x.span(node) });
  exported(x, node);
});

on(K.ModuleDeclaration, isModuleDeclaration, (x, node) => {
  const { types } = x;
  // What is added to a type of another file must not hide it; of what a package declares nothing else is known.
  if (!isIdentifier(node.name) && node.name.text.startsWith('.')) x.types = {};
  const value = namespaceOf(x, node);
  x.types = types;
  if (value === undefined || !isIdentifier(node.name)) return;
  const binding = x.lookup(node.name.text);
  // Beside a function, class, enum or namespace of its name it adds to that one.
  if (binding !== undefined && x.binding(binding).values.length > 0) x.add(binding, value);
  else {
    give(x, node.name, value);
    exported(x, node, value);
  }
});

/** A namespace as an object of what it exports. */
function namespaceOf(x: Extraction, { body, name }: ts.ModuleDeclaration): Value | undefined {
  if (body === undefined || isIdentifier(body)) return undefined;
  const span = x.span(name);
  const exportsBefore = x.exports.length;
  const inner = x.scoped(() => {
    if (isModuleDeclaration(body)) {
      const value = namespaceOf(x, body);
      return value === undefined ? [] : [{ name: body.name.text, nameSpan: span, value, span }];
    }
    hoistVars(x, body.statements);
    statements(x, body.statements);
    return x.exports.splice(exportsBefore).flatMap((one) => ('value' in one ? [{ ...one, nameSpan: one.span }] : []));
  });
  return { kind: 'object', members: inner, spreads: [], open: false, span };
}

on(K.IfStatement, isIfStatement, (x, node) => {
  x.expression(node.expression, use('condition'));
  const main = /import\.meta\.(main|url|filename|dirname)|require\.main|process\.argv/.test(node.expression.getText(x.source));
  x.at(main ? { mainOnly: true } : { conditional: true }, () => visit(x, node.thenStatement));
  const { elseStatement } = node;
  if (elseStatement !== undefined) x.at({ conditional: true }, () => visit(x, elseStatement));
});
on(K.SwitchStatement, isSwitchStatement, (x, node) => {
  x.expression(node.expression, use('condition'));
  x.scoped(() => {
    for (const clause of node.caseBlock.clauses) {
      if (isCaseClause(clause)) x.expression(clause.expression, use('condition'));
      breaking(x, -1, () => x.at({ conditional: true }, () => statements(x, clause.statements)));
    }
  });
});
on(K.TryStatement, isTryStatement, tryStatement);

on(K.ForStatement, isForStatement, (x, node) =>
  x.scoped(() => {
    const { initializer, condition } = node;
    if (initializer !== undefined && isVariableDeclarationList(initializer)) {
      hoistVariables(x, initializer);
      variables(x, initializer);
    } else if (initializer !== undefined) x.expression(initializer, use('discarded'));
    inLoop(x, loop(x, 'for', node, condition === undefined), () => {
      if (condition !== undefined) x.expression(condition, use('condition'));
      visit(x, node.statement);
      if (node.incrementor !== undefined) x.expression(node.incrementor, use('discarded'));
    });
  }),
);
on(K.ForOfStatement, isForOfStatement, (x, node) => forEach(x, node, 'for-of'));
on(K.ForInStatement, isForInStatement, (x, node) => forEach(x, node, 'for-in'));

function forEach(x: Extraction, node: ts.ForOfStatement | ts.ForInStatement, kind: 'for-of' | 'for-in'): void {
  const iterated = x.expression(node.expression, use('iterated'));
  const item = (of: ts.Node): Value => {
    if (kind === 'for-in') return x.opaque(of, 'string');
    const value: Value = { kind: 'item', of: iterated, span: x.span(of) };
    return isForOfStatement(node) && node.awaitModifier !== undefined ? { kind: 'awaited', value, span: value.span } : value;
  };
  x.scoped(() => {
    const { initializer } = node;
    if (isVariableDeclarationList(initializer)) {
      hoistVariables(x, initializer);
      for (const { name } of initializer.declarations) give(x, name, item(initializer));
    } else givePattern(x, initializer, item(initializer));
    inLoop(x, loop(x, kind, node, false), () => visit(x, node.statement));
  });
}

on(K.WhileStatement, isWhileStatement, (x, node) => {
  inLoop(x, loop(x, 'while', node, isTrue(node.expression)), () => {
    x.expression(node.expression, use('condition'));
    visit(x, node.statement);
  });
});
on(K.DoStatement, isDoStatement, (x, node) => {
  inLoop(x, loop(x, 'do', node, isTrue(node.expression)), () => {
    visit(x, node.statement);
    x.expression(node.expression, use('condition'));
  });
});

const loop = (x: Extraction, kind: Loop['kind'], node: ts.Node, endless: boolean): Omit<Loop, 'function'> => ({
  kind,
  span: x.span(node),
  endless,
});

const isTrue = (node: ts.Expression): boolean => node.kind === K.TrueKeyword || (isNumericLiteral(node) && node.text !== '0');
