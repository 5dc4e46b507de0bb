import { ts } from './compiler.cjs';
import type { ClassModel } from '../../model/file.ts';
import type { Value } from '../../model/value.ts';
import type { Extraction, ThisMeaning } from './extraction.ts';
import { use } from './extraction.ts';

/** A class: its static members and what its instances have, methods included. */
export function walkClass(x: Extraction, node: ts.ClassLikeDeclaration): Value {
  const index = x.classes.length;
  const statics: ClassModel['statics'][number][] = [];
  const instance: ClassModel['instance'][number][] = [];
  const base = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0];
  const open: { -readonly [K in keyof ClassModel]: ClassModel[K] } = { span: x.span(node), statics, instance };
  if (node.name !== undefined) open.name = node.name.text;
  x.classes.push(open);
  if (base !== undefined) open.extends = x.expression(base.expression, use('other'));
  const { self } = x;
  for (const member of node.members) {
    const isStatic =
      ts.canHaveModifiers(member) && ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) === true;
    x.self = { kind: isStatic ? 'class' : 'instance', class: index };
    const found = memberOf(x, member, x.self);
    if (found !== undefined) (isStatic ? statics : instance).push(found);
  }
  x.self = self;
  return { kind: 'class', class: index, span: x.span(node) };
}

function memberOf(x: Extraction, member: ts.ClassElement, self: ThisMeaning): { name: string; value: Value } | undefined {
  const name = member.name !== undefined && !ts.isComputedPropertyName(member.name) ? member.name.text : undefined;
  if (ts.isPropertyDeclaration(member)) {
    const value = member.initializer === undefined ? undefined : x.expression(member.initializer, use('property'));
    return name === undefined || value === undefined ? undefined : { name, value };
  }
  if (ts.isMethodDeclaration(member)) {
    const value = x.functionValue(member);
    return name === undefined ? undefined : { name, value };
  }
  if (ts.isConstructorDeclaration(member) || ts.isAccessor(member)) x.functionValue(member);
  else if (ts.isClassStaticBlockDeclaration(member) && self !== undefined) x.scoped(() => x.statements(member.body.statements));
  return undefined;
}
