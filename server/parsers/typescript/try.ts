import type { ts } from './compiler.cjs';
import type { Try } from '../../model/file.ts';
import { give, hoistNames } from './declarations.ts';
import type { Extraction } from './extraction.ts';
import { SyntaxKind, forEachChild, isFunctionLike, isIdentifier } from './syntax.ts';

/** `try … catch …`: what the handler does with the error is what rules ask. */
export function tryStatement(x: Extraction, node: ts.TryStatement): void {
  const index = x.tries.length;
  const open: { -readonly [K in keyof Try]: Try[K] } = { ...x.place, span: x.span(node), block: x.span(node.tryBlock) };
  x.tries.push(open);
  // Without a handler the error goes on, as if there were no try.
  if (node.catchClause === undefined) x.visit(node.tryBlock);
  else {
    x.at({ try: index }, () => x.visit(node.tryBlock));
    open.handler = handlerOf(x, node.catchClause);
  }
  if (node.finallyBlock !== undefined) x.visit(node.finallyBlock);
}

function handlerOf(x: Extraction, node: ts.CatchClause): NonNullable<Try['handler']> {
  return x.scoped(() => {
    const name = node.variableDeclaration?.name;
    const binding = name !== undefined && isIdentifier(name) ? x.declare(name, 'variable', { used: false }) : undefined;
    if (name !== undefined && binding === undefined) {
      hoistNames(x, name, 'variable');
      give(x, name, x.opaque(node));
    }
    x.visit(node.block);
    return {
      span: x.span(node),
      rethrows: has(node.block, SyntaxKind.ThrowStatement),
      uses: binding !== undefined && x.binding(binding).used === true,
      returns: has(node.block, SyntaxKind.ReturnStatement),
      leaves: has(node.block, SyntaxKind.BreakStatement),
    };
  });
}

/** Whether a statement of a kind stands in a block, functions inside it left out. */
function has(node: ts.Node, kind: ts.SyntaxKind): boolean {
  if (node.kind === kind) return true;
  if (isFunctionLike(node)) return false;
  return forEachChild(node, (child) => has(child, kind) || undefined) ?? false;
}
